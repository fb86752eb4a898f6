/// Who of an office looked at what of a person. Foreign affairs had this table before every office did.
enum ReadingTable {
    static let sql = """
        CREATE TABLE IF NOT EXISTS reading (
          number INTEGER PRIMARY KEY, at INTEGER NOT NULL, officer TEXT NOT NULL, kind TEXT NOT NULL, id TEXT, previous BLOB NOT NULL,
          digest BLOB NOT NULL) STRICT;
        """
}
