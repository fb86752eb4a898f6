import Agencies
import ArgumentParser
import Client

/// `cuakhau OFFICE problem list|dismiss`
struct OfficeProblemCommand<Rules: OfficeProgram>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "problem",
            abstract: "Messages that could not be taken or were refused: each waits for a person.",
            subcommands: [List.self, Dismiss.self]
        )
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration { CommandConfiguration(commandName: "list", abstract: "What waits, oldest first.") }

        @OptionGroup var office: OfficeOptions<Rules>

        func run() throws {
            let open = try office.open()
            let (problems, refused) = try open.store.read { (try Problem.all($0), try StoreOutbox().refused(in: $0)) }
            for problem in problems {
                Terminal.write("in/\(problem.position)  \(problem.at.written)  \(problem.type)  \(problem.code): \(problem.wording[open.language])")
            }
            for message in refused { Terminal.write("out/\(message.id)  \(message.message.type)  \(message.refusal)") }
            guard problems.isEmpty, refused.isEmpty else { return }
            open.say(Wording(vi: "Không có gì cần xem.", en: "Nothing needs a person."))
        }
    }

    struct Dismiss: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(commandName: "dismiss", abstract: "Somebody has seen to it: take it off the list.")
        }

        @Argument(help: ArgumentHelp("As `problem list` names it: in/12 or out/3.", valueName: "problem"))
        var problem: String

        @OptionGroup var office: OfficeOptions<Rules>

        func run() throws {
            let parts = problem.split(separator: "/")
            guard parts.count == 2, parts[0] == "in" || parts[0] == "out", let number = Int64(parts[1]), number > 0 else {
                throw ValidationError("a problem is named as `problem list` does: in/12 or out/3")
            }
            let open = try office.open()
            let isDone = try open.write { _, transaction in
                parts[0] == "in"
                    ? try Problem.dismiss(UInt64(number), transaction.database) : try transaction.discardRefused(number)
            }
            guard isDone else { throw CommandFailure(.noInput, "there is no problem \(problem): `problem list` shows them") }
        }
    }
}
