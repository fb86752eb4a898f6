import Testing

@testable import Client

@Suite struct WaitersTests {
    @Test func `each task that is cancelled before it waits hears of it`() {
        var waiters = Waiters<Void, Int>()
        let tickets = (waiters.takeTicket(), waiters.takeTicket())
        let none = (waiters.cancel(tickets.0), waiters.cancel(tickets.1))
        #expect(none.0 == nil && none.1 == nil)
        let areCancelled = (waiters.use(tickets.0), waiters.use(tickets.1))
        #expect(areCancelled.0 && areCancelled.1)
        #expect(waiters.count == 0)
    }

    @Test func `a task that is cancelled after its answer leaves nothing behind`() {
        var waiters = Waiters<Void, Int>()
        let ticket = waiters.takeTicket()
        let isCancelled = waiters.use(ticket)
        #expect(!isCancelled)
        let none = waiters.cancel(ticket)
        #expect(none == nil)
        #expect(waiters.count == 0)
    }
}
