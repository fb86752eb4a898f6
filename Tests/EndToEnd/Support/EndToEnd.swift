import Testing

/// Everything that starts real processes: one test after another, since each takes the machine to itself.
@Suite(.serialized) enum EndToEnd {}
