import Testing

@testable import cuakhau

@Suite struct DemoPlanTests {
    @Test func `the morning's faults come once each, and in order`() {
        var plan = DemoPlan(crossings: 100)
        #expect(plan.due(crossings: 14, now: .seconds(1)).isEmpty)
        #expect(plan.due(crossings: 15, now: .seconds(2)) == [.cutLink])
        #expect(plan.due(crossings: 34, now: .seconds(3)).isEmpty)
        #expect(plan.due(crossings: 50, now: .seconds(4)) == [.killGateway])
        #expect(plan.isGatewayDown)
        #expect(plan.due(crossings: 50, now: .milliseconds(4_900)).isEmpty)
        #expect(plan.due(crossings: 50, now: .seconds(5)) == [.restartGateway])
        #expect(!plan.isGatewayDown && !plan.isOver)
        #expect(plan.due(crossings: 50, now: .seconds(6)) == [.restoreLink])
        #expect(plan.isOver)
        #expect(plan.due(crossings: 100, now: .seconds(60)).isEmpty)
    }
}
