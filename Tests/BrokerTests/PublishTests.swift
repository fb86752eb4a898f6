import Journal
import Testing
import Wire

@testable import Broker

/// PUBLISH and CONFIRM where all is well, and what the journal then holds.
struct PublishTests {
    let harness = CoreHarness()

    @Test func `a confirm comes after the commit and not before`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract())
        harness.flush()
        #expect(labour.take().isEmpty)
        let commit = try #require(harness.takeCommit())
        harness.flush()
        #expect(labour.take().isEmpty)
        harness.finish(commit)
        let confirm = labour.takeAnswers()
        #expect(confirm.positions == [1: 1])
        #expect(confirm.ranges.first?.duplicate == false)
    }

    @Test func `a message is stored as it came, with its key and its time`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        harness.advance(.seconds(3))
        var sample = Sample.contract(9)
        sample.isExercise = true
        labour.publish(sample)
        harness.settle()
        let message = harness.journal.message(at: 1)
        #expect(message.body == sample.body)
        #expect(message.key == Array(Sample.ulid(9).utf8))
        #expect(message.entry.isExercise)
        #expect(message.entry.clientSequence == 1)
        #expect(message.entry.recordedAt == harness.now.wall)
        #expect(message.entry.idHigh == 0x0193_2c07_209f_7000)
        #expect(message.entry.idLow == 0x8000_0000_0000_0009)
        #expect(harness.journal.types.first { $0.id == message.entry.type }?.name == sample.type)
    }

    @Test func `messages of one frame are committed in its order and confirmed in one range`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish((1...100).map { .contract($0) })
        harness.settle()
        let ranges = labour.takeAnswers().ranges
        #expect(ranges.count == 1)
        #expect(ranges.first?.sequence == 1)
        #expect(ranges.first?.count == 100)
        #expect(ranges.first?.position == 1)
        #expect(harness.journal.messages.map(\.entry.clientSequence) == Array(1...100))
    }

    @Test func `clients that publish in turns each keep their own order and get one confirm each`() throws {
        let one = try Peer.connected(harness, Cast.labour, name: "labour/a")
        let other = try Peer.connected(harness, Cast.labour, name: "labour/b")
        for number in 1...3 as ClosedRange<UInt64> {
            one.publish(.contract(number))
            other.publish(.contract(100 + number))
        }
        harness.settle()
        let confirms = one.takeConfirms()
        #expect(confirms.count == 1)
        #expect(confirms.first?.positions == [1: 1, 2: 3, 3: 5])
        #expect(other.takeAnswers().positions == [1: 2, 2: 4, 3: 6])
    }

    @Test func `what comes during a commit waits for the next one`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1))
        let first = try #require(harness.takeCommit())
        labour.publish(.contract(2), .contract(3))
        #expect(harness.takeCommit() == nil)
        harness.finish(first)
        #expect(labour.takeAnswers().positions == [1: 1])
        let second = try #require(harness.takeCommit())
        #expect(second.batch.messages?.entries.map(\.position) == [2, 3])
        harness.finish(second)
        #expect(labour.takeAnswers().positions == [2: 2, 3: 3])
    }

    @Test func `with nothing to store there is no commit`() throws {
        _ = try Peer.connected(harness, Cast.labour)
        harness.advance(.seconds(60))
        #expect(harness.takeCommit() == nil)
        #expect(harness.core.isSettled)
    }

    @Test func `recorded times never fall, whatever the wall clock does`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let start = harness.now.wall
        for (number, wall) in zip(1..., [start + 5_000, start - 3_600_000_000, start + 6_000]) {
            harness.setWall(wall)
            labour.publish(.contract(UInt64(number)))
        }
        harness.settle()
        #expect(harness.journal.messages.map(\.entry.recordedAt) == [start + 5_000, start + 5_000, start + 6_000])
        // Nor after a restart with a clock that is behind.
        harness.setWall(start)
        harness.crash()
        try labour.reconnect()
        labour.publish(.contract(4))
        harness.settle()
        #expect(harness.journal.messages.last?.entry.recordedAt == start + 6_000)
    }

    @Test func `sequences go on after a crash where the journal stands`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1))
        harness.settle()
        labour.publish(.contract(2))
        harness.crash()
        try labour.reconnect()
        #expect(labour.welcome.lastSequence == 1)
        labour.publish(.contract(2))
        harness.settle()
        #expect(labour.takeAnswers().positions == [2: 2])
    }

    @Test func `the core asks for a pause while the journal is behind`() throws {
        var limits = BrokerLimits()
        limits.pendingBytesMax = 2_000
        let harness = CoreHarness(limits: limits)
        let labour = try Peer.connected(harness, Cast.labour)
        #expect(harness.core.wantsInput)
        labour.publish((1...40).map { .contract($0) })
        #expect(!harness.core.wantsInput)
        harness.settle()
        #expect(harness.core.wantsInput)
    }

    @Test func `a client that had more confirmed than the journal holds goes on from there, and the operator is told`() throws {
        let labour = Peer(harness, Cast.labour)
        try labour.hello(firstUnconfirmed: 10_001)
        #expect(labour.welcome.lastSequence == 10_000)
        #expect(harness.takeEvents().contains(.sequenceJumped(client: "labour", from: 0, to: 10_000)))
        labour.publish(.contract())
        harness.settle()
        #expect(labour.takeAnswers().positions == [10_001: 1])
        #expect(harness.journal.client("labour")?.lastSequence == 10_001)
    }

    @Test func `a client whose outbox begins where the journal ends jumps over nothing`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1), .contract(2))
        harness.settle()
        for firstUnconfirmed in [0, 1, 3] as [UInt64] {
            try labour.reconnect(firstUnconfirmed: firstUnconfirmed)
            #expect(labour.welcome.lastSequence == 2)
        }
        #expect(!harness.takeEvents().contains { if case .sequenceJumped = $0 { true } else { false } })
    }

    @Test func `a jump survives a full disk`() throws {
        let labour = Peer(harness, Cast.labour)
        try labour.hello(firstUnconfirmed: 501)
        harness.journal.failure = .storageFull
        labour.publish(.contract())
        harness.settle()
        #expect(labour.takeAnswers().codes == [501: .storageFull])
        harness.journal.failure = nil
        labour.publish([.contract()], from: 501)
        harness.settle()
        #expect(labour.takeAnswers().positions == [501: 1])
    }

    @Test(arguments: [UInt64.max, UInt64.max - 1, 1 << 63])
    func `no first sequence of a HELLO leads to the end of numbers`(firstUnconfirmed: UInt64) throws {
        let labour = Peer(harness, Cast.labour)
        labour.sayHello(firstUnconfirmed: firstUnconfirmed)
        #expect(try labour.takeError() == .malformedFrame)
        try labour.hello()
        labour.publish(.contract())
        harness.settle()
        #expect(labour.takeAnswers().positions == [1: 1])
    }
}
