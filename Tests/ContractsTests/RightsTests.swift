import Testing

@testable import Contracts

struct RightsTests {
    private func type(_ publishers: String, _ readers: String) throws -> MessageType {
        var proto = TestProto(fields: [
            TestProto.field("gate", 2, "STRING", "required: true format: FORMAT_GATE binding: BINDING_GATE subject: true"),
            TestProto.field("office", 3, "STRING", "format: FORMAT_PRINCIPAL binding: BINDING_PRINCIPAL"),
        ])
        proto.type = "lane: LANE_EMERGENCY data_class: DATA_CLASS_SENSITIVE key: 'id' \(publishers) \(readers)"
        return try proto.thing()
    }

    @Test func `roles that are named may, others may not`() throws {
        let type = try type("publishers: [ROLE_BORDER, ROLE_POLICE]", "readers { role: ROLE_LABOUR } readers { role: ROLE_AUDITOR }")
        #expect(Role.allCases.filter(type.mayPublish) == [.border, .police])
        #expect(Role.allCases.filter(type.mayRead) == [.labour, .auditor])
        #expect(type.publishers == [.border, .police])
        #expect(type.readers == [.labour, .auditor])
        #expect(type.lane == .emergency)
        #expect(type.dataClass == .sensitive)
    }

    @Test func `no role named is every one: but the operator never, and an auditor does not publish`() throws {
        let type = try type("publishers: ROLE_UNSPECIFIED", "readers { role: ROLE_UNSPECIFIED }")
        #expect(Role.allCases.filter { !type.mayPublish($0) } == [.auditor, .operator])
        #expect(Role.allCases.filter { !type.mayRead($0) } == [.operator])
    }

    @Test func `each reader has its own binding`() throws {
        let type = try type(
            "publishers: ROLE_BORDER",
            "readers { role: ROLE_LABOUR } readers { role: ROLE_BORDER binding: BINDING_GATE } readers { role: ROLE_AFFAIRS binding: BINDING_PRINCIPAL }"
        )
        #expect(type.readBinding(for: .labour) == .none)
        #expect(type.readBinding(for: .border) == .gate)
        #expect(type.readBinding(for: .affairs) == .principal)
        #expect(type.publishBinding == .gate)
        #expect(try TestProto().thing().publishBinding == .none)
    }

    @Test func `a binding matches the very value of its field`() throws {
        let type = try type("publishers: ROLE_BORDER", "readers { role: ROLE_BORDER }")
        func matches(_ binding: Binding, _ value: String, _ body: Body) -> Bool {
            body.bytes.withUnsafeBytes { type.bindingValueMatches(binding, Array(value.utf8), in: $0) }
        }
        let body = Body.thing().text(2, "HN").text(3, "office-a")
        #expect(matches(.gate, "HN", body))
        #expect(!matches(.gate, "H", body))
        #expect(!matches(.gate, "HNX", body))
        #expect(!matches(.gate, "office-a", body))
        #expect(matches(.principal, "office-a", body))
        #expect(!matches(.principal, "", .thing().text(2, "HN")), "an absent field is nobody's")
        #expect(!matches(.none, "HN", body))
        #expect(!matches(.gate, "HN", Body(bytes: [0x12, 9, 72])))
    }

    @Test func `roles have names`() {
        for role in Role.allCases { #expect(Role(name: role.name) == role) }
        #expect(Role(name: "nobody") == nil)
        #expect(Role.border.rawValue == 1)
        #expect(Role.operator.rawValue == 12)
    }
}
