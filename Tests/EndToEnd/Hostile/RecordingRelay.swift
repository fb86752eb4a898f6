import Foundation
import Synchronization
import Testing

/// Stands between a client and a gateway, records what the client says, and can say it again. One connection at a time; closed with the last reference.
final class RecordingRelay: Sendable {
    let endpoint: String
    private let listener: Int32
    private let state = Mutex(State())

    private struct State {
        var recorded: [UInt8] = []
        var far: Int32?
        var isClosed = false
    }

    init(to endpoint: String) throws {
        let port = UInt16(try FreePort.find())
        self.endpoint = "tcp://127.0.0.1:\(port)"
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let target = UInt16(endpoint.split(separator: ":").last ?? "") ?? 0
        try #require(Self.withAddress(port) { bind(listener, $0, $1) } == 0 && listen(listener, 16) == 0)
        Thread { [self, listener] in accept(listener, target) }.start()
    }

    /// Everything that the client has said over its latest connection.
    var recorded: [UInt8] { state.withLock { $0.recorded } }

    /// Says bytes to the gateway in the client's name. False where the connection is gone.
    func say(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in state.far.map { send($0, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count } ?? false }
    }

    func close() {
        state.withLock { state in
            state.isClosed = true
            if let far = state.far { shutdown(far, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func accept(_ listener: Int32, _ target: UInt16) {
        defer { Foundation.close(listener) }
        while true {
            let near = Foundation.accept(listener, nil, nil)
            guard near >= 0 else { return }
            let far = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard Self.withAddress(target, { connect(far, $0, $1) }) == 0, !state.withLock({ $0.isClosed }) else {
                Foundation.close(near)
                Foundation.close(far)
                continue
            }
            state.withLock { ($0.recorded, $0.far) = ([], far) }
            let back = Thread {
                Self.pump(far, near) { _ in }
                shutdown(near, Int32(SHUT_RDWR))
            }
            back.start()
            Self.pump(near, far) { bytes in state.withLock { $0.recorded += bytes } }
            state.withLock { $0.far = nil }
            shutdown(far, Int32(SHUT_RDWR))
            Foundation.close(near)
            Foundation.close(far)
        }
    }

    private static func pump(_ source: Int32, _ sink: Int32, _ record: (ArraySlice<UInt8>) -> Void) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { return }
            record(buffer[..<count])
            var rest = buffer[..<count]
            while !rest.isEmpty {
                let sent = rest.withUnsafeBytes { send(sink, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard sent > 0 else { return }
                rest = rest.dropFirst(sent)
            }
        }
    }

    private static func withAddress(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}
