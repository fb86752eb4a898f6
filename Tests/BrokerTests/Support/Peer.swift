import Contracts
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// A client program as the core sees it: a connection with a key, which writes frames and reads what it is sent.
final class Peer {
    let harness: CoreHarness
    let principal: Principal
    let name: String
    private(set) var connection: ConnectionID
    /// The sequence that the next message gets.
    var nextSequence: UInt64 = 1
    private(set) var welcome = Welcome()

    init(_ harness: CoreHarness, _ principal: Principal, name: String? = nil) {
        self.harness = harness
        self.principal = principal
        self.name = name ?? principal.name
        connection = harness.newConnection()
    }

    /// A peer that said HELLO and was welcomed.
    static func connected(_ harness: CoreHarness, _ principal: Principal, name: String? = nil) throws -> Peer {
        let peer = Peer(harness, principal, name: name)
        try peer.hello()
        return peer
    }

    // MARK: Writing

    func send(_ frame: [UInt8]) { harness.receive(frame, from: connection, key: principal.keys.first) }

    func send(_ kind: CommandKind, _ command: some SwiftProtobufMessage) { send([UInt8](command: kind, command)) }

    func sayHello(client: String? = nil, versions: ClosedRange<UInt32> = 1...1, firstUnconfirmed: UInt64 = 0, software: String = "test") {
        var hello = Hello()
        hello.versionMin = versions.lowerBound
        hello.versionMax = versions.upperBound
        hello.client = client ?? name
        hello.software = software
        hello.firstUnconfirmed = firstUnconfirmed
        send(.hello, hello)
    }

    /// Says HELLO and takes the WELCOME.
    func hello(firstUnconfirmed: UInt64 = 0) throws {
        sayHello(firstUnconfirmed: firstUnconfirmed)
        welcome = try #require(take().compactMap(\.asWelcome).first)
        nextSequence = welcome.lastSequence + 1
    }

    /// A new connection of the same program: what was sent to the earlier one and not read is gone.
    func reconnect(firstUnconfirmed: UInt64 = 0) throws {
        connection = harness.newConnection()
        try hello(firstUnconfirmed: firstUnconfirmed)
    }

    /// A new connection that has not said HELLO yet.
    func replaceConnection() { connection = harness.newConnection() }

    /// Publishes in one frame under the next sequences; returns the first of them.
    @discardableResult
    func publish(_ samples: Sample...) -> UInt64 { publish(samples) }

    @discardableResult
    func publish(_ samples: [Sample]) -> UInt64 {
        let first = nextSequence
        publish(samples, from: first)
        nextSequence += UInt64(samples.count)
        return first
    }

    /// Publishes in one frame under the sequences from `first` on, whatever was published before.
    func publish(_ samples: [Sample], from first: UInt64) { send(Self.frame(samples, from: first)) }

    static func frame(_ samples: [Sample], from first: UInt64) -> [UInt8] {
        var writer = PublishWriter()
        for (index, sample) in samples.enumerated() {
            Array(sample.type.utf8).withUnsafeBytes { type in
                sample.id.withUnsafeBytes { id in
                    sample.body.withUnsafeBytes { body in
                        sample.correlation.withUnsafeBytes { correlation in
                            sample.causation.withUnsafeBytes { causation in
                                writer.append(
                                    sequence: first + UInt64(index),
                                    type: type,
                                    id: id,
                                    body: body,
                                    isExercise: sample.isExercise,
                                    correlation: correlation,
                                    causation: causation
                                )
                            }
                        }
                    }
                }
            }
        }
        return writer.finish()
    }

    func subscribe(
        _ filter: String,
        consumer: String = "",
        number: UInt32 = 1,
        from start: Start.OneOf_At? = .beginning(true),
        credit: UInt32 = 1_000,
        creditBytes: UInt32 = 1 << 20,
        purpose: String = "a test reads this",
        settings: WireSettings? = nil,
        replay: WireReplay? = nil
    ) {
        var command = Subscribe()
        command.subscription = number
        command.consumer = consumer
        command.filter = filter
        command.start.at = start
        command.creditMessages = credit
        command.creditBytes = creditBytes
        command.purpose = purpose
        if let settings { command.settings = settings }
        if let replay { command.replay = replay }
        send(.subscribe, command)
    }

    func unsubscribe(_ number: UInt32 = 1, forget: Bool = false) {
        var command = Unsubscribe()
        command.subscription = number
        command.forget = forget
        send(.unsubscribe, command)
    }

    func acknowledge(_ ranges: ClosedRange<UInt64>..., subscription: UInt32 = 1, lease: UInt64 = 0) {
        var writer = AckWriter(subscription: subscription)
        for range in ranges { writer.appendAcknowledged(LeaseRange(range, lease: lease)) }
        send(writer.finish())
    }

    func begin(_ ranges: ClosedRange<UInt64>..., subscription: UInt32 = 1, lease: UInt64 = 0) {
        var writer = AckWriter(subscription: subscription)
        for range in ranges { writer.appendBegun(LeaseRange(range, lease: lease)) }
        send(writer.finish())
    }

    func answer(
        _ kind: AnswerKind,
        _ position: UInt64,
        subscription: UInt32 = 1,
        lease: UInt64 = 0,
        delay: UInt32 = 0,
        reason: String = ""
    ) {
        var writer = AckWriter(subscription: subscription)
        writer.append(
            .with {
                $0.kind = kind
                $0.position = position
                $0.lease = lease
                $0.delayMs = delay
                $0.reason = reason
            }
        )
        send(writer.finish())
    }

    func sendHeartbeat() { send(.heartbeat, Heartbeat()) }

    // MARK: Reading

    func take() -> [Command.OneOf_Command] { harness.take(connection) }

    func takeConfirms() -> [Confirm] { take().compactMap(\.asConfirm) }

    /// The ranges and the refusals of all confirms.
    func takeAnswers() -> Confirm {
        takeConfirms().reduce(into: Confirm()) {
            $0.ranges += $1.ranges
            $0.refused += $1.refused
        }
    }

    func takeDelivered(_ subscription: UInt32 = 1) -> [Delivered] {
        take().compactMap(\.asDeliver).filter { $0.subscription == subscription }.flatMap(\.messages)
    }

    func takeErrors() -> [ErrorCommand] { take().compactMap(\.asError) }

    /// The code of the one error that was sent.
    func takeError() throws -> ErrorCode {
        let errors = takeErrors()
        #expect(errors.count == 1)
        return try #require(errors.first).code
    }

    func takeSubscribed() throws -> Subscribed { try #require(take().compactMap(\.asSubscribed).first) }
}
