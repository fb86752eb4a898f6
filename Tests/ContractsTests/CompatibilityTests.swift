import Foundation
import SwiftProtobuf
import Testing

@testable import Contracts

struct CompatibilityTests {
    private let proto = TestProto(
        fields: [
            TestProto.field("note", 2, "STRING", "length_max: 9"), TestProto.field("state", 3, ".test.State"),
            TestProto.optional("count", 4, "INT64", ""), TestProto.field("part", 5, ".test.Thing.Part"),
        ],
        members: "oneof_decl { name: '_count' } nested_type { name: 'Part' \(TestProto.field("name", 1, "STRING", "length_max: 9")) }"
    )

    private func breaks(_ change: (inout Google_Protobuf_FileDescriptorProto) -> Void) throws -> [String] {
        let released = try proto.descriptorSet()
        var set = try Google_Protobuf_FileDescriptorSet(contracts: released)
        change(&set.file[0])
        return try Compatibility(released: released, current: set.serializedBytes()).breaks()
    }

    @Test func `additions break nothing`() throws {
        #expect(try breaks { _ in }.isEmpty)
        let added = try breaks { file in
            file.messageType.append(.with { $0.name = "Another" })
            file.enumType[0].value.append(
                .with {
                    $0.name = "STATE_LATER"
                    $0.number = 9
                }
            )
            file.messageType[0].field.append(
                .with {
                    $0.name = "more"
                    $0.number = 6
                    $0.type = .int64
                    $0.label = .optional
                }
            )
        }
        #expect(added.isEmpty)
    }

    @Test func `what is gone is found`() throws {
        #expect(try breaks { $0.messageType[0].field.remove(at: 1) } == ["test.Thing.note: the field 2 is gone"])
        #expect(try breaks { $0.enumType[0].value.remove(at: 2) } == ["test.State: the value STATE_OPEN = 2 is gone"])
        #expect(try breaks { $0.enumType.removeAll() } == ["test.State: the enum is gone"])
        #expect(try breaks { $0.messageType[0].nestedType.removeAll() } == ["test.Thing.Part: the message is gone"])
        #expect(try breaks { $0.messageType.removeAll() } == ["test.Thing: the message is gone", "test.Thing.Part: the message is gone"])
        #expect(try breaks { $0.messageType[0].options.clearCuakhau_Contracts_V1_type() } == ["test.Thing: it is no type any more"])
    }

    @Test func `what is renamed or renumbered is found`() throws {
        #expect(try breaks { $0.messageType[0].field[1].name = "text" } == ["test.Thing.note: it is renamed to text"])
        #expect(try breaks { $0.messageType[0].field[1].number = 20 } == ["test.Thing.note: the field 2 is gone"])
        #expect(try breaks { $0.enumType[0].value[1].name = "STATE_FRESH" } == ["test.State: the value STATE_NEW = 1 is gone"])
        #expect(
            try breaks { $0.messageType[0].options.Cuakhau_Contracts_V1_type.name = "test.thing.seen.v1" } == [
                "test.Thing: the type test.thing.checked.v1 is renamed to test.thing.seen.v1"
            ]
        )
        #expect(
            try breaks { $0.messageType[0].options.Cuakhau_Contracts_V1_type.key = ["note"] } == [
                "test.Thing: the key of test.thing.checked.v1 has changed"
            ]
        )
    }

    @Test func `what has changed its kind or label is found`() throws {
        #expect(try breaks { $0.messageType[0].field[1].type = .bytes } == ["test.Thing.note: its kind has changed"])
        #expect(try breaks { $0.messageType[0].field[2].typeName = ".test.Other" } == ["test.Thing.state: its kind has changed"])
        #expect(try breaks { $0.messageType[0].field[1].label = .repeated } == ["test.Thing.note: its label has changed"])
        let moved = try breaks { file in
            file.messageType[0].oneofDecl.append(.with { $0.name = "side" })
            file.messageType[0].field[1].oneofIndex = 1
        }
        #expect(moved == ["test.Thing.note: it has moved into or out of a oneof"])
        #expect(
            try breaks { $0.messageType[0].field[1].options.Cuakhau_Contracts_V1_field.required = true } == ["test.Thing.note: it is required now"]
        )
        let added = try breaks { file in
            file.messageType[0].field.append(file.messageType[0].field[0])
            file.messageType[0].field[5].number = 9
        }
        #expect(added == ["test.Thing.id: a new field cannot be required"])
    }

    @Test func `the catalogue is compatible with the released one`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let released = folder.appending(path: "Protocols/release.binpb")
        // Until the first release there is nothing to be compatible with.
        guard let bytes = try? Data(contentsOf: released) else { return }
        #expect(try Compatibility(released: Array(bytes), current: Catalogue.standardDescriptorSet).breaks().isEmpty)
    }
}
