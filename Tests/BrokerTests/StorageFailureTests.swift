import Contracts
import Journal
import Testing
import Wire

@testable import Broker

/// A batch that could not be stored: nothing of it took effect, and all of it can be sent again.
struct StorageFailureTests {
    let harness = CoreHarness()

    @Test func `a full disk uses no sequence up, and the same messages cross later`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        harness.journal.failure = .storageFull
        labour.publish(.contract(1), .contract(2))
        harness.settle()
        let refused = labour.takeAnswers().refused
        #expect(refused.map(\.sequence) == [1, 2])
        for refusal in refused {
            #expect(refusal.code == .storageFull)
            #expect(refusal.retryAfterMs > 0)
        }
        #expect(harness.takeEvents().contains(.commitFailed(code: "storage_full")))
        harness.journal.failure = nil
        labour.publish([.contract(1), .contract(2)], from: 1)
        harness.settle()
        #expect(labour.takeAnswers().positions == [1: 1, 2: 2])
    }

    @Test func `what followed on the batch falls with it`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1))
        let commit = try #require(harness.takeCommit())
        labour.publish(.contract(2), .exit(3))
        harness.journal.failure = .storageFull
        harness.finish(commit)
        #expect(labour.takeAnswers().codes == [1: .storageFull, 2: .storageFull, 3: .storageFull])
        #expect(harness.takeCommit() == nil)
        harness.journal.failure = nil
        labour.publish([.contract(1), .contract(2), .exit(3)], from: 1)
        harness.settle()
        let answers = labour.takeAnswers()
        #expect(answers.positions == [1: 1, 2: 2])
        #expect(answers.codes == [3: .notPermitted])
    }

    @Test func `another client's later batch is not disturbed`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let north = try Peer.connected(harness, Cast.gateNorth)
        labour.publish(.contract(1))
        let commit = try #require(harness.takeCommit())
        harness.journal.failure = .storageFull
        harness.finish(commit)
        harness.journal.failure = nil
        north.publish(.exit())
        harness.settle()
        #expect(north.takeAnswers().positions == [1: 1])
        #expect(labour.takeAnswers().codes == [1: .storageFull])
    }

    @Test func `after a failed disk the code says so`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        harness.journal.failure = .inputOutput
        labour.publish(.contract(1))
        harness.settle()
        #expect(labour.takeAnswers().codes == [1: .storageFailed])
    }

    @Test func `repeats that waited for the batch are for later too`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish([.contract(1)], from: 1)
        labour.publish([.contract(1)], from: 1)
        harness.journal.failure = .storageFull
        harness.settle()
        let codes = labour.takeAnswers().refused.map(\.code)
        #expect(codes == [.storageFull, .storageFailed])
        harness.journal.failure = nil
        labour.publish([.contract(1)], from: 1)
        harness.settle()
        #expect(labour.takeAnswers().positions == [1: 1])
    }

    @Test func `a consumer that could not be stored does not exist`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        harness.journal.failure = .storageFull
        bank.subscribe("contract.>", consumer: "loans")
        harness.settle()
        let error = try #require(bank.takeErrors().first)
        #expect(error.code == .storageFull)
        #expect(error.subscription == 1)
        #expect(error.retryAfterMs > 0)
        harness.journal.failure = nil
        bank.subscribe("contract.registered.v1", consumer: "loans")
        harness.settle()
        #expect(try bank.takeSubscribed().types == ["contract.registered.v1"])
        #expect(harness.journal.consumer("bank", "loans")?.filter == "contract.registered.v1")
    }

    @Test func `a consumer that could not be stored takes no newer subscription with it`() throws {
        let border = try Peer.connected(harness, Cast.border)
        let police = try Peer.connected(harness, Cast.police)
        police.subscribe("gate.>", consumer: "loans", number: 1)
        let commit = try #require(harness.takeCommit())
        police.unsubscribe(1)
        police.subscribe("gate.>", number: 1)
        harness.journal.failure = .storageFull
        harness.finish(commit)
        harness.journal.failure = nil
        #expect(police.takeErrors().isEmpty)
        border.publish(.status(1))
        harness.settle()
        #expect(police.takeDelivered().map(\.position) == [1])
        police.acknowledge(1...1)
        #expect(police.takeErrors().isEmpty)
    }

    @Test func `a consumer taken over before it is stored is answered when it is`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans")
        let commit = try #require(harness.takeCommit())
        try bank.reconnect()
        bank.subscribe("contract.>", consumer: "loans")
        harness.flush()
        #expect(bank.take().isEmpty)
        harness.journal.failure = .storageFull
        harness.finish(commit)
        #expect(try bank.takeError() == .storageFull)
        harness.journal.failure = nil
        bank.subscribe("contract.>", consumer: "loans")
        harness.settle()
        #expect(try bank.takeSubscribed().position == 1)
        #expect(harness.journal.consumer("bank", "loans") != nil)
    }

    @Test func `a consumer taken over before it is stored reads from its start`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans")
        let commit = try #require(harness.takeCommit())
        try bank.reconnect()
        bank.subscribe("contract.>", consumer: "loans")
        harness.finish(commit)
        harness.settle()
        #expect(try bank.takeSubscribed().position == 1)
        labour.publish(.contract(1))
        harness.settle()
        #expect(bank.takeDelivered().map(\.position) == [1])
    }

    @Test func `a consumer to be forgotten is forgotten when there is space again`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans")
        harness.settle()
        harness.journal.failure = .storageFull
        bank.unsubscribe(forget: true)
        let commit = try #require(harness.takeCommit())
        harness.finish(commit)
        harness.journal.failure = nil
        bank.subscribe("contract.registered.v1", consumer: "loans")
        harness.settleAll()
        #expect(harness.journal.consumers.count == 1)
        #expect(harness.journal.consumer("bank", "loans")?.filter == "contract.registered.v1")
    }

    @Test func `acknowledged positions are stored when there is space again`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans")
        labour.publish(.contract(1))
        harness.settle()
        harness.journal.failure = .storageFull
        bank.acknowledge(1...1)
        harness.settleAll()
        #expect(harness.journal.consumer("bank", "loans")?.position == 1)
        harness.journal.failure = nil
        harness.settleAll()
        #expect(harness.journal.consumer("bank", "loans")?.position == 2)
    }

    @Test func `types are stored with the first batch that gets through`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        harness.journal.failure = .storageFull
        labour.publish(.contract(1))
        harness.settle()
        harness.journal.failure = nil
        labour.publish([.contract(1)], from: 1)
        harness.settle()
        #expect(harness.journal.types.count == harness.core.catalogue.types.count)
        harness.crash()
        try labour.reconnect()
        labour.publish(.contract(2))
        harness.settle()
        #expect(harness.journal.types.count == harness.core.catalogue.types.count)
    }

    @Test func `a gateway that is stopping does not wait for a full disk`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1))
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans")
        harness.settleAll()
        bank.acknowledge(1...1)
        harness.core.beginStopping()
        harness.journal.failure = .storageFull
        harness.settleAll()
        #expect(harness.core.isSettled)
    }

    @Test func `a reading that fails is told to the operator`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1))
        harness.settleAll()
        harness.crash()
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>")
        // That it begins to read is stored first.
        harness.finish(try #require(harness.takeCommit()))
        harness.journal.failure = .inputOutput
        harness.flush()
        harness.takeReadings().forEach(harness.answer)
        #expect(harness.takeEvents().contains(.readFailed(code: "input_output")))
        #expect(try bank.takeError() == .storageFailed)
    }
}
