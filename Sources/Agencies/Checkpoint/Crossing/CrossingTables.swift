/// What passed. No document, no name: a token, and it only as long as it is needed.
enum CrossingTables {
    static let sql = """
        CREATE TABLE terminal (only INTEGER PRIMARY KEY CHECK (only = 1), device_seq INTEGER NOT NULL) STRICT;
        INSERT INTO terminal (only, device_seq) VALUES (1, 0);
        CREATE TABLE crossing (
          device_seq INTEGER PRIMARY KEY, direction TEXT NOT NULL, day TEXT NOT NULL, occurred_at INTEGER NOT NULL, read_at INTEGER NOT NULL,
          document_kind TEXT NOT NULL, token TEXT, manifest_id TEXT, worker_ref TEXT) STRICT;
        CREATE INDEX crossing_token ON crossing (token, direction) WHERE token IS NOT NULL;
        CREATE INDEX crossing_occurred_at ON crossing (occurred_at);
        CREATE TABLE crossing_day (
          day TEXT NOT NULL, direction TEXT NOT NULL, document_kind TEXT NOT NULL, is_expected INTEGER NOT NULL, count INTEGER NOT NULL,
          PRIMARY KEY (day, direction, document_kind, is_expected)) STRICT;
        """
}
