import Testing

@testable import Contracts

struct NameTests {
    @Test(arguments: ["crossing.exit.recorded.v1", "contract.registered.v1", "a.b.v65535", "protection.case.opened_again.v12"])
    func `a type name has words and a version`(text: String) throws {
        #expect(try TypeName(validating: text).description == text)
    }

    @Test(arguments: [
        "", "v1", "crossing.v1", "crossing.exit.recorded", "crossing.exit.recorded.v0", "crossing.exit.recorded.v01", "crossing.exit.recorded.v",
        "crossing.exit.recorded.v65536", "Crossing.exit.recorded.v1", "crossing..recorded.v1", ".exit.recorded.v1", "crossing.exit.recorded.v1.",
        "crossing.*.recorded.v1", "crossing.exit.recorded.>", "crossing.exit recorded.v1", "crossing.1exit.v1", "qua_cửa.exit.v1",
        "a.b." + String(repeating: "c", count: 33) + ".v1", Array(repeating: "abcdefgh", count: 11).joined(separator: ".") + ".v1",
    ])
    func `other texts are no type names`(text: String) {
        #expect(throws: ContractError.self) { try TypeName(validating: text) }
    }

    @Test(arguments: [
        ("crossing.exit.recorded.v1", "crossing.exit.recorded.v1", true), ("crossing.exit.recorded.v1", "crossing.exit.recorded.v2", false),
        ("crossing.*.recorded.v1", "crossing.exit.recorded.v1", true), ("crossing.*.v1", "crossing.exit.recorded.v1", false),
        ("*.*.*.*", "crossing.exit.recorded.v1", true), ("*.*.*.*", "voice.submitted.v1", false), ("crossing.>", "crossing.exit.recorded.v1", true),
        ("crossing.exit.recorded.v1.>", "crossing.exit.recorded.v1", false), ("crossing.exit.recorded.>", "crossing.exit.recorded.v1", true),
        (">", "voice.submitted.v1", true), ("*.>", "voice.submitted.v1", true), ("cross.>", "crossing.exit.recorded.v1", false),
        ("*.case.*.v1", "protection.case.opened.v1", true), ("*.case.*", "protection.case.opened.v1", true),
        ("*.case", "protection.case.opened.v1", false),
    ])
    func `a star is one word, an arrow one or more`(filter: String, name: String, isMatch: Bool) throws {
        #expect(try TypeFilter(validating: filter).matches(name) == isMatch)
    }

    @Test(arguments: [
        "", ".", "crossing.", ">.v1", "crossing.>.v1", "cross*.v1", "**", "Crossing.>", "a b", String(repeating: "a.", count: 48) + "a", "a>",
    ])
    func `other texts are no filters`(text: String) {
        #expect(throws: ContractError.self) { try TypeFilter(validating: text) }
    }

    @Test func `a catalogue finds its types by name, by bytes and by filter`() throws {
        let catalogue = Catalogue.standard
        for (index, type) in catalogue.types.enumerated() {
            #expect(type.index == index)
            #expect(catalogue.type(named: type.name) === type)
            #expect(Array(type.name.utf8).withUnsafeBytes { catalogue.type(named: $0) } === type)
        }
        for name in ["", "a", "zzzz", "crossing.exit.recorded.v", "crossing.exit.recorded.v11", String(repeating: "m", count: 500)] {
            #expect(catalogue.type(named: name) == nil)
            #expect(Array(name.utf8).withUnsafeBytes { catalogue.type(named: $0) } == nil)
        }
        #expect(
            catalogue.types(matching: try TypeFilter(validating: "crossing.>")).map(\.name) == [
                "crossing.entry.recorded.v1", "crossing.exit.recorded.v1",
            ]
        )
        #expect(catalogue.types(matching: try TypeFilter(validating: ">")).count == catalogue.types.count)
    }
}
