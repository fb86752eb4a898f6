@testable import Broker

/// One thing that happens in a simulation. Its numbers are dice thrown beforehand, and mean something only in the state they meet: so any part of
/// a run is a run, which is what makes a failure short.
struct SimulationStep: Equatable {
    enum Kind: UInt8, CaseIterable {
        case publish, sendAgain
        case acknowledge, acknowledgeRange, acknowledgeAll, begin, nak, progress, terminate, release
        case holdAnswer, deliverHeld
        case wait, tick
        case lose, goodbye, connect, subscribe, unsubscribe
        case crash
        case slowDisk, finishCommit, answerReading, failDisk
        case pause, retry, discard
        case replay

        /// How often it happens, among all.
        var weight: Int {
            switch self {
            case .publish: 16
            case .sendAgain: 2
            case .acknowledge: 16
            case .acknowledgeRange: 4
            case .acknowledgeAll: 5
            case .begin: 6
            case .nak: 6
            case .progress, .terminate, .release: 2
            case .holdAnswer, .deliverHeld: 3
            case .wait: 18
            case .tick: 1
            case .lose, .goodbye, .unsubscribe: 1
            case .connect: 6
            case .subscribe: 3
            case .crash: 1
            case .slowDisk: 2
            case .finishCommit, .answerReading: 4
            case .failDisk: 1
            case .pause: 1
            case .retry, .discard: 1
            case .replay: 5
            }
        }
    }

    let kind: Kind
    /// Whom it is about.
    let who: Int
    /// What about it.
    let what: Int

    private static let table: [Kind] = Kind.allCases.flatMap { Array(repeating: $0, count: $0.weight) }

    static func random(_ dice: inout SplitMix64) -> SimulationStep {
        let number = dice.next()
        return SimulationStep(
            kind: table[Int((number >> 48) % UInt64(table.count))],
            who: Int(number & 0xffff),
            what: Int((number >> 16) & 0xffff)
        )
    }
}
