import SwiftProtobuf
import Wire

@testable import Broker

/// An ACK as an agent means it. It can be held back, and sent later or twice.
struct SimulatedAnswer {
    enum Kind {
        case acknowledge, begin, nak, progress, terminate, release

        fileprivate var wire: AnswerKind? {
            switch self {
            case .acknowledge, .begin: nil
            case .nak: .nak
            case .progress: .progress
            case .terminate: .terminate
            case .release: .release
            }
        }
    }

    let kind: Kind
    /// Rising; one position each where it is no acknowledgement.
    let ranges: [LeaseRange]
    var delay: UInt32 = 0
    var reason = ""

    var frame: [UInt8] {
        var writer = AckWriter(subscription: 1)
        for range in ranges {
            switch kind {
            case .acknowledge: writer.appendAcknowledged(range)
            case .begin: writer.appendBegun(range)
            case .nak, .progress, .terminate, .release:
                writer.append(
                    .with {
                        $0.kind = kind.wire ?? .unspecified
                        $0.position = range.first
                        $0.lease = range.lease
                        $0.delayMs = delay
                        $0.reason = reason
                    }
                )
            }
        }
        return writer.finish()
    }

    var text: String {
        let what = ranges.map { "\($0.first)\($0.last > $0.first ? "-\($0.last)" : "") (lease \($0.lease & 0xff_ffff))" }.joined(separator: ", ")
        return "\(kind) \(what)\(delay > 0 ? " delay \(delay) ms" : "")"
    }
}
