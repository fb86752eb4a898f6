import Wire

@testable import Broker

/// A client that reads the journal again, and what it must be given next.
struct SimulatedReplay {
    static let client = "affairs/again"

    let connection: ConnectionID
    let key: Int?
    let perSecond: UInt32
    let credit: Int
    let beganAt: Int64
    /// Told by SUBSCRIBED.
    var through: UInt64?
    /// The first position that was neither delivered nor passed over.
    var next: UInt64 = 0
    var count = 0
    /// Delivered, and not acknowledged.
    var out: [UInt64] = []
    var hasEnded = false

    /// Whether all of it was delivered and acknowledged.
    var isOver: Bool { hasEnded && out.isEmpty }

    /// How many messages may have gone out by now.
    func countMax(_ now: Int64) -> Int { 1 + Int((now - beganAt) * Int64(perSecond) / 1_000_000) }
}
