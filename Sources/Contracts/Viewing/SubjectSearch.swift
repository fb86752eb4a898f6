/// Takes what ``MessageType/findSubjects(of:_:)`` finds.
public protocol SubjectSink {
    /// Where a subject's name lies in the body.
    mutating func append(subject: Range<Int>)
    /// A stretch of the body, and which of the subjects it is about, by the order in which they came.
    mutating func append(part: Range<Int>, subjects: Range<Int>)
}

/// Finds whom a checked body is about: each element of a list that has subjects of its own is a part, and what lies between them is about the whole message's
/// subjects. Parts come in order and without a gap; of an empty body there are none.
struct SubjectSearch {
    let tables: UnsafeBufferPointer<Unmanaged<MessageTable>>
    private var count = 0

    init(tables: UnsafeBufferPointer<Unmanaged<MessageTable>>) { self.tables = tables }

    mutating func run(_ table: MessageTable, _ body: UnsafeRawBufferPointer, _ sink: inout some SubjectSink) {
        appendSubjects(of: table, body, from: 0, &sink)
        let own = 0..<count
        var (start, begun, isFirst) = (0, 0, true)
        guard table.hasPartsOfTheirOwn else {
            if !body.isEmpty { sink.append(part: 0..<body.count, subjects: own) }
            return
        }
        var reader = ProtobufReader(body)
        while reader.nextField() {
            defer { start = reader.offset }
            guard reader.wireType == 2, let place = table.place(of: reader.fieldNumber), table.fields[place].kind == .message else { continue }
            let inner = tables[Int(table.fields[place].table)].takeUnretainedValue()
            guard inner.hasSubjects else { continue }
            // The first part is the whole message's, though it be empty: with it the message stands and falls.
            if begun < start || isFirst { sink.append(part: begun..<start, subjects: own) }
            isFirst = false
            let first = count
            appendSubjects(of: inner, body.part(reader.payloadOffset, reader.payloadCount), from: reader.payloadOffset, &sink)
            sink.append(part: start..<reader.offset, subjects: first..<count)
            begun = reader.offset
        }
        if begun < body.count { sink.append(part: begun..<body.count, subjects: own) }
    }

    private mutating func appendSubjects(of table: MessageTable, _ bytes: UnsafeRawBufferPointer, from offset: Int, _ sink: inout some SubjectSink) {
        guard table.hasSubjects else { return }
        var reader = ProtobufReader(bytes)
        while reader.nextField() {
            guard reader.wireType == 2, reader.payloadCount > 0, let place = table.place(of: reader.fieldNumber), table.fields[place].isSubject else {
                continue
            }
            sink.append(subject: (offset + reader.payloadOffset)..<(offset + reader.payloadOffset + reader.payloadCount))
            count += 1
        }
    }
}
