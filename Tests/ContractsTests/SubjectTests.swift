import Testing

@testable import Contracts

/// Whom a body is about, part by part.
struct SubjectTests {
    struct Found: SubjectSink {
        var subjects: [Range<Int>] = []
        var parts: [(bytes: Range<Int>, subjects: Range<Int>)] = []

        mutating func append(subject: Range<Int>) { subjects.append(subject) }
        mutating func append(part: Range<Int>, subjects: Range<Int>) { parts.append((part, subjects)) }
    }

    private func type() throws -> MessageType {
        var proto = TestProto(
            fields: [
                TestProto.field("person", 2, "STRING", "required: true format: FORMAT_REFERENCE subject: true"),
                TestProto.field("paper", 3, "STRING", "format: FORMAT_REFERENCE subject: true"),
                TestProto.field("entries", 4, ".test.Entry", "items_max: 9", repeated: true),
                TestProto.field("plain", 5, ".test.Plain"), TestProto.field("note", 6, "STRING", "length_max: 400"),
            ],
            declarations: """
                message_type { name: 'Entry' \(TestProto.field("who", 1, "STRING", "required: true format: FORMAT_REFERENCE subject: true"))
                  \(TestProto.field("amount", 2, "INT64")) }
                message_type { name: 'Plain' \(TestProto.field("name", 1, "STRING", "length_max: 9")) }
                """
        )
        proto.type = proto.type.replacing("INTERNAL", with: "PERSONAL")
        return try proto.thing()
    }

    /// Each part's bytes, with the names of its subjects.
    private func parts(_ body: Body) throws -> [(bytes: [UInt8], subjects: [String])] {
        let type = try type()
        #expect(type.verdict(body) == "ok")
        var found = Found()
        body.bytes.withUnsafeBytes { type.findSubjects(of: $0, &found) }
        #expect(found.parts.map(\.bytes).reduce(0) { $1.lowerBound == $0 ? $1.upperBound : -1 } == body.bytes.count, "a gap, or an overlap")
        return found.parts.map { part in
            (Array(body.bytes[part.bytes]), part.subjects.map { String(decoding: body.bytes[found.subjects[$0]], as: UTF8.self) })
        }
    }

    @Test func `a plain body is one part, about all its subjects, wherever they stand`() throws {
        let body = Body.thing().text(6, "note").text(3, "paper-1").text(2, "person-1")
        let parts = try parts(body)
        #expect(parts.count == 1)
        #expect(parts[0].bytes == body.bytes)
        #expect(parts[0].subjects.sorted() == ["paper-1", "person-1"])
    }

    @Test func `each element that is about somebody is a part of its own, and the rest is the whole message's`() throws {
        let (one, two) = (Body().text(1, "worker-1").number(2, 5), Body().number(2, 6).text(1, "worker-2"))
        let body = Body.thing().text(2, "person-1").message(4, one).message(5, Body().text(1, "x")).message(4, two).text(6, "note")
        let parts = try parts(body)
        #expect(parts.map(\.subjects) == [["person-1"], ["worker-1"], ["person-1"], ["worker-2"], ["person-1"]])
        #expect(parts[1].bytes == Body().message(4, one).bytes)
        #expect(parts[3].bytes == Body().message(4, two).bytes)
    }

    @Test func `the first part is the whole message's, also where an element comes first`() throws {
        let parts = try parts(Body().message(4, Body().text(1, "worker-1")).text(1, "id-1").text(2, "person-1"))
        #expect(parts.map(\.subjects) == [["person-1"], ["worker-1"], ["person-1"]])
        #expect(parts[0].bytes.isEmpty)
    }

    @Test func `what is left when elements are taken out is protobuf of the type`() throws {
        let body = Body.thing().text(2, "person-1").message(4, Body().text(1, "worker-1")).message(4, Body().text(1, "worker-2"))
        let parts = try parts(body)
        let rest = parts.filter { !$0.subjects.contains("worker-1") }.flatMap(\.bytes)
        #expect(rest == Body.thing().text(2, "person-1").message(4, Body().text(1, "worker-2")).bytes)
    }

    @Test func `every personal or sensitive type says whom it is about, and no other does`() {
        for type in Catalogue.standard.types {
            #expect(type.fields.contains { $0.rules.contains("subject") } == (type.isPersonal && !type.isByGateway), "\(type.name)")
        }
    }

    @Test(arguments: [
        ("INTERNAL", "required: true format: FORMAT_REFERENCE subject: true", "what has a subject is personal or sensitive"),
        ("PERSONAL", "format: FORMAT_REFERENCE subject: true", "says whom it is about"),
        ("SENSITIVE", "required: true format: FORMAT_REFERENCE", "says whom it is about"),
        ("PERSONAL", "required: true length_max: 9 subject: true", "a subject is a single string with a format"),
    ])
    func `a subject that makes no sense is an error when the type is compiled`(dataClass: String, rules: String, expected: String) throws {
        var proto = TestProto(fields: [TestProto.field("person", 2, "STRING", rules)])
        proto.type = proto.type.replacing("INTERNAL", with: dataClass)
        let error = #expect(throws: ContractError.self) { try proto.catalogue() }
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
    }
}
