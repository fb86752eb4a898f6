import Agencies
import ArgumentParser
import Contracts
import Foundation

/// `cuakhau labour worker import|list|papers|show|log|forget`
struct LabourWorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Workers, by pseudonym; who they are is in the vault.",
        subcommands: [Import.self, List.self, Papers.self, Show.self, Log.self, Forget.self]
    )

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take workers from a list: all of it or, with every fault named, nothing.",
            discussion: """
                CSV with the columns name, document_kind (passport, border_pass, other), document_number, commune (five digits), birth_year, market \
                (chongzuo, japan, …), consent (the version of its text), and perhaps contact. Names and numbers go into the vault; the hub's store and \
                the gateway get a pseudonym for each document, the same whenever it comes again.

                Example:
                  cuakhau labour worker import workers.csv --home /srv/labour --refs refs.csv
                """
        )

        @Argument(help: ArgumentHelp("The list; - is standard input.", valueName: "file"))
        var file: String

        @Option(help: ArgumentHelp("Write the pseudonyms here, in the list's order: worker_ref,commune.", valueName: "file"))
        var refs: String?

        @OptionGroup var office: OfficeOptions<LabourOffice>

        private static let kinds: [(word: String, value: Langson_Common_V1_DocumentKind)] = [
            ("passport", .passport), ("border_pass", .borderPass), ("other", .other),
        ]

        func run() throws {
            let open = try office.open()
            let key = try TokenKey(file: open.home.tokenKeyPath)
            let columns = ["name", "document_kind", "document_number", "commune", "birth_year", "market", "consent"]
            let today = open.clock.now().day()
            let communes = Set(try open.read { try ReferenceLists($1).communes(on: today) }.map(\.id))
            let entries = try open.rows(file, columns: columns, optional: ["contact"]) { (row) throws(ImportFault) in
                try Self.entry(row, key, communes)
            }
            let vault = try WorkerVault(home: open.home)
            let refs = try open.write { try Enrolling(in: $1).take(entries, into: vault) }
            if let path = self.refs {
                let lines = ["worker_ref,commune"] + zip(refs, entries).map { "\($0),\($1.commune)" }
                do { try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8) } catch {
                    throw CommandFailure(.cannotCreate, "the workers are taken; cannot write \(path): \(error.localizedDescription)")
                }
            }
            open.say(Wording(vi: "Đã nhận \(entries.count) người.", en: "Took \(entries.count) workers."))
        }

        private static func entry(_ row: ImportRow, _ key: TokenKey, _ communes: Set<String>) throws(ImportFault) -> Enrolling.Entry {
            let number = try row.text("document_number", lengthMax: 40)
            let token: DocumentToken
            do throws(OfficeError) {
                token = DocumentToken(try DocumentNumber(normalising: number.utf8), key: key)
            } catch {
                throw row.fault("document_number", vi: error.wording.vi, en: error.wording.en)
            }
            let commune = try row.text("commune", lengthMax: 5)
            guard communes.contains(commune) else {
                throw row.fault("commune", vi: "cần mã xã, phường trong danh mục hiện hành", en: "the code of a commune of today's list")
            }
            return Enrolling.Entry(
                identity: Identity(
                    name: try row.text("name", lengthMax: 120),
                    documentKind: try row.choice("document_kind", kinds),
                    documentNumber: number,
                    contact: try row.optionalText("contact", lengthMax: 120) ?? ""
                ),
                token: token.description,
                commune: commune,
                birthYear: try row.integer("birth_year", 1900...2199),
                market: try row.choice("market", Market.words.map { ($0.word, $0.word) }),
                consent: try row.text("consent", lengthMax: 64)
            )
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The workers, by pseudonym.")

        @Option(help: ArgumentHelp("Of one commune.", valueName: "code"))
        var commune: String?

        @Flag(help: "One JSON object a line.")
        var json = false

        @OptionGroup var reader: ReaderOption
        @OptionGroup var office: OfficeOptions<LabourOffice>

        private struct Line: Encodable {
            let worker: String
            let commune: String
            let market: String
            let consent: String
            let erased: Bool
        }

        func run() throws {
            let open = try office.open()
            let workers = try open.look(.worker, nil, reader) { try WorkerRecord.all($1, commune: commune) }
            if json {
                for worker in workers {
                    let line = Line(
                        worker: worker.ref,
                        commune: worker.commune,
                        market: worker.market,
                        consent: worker.consent,
                        erased: worker.isErased
                    )
                    Terminal.write(try JSONLine.text(line))
                }
                return
            }
            var table = TextTable(["WORKER", "COMMUNE", "MARKET", "CONSENT", "ERASED"])
            for worker in workers { table.append([worker.ref, worker.commune, worker.market, worker.consent, worker.isErased ? "erased" : ""]) }
            for line in table.lines { Terminal.write(line) }
        }
    }

    struct Papers: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How the steps of a worker's papers came out. Nothing follows from them by itself. That you looked, and why, is written down."
        )

        @Argument var worker: String
        @Option(help: "Your name.")
        var officer: String
        @Option(help: "What for.")
        var purpose: String
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            let steps = try open.read { _, database in
                _ = try WorkerRecord.find(worker, database)
                return try DossierRecord.all(of: worker, database)
            }
            try WorkerVault(home: open.home).note(worker, readBy: officer, purpose: purpose, at: open.clock.now())
            guard !steps.isEmpty else { return open.say(Wording(vi: "Chưa có giấy tờ nào.", en: "Nothing has come yet.")) }
            for step in steps {
                let until = step.validUntil.isEmpty ? "" : Wording(vi: ", đến \(step.validUntil)", en: ", until \(step.validUntil)")[open.language]
                Terminal.write("\(step.stepName[open.language]): \(step.resultName[open.language])\(until)")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Who a worker is. That you looked, and why, is written down.",
            discussion: """
                Example:
                  cuakhau labour worker show 01K… --officer "Nguyễn Văn A" --purpose "family asks after the worker" --home /srv/labour
                """
        )

        @Argument var worker: String
        @Option(help: "Your name.")
        var officer: String
        @Option(help: "What for.")
        var purpose: String
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            let identity: Identity
            do {
                identity = try WorkerVault(home: open.home).show(worker, to: officer, purpose: purpose, at: open.clock.now())
            } catch let error as OfficeError {
                throw open.failure(error)
            }
            Terminal.write("\(identity.name)\n\(identity.documentNumber)\n\(identity.contact)")
        }
    }

    struct Log: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Who looked, and why.")

        @Argument(help: "Of one worker; else of all.")
        var worker: String?
        @Flag(help: "One JSON object a line.")
        var json = false
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            for access in try WorkerVault(home: open.home).accesses(of: worker) {
                let time = UTCTime(microseconds: access.at).written
                Terminal.write(
                    json ? try JSONLine.text(access) : "\(access.number)  \(time)  \(access.workerRef)  \(access.officer): \(access.purpose)"
                )
            }
        }
    }

    struct Forget: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forget who a worker is, as the worker asked.",
            discussion: """
                Takes the identity out of the vault. What the gateway has kept is made unreadable by its operator: `cuakhau erase WORKER --reason …`; that \
                reaches this office and the others as a message.
                """
        )

        @Argument var worker: String
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            guard try WorkerVault(home: open.home).erase(worker) else {
                throw CommandFailure(.noInput, Wording(vi: "két không có người đó", en: "nobody of that pseudonym is in the vault")[open.language])
            }
            open.say(
                Wording(
                    vi: "Đã xóa khỏi két. Hãy yêu cầu người vận hành cổng: cuakhau erase \(worker) --reason …",
                    en: "Out of the vault. Ask the gateway's operator for: cuakhau erase \(worker) --reason …"
                )
            )
        }
    }
}
