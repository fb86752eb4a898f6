/// The hub's tables. Rows are named by what they are about; of what an office says twice of the same the later word counts.
enum LabourTables {
    static let sql = """
        CREATE TABLE hub_order (
          order_id TEXT PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL, seats INTEGER NOT NULL, season_from TEXT NOT NULL,
          season_to TEXT NOT NULL, body BLOB NOT NULL, told_offered INTEGER NOT NULL DEFAULT 0, told_accepted INTEGER NOT NULL DEFAULT 0,
          told_departed INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
        CREATE TABLE worker (
          worker_ref TEXT PRIMARY KEY, commune TEXT NOT NULL, birth_year INTEGER NOT NULL, market TEXT NOT NULL, consent TEXT NOT NULL,
          is_erased INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
        CREATE TABLE document (token TEXT PRIMARY KEY, worker_ref TEXT NOT NULL, kind INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX document_worker ON document (worker_ref);
        CREATE TABLE dossier (
          worker_ref TEXT NOT NULL, step INTEGER NOT NULL, result INTEGER NOT NULL, valid_until TEXT NOT NULL,
          PRIMARY KEY (worker_ref, step)) STRICT, WITHOUT ROWID;
        CREATE TABLE contract (
          contract_ref TEXT PRIMARY KEY, worker_ref TEXT NOT NULL, order_id TEXT NOT NULL, start_on TEXT NOT NULL, end_on TEXT NOT NULL,
          state TEXT NOT NULL, UNIQUE (worker_ref, order_id)) STRICT, WITHOUT ROWID;
        CREATE INDEX contract_order ON contract (order_id, state);
        CREATE TABLE manifest (
          manifest_id TEXT PRIMARY KEY, gate TEXT NOT NULL, day TEXT NOT NULL, order_id TEXT NOT NULL, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE journey (
          contract_ref TEXT PRIMARY KEY, worker_ref TEXT NOT NULL, token TEXT NOT NULL, manifest_id TEXT NOT NULL, gate TEXT NOT NULL,
          day TEXT NOT NULL, state TEXT NOT NULL, exited_at INTEGER, returned_at INTEGER, need INTEGER NOT NULL DEFAULT 0,
          valid_until TEXT NOT NULL, reminded_on TEXT, welfare_on TEXT) STRICT, WITHOUT ROWID;
        CREATE INDEX journey_token ON journey (token, day);
        CREATE INDEX journey_state ON journey (state, valid_until);
        CREATE TABLE crossing (
          token TEXT NOT NULL, direction TEXT NOT NULL, occurred_at INTEGER NOT NULL, gate TEXT NOT NULL, need INTEGER NOT NULL,
          PRIMARY KEY (token, direction, occurred_at)) STRICT, WITHOUT ROWID;
        CREATE INDEX crossing_time ON crossing (occurred_at);
        CREATE TABLE crossing_month (
          month TEXT NOT NULL, gate TEXT NOT NULL, direction TEXT NOT NULL, count INTEGER NOT NULL,
          PRIMARY KEY (month, gate, direction)) STRICT, WITHOUT ROWID;
        CREATE TABLE survey (
          commune TEXT NOT NULL, period TEXT NOT NULL, willing INTEGER NOT NULL, trained INTEGER NOT NULL, want_loan INTEGER NOT NULL,
          PRIMARY KEY (commune, period)) STRICT, WITHOUT ROWID;
        CREATE TABLE disbursement (
          period TEXT NOT NULL, fund TEXT NOT NULL, loans INTEGER NOT NULL, total_vnd INTEGER NOT NULL,
          PRIMARY KEY (period, fund)) STRICT, WITHOUT ROWID;
        CREATE TABLE report (
          organisation TEXT NOT NULL, period TEXT NOT NULL, form INTEGER NOT NULL, version INTEGER NOT NULL, received_on TEXT NOT NULL,
          body BLOB NOT NULL, PRIMARY KEY (organisation, period, form)) STRICT, WITHOUT ROWID;
        CREATE TABLE chase (
          organisation TEXT NOT NULL, period TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (organisation, period, day)) STRICT, WITHOUT ROWID;
        CREATE TABLE departure (
          market TEXT NOT NULL, month TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (market, month)) STRICT, WITHOUT ROWID;
        CREATE TABLE case_notice (case_id TEXT PRIMARY KEY, notified_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE voice (
          voice_id TEXT PRIMARY KEY, topic INTEGER NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL, is_done INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
        """

    static let toldReturned = "ALTER TABLE hub_order ADD COLUMN told_returned INTEGER NOT NULL DEFAULT 0;"
}
