import SwiftProtobuf
import Testing

@testable import Contracts

/// The catalogue of Protocols/langson, type by type.
struct StandardCatalogueTests {
    private static let types = Catalogue.standard.types

    private static func sample(_ type: MessageType) -> Sample { SampleMaker(tables: type.tables.pointers).sample(of: type.table) }

    @Test(arguments: types)
    func `every type says what it is for`(type: MessageType) {
        #expect(type.summary.count > 20)
        #expect(!type.keyPaths.isEmpty && (!type.publishers.isEmpty || type.isByGateway) && !type.readers.isEmpty)
        #expect(type.fields.count >= type.table.fields.count)
        for field in type.fields { #expect(!field.comment.isEmpty, "\(type.name) \(field.path) has no comment") }
        #expect(type.bodyBytesMax <= MessageType.bodyBytesMax)
    }

    @Test(arguments: types)
    func `a message that obeys every rule is accepted, the fullest too`(type: MessageType) {
        let body = Self.sample(type).bytes
        #expect(type.verdict(Body(bytes: body)) == "ok")
        #expect(body.count <= type.bodyBytesMax)
    }

    @Test(arguments: types)
    func `each rule, broken alone, is the one that is named`(type: MessageType) {
        let breaks = Breaker.breaks(of: Self.sample(type))
        #expect(breaks.count > 3)
        for found in breaks {
            let body = Body(bytes: found.sample.bytes)
            // A list that is too long can be too long for the body as well.
            let expected = body.bytes.count > type.bodyBytesMax ? " size" : "\(found.path) \(found.rule.rawValue)"
            #expect(type.verdict(body) == expected, "\(found.note)")
        }
    }

    @Test(arguments: types)
    func `a body survives its way through JSON`(type: MessageType) throws {
        let body = Self.sample(type).bytes
        let json = try Catalogue.standard.json(fromBody: body, type: type)
        let again = try Catalogue.standard.body(fromJSON: json, type: type)
        #expect(type.verdict(Body(bytes: again)) == "ok")
        #expect(try Catalogue.standard.json(fromBody: again, type: type) == json)
    }

    @Test(arguments: types)
    func `a field's rules are written in words`(type: MessageType) {
        let outermost = type.fields.filter { !$0.path.contains(".") }
        #expect(outermost.count == type.table.fields.count)
        for (field, described) in zip(type.table.fields, outermost) {
            #expect(described.rules.contains("required") == field.isRequired)
            #expect(described.rules.allSatisfy { !$0.isEmpty })
            #expect(described.readers.isEmpty == (field.readers == 0))
        }
    }

    @Test func `the generated types are those that can cross the gateway`() {
        #expect(GeneratedMessages.all.map { $0.protoMessageName }.sorted() == Self.types.map(\.protobufName).sorted())
    }

    @Test func `no role that must not know reads a type that would tell`() throws {
        func readers(_ name: String) throws -> [Role] { try #require(Catalogue.standard.type(named: name)).readers }
        for type in Self.types where ["crossing.", "alert.", "permit.", "return."].contains(where: type.name.hasPrefix) {
            #expect(!type.mayRead(.bank), "the bank sees neither crossings nor alerts: \(type.name)")
        }
        for type in Self.types where ["loan.", "voice.", "worker."].contains(where: type.name.hasPrefix) {
            #expect(!type.mayRead(.border), "the border guard sees neither loans, health nor voices: \(type.name)")
        }
        for type in Self.types where ["crossing.", "permit.", "return.", "departure."].contains(where: type.name.hasPrefix) {
            #expect(!type.mayRead(.police), "the police get no feed of journeys: \(type.name)")
        }
        for type in Self.types where type.dataClass == .personal || type.dataClass == .sensitive {
            // It may open a case like everybody, and then hears what becomes of that one.
            #expect(!type.mayRead(.desk) || type.readBinding(for: .desk) == .principal, "the desk sees counts, orders and gate states: \(type.name)")
        }
    }
}
