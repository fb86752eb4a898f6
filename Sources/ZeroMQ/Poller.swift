import CZeroMQ

/// Waits for sockets and file descriptors of one thread; zmq_poll(3).
///
/// What was added must outlive the poller's last ``wait(timeoutMilliseconds:)``: a closed socket fails it with `ENOTSOCK`.
public struct Poller {
    public struct Interest: OptionSet, Sendable {
        public let rawValue: Int16
        public init(rawValue: Int16) { self.rawValue = rawValue }
        public static let readable = Interest(rawValue: Int16(ZMQ_POLLIN))
    }

    private var items: [zmq_pollitem_t] = []

    public init() {}

    /// - Returns: The index to ask ``isReadable(_:)`` with.
    public mutating func add(socket: borrowing Socket) -> Int {
        items.append(zmq_pollitem_t(socket: socket.handle, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0))
        return items.count - 1
    }

    public mutating func add(fileDescriptor: Int32) -> Int {
        items.append(zmq_pollitem_t(socket: nil, fd: fileDescriptor, events: Int16(ZMQ_POLLIN), revents: 0))
        return items.count - 1
    }

    public mutating func setInterest(_ index: Int, _ interest: Interest) { items[index].events = interest.rawValue }

    /// Waits until one of them is ready, or until the time is over; negative: for ever.
    ///
    /// - Returns: How many are ready. A signal ends the wait with 0.
    public mutating func wait(timeoutMilliseconds: Int) throws(ZeroMQError) -> Int {
        let count = Int32(items.count)
        let ready = items.withUnsafeMutableBufferPointer { zmq_poll($0.baseAddress, count, timeoutMilliseconds) }
        if ready >= 0 { return Int(ready) }
        let error = ZeroMQError.last("zmq_poll")
        guard error.isInterrupted else { throw error }
        for index in items.indices { items[index].revents = 0 }
        return 0
    }

    public func isReadable(_ index: Int) -> Bool { items[index].revents & Int16(ZMQ_POLLIN) != 0 }
}
