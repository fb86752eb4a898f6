import Client
import Foundation
import SwiftProtobuf
import Wire
import ZeroMQ

/// Many connections with one key, each a DEALER of its own. Used by one task at a time.
final class PeerCrowd {
    private let sockets: [SocketBox]
    private let context: Context
    private let principal: String
    private var frame = Frame()
    private(set) var welcomed = 0
    private(set) var refused = 0

    /// A socket cannot be in an array.
    private final class SocketBox {
        let socket: Socket
        init(_ socket: consuming Socket) { self.socket = socket }
    }

    init(_ count: Int, _ profile: Profile) throws {
        let context = try Context()
        self.context = context
        principal = profile.principal
        sockets = try (0..<count).map { _ in
            let socket = try context.socket(.dealer)
            try socket.set(.curveServerKey, profile.serverKey.description)
            try socket.set(.curvePublicKey, profile.keys.publicKey.description)
            try socket.set(.curveSecretKey, profile.keys.secretKey)
            try socket.set(.linger, Int32(0))
            try socket.connect(profile.endpoint)
            return SocketBox(socket)
        }
    }

    /// Each says HELLO under a name of its own.
    func hello() throws {
        for (number, box) in sockets.enumerated() {
            var hello = Hello()
            hello.client = "\(principal)/\(number)"
            (hello.versionMin, hello.versionMax) = (1, 1)
            hello.software = "test"
            try box.socket.send([UInt8](command: .hello, hello))
        }
    }

    /// Takes what has come.
    ///
    /// - Returns: How many of them have been answered so far.
    func receive() throws -> Int {
        for box in sockets {
            while try box.socket.receive(into: &frame) {
                let bytes = frame.withUnsafeBytes { Array($0) }
                switch try Command(serializedBytes: bytes).command {
                case .welcome: welcomed += 1
                case .error: refused += 1
                default: break
                }
            }
        }
        return welcomed + refused
    }
}
