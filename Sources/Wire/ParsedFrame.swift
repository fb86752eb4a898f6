import Contracts

/// The one command of a frame: what it is, and where its bytes lie.
///
/// Borrowed: valid as long as the bytes it was parsed from.
package struct ParsedFrame {
    package let kind: CommandKind
    package let payload: UnsafeRawBufferPointer

    /// Finds the command of a frame without decoding it.
    ///
    /// - Throws: ``GatewayError`` with `malformed_frame` (not protobuf, no command or several) or `unknown_command`.
    package init(_ bytes: UnsafeRawBufferPointer) throws(GatewayError) {
        var reader = ProtobufReader(bytes)
        guard reader.nextField() else {
            throw GatewayError(ErrorCode.malformedFrame, "a frame holds one protobuf Frame with one command")
        }
        guard let kind = CommandKind(rawValue: reader.fieldNumber) else {
            throw GatewayError(ErrorCode.unknownCommand, "this gateway speaks the commands of CKP/1 only")
        }
        guard reader.wireType == 2 else {
            throw GatewayError(ErrorCode.malformedFrame, "a command is a length-delimited field of Frame")
        }
        self.kind = kind
        self.payload = UnsafeRawBufferPointer(rebasing: bytes[reader.payloadOffset..<(reader.payloadOffset + reader.payloadCount)])
        guard !reader.nextField(), !reader.isMalformed else {
            throw GatewayError(ErrorCode.malformedFrame, "a frame holds exactly one command")
        }
    }
}

extension GatewayError {
    package init(_ code: ErrorCode, _ message: String, retryAfter: Duration? = nil) {
        self.init(GatewayErrorCode(code), message, retryAfter: retryAfter)
    }
}
