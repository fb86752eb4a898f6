/// Checks a body against a message's table, in one walk over its bytes.
///
/// Nothing is allocated unless the body is refused. Every path ends: bytes are bounds-checked by the reader, and messages inside messages
/// by a depth.
struct Checker {
    let tables: UnsafeBufferPointer<Unmanaged<MessageTable>>
    let recordedAt: Int64

    /// How deep messages may lie in one another.
    static let depthMax = 8

    /// What a walk keeps of one field: a number or the place of a text, and how often it was there.
    struct Slot {
        var value: Int64 = 0
        var offset: UInt32 = 0
        var length: UInt32 = 0
        var count: UInt32 = 0
    }

    /// - Parameter key: The indices of the key's fields, and where to put them; for the outermost message only.
    /// - Returns: Nil where the body is right.
    func check(
        _ table: MessageTable, _ bytes: UnsafeRawBufferPointer, depth: Int, keyPlaces: UnsafeBufferPointer<Int>? = nil,
        key: UnsafeMutablePointer<MessageKey>? = nil
    ) -> ContractRefusal? {
        withUnsafeTemporaryAllocation(of: Slot.self, capacity: max(1, table.fields.count)) { slots in
            slots.initialize(repeating: Slot())
            if let refusal = walk(table, bytes, slots, depth) { return refusal }
            if let refusal = checkPresence(table, slots) { return refusal }
            if !table.crossRules.isEmpty, let refusal = CrossChecks(table: table, bytes: bytes, slots: slots, recordedAt: recordedAt).check() {
                return refusal
            }
            if let keyPlaces, let key {
                for place in keyPlaces {
                    let slot = slots[place]
                    let isNumber = !table.fields[place].kind.isLengthDelimited
                    key.pointee.append(MessageKey.Part(offset: slot.offset, count: isNumber ? .max : slot.length, number: slot.value))
                }
            }
            return nil
        }
    }

    private func walk(
        _ table: MessageTable, _ bytes: UnsafeRawBufferPointer, _ slots: UnsafeMutableBufferPointer<Slot>, _ depth: Int
    ) -> ContractRefusal? {
        var reader = ProtobufReader(bytes)
        while reader.nextField() {
            // A field of a newer version of the type: kept, and not judged.
            guard let place = table.place(of: reader.fieldNumber) else { continue }
            let field = table.fields.baseAddress! + place
            if reader.wireType == 2 {
                if !field.pointee.kind.isLengthDelimited {
                    guard field.pointee.isRepeated else { return malformed(table, place, "a number") }
                    if let refusal = checkPacked(table, place, bytes, reader, &slots[place]) { return refusal }
                    continue
                }
                if let refusal = checkDelimited(table, place, bytes, reader, &slots[place], depth) { return refusal }
            } else {
                guard reader.wireType == 0, !field.pointee.kind.isLengthDelimited else {
                    return malformed(table, place, "the wire type of its declaration")
                }
                if let refusal = checkNumber(table, place, reader.varint, &slots[place]) { return refusal }
            }
        }
        return reader.isMalformed ? ContractRefusal(path: "", rule: .malformed, expected: "protobuf of \(table.name)") : nil
    }

    // MARK: Numbers

    private func checkPacked(
        _ table: MessageTable, _ place: Int, _ bytes: UnsafeRawBufferPointer, _ outer: ProtobufReader, _ slot: inout Slot
    ) -> ContractRefusal? {
        var reader = ProtobufReader(bytes.part(outer.payloadOffset, outer.payloadCount))
        while let value = reader.nextPacked() {
            if let refusal = checkNumber(table, place, value, &slot) { return refusal }
        }
        return reader.isMalformed ? malformed(table, place, "packed numbers") : nil
    }

    private func checkNumber(_ table: MessageTable, _ place: Int, _ raw: UInt64, _ slot: inout Slot) -> ContractRefusal? {
        let field = table.fields.baseAddress! + place
        if !field.pointee.isRepeated, slot.count > 0 { return malformed(table, place, "the field once") }
        guard let value = Self.number(raw, field.pointee.kind) else {
            return Refusals.refusal(table, place, slot, .range, Refusals.range(field.pointee))
        }
        // Without presence, a zero on the wire is the same as no field.
        if value == 0, !field.pointee.hasPresence, !field.pointee.isRepeated { return nil }
        defer {
            slot.value = value
            slot.count += 1
        }
        if field.pointee.kind == .enumeration {
            guard value >= 0, value < 64, field.pointee.enumValues >> UInt64(value) & 1 == 1 else {
                return Refusals.refusal(table, place, slot, .enumeration, Refusals.values(table, place))
            }
            return nil
        }
        guard value >= field.pointee.min, value <= field.pointee.max else {
            return Refusals.refusal(table, place, slot, .range, Refusals.range(field.pointee))
        }
        guard value == 0 || value >= field.pointee.suppressedBelow else {
            return Refusals.refusal(table, place, slot, .suppressed, "0, or at least \(field.pointee.suppressedBelow): smaller counts are suppressed")
        }
        if field.pointee.ageMinYears > 0, value > CivilTime.year(ofMicroseconds: recordedAt) - field.pointee.ageMinYears {
            return Refusals.refusal(table, place, slot, .age, "a year at least \(field.pointee.ageMinYears) years ago")
        }
        return nil
    }

    /// The value of a varint as its kind reads it; nil where the kind cannot hold it.
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

    private func checkDelimited(
        _ table: MessageTable, _ place: Int, _ bytes: UnsafeRawBufferPointer, _ reader: ProtobufReader, _ slot: inout Slot, _ depth: Int
    ) -> ContractRefusal? {
        let field = table.fields.baseAddress! + place
        if !field.pointee.isRepeated, slot.count > 0 { return malformed(table, place, "the field once") }
        let content = bytes.part(reader.payloadOffset, reader.payloadCount)
        if content.isEmpty, !field.pointee.hasPresence, !field.pointee.isRepeated { return nil }
        defer {
            slot.offset = UInt32(truncatingIfNeeded: reader.payloadOffset)
            slot.length = UInt32(truncatingIfNeeded: reader.payloadCount)
            slot.count += 1
        }
        if slot.count >= field.pointee.itemsMax {
            return Refusals.refusal(table, place, nil, .items, Refusals.items(field.pointee))
        }
        switch field.pointee.kind {
        case .string: return checkText(table, place, content, slot)
        case .bytes:
            guard content.count >= Int(field.pointee.lengthMin), content.count <= Int(field.pointee.lengthMax) else {
                return Refusals.refusal(table, place, slot, .length, Refusals.length(field.pointee, "bytes"))
            }
            return nil
        case .timestamp:
            guard let time = TimestampBytes.microseconds(content) else {
                return malformed(table, place, "a Timestamp of the years 1 to 9999")
            }
            slot.value = time
            return nil
        default:
            guard depth < Self.depthMax else { return Refusals.refusal(table, place, slot, .depth, "at most \(Self.depthMax) levels") }
            let inner = tables[Int(field.pointee.table)]._withUnsafeGuaranteedRef { check($0, content, depth: depth + 1) }
            guard var refusal = inner else { return nil }
            let outer = Refusals.path(table, place, slot)
            refusal.path = refusal.path.isEmpty ? outer : "\(outer).\(refusal.path)"
            return refusal
        }
    }

    private func checkText(_ table: MessageTable, _ place: Int, _ text: UnsafeRawBufferPointer, _ slot: Slot) -> ContractRefusal? {
        let field = table.fields.baseAddress! + place
        guard let count = Text.scalarCount(text) else {
            return Refusals.refusal(table, place, slot, .utf8, "UTF-8 without control characters")
        }
        guard Formats.matches(field.pointee.format, text) else {
            return Refusals.refusal(table, place, slot, .format, Formats.expected(field.pointee.format))
        }
        guard count >= Int(field.pointee.lengthMin), count <= Int(field.pointee.lengthMax) else {
            return Refusals.refusal(table, place, slot, .length, Refusals.length(field.pointee, "characters"))
        }
        if field.pointee.refusesDocumentNumbers, Text.holdsDocumentNumber(text) {
            return Refusals.refusal(table, place, slot, .documentNumber, "text without anything that looks like a document's number")
        }
        return nil
    }

    // MARK: Presence

    private func checkPresence(_ table: MessageTable, _ slots: UnsafeMutableBufferPointer<Slot>) -> ContractRefusal? {
        for place in 0..<table.fields.count {
            let field = table.fields.baseAddress! + place
            let slot = slots[place]
            if field.pointee.isRequired {
                let isThere = slot.count > 0 && !(field.pointee.kind == .enumeration && !field.pointee.isRepeated && slot.value == 0)
                    && !(field.pointee.kind == .string && !field.pointee.isRepeated && slot.length == 0)
                guard isThere else { return Refusals.refusal(table, place, nil, .required, "the field") }
            }
            if field.pointee.isRepeated, slot.count < field.pointee.itemsMin || slot.count > field.pointee.itemsMax {
                return Refusals.refusal(table, place, nil, .items, Refusals.items(field.pointee))
            }
        }
        return nil
    }

    private func malformed(_ table: MessageTable, _ place: Int, _ expected: String) -> ContractRefusal {
        Refusals.refusal(table, place, nil, .malformed, expected)
    }
}

extension UnsafeRawBufferPointer {
    @inline(__always)
    func part(_ offset: Int, _ count: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[offset..<(offset + count)]) }
}
