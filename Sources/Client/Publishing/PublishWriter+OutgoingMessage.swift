import Wire

extension PublishWriter {
    mutating func append(_ message: OutgoingMessage, sequence: UInt64) {
        var type = message.type
        type.withUTF8 { type in
            message.id.withBytes { id in
                message.body.withUnsafeBytes { body in
                    append(sequence: sequence, type: UnsafeRawBufferPointer(type), id: id, body: body, isExercise: message.isExercise)
                }
            }
        }
    }
}
