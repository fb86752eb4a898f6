import Foundation

/// TCP connections that know nothing of ZeroMQ. Closed with the last reference.
final class RawConnections {
    private var descriptors: [Int32] = []

    /// Connects as often as the other side lets it.
    ///
    /// - Parameter bytes: What each says at once.
    init(_ count: Int, to endpoint: String, saying bytes: [UInt8] = []) {
        let port = UInt16(endpoint.split(separator: ":").last ?? "") ?? 0
        for _ in 0..<count {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard descriptor >= 0 else { return }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
            }
            guard result == 0 else {
                close(descriptor)
                continue
            }
            descriptors.append(descriptor)
            if !bytes.isEmpty { _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
        }
    }

    deinit { closeAll() }

    var count: Int { descriptors.count }

    /// How many the other side has closed.
    var closedByPeer: Int {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        return descriptors.count { descriptor in
            while true {
                let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                if count == 0 { return true }
                if count < 0 { return errno == ECONNRESET || errno == EPIPE }
            }
        }
    }

    func closeAll() {
        for descriptor in descriptors { close(descriptor) }
        descriptors.removeAll()
    }
}
