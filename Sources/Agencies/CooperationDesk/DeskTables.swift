/// The desk's tables: orders, counts and gate states, and no person.
enum DeskTables {
    static let orders = """
        CREATE TABLE demand_order (
          order_id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
          version INTEGER NOT NULL,  -- 0: a draft; 1: as published; then one more with each change
          employer_ref TEXT NOT NULL, sector TEXT NOT NULL, seats INTEGER NOT NULL CHECK (seats > 0),
          seats_most INTEGER NOT NULL,  -- the most it ever had: counts of an earlier version may still come
          season_from TEXT NOT NULL, season_to TEXT NOT NULL CHECK (season_to >= season_from),
          wage_minor INTEGER NOT NULL, wage_currency TEXT NOT NULL, wage_period TEXT NOT NULL, hours_per_week INTEGER NOT NULL,
          lodging TEXT NOT NULL, insurance TEXT NOT NULL,
          published BLOB) STRICT;  -- the message it was published with
        CREATE TABLE order_fee (
          order_id TEXT NOT NULL REFERENCES demand_order, line INTEGER NOT NULL, kind TEXT NOT NULL, amount_minor INTEGER NOT NULL,
          currency TEXT NOT NULL, paid_by TEXT NOT NULL, PRIMARY KEY (order_id, line)) STRICT;
        CREATE TABLE order_gate (
          order_id TEXT NOT NULL REFERENCES demand_order, gate TEXT NOT NULL, PRIMARY KEY (order_id, gate)) STRICT;
        CREATE TABLE order_fill (
          order_id TEXT PRIMARY KEY REFERENCES demand_order, offered INTEGER NOT NULL, accepted INTEGER NOT NULL, departed INTEGER NOT NULL) STRICT;
        CREATE TABLE order_version (
          order_id TEXT NOT NULL REFERENCES demand_order, version INTEGER NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL,
          reason TEXT NOT NULL, PRIMARY KEY (order_id, version)) STRICT;
        """

    /// Null: not told.
    static let returned = "ALTER TABLE order_fill ADD COLUMN returned INTEGER;"
}
