import SwiftProtobuf
import Testing
import Wire

@testable import Client

/// A consumer's window against a gateway in a few lines: whatever happens, the gateway settles no message that the application did not answer so,
/// and at last it settles all.
@Suite struct ConsumerWindowSimulation {
    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `with leases nothing is settled that was not dealt with`(seed: UInt64) { run(seed, isLeased: true) }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `without leases nothing is settled that was not dealt with`(seed: UInt64) { run(seed, isLeased: false) }

    private func run(_ seed: UInt64, isLeased: Bool) {
        var world = World(seed: seed, isLeased: isLeased)
        for _ in 0..<3_000 { world.step() }
        world.finish()
        #expect(world.faults == [])
        #expect(world.isAllSettled)
    }

    private struct World {
        enum Place: Equatable {
            case ready
            case out(lease: UInt64, due: Int64)
            case waiting
            case dead
            case settled
        }

        let isLeased: Bool
        var random: SplitMix
        var window = ConsumerWindow()
        var now: Int64 = 0
        /// Of the positions from 1 on.
        var places = [Place](repeating: .ready, count: 120)
        var isRetry: Set<UInt64> = []
        var lastLease: UInt64 = 0
        var buffer: [DeliveryReceipt] = []
        var held: [DeliveryReceipt] = []
        var dealtWith: Set<UInt64> = []
        var faults: [String] = []

        init(seed: UInt64, isLeased: Bool) {
            random = SplitMix(seed: seed)
            self.isLeased = isLeased
            subscribe()
        }

        var isAllSettled: Bool { places.allSatisfy { $0 == .settled } }
        private func index(_ position: UInt64) -> Int { Int(position) - 1 }

        mutating func step() {
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<25: deliver()
            case 25..<50: handOut()
            case 50..<75: answer()
            case 75..<88: tell()
            case 88..<94: pass(.random(in: 1...60_000, using: &random))
            case 94..<97: wake()
            default: lose()
            }
        }

        mutating func finish() {
            lose()
            for _ in 0..<200 where !isAllSettled {
                wake()
                deliver()
                while !buffer.isEmpty { handOut() }
                for receipt in held { acknowledge(receipt) }
                held.removeAll()
                tell()
            }
        }

        // MARK: The gateway

        private mutating func subscribe() {
            let position = places.indices.first { places[$0] != .settled && places[$0] != .dead && !isRetry.contains(UInt64($0 + 1)) } ?? places.count
            window.subscribed(
                .with {
                    $0.position = UInt64(position + 1)
                    $0.settings.leaseMs = isLeased ? 100 : 0
                }
            )
        }

        private mutating func deliver() {
            var ready = places.indices.filter { places[$0] == .ready }
            // A shared consumer's other members take some.
            if isLeased { ready = ready.filter { _ in .random(using: &random) } }
            if isLeased { lastLease += 1 }
            for index in ready.prefix(.random(in: 1...8, using: &random)) {
                // The client's clock begins a lease later.
                places[index] = .out(lease: lastLease, due: isLeased ? now + 95_000 : .max)
                let position = UInt64(index + 1)
                if let receipt = window.delivered(position, recordedAt: Int64(position) * 10, lease: lastLease, now: now) { buffer.append(receipt) }
            }
        }

        private mutating func tell() {
            for batch in window.take(now: now) {
                for range in batch.acknowledged { settle(range) }
                for answer in batch.answers { apply(answer) }
            }
        }

        private mutating func settle(_ range: LeaseRange) {
            var isLate = false
            for position in range.positions {
                guard case .out(let lease, _) = places[index(position)], range.lease == 0 || range.lease == lease else {
                    isLate = true
                    continue
                }
                places[index(position)] = .settled
                isRetry.remove(position)
                if !dealtWith.contains(position) { faults.append("\(position) was settled unanswered") }
            }
            if isLate, range.lease > 0 { window.refused(range) }
        }

        private mutating func apply(_ answer: MessageAnswer) {
            guard case .out(let lease, _) = places[index(answer.position)], answer.lease == 0 || answer.lease == lease else {
                return window.refused(LeaseRange(answer.position...answer.position, lease: answer.lease))
            }
            switch answer.kind {
            case .nak: places[index(answer.position)] = .waiting
            case .terminate: places[index(answer.position)] = .dead
            case .progress: places[index(answer.position)] = .out(lease: lease, due: isLeased ? now + 95_000 : .max)
            default: places[index(answer.position)] = .ready
            }
        }

        private mutating func pass(_ time: Int64) {
            now += time
            for index in places.indices {
                if case .out(_, let due) = places[index], due <= now { places[index] = .ready }
            }
        }

        /// What failed is due; now and then a dead letter is tried again.
        private mutating func wake() {
            for index in places.indices {
                if places[index] == .dead { isRetry.insert(UInt64(index + 1)) }
                if places[index] == .waiting || places[index] == .dead { places[index] = .ready }
            }
        }

        private mutating func lose() {
            // The gateway does not hear the last of it.
            if .random(using: &random) { _ = window.take(now: now) }
            window.lost()
            buffer.removeAll()
            for index in places.indices {
                if case .out = places[index] { places[index] = .ready }
            }
            subscribe()
        }

        // MARK: The application

        private mutating func handOut() {
            guard !buffer.isEmpty else { return }
            var receipt = buffer.removeFirst()
            if window.handOut(&receipt, now: now) { held.append(receipt) }
        }

        private mutating func answer() {
            guard let index = held.indices.randomElement(using: &random) else { return }
            let receipt = held[index]
            switch Int.random(in: 0..<10, using: &random) {
            case 0: window.answer(.with { $0.kind = .nak }, to: held.remove(at: index), now: now)
            case 1: window.answer(.with { $0.kind = .release }, to: held.remove(at: index), now: now)
            case 2: window.answer(.with { $0.kind = .terminate }, to: held.remove(at: index), now: now)
            case 3: window.answer(.with { $0.kind = .progress }, to: receipt, now: now)
            case 4:
                dealtWith.formUnion(held.filter { $0.order <= receipt.order }.map(\.position))
                held.removeAll { $0.order <= receipt.order }
                window.acknowledge(through: receipt, now: now)
            default: acknowledge(held.remove(at: index))
            }
        }

        private mutating func acknowledge(_ receipt: DeliveryReceipt) {
            dealtWith.insert(receipt.position)
            window.acknowledge(receipt, now: now)
        }
    }
}
