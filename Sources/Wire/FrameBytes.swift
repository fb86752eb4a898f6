import Contracts
package import SwiftProtobuf

extension [UInt8] {
    /// A frame holding one command, whose encoded fields are `payload`.
    package init(command: CommandKind, payload: [UInt8]) {
        self.init()
        reserveCapacity(payload.count + 8)
        appendTag(field: command.rawValue, wireType: 2)
        appendVarint(UInt64(payload.count))
        append(contentsOf: payload)
    }

    /// A frame holding a command that is not on the message path, through its generated type.
    package init(command: CommandKind, _ message: some SwiftProtobuf.Message) {
        // A command has no required fields and no Any: encoding it cannot fail.
        let payload: [UInt8] = (try? message.serializedBytes()) ?? []
        self.init(command: command, payload: payload)
    }
}
