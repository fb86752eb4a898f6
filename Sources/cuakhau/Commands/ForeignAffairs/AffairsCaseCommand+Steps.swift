import Agencies
import ArgumentParser
import Contracts

extension AffairsCaseCommand {
    struct Take: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a case: from then on it is this officer's.",
            discussion: "A case has one officer. A second take is refused, unless --over says why it is taken over; that is kept with the case."
        )

        @Option(help: ArgumentHelp("Why it is taken over from the officer who has it.", valueName: "reason"))
        var over: String?

        @OptionGroup var subject: Subject

        func run() throws {
            let open = try subject.office.open()
            tell(try open.write { try $0.takeCase(subject.id, officer: subject.who.officer, over: over, in: $1) }, open)
        }
    }

    struct Triage: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Judge what has happened; whoever answers an escalation begins here.")

        @Option(
            help: ArgumentHelp("When it is looked at again (2026-10-28); else as office.yaml says.", valueName: "day"),
            transform: AffairsArguments.day
        )
        var review: CalendarDay?

        @Option(help: ArgumentHelp("What was found, without names and numbers.", valueName: "text"))
        var note: String?

        @OptionGroup var subject: Subject

        func run() throws {
            let open = try subject.office.open()
            let triaged = try open.write {
                try $0.triageCase(subject.id, officer: subject.who.officer, review: review, note: note, in: $1)
            }
            tell(triaged, open)
        }
    }

    struct Refer: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a triaged case to an office that is not a mission; it stays until it is closed."
        )

        @Option(
            help: ArgumentHelp("When it is looked at again (2026-10-28); else as office.yaml says.", valueName: "day"),
            transform: AffairsArguments.day
        )
        var review: CalendarDay?

        @Option(help: ArgumentHelp("To whom, without names of people and numbers.", valueName: "text"))
        var note: String?

        @OptionGroup var subject: Subject

        func run() throws {
            let open = try subject.office.open()
            tell(try open.write { try $0.referCase(subject.id, officer: subject.who.officer, review: review, note: note, in: $1) }, open)
        }
    }

    struct Close: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close a case. Only a person does; how it came out has to be known.",
            discussion: "What is closed is removed 12 months later."
        )

        @Option(
            help: ArgumentHelp("How it came out: \(AffairsArguments.help(AffairsWords.outcomes)).", valueName: "word"),
            transform: { try AffairsArguments.word($0, of: AffairsWords.outcomes) }
        )
        var outcome: Langson_Protection_V1_CaseOutcome?

        @Option(help: ArgumentHelp("What is left to say, without names and numbers.", valueName: "text"))
        var note: String?

        @OptionGroup var subject: Subject

        func run() throws {
            let open = try subject.office.open()
            tell(try open.write { try $0.closeCase(subject.id, officer: subject.who.officer, outcome: outcome, note: note, in: $1) }, open)
        }
    }

    struct Reopen: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open a closed case again: it is nobody's until it is taken, and has the time of a new one."
        )

        @Option(help: ArgumentHelp("Why, without names and numbers.", valueName: "text"))
        var reason: String

        @OptionGroup var subject: Subject

        func run() throws {
            let open = try subject.office.open()
            tell(try open.write { try $0.reopenCase(subject.id, officer: subject.who.officer, reason: reason, in: $1) }, open)
        }
    }
}
