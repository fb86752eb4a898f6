/// Cuts from a body what a role may not read.
///
/// A field that the .proto does not have is cut too, for every role from which anything of the type is kept: a newer publisher's field could
/// be one that this version cannot judge.
struct Viewer {
    let tables: UnsafeBufferPointer<Unmanaged<MessageTable>>
    let role: UInt16

    private enum Treatment {
        case cut, keep, enter(MessageTable)
    }

    /// The size of the view; nil where the bytes are not protobuf.
    func size(_ table: MessageTable, _ bytes: UnsafeRawBufferPointer, depth: Int) -> Int? {
        var total = 0
        var reader = ProtobufReader(bytes)
        var start = 0
        while reader.nextField() {
            defer { start = reader.offset }
            switch treatment(table, reader) {
            case .cut: break
            case .keep: total += reader.offset - start
            case .enter(let inner):
                guard depth < Checker.depthMax, let size = size(inner, bytes.part(reader.payloadOffset, reader.payloadCount), depth: depth + 1) else {
                    return nil
                }
                total += varintSize(UInt64(reader.fieldNumber) << 3 | 2) + varintSize(UInt64(size)) + size
            }
        }
        return reader.isMalformed ? nil : total
    }

    /// Appends the view. Call it for bytes that ``size(_:_:depth:)`` could measure.
    func append(_ table: MessageTable, _ bytes: UnsafeRawBufferPointer, to view: inout [UInt8]) {
        var reader = ProtobufReader(bytes)
        // The fields that are kept as they are and not copied yet: neighbours are copied together.
        var kept = 0..<0
        var start = 0
        while reader.nextField() {
            defer { start = reader.offset }
            switch treatment(table, reader) {
            case .cut: break
            case .keep:
                if kept.upperBound != start {
                    view.append(contentsOf: bytes.part(kept.lowerBound, kept.count))
                    kept = start..<start
                }
                kept = kept.lowerBound..<reader.offset
            case .enter(let inner):
                view.append(contentsOf: bytes.part(kept.lowerBound, kept.count))
                kept = reader.offset..<reader.offset
                let content = bytes.part(reader.payloadOffset, reader.payloadCount)
                view.appendTag(field: reader.fieldNumber, wireType: 2)
                // Measured before, together with the whole: it is protobuf.
                view.appendVarint(UInt64(size(inner, content, depth: 1) ?? 0))
                append(inner, content, to: &view)
            }
        }
        view.append(contentsOf: bytes.part(kept.lowerBound, kept.count))
    }

    @inline(__always)
    private func treatment(_ table: MessageTable, _ reader: ProtobufReader) -> Treatment {
        guard let place = table.place(of: reader.fieldNumber) else { return .cut }
        let field = table.fields.baseAddress! + place
        guard field.pointee.readers == 0 || field.pointee.readers & role != 0 else { return .cut }
        guard field.pointee.kind == .message, reader.wireType == 2 else { return .keep }
        return .enter(tables[Int(field.pointee.table)].takeUnretainedValue())
    }
}
