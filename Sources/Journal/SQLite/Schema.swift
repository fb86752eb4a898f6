/// The journal's tables, and how older ones become them.
///
/// Messages have one index, their position, and those that belong to a chain a second one. Event ids have none: it would cost every message a third
/// of what its commit costs, and an id says when it was made, so that a message is found by reading on from there. A sequence is found through runs: a client that publishes a thousand messages in a row has one
/// row here, where an index over (client, sequence) would have a thousand. Types and keys are found by reading on: a page reads at most
/// ``SQLiteReader/rowsMax`` rows, whose bodies it does not touch unless it wants them.
///
/// What is kept of each type is counted as it comes and goes, so that retention knows it without looking; no message of the type lies before `first`.
/// Pages that messages leave are used again; the file does not shrink.
///
/// Every commit's messages are a block of the audit chain (Protocols/AUDIT.md). Of a message that is gone its leaf stays, until its whole block is gone,
/// dead letters too: then the block's root stands for it. A block's hints are the first four bytes of each leaf: they prove nothing, and say which
/// message it is where a root does not fit.
///
/// A receipt says when a consumer had settled everything from its first to its last position, wanted or not: what was wanted is asked when
/// somebody reads it. What became of a dead letter later is its resolution.
///
/// Bodies about people are encrypted under their subjects' keys (``StoredBody``), and their ordering keys are tags. A subject's key is wrapped under the master
/// key, which is not in the file; that of an erased one is empty, and stays so: what comes about it later gets another.
///
/// A dead letter has a copy of its message, so that it outlives the message's retention. Its number is never given anew: pages go by it.
enum Schema {
    /// "CKJ1"
    static let applicationID: Int64 = 0x434b_4a31

    /// Each takes the file from its index to the next version. Only ever appended to.
    static let migrations: [String] = [
        """
        CREATE TABLE meta (
          only INTEGER PRIMARY KEY CHECK (only = 1), incarnation INTEGER NOT NULL, last_position INTEGER NOT NULL,
          last_recorded_at INTEGER NOT NULL) STRICT;
        INSERT INTO meta VALUES (1, 0, 0, 0);
        CREATE TABLE type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE client (
          id INTEGER PRIMARY KEY, principal TEXT NOT NULL, name TEXT NOT NULL UNIQUE, last_sequence INTEGER NOT NULL) STRICT;
        CREATE TABLE consumer (
          id INTEGER PRIMARY KEY, principal TEXT NOT NULL, name TEXT NOT NULL, filter TEXT NOT NULL, purpose TEXT NOT NULL,
          created_at INTEGER NOT NULL, position INTEGER NOT NULL, UNIQUE (principal, name)) STRICT;
        CREATE TABLE message (
          position INTEGER PRIMARY KEY, recorded_at INTEGER NOT NULL, client INTEGER NOT NULL, type INTEGER NOT NULL, flags INTEGER NOT NULL,
          client_sequence INTEGER NOT NULL, id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, key BLOB NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE run (
          client INTEGER NOT NULL, first_sequence INTEGER NOT NULL, count INTEGER NOT NULL, first_position INTEGER NOT NULL,
          PRIMARY KEY (client, first_sequence)) STRICT, WITHOUT ROWID;
        """,
        """
        ALTER TABLE consumer ADD COLUMN settings BLOB NOT NULL DEFAULT x'';
        ALTER TABLE consumer ADD COLUMN is_paused INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE consumer ADD COLUMN ahead BLOB NOT NULL DEFAULT x'';
        CREATE TABLE failure (
          consumer INTEGER NOT NULL, position INTEGER NOT NULL, count INTEGER NOT NULL, until INTEGER NOT NULL, history BLOB NOT NULL,
          PRIMARY KEY (consumer, position)) STRICT, WITHOUT ROWID;
        CREATE TABLE dead (
          id INTEGER PRIMARY KEY AUTOINCREMENT, consumer INTEGER NOT NULL, position INTEGER NOT NULL, is_retrying INTEGER NOT NULL,
          is_blocking INTEGER NOT NULL, key_hash INTEGER NOT NULL, attempts INTEGER NOT NULL, dead_at INTEGER NOT NULL, history BLOB NOT NULL,
          type INTEGER NOT NULL, flags INTEGER NOT NULL, client INTEGER NOT NULL, client_sequence INTEGER NOT NULL,
          recorded_at INTEGER NOT NULL, id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, key BLOB NOT NULL, body BLOB NOT NULL,
          UNIQUE (consumer, position)) STRICT;
        """,
        """
        ALTER TABLE message ADD COLUMN correlation BLOB;
        ALTER TABLE message ADD COLUMN causation BLOB;
        CREATE INDEX message_chain ON message (correlation, position) WHERE correlation IS NOT NULL;
        ALTER TABLE dead ADD COLUMN correlation BLOB;
        ALTER TABLE dead ADD COLUMN causation BLOB;
        CREATE TABLE receipt (
          consumer INTEGER NOT NULL, last INTEGER NOT NULL, first INTEGER NOT NULL, at INTEGER NOT NULL,
          PRIMARY KEY (consumer, last, first)) STRICT, WITHOUT ROWID;
        CREATE TABLE resolution (
          consumer INTEGER NOT NULL, position INTEGER NOT NULL, is_discarded INTEGER NOT NULL, at INTEGER NOT NULL,
          PRIMARY KEY (consumer, position)) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE kept (type INTEGER PRIMARY KEY, first INTEGER NOT NULL, count INTEGER NOT NULL, bytes INTEGER NOT NULL) STRICT;
        INSERT INTO kept SELECT type, min(position), count(*), sum(length(key) + length(body)) FROM message GROUP BY type;
        """,
        """
        CREATE TABLE block (
          number INTEGER PRIMARY KEY, first INTEGER NOT NULL, count INTEGER NOT NULL, at INTEGER NOT NULL, root BLOB NOT NULL,
          head BLOB NOT NULL, hints BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX block_first ON block (first);
        CREATE INDEX dead_position ON dead (position);
        CREATE TABLE leaf (position INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
        CREATE TABLE seal (block INTEGER PRIMARY KEY, at INTEGER NOT NULL, key BLOB NOT NULL, signature BLOB NOT NULL) STRICT;
        """,
        """
        CREATE TABLE vault (only INTEGER PRIMARY KEY CHECK (only = 1), wrapped BLOB NOT NULL) STRICT;
        CREATE TABLE subject (id INTEGER PRIMARY KEY, tag BLOB NOT NULL, wrapped BLOB NOT NULL, erased_at INTEGER) STRICT;
        CREATE INDEX subject_tag ON subject (tag);
        """,
    ]

    /// Of `message` and of `dead`, in the order that ``Statement/message(into:)`` reads.
    static let messageColumns = "position, recorded_at, client, type, flags, client_sequence, id_high, id_low, key, body, correlation, causation"

    /// `message.flags` and `dead.flags`
    static let exerciseFlag: Int64 = 1
    static let encryptedFlag: Int64 = 2
}
