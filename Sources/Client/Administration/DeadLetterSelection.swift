import Foundation
import SwiftProtobuf
import Wire

/// Which dead letters. What is nil does not narrow.
public struct DeadLetterSelection: Sendable {
    public var principal: String?
    public var consumer: String?
    /// A filter of types, such as `loan.>`.
    public var types: String?
    /// An ordering key's bytes.
    public var key: [UInt8]?
    /// That died at these times, in microseconds since 1970-01-01T00:00:00Z.
    public var from: Int64?
    public var to: Int64?
    public var position: UInt64?

    public init(principal: String? = nil, consumer: String? = nil) {
        self.principal = principal
        self.consumer = consumer
    }

    var command: DeadLetterFilter {
        .with {
            $0.principal = principal ?? ""
            $0.consumer = consumer ?? ""
            $0.types = types ?? ""
            $0.key = Data(key ?? [])
            $0.fromUs = from ?? 0
            $0.toUs = to ?? 0
            $0.position = position ?? 0
        }
    }
}
