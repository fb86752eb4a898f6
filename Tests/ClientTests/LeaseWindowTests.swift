import SwiftProtobuf
import Testing
import Wire

@testable import Client

@Suite struct LeaseWindowTests {
    /// A window whose leases last 100. The gateway records each message at a time of ten times its position.
    private final class Reader {
        var window = LeaseWindow()
        private var order: UInt64 = 0
        var now: Int64 = 0

        func receipt(_ position: UInt64, lease: UInt64) -> DeliveryReceipt {
            DeliveryReceipt(position: position, recordedAt: Int64(position) * 10, lease: lease, due: now + 100, session: window.session)
        }

        /// Delivers to the buffer.
        func prefetch(_ position: UInt64, lease: UInt64) -> DeliveryReceipt? {
            let receipt = receipt(position, lease: lease)
            let answer = window.delivered(position, recordedAt: receipt.recordedAt, lease: lease, due: receipt.due, now: now)
            return answer == .handOut ? receipt : nil
        }

        func handOut(_ receipt: DeliveryReceipt) -> DeliveryReceipt? {
            guard window.handOut(receipt, order: order + 1, now: now) else { return nil }
            order += 1
            var handedOut = receipt
            handedOut.order = order
            return handedOut
        }

        /// Delivers to the application.
        func deliver(_ position: UInt64, lease: UInt64) -> DeliveryReceipt? { prefetch(position, lease: lease).flatMap { handOut($0) } }

        func deliver(_ positions: ClosedRange<UInt64>, lease: UInt64) throws -> [DeliveryReceipt] {
            try positions.map { try #require(deliver($0, lease: lease)) }
        }

        @discardableResult
        func acknowledge(_ receipt: DeliveryReceipt) -> Bool { window.acknowledge(receipt, now: now) }

        @discardableResult
        func answer(_ kind: AnswerKind, _ receipt: DeliveryReceipt) -> Bool {
            window.answer(.with { $0.kind = kind }, to: receipt, lease: 100, now: now)
        }

        func take() -> AckBatch { window.take(now: now) }
    }

    private func range(_ positions: ClosedRange<UInt64>, _ lease: UInt64) -> LeaseRange { LeaseRange(positions, lease: lease) }

    // MARK: Ranges

    @Test func `neighbours of one delivery share a range, whatever lies between their positions`() throws {
        let reader = Reader()
        let receipts = try [3, 7, 9, 12].map { try #require(reader.deliver($0, lease: 5)) }
        for index in [1, 0, 3] { reader.acknowledge(receipts[index]) }
        let batch = reader.take()
        #expect(batch.acknowledged == [range(3...7, 5), range(12...12, 5)])
        #expect(batch.begun == [range(9...9, 5)])
    }

    @Test func `ranges are cut where the lease changes, and rise`() throws {
        let reader = Reader()
        let first = try [1, 3, 5].map { try #require(reader.deliver($0, lease: 8)) }
        let second = try [2, 4, 6].map { try #require(reader.deliver($0, lease: 9)) }
        for receipt in [first[0], first[1], first[2], second[1], second[2]] { reader.acknowledge(receipt) }
        // 2 is open: 1...3 passes over it, which is of another lease.
        #expect(reader.take().acknowledged == [range(1...3, 8), range(4...4, 9), range(5...5, 8), range(6...6, 9)])
    }

    @Test func `what comes again without a lease is told alone`() throws {
        let reader = Reader()
        for receipt in try reader.deliver(1...3, lease: 0) { reader.acknowledge(receipt) }
        #expect(reader.take().acknowledged == [range(1...1, 0), range(2...2, 0), range(3...3, 0)])
    }

    // MARK: Begun

    @Test func `what is handed out is begun, once; what is prefetched is not, nor what is acknowledged in the same frame`() throws {
        let reader = Reader()
        let receipts = try reader.deliver(1...2, lease: 5)
        _ = try #require(reader.prefetch(3, lease: 5))
        #expect(reader.window.untoldBegun == 2)
        reader.acknowledge(receipts[0])
        #expect(reader.window.untoldBegun == 1)
        #expect(reader.take().begun == [range(2...2, 5)])
        #expect(reader.window.untoldBegun == 0)
        #expect(reader.take().begun == [])
    }

    // MARK: Answers

    @Test func `each other answer is told under its lease, and ends the message but for progress`() throws {
        let reader = Reader()
        let receipts = try reader.deliver(1...4, lease: 5)
        let kinds: [AnswerKind] = [.nak, .terminate, .release, .progress]
        for (kind, receipt) in zip(kinds, receipts) { #expect(reader.answer(kind, receipt)) }
        #expect(reader.window.untold == 4)
        let told = reader.take().answers
        #expect(told.map(\.kind) == kinds)
        #expect(told.map(\.position) == [1, 2, 3, 4])
        #expect(told.allSatisfy { $0.lease == 5 })
        #expect(reader.window.entryCount == 1)
        #expect(reader.acknowledge(receipts[3]))
    }

    @Test func `the first answer counts, and a second one is neither told nor late`() throws {
        let reader = Reader()
        let receipt = try #require(reader.deliver(1, lease: 5))
        #expect(reader.answer(.nak, receipt))
        #expect(!reader.acknowledge(receipt))
        let batch = reader.take()
        #expect(batch.acknowledged == [] && batch.answers.count == 1)
        #expect(!reader.acknowledge(receipt))
        #expect(reader.window.lateCount == 0)
    }

    @Test func `progress begins the lease anew, and is told once in a frame`() throws {
        let reader = Reader()
        let receipt = try #require(reader.deliver(1, lease: 5))
        reader.now = 99
        reader.answer(.progress, receipt)
        reader.answer(.progress, receipt)
        #expect(reader.take().answers.map(\.kind) == [.progress])
        reader.now = 199
        #expect(reader.acknowledge(receipt))
        #expect(reader.take().acknowledged == [range(1...1, 5)])
    }

    @Test func `acknowledging through a hand-out takes every earlier one that is open, in the order of hand-outs`() throws {
        let reader = Reader()
        let late = try #require(reader.deliver(9, lease: 1))
        reader.now = 50
        let receipts = try reader.deliver(5...7, lease: 2)
        let again = try #require(reader.deliver(3, lease: 3))
        _ = try #require(reader.deliver(8, lease: 3))
        reader.answer(.nak, receipts[0])
        reader.now = 100
        #expect(reader.window.acknowledge(through: again, now: reader.now).sorted() == [3, 6, 7])
        #expect(reader.window.lateCount == 1)
        let batch = reader.take()
        #expect(batch.acknowledged == [range(3...3, 3), range(6...7, 2)])
        #expect(batch.answers.map(\.position) == [5])
        #expect(batch.begun == [range(8...8, 3)])
        #expect(!reader.acknowledge(late))
    }

    // MARK: Leases that are over

    @Test func `an answer whose lease is over is late and not sent`() throws {
        let reader = Reader()
        let receipts = try reader.deliver(1...3, lease: 5)
        reader.now = 100
        #expect(!reader.acknowledge(receipts[0]))
        #expect(!reader.answer(.nak, receipts[1]))
        #expect(!reader.answer(.progress, receipts[2]))
        #expect(reader.window.lateCount == 3)
        #expect(reader.window.untold == 0)
        #expect(reader.take().begun == [])
    }

    @Test func `an answer whose lease ends while it waits is late and not sent`() throws {
        let reader = Reader()
        let receipts = try reader.deliver(1...2, lease: 5)
        reader.acknowledge(receipts[0])
        reader.answer(.release, receipts[1])
        reader.now = 100
        let batch = reader.take()
        #expect(batch.acknowledged == [] && batch.answers == [])
        #expect(reader.window.lateCount == 2)
        #expect(reader.window.entryCount == 0)
    }

    @Test func `a prefetched message whose lease is over is dropped silently`() throws {
        let reader = Reader()
        let receipt = try #require(reader.prefetch(1, lease: 5))
        reader.now = 100
        #expect(reader.handOut(receipt) == nil)
        #expect(reader.window.lateCount == 0)
        #expect(reader.window.entryCount == 0)
    }

    @Test func `of a prefetched message that comes again only the newer copy is handed out`() throws {
        let reader = Reader()
        let older = try #require(reader.prefetch(1, lease: 5))
        let newer = try #require(reader.prefetch(1, lease: 6))
        #expect(reader.handOut(older) == nil)
        let receipt = try #require(reader.handOut(newer))
        #expect(reader.acknowledge(receipt))
        #expect(reader.take().acknowledged == [range(1...1, 6)])
    }

    @Test func `what the application is at is kept under the new lease`() throws {
        let reader = Reader()
        let receipt = try #require(reader.deliver(1, lease: 5))
        #expect(reader.take().begun == [range(1...1, 5)])
        reader.now = 99
        #expect(reader.deliver(1, lease: 6) == nil)
        #expect(reader.take().begun == [range(1...1, 6)])
        reader.now = 150
        #expect(reader.acknowledge(receipt))
        #expect(reader.take().acknowledged == [range(1...1, 6)])
        #expect(reader.window.lateCount == 0)
    }

    @Test func `an answer that waits is told under the new lease`() throws {
        let reader = Reader()
        let receipts = try reader.deliver(1...2, lease: 5)
        reader.acknowledge(receipts[0])
        reader.answer(.nak, receipts[1])
        #expect(reader.deliver(1, lease: 6) == nil)
        #expect(reader.deliver(2, lease: 6) == nil)
        let batch = reader.take()
        #expect(batch.acknowledged == [range(1...1, 6)])
        #expect(batch.answers.map(\.lease) == [6])
        #expect(batch.begun == [])
    }

    @Test func `what comes again after its lease is handed out again, and only the newer hand-out may answer`() throws {
        let reader = Reader()
        let older = try #require(reader.deliver(1, lease: 5))
        reader.now = 100
        let newer = try #require(reader.deliver(1, lease: 6))
        #expect(!reader.acknowledge(older))
        #expect(reader.window.lateCount == 1)
        #expect(reader.acknowledge(newer))
        #expect(reader.take().acknowledged == [range(1...1, 6)])
    }

    @Test func `an answer that waits does not settle what comes again after its lease`() throws {
        let reader = Reader()
        reader.acknowledge(try #require(reader.deliver(1, lease: 5)))
        reader.now = 100
        _ = try #require(reader.deliver(1, lease: 6))
        let batch = reader.take()
        #expect(batch.acknowledged == [])
        #expect(batch.begun == [range(1...1, 6)])
        #expect(reader.window.lateCount == 1)
    }

    @Test func `a message that was given back is handed out again`() throws {
        let reader = Reader()
        reader.answer(.release, try #require(reader.deliver(1, lease: 5)))
        _ = reader.take()
        let again = try #require(reader.deliver(1, lease: 6))
        #expect(reader.acknowledge(again))
    }

    @Test func `another message at a position, of a restored journal, is handed out`() throws {
        let reader = Reader()
        _ = try #require(reader.deliver(1, lease: 5))
        let answer = reader.window.delivered(1, recordedAt: 1_000, lease: 6, due: 200, now: 0)
        #expect(answer == .handOut)
    }

    // MARK: Refused answers and lost sessions

    @Test func `what the gateway refuses is forgotten and late`() throws {
        let reader = Reader()
        let receipts = try reader.deliver(1...2, lease: 5)
        reader.answer(.progress, receipts[0])
        _ = reader.take()
        reader.window.refused(range(1...1, 5))
        #expect(reader.window.lateCount == 1)
        #expect(!reader.acknowledge(receipts[0]))
        #expect(reader.take().acknowledged == [])
        // And it is handed out again, though its lease is not over by this clock.
        #expect(reader.deliver(1, lease: 6) != nil)
        // Of the newer lease nothing was refused.
        reader.window.refused(range(1...2, 4))
        #expect(reader.window.entryCount == 2)
    }

    @Test func `an answer that waits is late where the gateway refused an earlier one`() throws {
        let reader = Reader()
        let receipt = try #require(reader.deliver(1, lease: 5))
        reader.answer(.progress, receipt)
        _ = reader.take()
        reader.acknowledge(receipt)
        reader.window.refused(range(1...1, 5))
        #expect(reader.window.lateCount == 2)
        #expect(reader.window.untold == 0)
    }

    @Test func `a lost session takes everything back, and later answers are late`() throws {
        let reader = Reader()
        let receipts = try reader.deliver(1...3, lease: 5)
        reader.acknowledge(receipts[0])
        reader.window.lost()
        #expect(reader.window.lateCount == 1)
        #expect((reader.window.entryCount, reader.window.untold, reader.window.untoldBegun) == (0, 0, 0))
        #expect(!reader.acknowledge(receipts[1]))
        #expect(reader.window.lateCount == 2)
        let again = try #require(reader.deliver(3, lease: 6))
        #expect(!reader.acknowledge(receipts[2]))
        #expect(reader.acknowledge(again))
        #expect(reader.window.lateCount == 3)
    }

    @Test func `at the end everything open is given back, prefetched or not`() throws {
        let reader = Reader()
        let receipts = try reader.deliver(1...2, lease: 5)
        _ = try #require(reader.prefetch(3, lease: 5))
        reader.acknowledge(receipts[0])
        reader.window.releaseAll(now: 0)
        let batch = reader.take()
        #expect(batch.acknowledged == [range(1...1, 5)])
        #expect(batch.answers.map(\.kind) == [.release, .release])
        #expect(batch.answers.map(\.position) == [2, 3])
        #expect(batch.begun == [])
        #expect(reader.window.entryCount == 0)
    }

    @Test func `an application that drops what it gets does not fill the window`() throws {
        let reader = Reader()
        var most = 0
        for position in 1...5_000 as ClosedRange<UInt64> {
            reader.now += 10
            _ = try #require(reader.deliver(position, lease: position))
            _ = reader.take()
            most = max(most, reader.window.entryCount)
        }
        #expect(most <= 64)
    }
}
