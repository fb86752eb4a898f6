import Contracts
import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// Reading many stored messages about people takes three: one who asks, and two who agree.
struct BulkReadTests {
    private let stage: AccessStage
    private let labour: Peer
    private let `operator`: Peer
    private let auditor: Peer

    init() throws {
        stage = try AccessStage(bulk: 3)
        labour = try Peer.connected(stage.harness, Cast.labour)
        `operator` = try Peer.connected(stage.harness, Cast.operator)
        auditor = try Peer.connected(stage.harness, Cast.auditor)
    }

    private var harness: CoreHarness { stage.harness }
    private static let purpose = "count of October"

    private func ask(_ peer: Peer, _ request: AdminRequest) throws -> (list: [BulkReadInfo]?, code: ErrorCode?) {
        peer.send(.adminRequest, request)
        harness.settleAll()
        let answers = peer.take()
        return (answers.compactMap(\.asAdminResponse).first?.bulkReadList.bulkReads, answers.compactMap(\.asError).first?.code)
    }

    private func request(_ filter: String = "crossing.>", purpose: String = purpose) throws -> UInt64 {
        let answer = try ask(
            labour,
            .with {
                $0.askBulkRead.filter = filter
                $0.askBulkRead.purpose = purpose
            }
        )
        return try #require(answer.list?.first).number
    }

    private func judge(_ peer: Peer, _ number: UInt64, refuse: Bool = false) throws -> (list: [BulkReadInfo]?, code: ErrorCode?) {
        try ask(
            peer,
            .with {
                $0.judgeBulkRead.number = number
                $0.judgeBulkRead.refuse = refuse
            }
        )
    }

    private func read(_ filter: String = "crossing.>", purpose: String = purpose, approval: UInt64 = 0) -> (positions: [UInt64], code: ErrorCode?) {
        labour.send(
            .subscribe,
            Subscribe.with {
                $0.subscription = 1
                $0.filter = filter
                $0.start.beginning = true
                ($0.creditMessages, $0.creditBytes) = (100, 1 << 20)
                $0.purpose = purpose
                $0.approval = approval
                $0.replay = .fast
            }
        )
        for _ in 0..<3 {
            harness.settle()
            harness.advance(.milliseconds(100))
        }
        harness.settle()
        let answers = labour.take()
        labour.unsubscribe()
        harness.settle()
        // One that was refused has nothing to end.
        _ = labour.take()
        return (answers.compactMap(\.asDeliver).flatMap(\.messages).map(\.position), answers.compactMap(\.asError).first?.code)
    }

    @Test func `alone, one reads so many in a day, and not more by asking again`() throws {
        stage.publish("HN", "HN", "HN", "HN", "HN")
        var (positions, code) = read()
        #expect(positions == [1, 2, 3] && code == .approvalRequired)
        (positions, code) = read()
        #expect(positions.isEmpty && code == .approvalRequired)
        #expect(try stage.told() == [1, 2, 3], "what it was given is told all the same")
        harness.advance(.seconds(86_400))
        labour.replaceConnection()
        try labour.hello()
        (positions, code) = read()
        #expect(positions == [1, 2, 3] && code == .approvalRequired)
    }

    @Test func `what comes while one reads is no history`() throws {
        labour.subscribe("crossing.>", from: .now(true))
        harness.settle()
        stage.publish("HN", "HN", "HN", "HN", "HN")
        let answers = labour.take()
        #expect(answers.compactMap(\.asDeliver).flatMap(\.messages).count == 5 && answers.compactMap(\.asError).isEmpty)
    }

    @Test func `once two others agree it is read, and that is told with the number`() throws {
        stage.publish("HN", "HN", "HN", "HN", "HN")
        let number = try request()
        #expect(read(approval: number).code == .approvalRequired)
        #expect(try judge(`operator`, number).list?.first?.approvedBy == ["operator"])
        #expect(read(approval: number).code == .approvalRequired)
        #expect(try judge(auditor, number).list?.first?.approvedBy == ["operator", "auditor"])
        let (positions, code) = read(approval: number)
        #expect(positions == [1, 2, 3, 4, 5] && code == nil)
        let records = try stage.records()
        #expect(records.map(\.kind) == [.bulkAsked, .bulkApproved, .bulkApproved, .begun, .ended])
        #expect(records.map(\.client) == ["labour", "operator", "auditor", "labour", "labour"] && records.allSatisfy { $0.principal == "labour" })
        #expect(
            records.prefix(3).allSatisfy { $0.number == number && $0.purpose == Self.purpose }
                && records.suffix(2).allSatisfy { $0.approval == number }
        )
    }

    @Test func `nobody agrees twice, for themselves, or without the role`() throws {
        let number = try request()
        #expect(try judge(`operator`, number).code == nil)
        #expect(try judge(`operator`, number).code == .notPermitted)
        #expect(try judge(labour, number).code == .notPermitted)
        #expect(try judge(Peer.connected(harness, Cast.bank), number).code == .notPermitted)
        #expect(try judge(auditor, number + 1).code == .unknownMessage)
    }

    @Test func `what was approved is read by who asked, for what was asked and why`() throws {
        let number = try request()
        _ = try judge(`operator`, number)
        _ = try judge(auditor, number)
        #expect(read("crossing.exit.>", approval: number).code == .approvalRequired)
        #expect(read(purpose: "something else", approval: number).code == .approvalRequired)
        let other = try Peer.connected(harness, Cast.bank)
        other.send(
            .subscribe,
            Subscribe.with {
                $0.subscription = 1
                $0.filter = "contract.>"
                ($0.creditMessages, $0.creditBytes) = (100, 1 << 20)
                $0.purpose = Self.purpose
                $0.approval = number
            }
        )
        #expect(try other.takeError() == .approvalRequired)
    }

    @Test func `what is refused, a day old, or of before a restart is not read`() throws {
        var number = try request()
        _ = try judge(`operator`, number)
        _ = try judge(auditor, number)
        // What was agreed to is taken back.
        #expect(try judge(auditor, number, refuse: true).code == nil)
        #expect(read(approval: number).code == .approvalRequired)
        number = try request()
        _ = try judge(`operator`, number)
        _ = try judge(auditor, number)
        harness.advance(.seconds(86_401))
        for peer in [labour, `operator`, auditor] {
            peer.replaceConnection()
            try peer.hello()
        }
        #expect(read(approval: number).code == .approvalRequired)
        number = try request()
        _ = try judge(`operator`, number)
        #expect(try judge(auditor, number, refuse: true).code == nil)
        #expect(try judge(auditor, number).code == .unknownMessage)
        #expect(try stage.records().map(\.kind).suffix(3) == [.bulkAsked, .bulkApproved, .bulkRefused])
        number = try request()
        harness.crash()
        for peer in [labour, `operator`, auditor] {
            peer.replaceConnection()
            try peer.hello()
        }
        #expect(try judge(auditor, number).code == .unknownMessage)
        #expect(try request() > number, "a number is never given anew")
    }

    @Test func `an open reading ends where its approval ends`() throws {
        stage.publish(Array(repeating: "HN", count: 10))
        let number = try request()
        _ = try judge(`operator`, number)
        _ = try judge(auditor, number)
        labour.send(
            .subscribe,
            Subscribe.with {
                $0.subscription = 1
                $0.filter = "crossing.>"
                $0.start.beginning = true
                ($0.creditMessages, $0.creditBytes) = (2, 1 << 20)
                $0.purpose = Self.purpose
                $0.approval = number
            }
        )
        harness.settle()
        #expect(labour.takeDelivered().map(\.position) == [1, 2])
        #expect(try judge(auditor, number, refuse: true).code == nil)
        labour.acknowledge(1...2)
        harness.settle()
        let answers = labour.take()
        #expect(answers.compactMap(\.asDeliver).isEmpty && answers.compactMap(\.asError).map(\.code) == [.approvalRequired])
    }

    @Test func `what could not be stored was not decided`() throws {
        harness.journal.failure = .storageFull
        let request = AdminRequest.with {
            $0.askBulkRead.filter = "crossing.>"
            $0.askBulkRead.purpose = Self.purpose
        }
        #expect(try ask(labour, request).code == .storageFull)
        harness.journal.failure = nil
        harness.settleAll()
        #expect(try ask(auditor, .with { $0.listBulkReads = ListBulkReads() }).list?.isEmpty == true)
        let number = try self.request()
        harness.journal.failure = .storageFull
        #expect(try judge(auditor, number).code == .storageFull)
        #expect(try judge(`operator`, number, refuse: true).code == .storageFull)
        harness.journal.failure = nil
        harness.settleAll()
        #expect(try judge(auditor, number).list?.first?.approvedBy == ["auditor"])
        #expect(try judge(`operator`, number).list?.first?.approvedBy == ["auditor", "operator"])
        #expect(try stage.records().map(\.kind) == [.bulkAsked, .bulkApproved, .bulkApproved], "and told is what was")
    }

    @Test func `requests are listed to who judges them and to who asked, and there are few`() throws {
        let number = try request()
        #expect(try ask(labour, .with { $0.listBulkReads = ListBulkReads() }).list?.map(\.number) == [number])
        #expect(try ask(auditor, .with { $0.listBulkReads = ListBulkReads() }).list?.first?.purpose == Self.purpose)
        #expect(try ask(Peer.connected(harness, Cast.bank), .with { $0.listBulkReads = ListBulkReads() }).list?.isEmpty == true)
        for _ in 1..<8 { _ = try request() }
        let more = AdminRequest.with {
            $0.askBulkRead.filter = "crossing.>"
            $0.askBulkRead.purpose = Self.purpose
        }
        #expect(try ask(labour, more).code == .quotaExceeded)
    }

    @Test(arguments: [("gate.>", "why", ErrorCode.invalidFilter), ("crossing.>", "x", .purposeRequired), ("nothing.>", "why", .notPermitted)])
    func `what needs no approval, or says not why, is not asked for`(filter: String, purpose: String, code: ErrorCode) throws {
        let request = AdminRequest.with {
            $0.askBulkRead.filter = filter
            $0.askBulkRead.purpose = purpose
        }
        #expect(try ask(labour, request).code == code)
        #expect(try stage.records().isEmpty)
    }
}
