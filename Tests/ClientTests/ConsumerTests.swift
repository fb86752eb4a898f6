import Testing

@testable import Client

@Suite(.timeLimit(.minutes(20))) struct ConsumerTests {
    @Test func `an iterator keeps its consumer open, and the last of both closes it`() async throws {
        var held: [Consumer.Iterator] = []
        let link = try start(&held)
        #expect(!link.isToClose)
        held.removeAll()
        #expect(link.isToClose)
        await link.waitUntilEnded()
    }

    private func start(_ held: inout [Consumer.Iterator]) throws -> Link {
        let consumer = try Consumer(profile: .nowhere(), settings: .init(filter: "a.>", purpose: "test"))
        held.append(consumer.makeAsyncIterator())
        return consumer.link
    }
}
