/// Checks a body against a message's table, in one walk over its bytes.
///
/// Nothing is allocated unless the body is refused. Every path ends: bytes are bounds-checked by the reader, and messages inside messages
/// by a depth.
struct Checker {
    let tables: UnsafeBufferPointer<Unmanaged<MessageTable>>
    /// The time of receipt, in microseconds since 1970.
    let recordedAt: Int64
    /// Whether the envelope marks the message as exercise or test traffic.
    let isExercise: Bool

    /// How deep messages may lie in one another.
    static let depthMax = 8

    /// What a walk keeps of one field: a number or the place of a text, and how often it was there.
    struct Slot {
        var value: Int64 = 0
        var offset: UInt32 = 0
        var length: UInt32 = 0
        var count: UInt32 = 0
    }

    /// What a walk keeps of a message: its fields' slots, and which fields are present, as bits by their place.
    struct Found {
        let slots: UnsafeMutableBufferPointer<Slot>
        /// A singular field that comes twice is refused: readers would disagree about which one counts.
        var seen: UInt64 = 0
        /// Present in the sense of `required`: not empty, and no enum's zero.
        var present: UInt64 = 0
    }

    /// Checks a message and all within it.
    ///
    /// - Parameter keyPlaces: The places of the key's fields; for the outermost message only.
    func check(
        _ table: MessageTable,
        _ bytes: UnsafeRawBufferPointer,
        depth: Int,
        keyPlaces: UnsafeBufferPointer<Int>? = nil,
        key: inout MessageKey
    ) throws(ContractRefusal) {
        try withUnsafeTemporaryAllocation(of: Slot.self, capacity: max(1, table.fields.count)) { (slots) throws(ContractRefusal) in
            slots.initialize(repeating: Slot())
            var found = Found(slots: slots)
            try walk(table, bytes, &found, depth)
            try checkPresence(table, found)
            if table.hasCrossRules {
                try CrossChecks(table: table, bytes: bytes, found: found, recordedAt: recordedAt, isExercise: isExercise).check()
            }
            guard let keyPlaces else { return }
            for place in keyPlaces {
                let slot = slots[place]
                let isNumber = !table.fields[place].kind.isLengthDelimited
                key.append(MessageKey.Part(offset: slot.offset, count: isNumber ? .max : slot.length, number: slot.value))
            }
        }
    }

    private func walk(_ table: MessageTable, _ bytes: UnsafeRawBufferPointer, _ found: inout Found, _ depth: Int) throws(ContractRefusal) {
        var reader = ProtobufReader(bytes)
        while reader.nextField() {
            // A field of a newer version of the type: kept, and not judged.
            guard let place = table.place(of: reader.fieldNumber) else { continue }
            let field = table.fields.baseAddress! + place
            let bit: UInt64 = 1 << UInt64(place)
            if !field.pointee.isRepeated {
                guard found.seen & bit == 0 else { throw malformed(table, place, "the field once") }
                found.seen |= bit
            }
            let slot = found.slots.baseAddress! + place
            switch (reader.wireType, field.pointee.kind.isLengthDelimited) {
            case (0, false):
                if try checkNumber(table, place, reader.varint, slot) { found.present |= bit }
            case (2, true):
                if try checkDelimited(table, place, bytes, reader, slot, depth) { found.present |= bit }
            case (2, false) where field.pointee.isRepeated:
                var packed = ProtobufReader(bytes.part(reader.payloadOffset, reader.payloadCount))
                while let value = packed.nextPacked() {
                    if try checkNumber(table, place, value, slot) { found.present |= bit }
                }
                guard !packed.isMalformed else { throw malformed(table, place, "packed numbers") }
            default: throw malformed(table, place, "the wire type of its declaration")
            }
        }
        guard !reader.isMalformed else { throw ContractRefusal(path: "", rule: .malformed, expected: "protobuf of \(table.name)") }
    }

    private func checkPresence(_ table: MessageTable, _ found: Found) throws(ContractRefusal) {
        let missing = table.required & ~found.present
        guard missing == 0 else { throw Refusals.refusal(table, missing.trailingZeroBitCount, nil, .required, "the field") }
        var repeated = table.repeated
        while repeated != 0 {
            let place = repeated.trailingZeroBitCount
            repeated &= repeated - 1
            let field = table.fields.baseAddress! + place
            let count = found.slots[place].count
            guard count >= field.pointee.itemsMin, count <= field.pointee.itemsMax else {
                throw Refusals.refusal(table, place, nil, .items, Refusals.items(field.pointee))
            }
        }
    }

    func malformed(_ table: MessageTable, _ place: Int, _ expected: String) -> ContractRefusal {
        Refusals.refusal(table, place, nil, .malformed, expected)
    }
}

extension UnsafeRawBufferPointer {
    /// A part whose bounds were checked by ``ProtobufReader``.
    @inline(__always)
    func part(_ offset: Int, _ count: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[offset..<(offset + count)]) }
}
