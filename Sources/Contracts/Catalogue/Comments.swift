import SwiftProtobuf

/// The comments that stand above messages and fields, by their full names.
struct Comments {
    private var texts: [String: String] = [:]

    private static let messageField: Int32 = 4
    private static let nestedField: Int32 = 3
    private static let fieldField: Int32 = 2

    init(_ set: Google_Protobuf_FileDescriptorSet) {
        for file in set.file {
            for location in file.sourceCodeInfo.location {
                let comment = location.hasLeadingComments ? location.leadingComments : location.trailingComments
                guard !comment.isEmpty, let name = Self.name(location.path, file) else { continue }
                texts[name] = Self.clean(comment)
            }
        }
    }

    func text(of name: String) -> String { texts[name] ?? "" }

    private static func name(_ path: [Int32], _ file: Google_Protobuf_FileDescriptorProto) -> String? {
        guard path.count >= 2, path[0] == messageField, file.messageType.indices.contains(Int(path[1])) else { return nil }
        var message = file.messageType[Int(path[1])]
        var name = file.package.isEmpty ? ".\(message.name)" : ".\(file.package).\(message.name)"
        var rest = path.dropFirst(2)
        while rest.count >= 2, let kind = rest.first, let index = rest.dropFirst().first {
            if kind == nestedField, message.nestedType.indices.contains(Int(index)) {
                message = message.nestedType[Int(index)]
            } else if kind == fieldField, rest.count == 2, message.field.indices.contains(Int(index)) {
                return "\(name).\(message.field[Int(index)].name)"
            } else {
                return nil
            }
            name += ".\(message.name)"
            rest = rest.dropFirst(2)
        }
        return rest.isEmpty ? name : nil
    }

    private static func clean(_ comment: String) -> String {
        comment.split(whereSeparator: \.isNewline).map { line in
            String(line.drop(while: \.isWhitespace))
        }.joined(separator: " ")
    }
}
