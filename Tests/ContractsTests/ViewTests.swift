import Testing

@testable import Contracts

struct ViewTests {
    private func type() throws -> MessageType {
        var proto = TestProto(
            fields: [
                TestProto.field("note", 2, "STRING", "length_max: 400 readers: [ROLE_BORDER, ROLE_POLICE]"),
                TestProto.field("count", 3, "UINT32"), TestProto.field("parts", 4, ".test.Part", "items_max: 9", repeated: true),
                TestProto.field("secret", 5, "INT64", "readers: ROLE_POLICE"), TestProto.field("plain", 6, ".test.Plain"),
                TestProto.field("at", 7, ".google.protobuf.Timestamp"),
            ],
            declarations: """
                message_type { name: 'Part' \(TestProto.field("name", 1, "STRING", "length_max: 400"))
                  \(TestProto.field("amount", 2, "INT64", "readers: [ROLE_POLICE, ROLE_AFFAIRS]")) }
                message_type { name: 'Plain' \(TestProto.field("name", 1, "STRING", "length_max: 9")) }
                """
        )
        proto.type = proto.type.replacing("readers { role: ROLE_LABOUR }", with: "readers { role: ROLE_UNSPECIFIED }")
        return try proto.thing()
    }

    private let long = String(repeating: "x", count: 300)

    @Test func `a view holds what its role may read, in messages inside too`() throws {
        let type = try type()
        let body = Body.thing().text(2, "a note").number(3, 7).message(4, Body().text(1, long).number(2, 5)).message(4, Body().number(2, 6)).number(
            5,
            9
        )
        #expect(type.verdict(body) == "ok")
        #expect(type.view(body, for: .police) == body.bytes)
        #expect(type.view(body, for: .labour) == Body.thing().number(3, 7).message(4, Body().text(1, long)).message(4, Body()).bytes)
        #expect(
            type.view(body, for: .border)
                == Body.thing().text(2, "a note").number(3, 7).message(4, Body().text(1, long)).message(4, Body()).bytes
        )
        #expect(
            type.view(body, for: .affairs)
                == Body.thing().number(3, 7).message(4, Body().text(1, long).number(2, 5)).message(4, Body().number(2, 6)).bytes
        )
    }

    @Test func `a type says for whom it is whole`() throws {
        let type = try type()
        #expect(Role.allCases.filter(type.isWhole) == [.police])
        #expect(Role.allCases.allSatisfy(try TestProto().thing().isWhole))
    }

    @Test func `unknown fields go only to those who read all`() throws {
        let type = try type()
        let body = Body.thing().text(77, "of a later version").message(6, Body().text(1, "a").text(8, "later"))
        #expect(type.view(body, for: .police) == body.bytes)
        #expect(type.view(body, for: .bank) == Body.thing().message(6, Body().text(1, "a")).bytes)
        let within = Body.thing().message(4, Body().text(1, "a").message(9, Body().text(1, "later"))).time(7, seconds: 5)
        #expect(type.view(within, for: .police) == within.bytes)
        #expect(type.view(within, for: .bank) == Body.thing().message(4, Body().text(1, "a")).time(7, seconds: 5).bytes)
    }

    @Test func `a time cannot carry what a view would have to cut`() throws {
        let type = try type()
        #expect(type.verdict(.thing().message(7, Body().number(1, 5).text(3, "later"))) == "at malformed")
    }

    @Test func `bytes that are not protobuf have no view and append nothing`() throws {
        let type = try type()
        for bytes: [UInt8] in [[0x0f], [0x0a, 9, 1], [0x22, 2, 0x0a, 9], [0x22, 1, 0x0f]] {
            var view: [UInt8] = [1, 2]
            #expect(!bytes.withUnsafeBytes { type.appendView(of: $0, for: .labour, to: &view) })
            #expect(view == [1, 2])
        }
    }

    @Test func `a view is appended`() throws {
        let type = try type()
        var views: [UInt8] = []
        for _ in 0..<3 { #expect(Body.thing().number(5, 1).bytes.withUnsafeBytes { type.appendView(of: $0, for: .labour, to: &views) }) }
        #expect(views == Body.thing().bytes + Body.thing().bytes + Body.thing().bytes)
    }
}
