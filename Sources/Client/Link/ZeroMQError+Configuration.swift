import Foundation
import ZeroMQ

extension ZeroMQError {
    /// Whether only another configuration helps: a malformed endpoint, or a transport that libzmq does not have. Everything else may pass.
    var isOfConfiguration: Bool { [EINVAL, EPROTONOSUPPORT, ENODEV, Self.incompatibleProtocol].contains(errno) }

    /// libzmq's ENOCOMPATPROTO.
    private static var incompatibleProtocol: Int32 { 156_384_712 + 52 }
}
