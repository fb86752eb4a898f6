import CZeroMQ

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A call of libzmq that failed: which one, and why.
public struct ZeroMQError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The C function, for example `zmq_bind`.
    public let call: String
    /// The number that the call left in `errno`, libzmq's own included.
    public let errno: Int32

    public init(call: String, errno: Int32) {
        self.call = call
        self.errno = errno
    }

    /// The error of the call that has just failed on this thread.
    public static func last(_ call: String) -> ZeroMQError {
        ZeroMQError(call: call, errno: zmq_errno())
    }

    /// Nothing to receive, or no room to send, at this moment.
    public var isAgain: Bool { errno == EAGAIN }
    /// A signal came first.
    public var isInterrupted: Bool { errno == EINTR }
    /// The peer that a ROUTER was to send to is not there.
    public var isHostUnreachable: Bool { errno == EHOSTUNREACH }
    /// The context was closed under the socket.
    public var isTerminated: Bool { errno == ETERM }
    /// Another socket, perhaps of another process, has this address.
    public var isAddressInUse: Bool { errno == EADDRINUSE }

    public var description: String { "\(call): \(String(cString: zmq_strerror(errno)))" }

    private var ETERM: Int32 { 156_384_712 + 53 }
}

extension ZeroMQError {
    static var interrupted: Int32 { EINTR }
}
