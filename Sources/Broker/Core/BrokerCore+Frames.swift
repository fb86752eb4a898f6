import SwiftProtobuf
import Wire

extension BrokerCore {
    /// Takes one payload frame.
    ///
    /// - Parameters:
    ///   - key: The CURVE public key (Z85) behind the connection; nil where ZeroMQ gave none, which is refused.
    package func receive(_ frame: UnsafeRawBufferPointer, from connection: ConnectionID, key: @autoclosure () -> String?, now: Moment) {
        guard frame.count <= limits.frameBytesMax else {
            let advice = "a frame has at most \(limits.frameBytesMax) bytes: send fewer messages in one"
            return refuseFrame(GatewayError(.frameTooLarge, advice), from: connection, now: now)
        }
        do throws(GatewayError) {
            let command = try ParsedFrame(frame)
            guard let session = sessions[connection] else {
                return try receiveOutsideSession(command, from: connection, key: key(), now: now)
            }
            session.lastHeard = now.monotonic
            try receive(command, session, now: now)
        } catch {
            refuseFrame(error, from: connection, now: now)
        }
    }

    /// Takes note that a peer sent a message of more than one payload frame: none of it took effect.
    package func receiveUnexpectedFrames(from connection: ConnectionID, now: Moment) {
        refuseFrame(GatewayError(.unexpectedFrames, "a CKP/1 message is exactly one payload frame"), from: connection, now: now)
    }

    private func refuseFrame(_ error: GatewayError, from connection: ConnectionID, now: Moment) {
        if let session = sessions[connection] { noteRefusal(error, session, now: now) }
        send(error, to: connection)
    }

    /// The answer to a peer that chose its own routing id: identity is the key, and such a connection gets nothing else than this.
    package static func chosenRoutingIDRefusal() -> [UInt8] {
        errorFrame(GatewayError(.routingIDRefused, "do not set a routing id: the gateway knows a client by its key and its name"))
    }

    /// A frame could not be sent: the peer is gone, or reads nothing.
    package func connectionLost(_ connection: ConnectionID, now: Moment) {
        guard let session = sessions[connection] else { return }
        end(session, .unreachable, now: now)
    }

    private func receiveOutsideSession(_ command: ParsedFrame, from connection: ConnectionID, key: String?, now: Moment) throws(GatewayError) {
        guard let key else { throw GatewayError(.unauthenticated, "connect with CURVE and a key the operator has added") }
        switch directory.admission(ofKey: key, at: now.wall) {
        case .unknown: throw GatewayError(.unauthenticated, "ask the operator to add this key: cuakhau principal add")
        case .revoked: throw GatewayError(.keyRevoked, "this key was revoked: ask the operator for a new one")
        case .expired: throw Self.keyExpired
        case .admitted(let principal):
            guard command.kind == .hello else {
                throw GatewayError(.helloRequired, "say HELLO first: the gateway has no session for this connection")
            }
            try hello(decode(Hello.self, command), principal: principal, key: key, connection: connection, now: now)
        }
    }

    private func receive(_ command: ParsedFrame, _ session: Session, now: Moment) throws(GatewayError) {
        switch command.kind {
        case .publish: try publish(command.payload, session, now: now)
        case .ack: try acknowledge(command.payload, session, now: now)
        case .heartbeat: send([UInt8](command: .heartbeat, try decode(Heartbeat.self, command)), to: session.connection)
        case .subscribe: subscribe(try decode(Subscribe.self, command), session, now: now)
        case .unsubscribe: try unsubscribe(decode(Unsubscribe.self, command), session, now: now)
        case .goodbye:
            _ = try decode(Goodbye.self, command)
            end(session, .goodbye, now: now)
        case .statsRequest:
            _ = try decode(StatsRequest.self, command)
            try sendStats(to: session, now: now)
        case .adminRequest: administer(try decode(AdminRequest.self, command), session, now: now)
        case .hello:
            try hello(decode(Hello.self, command), principal: session.principal, key: session.key, connection: session.connection, now: now)
        case .welcome, .confirm, .subscribed, .deliver, .error, .stats, .ackRefused, .adminResponse:
            throw GatewayError(.unknownCommand, "only a gateway sends this command")
        }
    }

    private func decode<Message: SwiftProtobuf.Message>(_ type: Message.Type, _ command: ParsedFrame) throws(GatewayError) -> Message {
        do {
            return try Message(serializedBytes: Array(command.payload))
        } catch {
            throw GatewayError(.malformedFrame, "the command's fields are not valid protobuf of Protocols/cuakhau/wire/v1/commands.proto")
        }
    }
}
