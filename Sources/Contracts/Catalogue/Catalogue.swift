import SwiftProtobuf

/// The types that can cross the gateway, compiled from a descriptor set.
public final class Catalogue: Sendable {
    /// Sorted by name.
    public let types: [MessageType]
    private let byName: [String: MessageType]

    /// The serialized descriptor set of Protocols/langson, as it is embedded in the program.
    public static var standardDescriptorSet: [UInt8] { PackageResources.descriptors_binpb }

    /// The catalogue of Protocols/langson, embedded in the program.
    public static let standard: Catalogue = {
        do {
            return try Catalogue(descriptorSet: standardDescriptorSet)
        } catch {
            // Written by Protocols/generate and compiled by every test: a mistake in it cannot reach a user.
            preconditionFailure("the embedded catalogue: \(error)")
        }
    }()

    /// Compiles a serialized `google.protobuf.FileDescriptorSet`.
    ///
    /// - Throws: ``ContractError`` naming the message and the field whose options make no sense.
    public init(descriptorSet: [UInt8]) throws(ContractError) {
        var compiler = CatalogueCompiler(try Google_Protobuf_FileDescriptorSet(contracts: descriptorSet))
        types = try compiler.compile()
        byName = Dictionary(uniqueKeysWithValues: types.map { ($0.name, $0) })
    }

    public func type(named name: String) -> MessageType? { byName[name] }

    /// Finds a type by a name in a frame, without making a `String` of it.
    public func type(named name: UnsafeRawBufferPointer) -> MessageType? {
        var range = types.indices
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            let utf8 = types[middle].name.utf8
            if utf8.elementsEqual(name) { return types[middle] }
            // Names are ASCII: the order of strings is that of their bytes.
            range = utf8.lexicographicallyPrecedes(name) ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }

    public func types(matching filter: TypeFilter) -> [MessageType] { types.filter { filter.matches($0.name) } }
}
