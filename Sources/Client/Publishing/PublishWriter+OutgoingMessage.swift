import Wire

extension PublishWriter {
    mutating func append(_ message: OutgoingMessage, sequence: UInt64) {
        let chain = message.chain?.bytes ?? []
        var type = message.type
        type.withUTF8 { type in
            message.id.withBytes { id in
                message.body.withUnsafeBytes { body in
                    chain.withUnsafeBytes { chain in
                        append(
                            sequence: sequence,
                            type: UnsafeRawBufferPointer(type),
                            id: id,
                            body: body,
                            isExercise: message.isExercise,
                            correlation: UnsafeRawBufferPointer(rebasing: chain.prefix(16)),
                            causation: UnsafeRawBufferPointer(rebasing: chain.dropFirst(16))
                        )
                    }
                }
            }
        }
    }
}
