import Foundation

/// Ends connections that take without end: libzmq hands a message on when it is whole, and bounds neither how many frames one may have nor how long it may take. Looks at TCP's own count
/// of what came over each connection, and at what of it became messages.
///
/// Linux only: elsewhere nothing is looked at.
struct ConnectionWarden {
    /// So many bytes may come over a connection while no message of it gets whole: more than all that may wait for us to take it, and what TCP holds itself.
    private let bytesMax: UInt64
    private var connections: [Int32: Connection] = [:]

    private struct Connection {
        /// Messages that were taken, and at the last look.
        var messages: UInt64 = 0
        var messagesSeen: UInt64 = 0
        /// What had come when one was last seen to get whole.
        var received: UInt64 = 0
        /// Of looks: those that have ended meanwhile have another.
        var look: UInt64 = 0
    }

    private var looks: UInt64 = 0

    init(limits: BrokerLimits) {
        bytesMax = UInt64(limits.receiveMessagesMax * limits.frameBytesMax) + 8 << 20
    }

    /// A message got whole.
    ///
    /// - Parameter descriptor: Of its connection; negative: not known.
    mutating func took(from descriptor: Int32) {
        guard descriptor >= 0 else { return }
        connections[descriptor, default: Connection()].messages &+= 1
    }

    /// Looks at every connection, and ends those that go on and on.
    ///
    /// - Parameters:
    ///   - isTaking: Whether what got whole was taken since the last look: if not, nobody is to blame.
    ///   - isFull: Whether no descriptor is left: then whoever has not said anything yet makes room.
    /// - Returns: How many it ended.
    mutating func look(isTaking: Bool, isFull: Bool) -> Int {
        #if os(Linux)
            looks += 1
            var ended = 0
            for descriptor in Self.descriptors() {
                guard let received = Self.received(over: descriptor) else { continue }
                var connection = connections[descriptor] ?? Connection()
                let isNew = connection.look != looks - 1 || received < connection.received
                if isNew || !isTaking || connection.messages != connection.messagesSeen {
                    connection.received = received
                    connection.messagesSeen = connection.messages
                }
                connection.look = looks
                if received - connection.received > bytesMax || (isFull && !isNew && connection.messages == 0) {
                    shutdown(descriptor, Int32(SHUT_RDWR))
                    ended += 1
                }
                connections[descriptor] = connection
            }
            let last = looks
            connections = connections.filter { $0.value.look == last }
            return ended
        #else
            return 0
        #endif
    }

    #if os(Linux)
        private static func descriptors() -> [Int32] {
            guard let folder = opendir("/proc/self/fd") else { return [] }
            defer { closedir(folder) }
            var descriptors: [Int32] = []
            while let entry = readdir(folder) {
                let number = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { Int32(atoi($0)) }
                }
                if number > STDERR_FILENO { descriptors.append(number) }
            }
            return descriptors
        }

        /// `tcpi_bytes_received` of linux/tcp.h, which the C library's own header does not have; nil: it is no TCP connection that is open.
        private static func received(over descriptor: Int32) -> UInt64? {
            let offset = 128
            var information = [UInt8](repeating: 0, count: 256)
            var count = socklen_t(information.count)
            guard getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &information, &count) == 0, count >= offset + 8 else { return nil }
            // TCP_ESTABLISHED
            guard information[0] == 1 else { return nil }
            return information.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
        }
    #endif
}
