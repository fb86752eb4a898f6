import Client
import Histogram

/// Measures how long a message takes from its publisher to a live consumer, one message at a time.
struct LiveProbe {
    private let publisher: DirectPublisher
    private let iterator: Consumer.Iterator
    private let message: (Int) throws -> OutgoingMessage
    /// The number of the next message: none is published twice.
    private(set) var next: Int

    /// - Parameters:
    ///   - first: The number of the first message.
    ///   - message: Makes the message of a number.
    init(_ publisher: DirectPublisher, _ consumer: Consumer, from first: Int = 0, message: @escaping (Int) throws -> OutgoingMessage) {
        self.publisher = publisher
        self.message = message
        iterator = consumer.makeAsyncIterator()
        next = first
    }

    /// Measures so many messages.
    mutating func measure(_ count: Int) async throws -> Histogram<UInt64> {
        let end = next + count
        return try await measure { $0 < end }
    }

    /// Measures until nothing is to come.
    ///
    /// - Parameter isWanted: Asked before each message, with its number.
    mutating func measure(while isWanted: (Int) -> Bool) async throws -> Histogram<UInt64> {
        let publisher = publisher
        var latency = BenchResult.Latency.histogram()
        while isWanted(next) {
            let message = try message(next)
            next += 1
            let start = ContinuousClock.now
            async let position = publisher.publish(message)
            guard let delivery = try await iterator.next() else { throw CommandFailure(.software, "the consumer ended early") }
            latency.record(BenchResult.Latency.microseconds(since: start))
            delivery.acknowledge()
            _ = try await position
        }
        return latency
    }
}
