import Wire

@testable import Broker

/// A publishing client of a simulation: it sends again what it saw no answer to, in order.
struct SimulatedPublisher {
    let principal: Principal
    let name: String
    var connection: ConnectionID?
    /// The key of each message sent, by sequence from 1.
    var keys: [Int] = []
    /// The position that each was confirmed at; 0: not yet.
    var positions: [UInt64] = []
    /// The first sequence, from 0, that is not confirmed.
    var firstOpen = 0
    /// What is open goes out again before anything new.
    var mustSendAgain = false

    init(_ principal: Principal, name: String) {
        self.principal = principal
        self.name = name
    }

    /// Notes a confirm; says what is wrong with it.
    mutating func confirmed(_ sequence: UInt64, at position: UInt64) -> String? {
        guard sequence > 0, sequence <= UInt64(keys.count) else { return "\(name): \(sequence) is confirmed and was never sent" }
        let index = Int(sequence) - 1
        guard positions[index] == 0 || positions[index] == position else {
            return "\(name): \(sequence) was confirmed at \(positions[index]), and now at \(position)"
        }
        positions[index] = position
        while firstOpen < positions.count, positions[firstOpen] > 0 { firstOpen += 1 }
        if firstOpen == positions.count { mustSendAgain = false }
        return nil
    }
}
