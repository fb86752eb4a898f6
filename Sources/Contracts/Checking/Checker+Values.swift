extension Checker {
    // MARK: Numbers

    /// Checks one number.
    ///
    /// - Returns: Whether the field is present by it.
    func checkNumber(_ table: MessageTable, _ place: Int, _ raw: UInt64, _ slot: UnsafeMutablePointer<Slot>) throws(ContractRefusal) -> Bool {
        let field = table.fields.baseAddress! + place
        guard let value = Self.number(raw, field.pointee.kind) else {
            throw Refusals.refusal(table, place, slot.pointee, .range, Refusals.range(field.pointee))
        }
        // Without presence, a zero on the wire is the same as no field.
        if value == 0, !field.pointee.hasPresence, !field.pointee.isRepeated { return false }
        if field.pointee.kind == .enumeration {
            guard value >= 0, value < 64, field.pointee.enumValues >> UInt64(value) & 1 == 1,
                value != 0 || !field.pointee.isRepeated || !field.pointee.isRequired
            else { throw Refusals.refusal(table, place, slot.pointee, .enumeration, Refusals.values(table, place)) }
        } else {
            guard value >= field.pointee.min, value <= field.pointee.max else {
                throw Refusals.refusal(table, place, slot.pointee, .range, Refusals.range(field.pointee))
            }
            if field.pointee.suppressedBelow > 0, value != 0, value < field.pointee.suppressedBelow {
                throw Refusals.refusal(table, place, slot.pointee, .suppressed, Refusals.suppressed(field.pointee))
            }
            if field.pointee.ageMinYears > 0, value > CivilTime.year(ofMicroseconds: recordedAt) - field.pointee.ageMinYears {
                throw Refusals.refusal(table, place, slot.pointee, .age, "a year at least \(field.pointee.ageMinYears) years ago")
            }
        }
        slot.pointee.value = value
        slot.pointee.count += 1
        return value != 0 || field.pointee.kind != .enumeration || field.pointee.isRepeated
    }

    /// The value of a varint as its kind reads it; nil where the kind, or 63 bits and a sign, cannot hold it.
    @inline(__always)
    static func number(_ raw: UInt64, _ kind: FieldRule.Kind) -> Int64? {
        let signed = Int64(bitPattern: raw)
        switch kind {
        case .int32, .enumeration: return Int32(exactly: signed).map(Int64.init)
        case .int64: return signed
        case .uint32: return raw <= UInt64(UInt32.max) ? signed : nil
        case .uint64: return raw <= UInt64(Int64.max) ? signed : nil
        case .sint32: return raw <= UInt64(UInt32.max) ? zigzag(raw) : nil
        case .sint64: return zigzag(raw)
        case .bool: return raw <= 1 ? signed : nil
        case .string, .bytes, .message, .timestamp: return nil
        }
    }

    private static func zigzag(_ raw: UInt64) -> Int64 { Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1) }

    // MARK: Texts, bytes, messages

    /// Checks one text, byte string, time or message.
    ///
    /// - Returns: Whether the field is present by it.
    func checkDelimited(
        _ table: MessageTable,
        _ place: Int,
        _ bytes: UnsafeRawBufferPointer,
        _ reader: ProtobufReader,
        _ slot: UnsafeMutablePointer<Slot>,
        _ depth: Int
    ) throws(ContractRefusal) -> Bool {
        let field = table.fields.baseAddress! + place
        let content = bytes.part(reader.payloadOffset, reader.payloadCount)
        if content.isEmpty, !field.pointee.hasPresence, !field.pointee.isRepeated { return false }
        // Before the element is judged: a list without end must not cost more than its limit.
        guard slot.pointee.count < field.pointee.itemsMax else {
            throw Refusals.refusal(table, place, nil, .items, Refusals.items(field.pointee))
        }
        var isPresent = true
        switch field.pointee.kind {
        case .string:
            try checkText(table, place, content, slot)
            isPresent = !content.isEmpty || field.pointee.isRepeated
        case .bytes:
            guard content.count >= Int(field.pointee.lengthMin), content.count <= Int(field.pointee.lengthMax) else {
                throw Refusals.refusal(table, place, slot.pointee, .length, Refusals.length(field.pointee, "bytes"))
            }
            if field.pointee.isSealed, let fault = SealFormat.fault(in: content) {
                throw Refusals.refusal(table, place, slot.pointee, .sealed, fault.expected)
            }
            isPresent = !content.isEmpty || field.pointee.isRepeated
        case .timestamp:
            guard let time = TimestampBytes.microseconds(content) else {
                throw Refusals.refusal(table, place, slot.pointee, .malformed, "a Timestamp of the years 1 to 9999")
            }
            slot.pointee.value = time
        default: try checkMessage(table, place, content, slot, depth)
        }
        slot.pointee.offset = UInt32(truncatingIfNeeded: reader.payloadOffset)
        slot.pointee.length = UInt32(truncatingIfNeeded: reader.payloadCount)
        slot.pointee.count += 1
        return isPresent
    }

    private func checkText(
        _ table: MessageTable,
        _ place: Int,
        _ text: UnsafeRawBufferPointer,
        _ slot: UnsafeMutablePointer<Slot>
    ) throws(ContractRefusal) {
        let field = table.fields.baseAddress! + place
        let count: Int
        if field.pointee.format != .none, Formats.matches(field.pointee.format, text) {
            // Every format is ASCII: one byte is one scalar.
            count = text.count
        } else {
            guard let scalars = Text.scalarCount(text) else {
                throw Refusals.refusal(table, place, slot.pointee, .utf8, "UTF-8 without control characters")
            }
            guard field.pointee.format == .none else {
                throw Refusals.refusal(table, place, slot.pointee, .format, Formats.expected(field.pointee.format))
            }
            count = scalars
        }
        guard count >= Int(field.pointee.lengthMin), count <= Int(field.pointee.lengthMax) else {
            throw Refusals.refusal(table, place, slot.pointee, .length, Refusals.length(field.pointee, "characters"))
        }
        if field.pointee.refusesDocumentNumbers, DocumentNumbers.isIn(text) {
            throw Refusals.refusal(
                table,
                place,
                slot.pointee,
                .documentNumber,
                "text without anything that looks like a document's or a telephone's number"
            )
        }
    }

    private func checkMessage(
        _ table: MessageTable,
        _ place: Int,
        _ content: UnsafeRawBufferPointer,
        _ slot: UnsafeMutablePointer<Slot>,
        _ depth: Int
    ) throws(ContractRefusal) {
        guard depth < Self.depthMax else {
            throw Refusals.refusal(table, place, slot.pointee, .depth, "at most \(Self.depthMax) levels of messages")
        }
        var noKey = MessageKey()
        do throws(ContractRefusal) {
            try check(tables[Int(table.fields[place].table)].takeUnretainedValue(), content, depth: depth + 1, key: &noKey)
        } catch {
            let outer = Refusals.path(table, place, slot.pointee)
            throw ContractRefusal(path: error.path.isEmpty ? outer : "\(outer).\(error.path)", rule: error.rule, expected: error.expected)
        }
    }
}
