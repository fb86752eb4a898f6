import SwiftProtobuf

/// The types that can cross the gateway, compiled from a descriptor set.
public final class Catalogue: Sendable {
    /// Sorted by name.
    public let types: [MessageType]
    private let byName: [String: MessageType]

    /// The catalogue of Protocols/langson, embedded in the program.
    public static let standard: Catalogue = {
        do {
            return try Catalogue(descriptorSet: PackageResources.descriptors_binpb)
        } catch {
            // Written by `make protos` and compiled by every test: a mistake in it cannot reach a user.
            preconditionFailure("the embedded catalogue: \(error)")
        }
    }()

    /// Compiles a serialized `google.protobuf.FileDescriptorSet`.
    ///
    /// - Throws: ``ContractError`` naming the message and the field whose options make no sense.
    public init(descriptorSet: [UInt8]) throws(ContractError) {
        let set: Google_Protobuf_FileDescriptorSet
        do {
            set = try Google_Protobuf_FileDescriptorSet(
                serializedBytes: descriptorSet, extensions: Cuakhau_Contracts_V1_Options_Extensions)
        } catch {
            throw ContractError("not a FileDescriptorSet")
        }
        types = try CatalogueCompiler(set).compile()
        byName = Dictionary(uniqueKeysWithValues: types.map { ($0.name, $0) })
    }

    public func type(named name: String) -> MessageType? { byName[name] }

    /// Finds a type by a name in a frame.
    public func type(named name: UnsafeRawBufferPointer) -> MessageType? {
        guard name.count <= TypeName.byteCountMax else { return nil }
        return byName[String(decoding: name, as: UTF8.self)]
    }

    public func types(matching filter: TypeFilter) -> [MessageType] { types.filter { filter.matches($0.name) } }
}
