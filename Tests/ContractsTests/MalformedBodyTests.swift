import Contracts
import Testing

struct MalformedBodyTests {
    private func type(_ fields: String..., members: String = "", options: String = "") throws -> MessageType {
        var proto = TestProto(fields: fields, members: members)
        proto.type += " " + options
        return try proto.thing()
    }

    @Test func `a field of another wire type is refused`() throws {
        let type = try type(TestProto.field("text", 2, "STRING", "length_max: 9"), TestProto.field("number", 3, "INT64"))
        #expect(type.verdict(.thing().number(2, 1)) == "text malformed")
        #expect(type.verdict(.thing().raw([0x15, 1, 2, 3, 4])) == "text malformed")
        #expect(type.verdict(.thing().text(3, "1")) == "number malformed")
        #expect(type.verdict(.thing().raw([0x19, 1, 2, 3, 4, 5, 6, 7, 8])) == "number malformed")
    }

    @Test func `a singular field that comes twice is refused, even where it is empty`() throws {
        let type = try type(
            TestProto.field("text", 2, "STRING", "length_max: 9"),
            TestProto.field("number", 3, "INT64"),
            TestProto.field("at", 4, ".google.protobuf.Timestamp")
        )
        #expect(type.verdict(.thing().text(2, "a").text(2, "b")) == "text malformed")
        #expect(type.verdict(.thing().text(2, "").text(2, "b")) == "text malformed")
        #expect(type.verdict(.thing().number(3, 0).number(3, 1)) == "number malformed")
        #expect(type.verdict(.thing().time(4, seconds: 1).time(4, seconds: 1)) == "at malformed")
        #expect(type.refusal(.thing().number(3, 0).number(3, 1))?.expected == "the field once")
    }

    @Test(
        arguments: [
            [0x0a], [0x0a, 5, 1], [0x08, 0xff], [0x00, 0x00], [0x0b], [0x0c], [0x0e], [0x0f], [0x21, 1], [0x25, 1],
            [0x30, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
            [0x30, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
            [0x80, 0x80, 0x80, 0x80, 0x10, 0x00], [0x32, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
        ] as [[UInt8]]
    )
    func `bytes that are not protobuf are refused`(bytes: [UInt8]) throws {
        #expect(try type().verdict(.thing().raw(bytes)) == " malformed")
    }

    @Test func `unknown fields are kept, up to the size of a body`() throws {
        let type = try type(options: "body_bytes_max: 64")
        #expect(type.verdict(.thing().text(99, "x").number(9_999_999, 4).raw([0x3d, 1, 2, 3, 4])) == "ok")
        #expect(type.verdict(.thing().bytes(99, Array(repeating: 0, count: 64))) == " size")
        #expect(type.refusal(.thing().bytes(99, Array(repeating: 0, count: 64)))?.expected == "at most 64 bytes")
        #expect(try self.type().verdict(.thing().bytes(99, Array(repeating: 0, count: 65_536))) == " size")
    }

    @Test func `times lie in the years 1 to 9999`() throws {
        let type = try type(TestProto.field("at", 2, ".google.protobuf.Timestamp"))
        for seconds: Int64 in [-62_135_596_800, -1, 0, 253_402_300_799] {
            #expect(type.verdict(.thing().time(2, seconds: seconds, nanoseconds: 999_999_999)) == "ok")
        }
        for seconds: Int64 in [-62_135_596_801, 253_402_300_800, .min, .max] {
            #expect(type.verdict(.thing().time(2, seconds: seconds)) == "at malformed")
        }
        for nanoseconds: Int64 in [-1, 1_000_000_000, .max] {
            #expect(type.verdict(.thing().time(2, seconds: 1, nanoseconds: nanoseconds)) == "at malformed")
        }
        #expect(type.verdict(.thing().message(2, Body().number(1, 1).number(1, 1))) == "at malformed")
        #expect(type.verdict(.thing().message(2, Body().text(1, "1"))) == "at malformed")
        #expect(type.verdict(.thing().message(2, Body().number(2, 1).number(2, 1))) == "at malformed")
        #expect(type.verdict(.thing().bytes(2, [0x08])) == "at malformed")
    }

    @Test func `a time holds nothing but its seconds and nanoseconds`() throws {
        let type = try type(TestProto.field("at", 2, ".google.protobuf.Timestamp"))
        #expect(type.verdict(.thing().message(2, Body().number(1, 5).number(2, 7))) == "ok")
        for more in [Body().text(3, "a name"), Body().number(15, 1), Body().number(9_999_999, 1), Body().raw([0x1d, 1, 2, 3, 4])] {
            #expect(type.verdict(.thing().message(2, Body().number(1, 5).raw(more.bytes))) == "at malformed")
            #expect(type.verdict(.thing().message(2, more)) == "at malformed")
        }
    }

    @Test func `packed numbers that end within one are refused`() throws {
        let type = try type(TestProto.field("numbers", 2, "INT64", "items_max: 9", repeated: true))
        #expect(type.verdict(.thing().bytes(2, [1, 0x80])) == "numbers malformed")
        #expect(type.verdict(.thing().bytes(2, [])) == "ok")
    }

    @Test func `of a oneof at most one is there`() throws {
        func member(_ name: String, _ number: Int) -> String { String(TestProto.field(name, number, "INT64").dropLast()) + " oneof_index: 0 }" }
        let type = try type(member("left", 2), member("right", 3), members: "oneof_decl { name: 'side' }")
        #expect(type.verdict(.thing()) == "ok")
        #expect(type.verdict(.thing().number(2, 0)) == "ok")
        #expect(type.verdict(.thing().number(3, 7)) == "ok")
        #expect(type.verdict(.thing().number(2, 0).number(3, 7)) == " malformed")
        #expect(type.refusal(.thing().number(2, 1).number(3, 7))?.expected == "only one of left, right")
    }

    @Test func `messages lie in one another to a depth of eight`() throws {
        // Thing is the first level; Level2 to Level8 follow. A ninth cannot be declared.
        let levels = (2...8).map { level in
            let field = level == 8 ? TestProto.field("end", 2, "BOOL") : TestProto.field("next", 2, ".test.Level\(level + 1)")
            return "message_type { name: 'Level\(level)' \(field) }"
        }
        let type = try TestProto(fields: [TestProto.field("next", 2, ".test.Level2")], declarations: levels.joined(separator: "\n")).thing()
        func nested(_ count: Int, _ end: Body) -> Body { (0..<count).reduce(end) { inner, _ in Body().message(2, inner) } }
        #expect(type.verdict(Body(bytes: Body.thing().bytes + nested(7, Body().number(2, 1)).bytes)) == "ok")
        #expect(
            type.verdict(Body(bytes: Body.thing().bytes + nested(7, Body().number(2, 2)).bytes)) == "next.next.next.next.next.next.next.end range"
        )
    }

    @Test func `an empty body lacks what is required`() throws {
        #expect(try type().verdict(Body()) == "id required")
    }
}
