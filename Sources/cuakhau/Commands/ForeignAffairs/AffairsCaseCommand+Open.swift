import Agencies
import ArgumentParser
import Contracts

extension AffairsCaseCommand {
    struct Open: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open a case that was told to this office itself. Prints its number.",
            discussion: """
                Nothing is published: nobody but this office reads cases. An anonymous report names no worker and has no note; who reports is never asked.

                Examples:
                  cuakhau affairs case open --channel phone --kind accident --country CN --persons 2 --officer 'Lan' --home /srv/affairs
                  cuakhau affairs case open --channel message --kind trafficking --country CN --anonymous --officer 'Lan' --home /srv/affairs
                """
        )

        @Option(
            help: ArgumentHelp("How the news came in: \(AffairsArguments.help(AffairsWords.channels)).", valueName: "word"),
            transform: { try AffairsArguments.word($0, of: AffairsWords.channels) }
        )
        var channel: Langson_Protection_V1_CaseChannel

        @Option(
            help: ArgumentHelp("What has happened: \(AffairsArguments.help(AffairsWords.kinds)).", valueName: "word"),
            transform: { try AffairsArguments.word($0, of: AffairsWords.kinds) }
        )
        var kind: Langson_Protection_V1_CaseKind

        @Option(help: ArgumentHelp("The country, as a code of ISO 3166-1.", valueName: "code"))
        var country: String

        @Option(help: ArgumentHelp("The city or county, where it is known.", valueName: "text"))
        var city = ""

        @Option(help: ArgumentHelp("How many people; 0: not known.", valueName: "count"))
        var persons = 0

        @Option(help: ArgumentHelp("The worker's pseudonym, where it is one who is registered and may be named.", valueName: "ulid"))
        var worker: String?

        @Flag(help: "Who reports wants nobody to look for them.")
        var anonymous = false

        @Option(help: ArgumentHelp("When the news came in (2026-10-25T01:00:00Z); else now.", valueName: "time"), transform: AffairsArguments.time)
        var at: UTCTime?

        @Option(help: ArgumentHelp("What else is known, without names and numbers.", valueName: "text"))
        var note: String?

        @Option(
            help: ArgumentHelp(
                "A case of the last 24 hours that looks the same and is another; as often as there are such cases. Without it the same is not opened twice.",
                valueName: "case"
            )
        )
        var besides: [String] = []

        @OptionGroup var who: AffairsOfficerOption

        @OptionGroup var office: AffairsOptions

        func run() throws {
            let open = try office.open()
            let opened = try open.write { rules, transaction in
                let report = try CaseReport(
                    channel: channel,
                    kind: kind,
                    country: country,
                    city: city,
                    persons: persons,
                    workerRef: worker,
                    isAnonymous: anonymous,
                    at: at ?? transaction.now
                )
                return try rules.openCase(report, officer: who.officer, note: note, besides: besides, in: transaction)
            }
            Terminal.write(opened.id)
        }
    }
}
