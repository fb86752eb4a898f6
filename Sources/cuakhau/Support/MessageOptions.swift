import ArgumentParser
import Client

/// Which message a command is about.
struct MessageOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The event id of a message, or a chain's.", valueName: "id"))
    var id: String?

    @Option(help: "Instead of an id: the message's position.")
    var position: UInt64?

    func reference() throws -> MessageReference {
        switch (id, position) {
        case (let id?, nil):
            guard let id = EventID(id) else { throw ValidationError("an id is 32 hexadecimal digits, with or without hyphens") }
            return .id(id)
        case (nil, let position?): return .position(position)
        default: throw ValidationError("name a message: by its id, or with --position")
        }
    }

    func validate() throws { _ = try reference() }
}
