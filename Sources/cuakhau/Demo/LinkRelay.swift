import Foundation
import Synchronization

/// Stands between a terminal and the gateway, and can be cut: as a link that fails.
final class LinkRelay: Sendable {
    let port: UInt16
    private let target: UInt16
    private let state = Mutex(State())

    private struct State {
        var listener: Int32?
        var connections: Set<Int32> = []
        var isCut = false
    }

    init(target: UInt16) throws {
        self.target = target
        port = try LoopbackPort.free()
        try restore()
    }

    /// Breaks every connection and takes no new one.
    func cut() {
        state.withLock { state in
            state.isCut = true
            for descriptor in state.connections { shutdown(descriptor, Int32(SHUT_RDWR)) }
            if let listener = state.listener { shutdown(listener, Int32(SHUT_RDWR)) }
            state.listener = nil
        }
    }

    func restore() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw CommandFailure(.osError, "no socket: \(String(cString: strerror(errno)))") }
        var one: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        let isListening = Self.withAddress(port) { bind(listener, $0, $1) == 0 } && listen(listener, 16) == 0
        guard isListening else {
            close(listener)
            throw CommandFailure(.osError, "cannot listen on port \(port): \(String(cString: strerror(errno)))")
        }
        state.withLock { state in
            state.listener = listener
            state.isCut = false
        }
        Thread { [self] in accept(listener) }.start()
    }

    private func accept(_ listener: Int32) {
        defer { close(listener) }
        while true {
            let near = Foundation.accept(listener, nil, nil)
            guard near >= 0 else { return }
            let far = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard far >= 0, Self.withAddress(target, { connect(far, $0, $1) == 0 }) else {
                close(near)
                if far >= 0 { close(far) }
                continue
            }
            let isCut = state.withLock { state in
                if !state.isCut { state.connections.formUnion([near, far]) }
                return state.isCut
            }
            guard !isCut else {
                close(near)
                close(far)
                continue
            }
            let pair = Pair(near, far)
            Thread { [self] in pump(near, far, pair) }.start()
            Thread { [self] in pump(far, near, pair) }.start()
        }
    }

    /// Two threads share a pair of descriptors: the second to end closes them.
    private final class Pair: Sendable {
        let descriptors: [Int32]
        let users = Mutex(2)

        init(_ near: Int32, _ far: Int32) { descriptors = [near, far] }
    }

    private func pump(_ source: Int32, _ sink: Int32, _ pair: Pair) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0, Self.writeAll(sink, buffer[..<count]) else { break }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(sink, Int32(SHUT_RDWR))
        let isLast = pair.users.withLock { users in
            users -= 1
            return users == 0
        }
        guard isLast else { return }
        state.withLock { $0.connections.subtract(pair.descriptors) }
        for descriptor in pair.descriptors { close(descriptor) }
    }

    private static func writeAll(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func withAddress(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}
