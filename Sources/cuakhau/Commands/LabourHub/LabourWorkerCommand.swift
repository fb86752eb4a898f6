import Agencies
import ArgumentParser
import Contracts
import Foundation

/// `cuakhau labour worker import|list|papers|show|log|forget`
struct LabourWorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: String(
            vi: "Người lao động, theo mã ẩn danh; họ là ai thì chỉ có trong két.",
            en: "Workers, by pseudonym; who they are is in the vault."
        ),
        subcommands: [Import.self, List.self, Papers.self, Show.self, Log.self, Forget.self]
    )

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Nhập người lao động từ danh sách: nhập tất cả, hoặc không nhập gì và nêu mọi lỗi.",
                en: "Take workers from a list: all of it or, with every fault named, nothing."
            ),
            discussion: String(
                vi: """
                    CSV có các cột name, document_kind (passport, border_pass, other), document_number, commune (năm chữ số), birth_year, market \
                    (chongzuo, japan, …), consent (phiên bản văn bản đồng ý), và có thể có contact. Tên và số giấy tờ vào két; kho dữ liệu và cổng chỉ nhận một mã \
                    ẩn danh cho mỗi giấy tờ, lần nào nhập cũng như nhau.
                    """,
                en: """
                    CSV with the columns name, document_kind (passport, border_pass, other), document_number, commune (five digits), birth_year, market \
                    (chongzuo, japan, …), consent (the version of its text), and perhaps contact. Names and numbers go into the vault; the hub's store and \
                    the gateway get a pseudonym for each document, the same whenever it comes again.
                    """,
                examples: """
                    cuakhau labour worker import workers.csv --home /srv/labour --refs refs.csv
                    """
            )
        )

        @Argument(help: ArgumentHelp(vi: "Tệp danh sách; - là đầu vào chuẩn.", en: "The list; - is standard input.", valueName: "file"))
        var file: String

        @Option(
            help: ArgumentHelp(
                vi: "Ghi mã ẩn danh vào tệp này theo thứ tự của danh sách: worker_ref,commune.",
                en: "Write the pseudonyms here, in the list's order: worker_ref,commune.",
                valueName: "file"
            )
        )
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
                    throw CommandFailure(
                        .cannotCreate,
                        String(
                            vi: "đã nhận người lao động, nhưng không ghi được \(path)",
                            en: "the workers are taken; cannot write \(path): \(error.localizedDescription)"
                        )
                    )
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
        static let configuration = CommandConfiguration(abstract: String(vi: "Người lao động, theo mã ẩn danh.", en: "The workers, by pseudonym."))

        @Option(help: ArgumentHelp(vi: "Chỉ của một xã, phường.", en: "Of one commune.", valueName: "code"))
        var commune: String?

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
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
            var table = TextTable(
                open.language == .vi
                    ? ["NGƯỜI LAO ĐỘNG", "XÃ, PHƯỜNG", "THỊ TRƯỜNG", "ĐỒNG Ý", "ĐÃ XÓA"] : ["WORKER", "COMMUNE", "MARKET", "CONSENT", "ERASED"]
            )
            for worker in workers {
                table.append([worker.ref, worker.commune, worker.market, worker.consent, worker.isErased ? String(vi: "đã xóa", en: "erased") : ""])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }

    struct Papers: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Kết quả các bước giấy tờ của người lao động. Không có gì tự động phát sinh từ đó. Việc bạn xem và mục đích được ghi lại.",
                en: "How the steps of a worker's papers came out. Nothing follows from them by itself. That you looked, and why, is written down."
            )
        )

        @Argument(help: ArgumentHelp(vi: "Người lao động, theo mã ẩn danh.", en: "The worker, by pseudonym."))
        var worker: String
        @Option(help: ArgumentHelp(vi: "Tên của bạn.", en: "Your name."))
        var officer: String
        @Option(help: ArgumentHelp(vi: "Mục đích.", en: "What for."))
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
            abstract: String(
                vi: "Người lao động là ai. Việc bạn xem và mục đích được ghi lại.",
                en: "Who a worker is. That you looked, and why, is written down."
            ),
            discussion: String(
                vi: """
                    Ví dụ:
                      cuakhau labour worker show 01K… --officer "Nguyễn Văn A" --purpose "gia đình hỏi tin" --home /srv/labour
                    """,
                en: """
                    Example:
                      cuakhau labour worker show 01K… --officer "Nguyễn Văn A" --purpose "family asks after the worker" --home /srv/labour
                    """
            )
        )

        @Argument(help: ArgumentHelp(vi: "Người lao động, theo mã ẩn danh.", en: "The worker, by pseudonym."))
        var worker: String
        @Option(help: ArgumentHelp(vi: "Tên của bạn.", en: "Your name."))
        var officer: String
        @Option(help: ArgumentHelp(vi: "Mục đích.", en: "What for."))
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
        static let configuration = CommandConfiguration(abstract: String(vi: "Ai đã xem, và để làm gì.", en: "Who looked, and why."))

        @Argument(help: ArgumentHelp(vi: "Chỉ của một người; nếu không nêu: của tất cả.", en: "Of one worker; else of all."))
        var worker: String?
        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
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
            abstract: String(vi: "Xóa thông tin người lao động là ai, theo yêu cầu của họ.", en: "Forget who a worker is, as the worker asked."),
            discussion: String(
                vi: """
                    Lấy thông tin ra khỏi két. Những gì cổng đã lưu thì người vận hành làm cho không đọc được nữa: `cuakhau erase WORKER --reason …`; việc đó \
                    đến cơ quan này và các cơ quan khác bằng một bản tin.
                    """,
                en: """
                    Takes the identity out of the vault. What the gateway has kept is made unreadable by its operator: `cuakhau erase WORKER --reason …`; that \
                    reaches this office and the others as a message.
                    """
            )
        )

        @Argument(help: ArgumentHelp(vi: "Người lao động, theo mã ẩn danh.", en: "The worker, by pseudonym."))
        var worker: String
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
