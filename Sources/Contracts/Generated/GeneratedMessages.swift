// Written by Protocols/generate. Do not edit.
import SwiftProtobuf

/// Every message of the catalogue's files.
enum GeneratedMessages {
    static let all: [any SwiftProtobuf.Message.Type] = [
    ]
}
