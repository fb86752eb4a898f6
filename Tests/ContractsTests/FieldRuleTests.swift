import Contracts
import Testing

/// One field after the key, at number 2.
private func thing(_ kind: String, _ rules: String, repeated: Bool = false) throws -> MessageType {
    try TestProto(fields: [TestProto.field("value", 2, kind, rules, repeated: repeated)]).thing()
}

private func optionalThing(_ kind: String, _ rules: String) throws -> MessageType {
    try TestProto(fields: [TestProto.optional("value", 2, kind, rules)], members: "oneof_decl { name: '_value' }").thing()
}

struct FieldRuleTests {
    @Test(arguments: [
        ("STRING", "length_max: 9"), ("BYTES", "length_max: 9"), ("INT64", ""), (".test.State", ""), (".google.protobuf.Timestamp", ""),
    ])
    func `a required field must be there`(kind: String, limits: String) throws {
        let type = try thing(kind, "required: true \(limits)")
        #expect(type.verdict(.thing()) == "value required")
        #expect(type.verdict(Body()) == "id required")
        switch kind {
        case "INT64", ".test.State":
            #expect(type.verdict(.thing().number(2, 1)) == "ok")
            #expect(type.verdict(.thing().number(2, 0)) == "value required")
        case ".google.protobuf.Timestamp":
            #expect(type.verdict(.thing().time(2, seconds: 0)) == "ok")
        default:
            #expect(type.verdict(.thing().text(2, "x")) == "ok")
            #expect(type.verdict(.thing().text(2, "")) == "value required")
        }
    }

    @Test func `a required list must hold an element`() throws {
        let type = try thing("STRING", "required: true length_max: 9 items_max: 3", repeated: true)
        #expect(type.verdict(.thing()) == "value required")
        #expect(type.verdict(.thing().text(2, "")) == "ok")
    }

    @Test func `presence makes zero a value of an integer, but not of a text or an enum`() throws {
        let number = try optionalThing("INT64", "required: true")
        #expect(number.verdict(.thing().number(2, 0)) == "ok")
        #expect(number.verdict(.thing()) == "value required")
        #expect(try optionalThing("STRING", "required: true length_max: 9").verdict(.thing().text(2, "")) == "value required")
        #expect(try optionalThing("BYTES", "required: true length_max: 9").verdict(.thing().text(2, "")) == "value required")
        #expect(try optionalThing(".test.State", "required: true").verdict(.thing().number(2, 0)) == "value required")
        #expect(try optionalThing("BOOL", "required: true").verdict(.thing().number(2, 0)) == "ok")
    }

    @Test func `an absent field breaks no other rule of its own`() throws {
        #expect(try thing("INT64", "min: 3").verdict(.thing()) == "ok")
        #expect(try thing("STRING", "length_min: 3 length_max: 9").verdict(.thing()) == "ok")
        #expect(try thing("STRING", "format: FORMAT_ULID").verdict(.thing()) == "ok")
    }

    @Test func `integers stay in their range`() throws {
        let type = try thing("INT64", "min: -5 max: 70")
        for value: Int64 in [-5, 1, 70] { #expect(type.verdict(.thing().number(2, value)) == "ok") }
        for value: Int64 in [-6, 71, .min, .max] { #expect(type.verdict(.thing().number(2, value)) == "value range") }
        #expect(type.refusal(.thing().number(2, 71))?.expected == "-5 to 70")
    }

    @Test func `integers fit their kind`() throws {
        #expect(try thing("INT32", "").verdict(.thing().number(2, 1 << 31)) == "value range")
        #expect(try thing("INT32", "").verdict(.thing().number(2, -1 << 31)) == "ok")
        #expect(try thing("UINT32", "").verdict(.thing().number(2, 1 << 32)) == "value range")
        #expect(try thing("UINT64", "").verdict(.thing().number(2, -1)) == "value range")
        #expect(try thing("BOOL", "").verdict(.thing().number(2, 2)) == "value range")
        // ZigZag: 9 is -5.
        #expect(try thing("SINT64", "min: -5").verdict(.thing().number(2, 9)) == "ok")
        #expect(try thing("SINT32", "min: -5").verdict(.thing().number(2, 11)) == "value range")
    }

    @Test func `texts are measured in Unicode scalars, bytes in bytes`() throws {
        let text = try thing("STRING", "length_min: 2 length_max: 4")
        #expect(text.verdict(.thing().text(2, "Lạng")) == "ok")
        #expect(text.verdict(.thing().text(2, "L")) == "value length")
        #expect(text.verdict(.thing().text(2, "Lạng ")) == "value length")
        let bytes = try thing("BYTES", "length_max: 4")
        #expect(bytes.verdict(.thing().bytes(2, [255, 0, 1, 2])) == "ok")
        #expect(bytes.verdict(.thing().bytes(2, [1, 2, 3, 4, 5])) == "value length")
        #expect(bytes.refusal(.thing().bytes(2, [1, 2, 3, 4, 5]))?.expected == "0 to 4 bytes")
    }

    @Test(
        arguments: [
            [0xff], [0xc0, 0x80], [0xc1, 0xbf], [0xe0, 0x9f, 0xbf], [0xed, 0xa0, 0x80], [0xf0, 0x8f, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80], [0xf5],
            [0x80], [0xe1, 0xba], [0xc3], [0xe1, 0x41, 0x41], [0], [0x1b], [0x0d], [0x7f], [0xc2, 0x85],
        ] as [[UInt8]]
    )
    func `invalid UTF-8 and control characters are refused`(bytes: [UInt8]) throws {
        let type = try thing("STRING", "length_max: 99")
        #expect(type.verdict(.thing().bytes(2, bytes)) == "value utf8")
        #expect(type.verdict(.thing().bytes(2, Array("Biên giới: ".utf8) + bytes + Array(" and what follows".utf8))) == "value utf8")
    }

    @Test func `tabs, newlines and every script are text`() throws {
        let type = try thing("STRING", "length_max: 99")
        for text in ["a\tb\nc", "友谊关 Hữu Nghị", "😀👩‍👧", "\u{10FFFF}\u{FFFD}", "ÿ\u{a0}"] { #expect(type.verdict(.thing().text(2, text)) == "ok") }
    }

    @Test func `lists stay in their size, packed or not`() throws {
        let texts = try thing("STRING", "length_max: 4 items_min: 1 items_max: 2", repeated: true)
        #expect(texts.verdict(.thing()) == "value items")
        #expect(texts.verdict(.thing().text(2, "a").text(2, "b")) == "ok")
        #expect(texts.verdict(.thing().text(2, "a").text(2, "b").text(2, "c")) == "value items")
        let numbers = try thing("INT64", "min: 1 items_max: 3", repeated: true)
        #expect(numbers.verdict(.thing().packed(2, [1, 2]).number(2, 3)) == "ok")
        #expect(numbers.verdict(.thing().packed(2, [1, 2, 3, 4])) == "value items")
        #expect(numbers.verdict(.thing().packed(2, [1, 2]).number(2, 3).packed(2, []).number(2, 4)) == "value items")
        #expect(numbers.verdict(.thing().packed(2, [1, 2, 0])) == "value[2] range")
        #expect(numbers.verdict(.thing().number(2, 1).packed(2, [1, 0])) == "value[2] range")
    }

    @Test func `enums hold values of the proto only`() throws {
        let type = try thing(".test.State", "")
        for value: Int64 in [0, 1, 3] { #expect(type.verdict(.thing().number(2, value)) == "ok") }
        for value: Int64 in [4, 63, 64, -1, 1 << 20] { #expect(type.verdict(.thing().number(2, value)) == "value enumeration") }
        #expect(type.refusal(.thing().number(2, 4))?.expected == "one of STATE_NEW, STATE_OPEN, STATE_CLOSED")
        let list = try thing(".test.State", "required: true items_max: 3", repeated: true)
        #expect(list.verdict(.thing().packed(2, [1, 0])) == "value[1] enumeration")
    }

    @Test func `small counts are suppressed`() throws {
        let type = try thing("UINT32", "suppressed_below: 5")
        for value: Int64 in [0, 5, 900] { #expect(type.verdict(.thing().number(2, value)) == "ok") }
        for value: Int64 in [1, 4] { #expect(type.verdict(.thing().number(2, value)) == "value suppressed") }
        #expect(try thing("INT64", "suppressed_below: 5").verdict(.thing().number(2, -1)) == "value suppressed")
    }

    @Test func `an age is counted from the year of receipt`() throws {
        let type = try thing("UINT32", "age_min_years: 18")
        #expect(type.verdict(.thing().number(2, 2008)) == "ok")
        #expect(type.verdict(.thing().number(2, 2009)) == "value age")
        // The last second of 2025 and the first of 2026.
        #expect(type.verdict(.thing().number(2, 2008), at: 1_767_225_599) == "value age")
        #expect(type.verdict(.thing().number(2, 2008), at: 1_767_225_600) == "ok")
        #expect(type.verdict(.thing().number(2, 1), at: -62_135_596_800) == "value age")
    }
}
