import SwiftProtobuf
import Testing

@testable import Contracts

/// Every mistake that options can hold is found when the catalogue is made, and its message and field are named.
struct OptionTests {
    private func fault(_ proto: TestProto) throws -> String {
        let bytes = try proto.descriptorSet()
        do throws(ContractError) {
            _ = try Catalogue(descriptorSet: bytes)
            return "no fault"
        } catch {
            return error.message
        }
    }

    private static let text = TestProto.field("note", 2, "STRING", "length_max: 9")

    @Test func `a sound type is taken`() throws {
        #expect(try fault(TestProto(fields: [Self.text])) == "no fault")
    }

    @Test(arguments: [
        ("STRING", "required: true", "every field has a limit"), ("BYTES", "", "every field has a limit"),
        ("INT64", "min: 3 max: 2", "a minimum is above its maximum"), ("STRING", "length_min: 3 length_max: 2", "a minimum is above its maximum"),
        ("STRING", "length_max: 9 min: 1", "are for integers"), ("BOOL", "max: 1", "are for integers"),
        (".test.State", "suppressed_below: 5", "are for integers"),
        ("INT64", "format: FORMAT_DATE", "are for strings"), ("BYTES", "length_max: 9 no_document_number: true", "are for strings"),
        ("INT64", "length_max: 9", "are for strings and bytes"), ("STRING", "length_max: 9 items_max: 4", "are for repeated fields"),
        ("STRING", "length_max: 9 items_min: 1", "are for repeated fields"), ("STRING", "length_max: 9 sealed: true", "sealed is for bytes"),
        ("BOOL", "required: true", "make it optional bool"), ("STRING", "length_max: 9 binding: BINDING_GATE", "a binding is a single string"),
        ("STRING", "format: FORMAT_GATE binding: BINDING_GATE readers: ROLE_LABOUR", "a binding is a single string"),
        ("STRING", "length_max: 9 readers: ROLE_BANK", "neither reads nor publishes"),
        ("STRING", "length_max: 9 readers: [ROLE_LABOUR, ROLE_LABOUR]", "twice"),
        ("STRING", "length_max: 9 readers: ROLE_UNSPECIFIED", "unknown role"), ("STRING", "format: 99", "unknown format"),
        ("STRING", "format: FORMAT_GATE binding: 99", "unknown binding"), ("DOUBLE", "", "use an integer"), ("FIXED64", "", "use an integer"),
        (".test.Thing", "", "cannot hold itself"), (".test.Missing", "", "not in the descriptor set"),
        (".test.StateMissing", "", "not in the descriptor set"),
        (".test.Loop", "", "cannot hold itself"), (".test.Gap", "", "enum values go from 0 to 63"),
    ])
    func `a rule that its field cannot have is found`(kind: String, rules: String, expected: String) throws {
        var field = TestProto.field("value", 2, kind, rules)
        if kind == ".test.Gap" { field = field.replacing("TYPE_MESSAGE", with: "TYPE_ENUM") }
        let fault = try fault(
            TestProto(
                fields: [field],
                declarations: """
                    message_type { name: 'Loop' \(TestProto.field("back", 1, ".test.Middle")) }
                    message_type { name: 'Middle' \(TestProto.field("back", 1, ".test.Loop")) }
                    enum_type { name: 'Gap' value { name: 'GAP_UNSPECIFIED' number: 0 } value { name: 'GAP_FAR' number: 64 } }
                    """
            )
        )
        #expect(fault.contains(expected) && fault.contains("test."), "\(fault)")
        if kind != ".test.Missing", kind != ".test.Loop" { #expect(fault.hasPrefix("test.Thing.value: "), "\(fault)") }
    }

    @Test func `lists need a limit`() throws {
        #expect(try fault(TestProto(fields: [TestProto.field("value", 2, "INT64", "", repeated: true)])).contains("items_max"))
        #expect(try fault(TestProto(fields: [TestProto.field("value", 2, "INT64", "items_max: 0", repeated: true)])).contains("items_max"))
    }

    @Test func `maps, other syntaxes and far field numbers are refused`() throws {
        let entry = "nested_type { name: 'ValueEntry' options { map_entry: true } \(TestProto.field("key", 1, "STRING", "length_max: 9")) }"
        let map = TestProto.field("value", 2, ".test.Thing.ValueEntry", "items_max: 9", repeated: true)
        #expect(try fault(TestProto(fields: [map], members: entry)).contains("a map is not supported"))
        for number in [255, 0, -1, Int(Int32.min), Int(Int32.max)] {
            let fault = try fault(TestProto(fields: [TestProto.field("value", number, "INT64")]))
            #expect(fault == "test.Thing.value: field numbers go from 1 to 254")
        }
        var set = try Google_Protobuf_FileDescriptorSet(contracts: TestProto().descriptorSet())
        set.file[0].syntax = ""
        let proto2 = try set.serializedBytes() as [UInt8]
        #expect(throws: ContractError("test.Thing: only proto3 is supported")) { try Catalogue(descriptorSet: proto2) }
        #expect(throws: ContractError.self) { try Catalogue(descriptorSet: [0xff]) }
        #expect(throws: ContractError.self) { try Catalogue(descriptorSet: []) }
    }

    @Test func `two fields of one number or name are refused`() throws {
        let number = TestProto(fields: [Self.text, TestProto.field("other", 2, "INT64")])
        #expect(try fault(number) == "test.Thing.other: the number 2 is that of another field")
        let name = TestProto(fields: [Self.text, TestProto.field("note", 3, "INT64")])
        #expect(try fault(name) == "test.Thing.note: another field has this name")
    }

    /// Messages Level2 to a last one, each in the one before.
    private func levels(to last: Int) -> String {
        (2...last).map { level in
            let field = level == last ? TestProto.field("end", 2, "BOOL") : TestProto.field("next", 2, ".test.Level\(level + 1)")
            return "message_type { name: 'Level\(level)' \(field) }"
        }.joined(separator: "\n")
    }

    @Test func `messages deeper than eight are refused, along every way`() throws {
        let next = TestProto.field("next", 2, ".test.Level2")
        #expect(try fault(TestProto(fields: [next], declarations: levels(to: 8))) == "no fault")
        #expect(try fault(TestProto(fields: [next], declarations: levels(to: 9))) == "test.Level8.next: messages lie in one another at most 8 deep")
        // Deep enough to exhaust a stack.
        #expect(try fault(TestProto(fields: [next], declarations: levels(to: 3_000))).contains("at most 8 deep"))
        // A message that is known already, one level further down than before.
        let detour = "message_type { name: 'Detour' \(next) }"
        let again = TestProto(fields: [next, TestProto.field("detour", 3, ".test.Detour")], declarations: levels(to: 8) + detour)
        #expect(try fault(again) == "test.Detour.next: messages lie in one another at most 8 deep")
    }

    @Test func `a member of a oneof cannot be required`() throws {
        let member = String(TestProto.field("value", 2, "INT64", "required: true").dropLast()) + " oneof_index: 0 }"
        #expect(try fault(TestProto(fields: [member], members: "oneof_decl { name: 'side' }")).contains("cannot be required"))
    }

    @Test(arguments: [
        ("lane: LANE_NORMAL", "", "a lane is required"), ("data_class: DATA_CLASS_INTERNAL", "", "a data_class is required"),
        ("key: 'id'", "", "a key has 1 to 3 fields"), ("key: 'id'", "key: ['id', 'id']", "a key has 1 to 3 fields"),
        ("key: 'id'", "key: 'other'", "is not there"),
        ("key: 'id'", "key: 'note'", "must be required"), ("key: 'id'", "key: 'free'", "a string with a format"),
        ("key: 'id'", "key: 'cut'", "must be for every reader"), ("publishers: ROLE_BORDER", "", "publishers are required"),
        ("publishers: ROLE_BORDER", "publishers: [ROLE_BORDER, ROLE_BORDER]", "twice"),
        ("publishers: ROLE_BORDER", "publishers: ROLE_OPERATOR", "operator"),
        ("publishers: ROLE_BORDER", "publishers: ROLE_BORDER by_gateway: true", "has no publishers"),
        ("publishers: ROLE_BORDER", "publishers: 77", "unknown role"),
        ("publishers: ROLE_BORDER", "publishers: [ROLE_UNSPECIFIED, ROLE_BANK]", "unknown role"),
        ("readers { role: ROLE_LABOUR }", "", "readers are required"), ("{ role: ROLE_LABOUR }", "{ role: ROLE_OPERATOR }", "operator"),
        ("{ role: ROLE_LABOUR }", "{ role: ROLE_LABOUR binding: BINDING_GATE }", "no field has that binding"),
        ("{ role: ROLE_LABOUR }", "{ role: ROLE_LABOUR } readers { role: ROLE_LABOUR }", "twice"),
        ("key: 'id'", "key: 'id' body_bytes_max: 65537", "65536"),
    ])
    func `a type states all that the gateway must know`(part: String, replacement: String, expected: String) throws {
        var proto = TestProto(fields: [
            Self.text, TestProto.field("free", 3, "STRING", "required: true length_max: 9"),
            TestProto.field("cut", 4, "STRING", "required: true format: FORMAT_GATE readers: ROLE_LABOUR"),
        ])
        #expect(proto.type.contains(part))
        proto.type = proto.type.replacing(part, with: replacement)
        let fault = try fault(proto)
        #expect(fault.hasPrefix("test.Thing: ") && fault.contains(expected), "\(fault)")
    }

    @Test(arguments: [
        ("not_after { earlier: 'from' later: 'missing' }", "the field missing"),
        ("not_after { earlier: 'note' later: 'date' }", "not two Timestamps"),
        ("not_after { earlier: 'from' later: 'date' }", "not two Timestamps"),
        ("not_after { earlier: 'count' later: 'count' }", "not two Timestamps"),
        ("not_after { earlier: 'list' later: 'count' }", "not two Timestamps"),
        ("not_after { earlier: 'date' later: 'recorded_at' }", "only a Timestamp"),
        ("not_after { earlier: 'from' later: 'recorded_at' slack_seconds: -1 }", "slack_seconds"),
        ("not_after { earlier: 'from' later: 'recorded_at' slack_seconds: 9223372036854775807 }", "slack_seconds"),
        ("not_after { earlier: 'count' later: 'other' slack_seconds: 1 }", "slack_seconds"),
        ("at_most_when { field: 'count' is: 'STATE_NEW' then: 'other' }", "an enum and an integer"),
        ("at_most_when { field: 'state' is: 'STATE_GONE' then: 'count' }", "STATE_GONE is no value of state"),
        ("at_most_when { field: 'state' is: 'STATE_NEW' then: 'note' }", "an enum and an integer"),
        ("count_of { count: 'note' list: 'list' }", "an integer"),
        ("count_of { count: 'count' list: 'other' }", "an integer and a repeated field"),
        ("sum_of { total: 'count' list: 'other' }", "a repeated field"),
        ("sum_of { total: 'count' list: 'list' field: 'x' }", "no list of messages"), ("sum_of { total: 'count' list: 'parts' }", "name their field"),
        ("sum_of { total: 'count' list: 'parts' field: 'name' }", "no integer of test.Part"),
        ("transition { from: 'state' to: 'count' }", "two fields of one enum"),
        ("transition { from: 'state' to: 'next' }", "name the allowed steps"),
        ("transition { from: 'state' to: 'next' allowed: 'STATE_NEW' }", "not FROM>TO"),
        ("transition { from: 'state' to: 'next' allowed: 'STATE_NEW>STATE_GONE' }", "not FROM>TO"), ("one_of_required { }", "name the fields"),
        ("one_of_required { fields: 'missing' }", "the field missing"),
        ("exercise_when { field: 'missing' is: 'STATE_NEW' }", "the field missing"),
        ("exercise_when { field: 'count' is: 'STATE_NEW' }", "no single enum"), ("exercise_when { field: 'state' }", "name the values"),
        ("exercise_when { field: 'state' is: 'STATE_GONE' }", "STATE_GONE is no value of state"),
    ])
    func `a rule over several fields fits them`(rules: String, expected: String) throws {
        let fault = try fault(
            TestProto(
                rules: rules,
                fields: [
                    Self.text, TestProto.field("from", 3, ".google.protobuf.Timestamp"), TestProto.field("date", 4, "STRING", "format: FORMAT_DATE"),
                    TestProto.field("count", 5, "INT64"), TestProto.field("other", 6, "INT64"), TestProto.field("state", 7, ".test.State"),
                    TestProto.field("next", 8, ".test.State"), TestProto.field("list", 9, "INT64", "items_max: 9", repeated: true),
                    TestProto.field("parts", 10, ".test.Part", "items_max: 9", repeated: true),
                ],
                declarations: "message_type { name: 'Part' \(TestProto.field("name", 1, "STRING", "length_max: 9")) }"
            )
        )
        #expect(fault.hasPrefix("test.Thing: ") && fault.contains(expected), "\(fault)")
    }

    @Test func `a message inside has no envelope to be marked`() throws {
        let inner = """
            message_type { name: 'Inner' options { [cuakhau.contracts.v1.rules] { exercise_when { field: 'state' is: 'STATE_NEW' } } }
              \(TestProto.field("state", 1, ".test.State")) }
            """
        let proto = TestProto(fields: [TestProto.field("inner", 2, ".test.Inner")], declarations: inner)
        #expect(try fault(proto) == "test.Inner: exercise_when is for a type, not for a message inside one")
    }

    @Test func `two messages cannot be one type`() throws {
        let proto = TestProto()
        var set = try Google_Protobuf_FileDescriptorSet(contracts: proto.descriptorSet())
        var other = set.file[0].messageType[0]
        other.name = "Twin"
        set.file[0].messageType.append(other)
        let bytes: [UInt8] = try set.serializedBytes()
        #expect(throws: ContractError("test.Twin: test.thing.checked.v1 is declared twice, also by test.Thing")) {
            try Catalogue(descriptorSet: bytes)
        }
    }

    @Test func `a type's name is checked, and so is where it is declared`() throws {
        #expect(try fault(TestProto(name: "Test.thing.v1")).hasPrefix("test.Thing: a type name is"))
        let inner = "nested_type { name: 'Inner' options { [cuakhau.contracts.v1.type] { name: 'test.inner.v1' } } }"
        #expect(try fault(TestProto(members: inner)) == "test.Thing.Inner: a message inside another cannot be a type")
    }

    @Test func `an option of a later version is refused rather than passed over`() throws {
        var set = try Google_Protobuf_FileDescriptorSet(contracts: TestProto(fields: [Self.text]).descriptorSet())
        set.file[0].messageType[0].field[1].options.Cuakhau_Contracts_V1_field.unknownFields = try later()
        let field: [UInt8] = try set.serializedBytes()
        #expect(throws: ContractError("test.Thing.note: it has an option that this version of the program does not know")) {
            try Catalogue(descriptorSet: field)
        }
        set = try Google_Protobuf_FileDescriptorSet(contracts: TestProto().descriptorSet())
        set.file[0].messageType[0].options.Cuakhau_Contracts_V1_rules.unknownFields = try later()
        let rules: [UInt8] = try set.serializedBytes()
        #expect(throws: ContractError("test.Thing: it has a rule that this version of the program does not know")) {
            try Catalogue(descriptorSet: rules)
        }
    }

    private func later() throws -> UnknownStorage {
        try Google_Protobuf_Empty(serializedBytes: Body().number(900, 1).bytes).unknownFields
    }
}
