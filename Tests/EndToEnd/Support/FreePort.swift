import Foundation

/// Ports for gateways under test.
enum FreePort {
    /// A port that nobody uses now, and that the system will not hand out by itself while the gateway is down: below the range of ephemeral
    /// ports, since a client that redials could otherwise be given the gateway's own port and be connected to itself.
    static func find() throws -> UInt16 {
        for _ in 0..<500 {
            let port = UInt16.random(in: 15_000..<32_000)
            if isFree(port) { return port }
        }
        throw CocoaError(.featureUnsupported)
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
        }
    }
}
