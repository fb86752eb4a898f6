import Client
import Contracts
import Testing

@testable import cuakhau

@Suite struct ReckoningTests {
    private let hub = DemoCast.Member(name: "labour", role: .labour, gate: nil, title: "labour hub")
    private let near = DemoCast.Member(name: "checkpoint-hn", role: .border, gate: "HN", title: "checkpoint")
    private let ids = (0..<3).map { _ in EventID() }

    private func tally(_ ids: some Sequence<EventID>) -> Tally {
        var tally = Tally()
        for id in ids { tally.add(id) }
        return tally
    }

    private func reckon(delivered: [EventID], type: String = "crossing.exit.recorded.v1") -> Reckoning {
        var border = AgentReport(agent: near.name)
        border.published = ["crossing.exit.recorded.v1@HN": tally(ids)]
        border.isScriptDone = true
        var labour = AgentReport(agent: hub.name)
        labour.delivered = [type: tally(delivered)]
        labour.isScriptDone = true
        return Reckoning([(near, border), (hub, labour)])
    }

    @Test func `the same messages in any order are no loss`() {
        let reckoning = reckon(delivered: ids.reversed())
        #expect(reckoning.rows.map(\.lost) == [0, 0])
        #expect(reckoning.isSettled && reckoning.isFaultless)
    }

    @Test func `a missing message is lost`() {
        let reckoning = reckon(delivered: Array(ids.dropLast()))
        #expect(reckoning.rows.map(\.lost) == [0, 1])
        #expect(!reckoning.isSettled && !reckoning.isFaultless)
    }

    @Test func `another message in its place is a loss too`() {
        #expect(reckon(delivered: ids.dropLast() + [EventID()]).rows.map(\.lost) == [0, 1])
    }

    @Test func `a manifest is due at its own gate only`() {
        let far = DemoCast.Member(name: "checkpoint-cm", role: .border, gate: "CM", title: "checkpoint")
        var labour = AgentReport(agent: hub.name)
        labour.published = ["departure.manifest.lodged.v1@HN": tally(ids)]
        let rows = Reckoning([(hub, labour), (near, AgentReport(agent: near.name)), (far, AgentReport(agent: far.name))]).rows
        #expect(rows.map(\.lost) == [0, 3, 0])
    }
}
