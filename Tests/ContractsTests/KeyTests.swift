import Testing

@testable import Contracts

struct KeyTests {
    private func key(_ type: MessageType, _ body: Body) -> String? {
        guard case .accepted(let key) = type.check(body) else { return nil }
        var bytes = Array("before|".utf8)
        body.bytes.withUnsafeBytes { key.append(from: $0, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `a key joins the values of its fields`() throws {
        var proto = TestProto(fields: [
            TestProto.field("state", 2, ".test.State", "required: true"), TestProto.field("number", 3, "INT64", "required: true"),
        ])
        #expect(key(try proto.thing(), .thing("LS-7").number(2, 2).number(3, 4)) == "before|LS-7")
        proto.type = proto.type.replacing("key: 'id'", with: "key: ['number', 'id', 'state']")
        #expect(key(try proto.thing(), Body().number(3, -12).number(2, 2).text(1, "LS-7")) == "before|-12+LS-7+2")
        #expect(key(try proto.thing(), Body().number(3, .min).number(2, 2).text(1, "LS-7")) == "before|-9223372036854775808+LS-7+2")
    }

    @Test func `a refused body has no key`() throws {
        #expect(key(try TestProto().thing(), Body()) == nil)
    }
}
