/// Who of an office looked at what of a person.
enum ReadingTable {
    static let sql = """
        CREATE TABLE reading (
          number INTEGER PRIMARY KEY, at INTEGER NOT NULL, officer TEXT NOT NULL, kind TEXT NOT NULL, id TEXT, previous BLOB NOT NULL,
          digest BLOB NOT NULL) STRICT;
        """
}
