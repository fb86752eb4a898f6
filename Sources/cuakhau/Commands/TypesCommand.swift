import ArgumentParser
import Contracts
import Foundation

/// `cuakhau types [TYPE]`
struct TypesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "types",
        abstract: "The catalogue: which messages there are, who publishes and reads them, and their rules.",
        discussion: """
            Examples:
              cuakhau types
              cuakhau types crossing.exit.recorded.v1
              cuakhau types 'loan.>' --json
            """
    )

    @Argument(help: "One type's name, or a filter.")
    var type: String?

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        let filter: TypeFilter
        do { filter = try TypeFilter(validating: type ?? ">") } catch { throw CommandFailure(.usage, error.message) }
        let types = Catalogue.standard.types(matching: filter)
        guard !types.isEmpty else { throw CommandFailure(.dataError, "no type matches \(type ?? ""): `cuakhau types` lists them") }
        if json {
            for type in types { Terminal.write(try TypeDocument(type).line()) }
        } else if let name = type, types.count == 1, types[0].name == name {
            show(types[0])
        } else {
            list(types)
        }
    }

    private func list(_ types: [MessageType]) {
        var table = TextTable(["TYPE", "CLASS", "LANE", "KEY", "PUBLISHED BY", "READ BY"])
        for type in types {
            table.append([
                type.name, "\(type.dataClass)", "\(type.lane)", type.keyPaths.joined(separator: "+"), publishers(type), roles(type.readers),
            ])
        }
        for line in table.lines { Terminal.write(line) }
    }

    private func show(_ type: MessageType) {
        let retention = type.retentionDays > 0 ? "\(type.retentionDays) days" : "until an operator decides"
        Terminal.write(
            """
            \(type.name)
              \(type.summary)

              class \(type.dataClass), lane \(type.lane), key \(type.keyPaths.joined(separator: "+")), at most \(type.bodyBytesMax) bytes, kept \(retention)
              published by \(publishers(type))
              read by      \(roles(type.readers))

            """
        )
        var table = TextTable(["  FIELD", "KIND", "RULES", "READ BY"])
        for field in type.fields {
            table.append([
                "  " + field.path, field.kind, field.rules.joined(separator: "; "), field.readers.isEmpty ? "every reader" : roles(field.readers),
            ])
        }
        for line in table.lines { Terminal.write(line) }
    }

    private func publishers(_ type: MessageType) -> String { type.isByGateway ? "the gateway" : roles(type.publishers) }

    private func roles(_ roles: [Role]) -> String {
        let agencies = Role.allCases.count - 2
        return roles.count >= agencies ? "all" : roles.map(\.name).joined(separator: " ")
    }
}

/// A type as JSON.
private struct TypeDocument: Encodable {
    struct Field: Encodable {
        let path: String
        let kind: String
        let rules: [String]
        let readers: [String]
        let comment: String
    }

    let name: String
    let summary: String
    let data_class: String
    let lane: String
    let key: [String]
    let publishers: [String]
    let readers: [String]
    let body_bytes_max: Int
    let retention_days: Int
    let fields: [Field]

    init(_ type: MessageType) {
        name = type.name
        summary = type.summary
        data_class = "\(type.dataClass)"
        lane = "\(type.lane)"
        key = type.keyPaths
        publishers = type.publishers.map(\.name)
        readers = type.readers.map(\.name)
        body_bytes_max = type.bodyBytesMax
        retention_days = type.retentionDays
        fields = type.fields.map {
            Field(path: $0.path, kind: $0.kind, rules: $0.rules, readers: $0.readers.map(\.name), comment: $0.comment)
        }
    }

    func line() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
