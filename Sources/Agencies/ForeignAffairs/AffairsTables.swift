/// What a foreign affairs office keeps. Times are microseconds since 1970, days are `YYYY-MM-DD`, words are those of ``AffairsWords``.
enum AffairsTables {
    static let cases = """
        CREATE TABLE protection_case (
          case_id TEXT PRIMARY KEY, opened_by TEXT, channel TEXT NOT NULL, at INTEGER NOT NULL, country TEXT NOT NULL, city TEXT NOT NULL,
          kind TEXT NOT NULL, persons INTEGER NOT NULL, worker_ref TEXT, is_anonymous INTEGER NOT NULL, state TEXT NOT NULL, officer TEXT,
          taken_at INTEGER, review_at INTEGER, outcome TEXT, mission_code TEXT, notified_at INTEGER, receipt TEXT, closed_at INTEGER,
          event_id TEXT) STRICT;
        CREATE INDEX case_by_state ON protection_case (state, review_at);
        CREATE TABLE case_step (
          case_id TEXT NOT NULL REFERENCES protection_case ON DELETE CASCADE, number INTEGER NOT NULL, at INTEGER NOT NULL, act TEXT NOT NULL,
          from_state TEXT, to_state TEXT NOT NULL, officer TEXT, note TEXT, PRIMARY KEY (case_id, number)) STRICT, WITHOUT ROWID;
        """

    /// `early_alert_step` holds what came before the alert that it is about.
    static let alerts = """
        CREATE TABLE alert (
          alert_id TEXT PRIMARY KEY, status TEXT NOT NULL, urgency TEXT NOT NULL, severity TEXT NOT NULL, certainty TEXT NOT NULL,
          commune TEXT NOT NULL, persons INTEGER NOT NULL, minors INTEGER NOT NULL, vulnerable INTEGER NOT NULL, expires INTEGER NOT NULL,
          state TEXT NOT NULL, acknowledged_at INTEGER, action TEXT, officer TEXT) STRICT;
        CREATE TABLE early_alert_step (
          alert_id TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (alert_id, state)) STRICT, WITHOUT ROWID;
        """

    static let matters = """
        CREATE TABLE matter (
          kind TEXT NOT NULL, matter_id TEXT NOT NULL, state TEXT NOT NULL, received_at INTEGER NOT NULL, officer TEXT, done_at INTEGER,
          case_id TEXT, note TEXT, PRIMARY KEY (kind, matter_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE welfare (
          contract_ref TEXT PRIMARY KEY, worker_ref TEXT NOT NULL, valid_until TEXT NOT NULL, days_past INTEGER NOT NULL) STRICT;
        CREATE TABLE voice (
          voice_id TEXT PRIMARY KEY, topic TEXT NOT NULL, text TEXT NOT NULL, is_anonymous INTEGER NOT NULL) STRICT;
        CREATE TABLE handover (
          batch_id TEXT PRIMARY KEY, gate TEXT NOT NULL, at INTEGER NOT NULL, adults INTEGER NOT NULL, minors INTEGER NOT NULL,
          needs TEXT NOT NULL) STRICT;
        CREATE TABLE referral (referral_ref TEXT PRIMARY KEY, received_at INTEGER NOT NULL) STRICT;
        """

    /// Cases and alerts that came and were not taken.
    static let missed = """
        CREATE TABLE missed (
          message TEXT PRIMARY KEY, position INTEGER NOT NULL, type TEXT NOT NULL, principal TEXT NOT NULL, recorded_at INTEGER NOT NULL,
          vi TEXT NOT NULL, en TEXT NOT NULL) STRICT;
        """

    /// When the labour hub last reminded of a worker; null: before this was kept.
    static let reminders = "ALTER TABLE welfare ADD COLUMN reminded_at INTEGER;"

    static let agreements = """
        CREATE TABLE agreement (
          code TEXT PRIMARY KEY, title TEXT NOT NULL, party_here TEXT NOT NULL, party_abroad TEXT NOT NULL, country TEXT NOT NULL,
          signed TEXT NOT NULL, expires TEXT, state TEXT NOT NULL, ended TEXT, officer TEXT NOT NULL, note TEXT) STRICT;
        CREATE TABLE seasonal_order (
          order_id TEXT PRIMARY KEY, version INTEGER NOT NULL, employer_ref TEXT NOT NULL, sector TEXT NOT NULL, seats INTEGER NOT NULL,
          season_from TEXT NOT NULL, season_to TEXT NOT NULL, state TEXT NOT NULL) STRICT;
        CREATE TABLE worker_contract (
          contract_ref TEXT PRIMARY KEY, worker_ref TEXT NOT NULL, order_id TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL) STRICT;
        CREATE INDEX contract_by_worker ON worker_contract (worker_ref);
        CREATE TABLE report (
          period TEXT PRIMARY KEY, version INTEGER NOT NULL, submitted_at INTEGER NOT NULL, officer TEXT NOT NULL) STRICT;
        """
}
