/// Cuts from a body what a role may not read.
///
/// A field that the .proto does not have is cut too, for every role from which anything of the type is kept: a newer publisher's field could
/// be one that this version cannot judge.
struct Viewer {
    let tables: UnsafeBufferPointer<Unmanaged<MessageTable>>
    let role: UInt16

    /// The size of the view; nil where the bytes are not protobuf.
    func size(_ table: MessageTable, _ bytes: UnsafeRawBufferPointer, depth: Int) -> Int? {
        var total = 0
        var reader = ProtobufReader(bytes)
        var start = 0
        while reader.nextField() {
            defer { start = reader.offset }
            guard let place = table.place(of: reader.fieldNumber), isReadable(table.fields[place]) else { continue }
            guard let inner = innerTable(table.fields[place], reader) else {
                total += reader.offset - start
                continue
            }
            guard depth < Checker.depthMax, let size = size(inner, bytes.part(reader.payloadOffset, reader.payloadCount), depth: depth + 1) else {
                return nil
            }
            total += varintSize(UInt64(reader.fieldNumber) << 3 | 2) + varintSize(UInt64(size)) + size
        }
        return reader.isMalformed ? nil : total
    }

    /// Appends the view. Call it for bytes that ``size(_:_:depth:)`` could measure.
    func append(_ table: MessageTable, _ bytes: UnsafeRawBufferPointer, to view: inout [UInt8]) {
        var reader = ProtobufReader(bytes)
        var start = 0
        while reader.nextField() {
            defer { start = reader.offset }
            guard let place = table.place(of: reader.fieldNumber), isReadable(table.fields[place]) else { continue }
            guard let inner = innerTable(table.fields[place], reader) else {
                view.append(contentsOf: bytes[start..<reader.offset])
                continue
            }
            let content = bytes.part(reader.payloadOffset, reader.payloadCount)
            // Measured before, together with the whole: it is protobuf.
            view.appendTag(field: reader.fieldNumber, wireType: 2)
            view.appendVarint(UInt64(size(inner, content, depth: 1) ?? 0))
            append(inner, content, to: &view)
        }
    }

    private func isReadable(_ field: FieldRule) -> Bool { field.readers == 0 || field.readers & role != 0 }

    private func innerTable(_ field: FieldRule, _ reader: ProtobufReader) -> MessageTable? {
        guard field.kind == .message, reader.wireType == 2 else { return nil }
        return tables[Int(field.table)].takeUnretainedValue()
    }
}
