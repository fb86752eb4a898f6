import SwiftProtobuf

extension Google_Protobuf_Timestamp {
    /// Since 1970-01-01T00:00:00Z.
    var microseconds: Int64 { seconds * 1_000_000 + Int64(nanos / 1_000) }
}
