import CZeroMQ
import Foundation

/// One received frame, in libzmq's own memory. Made once and received into again and again.
public struct Frame: ~Copyable {
    // On the heap because a zmq_msg_t must not move while libzmq knows it.
    let message: UnsafeMutablePointer<zmq_msg_t>

    public init() {
        message = .allocate(capacity: 1)
        zmq_msg_init(message)
    }

    deinit {
        zmq_msg_close(message)
        message.deallocate()
    }

    public var count: Int { zmq_msg_size(message) }

    /// Whether another frame of the same message follows.
    public var hasMore: Bool { zmq_msg_more(message) == 1 }

    /// The bytes, until the next frame is received into this one.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: zmq_msg_data(message), count: count))
    }

    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// What the connection says of the peer: `User-Id` (from ZAP), `Peer-Address`, `Socket-Type` …
    public func property(_ name: String) -> String? {
        zmq_msg_gets(message, name).map { String(cString: $0) }
    }

    /// The descriptor of the connection that it came over; -1: not known. For looking at that connection, not for reading it.
    public var sourceDescriptor: Int32 { zmq_msg_get(message, ZMQ_SRCFD) }

    /// Whether the connection says exactly this of the peer. Makes no `String`.
    public func hasProperty(_ name: String, equalTo value: String) -> Bool {
        zmq_msg_gets(message, name).map { strcmp($0, value) == 0 } ?? false
    }
}
