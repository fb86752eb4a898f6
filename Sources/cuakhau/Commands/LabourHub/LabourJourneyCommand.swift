public import Agencies
public import ArgumentParser
import Contracts

/// `cuakhau labour journey list|show|renew|permits|contacted|returned|away|case`
struct LabourJourneyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journey",
        abstract: String(vi: "Các chuyến đi và về.", en: "The ways out and back."),
        subcommands: [
            List.self, Show.self, Renew.self, Permits.self, Contacted.self, Returned.self, Away.self, Case.self,
        ]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: String(vi: "Các chuyến đi.", en: "The journeys."))

        @Option(
            help: ArgumentHelp(
                vi: "manifested, exited, returned, renewal_due, welfare_due, contacted, case hoặc no_show.",
                en: "manifested, exited, returned, renewal_due, welfare_due, contacted, case or no_show."
            )
        )
        var state: JourneyState?
        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false
        @OptionGroup var reader: ReaderOption
        @OptionGroup var office: OfficeOptions<LabourOffice>

        private struct Line: Encodable {
            let contract: String
            let worker: String
            let gate: String
            let day: String
            let state: String
            let exited: String?
            let returned: String?
            let validUntil: String
            let need: String?
        }

        func run() throws {
            let open = try office.open()
            var table = TextTable(
                open.language == .vi
                    ? ["HỢP ĐỒNG", "CỬA KHẨU", "NGÀY ĐI", "TRẠNG THÁI", "XUẤT CẢNH", "ĐÃ VỀ", "GIẤY PHÉP", "CẦN HỖ TRỢ"]
                    : ["CONTRACT", "GATE", "DAY", "STATE", "EXITED", "RETURNED", "PERMIT", "NEED"]
            )
            for journey in try open.look(.journey, nil, reader, { try JourneyRecord.all($1, state: state) }) {
                if json {
                    let line = Line(
                        contract: journey.contractRef,
                        worker: journey.workerRef,
                        gate: journey.gate,
                        day: journey.day.description,
                        state: journey.state.rawValue,
                        exited: journey.exitedAt?.description,
                        returned: journey.returnedAt?.description,
                        validUntil: journey.validUntil.description,
                        need: journey.declaredNeed?.rawValue
                    )
                    Terminal.write(try JSONLine.text(line))
                } else {
                    table.append([
                        journey.contractRef, journey.gate, journey.day.description, journey.state.name[open.language],
                        journey.exitedAt?.onBothClocks ?? "–", journey.returnedAt?.onBothClocks ?? "–", journey.validUntil.description,
                        journey.declaredNeed?.help[open.language] ?? "–",
                    ])
                }
            }
            guard !json else { return }
            for line in table.lines { Terminal.write(line) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Một chuyến đi: trạng thái, điều người lao động cần hỗ trợ, các vụ việc, và lời báo về việc trở về.",
                en: "One journey: where it stands, what the worker asked for, its cases, and what people said of the return."
            )
        )

        @Argument(help: ArgumentHelp(vi: "Hợp đồng, người lao động hoặc mã giấy tờ.", en: "The contract, the worker or the document's token."))
        var journey: String
        @OptionGroup var reader: ReaderOption
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            let (shown, cases, words) = try open.look(.journey, journey, reader) { _, database in
                let found = try JourneyRecord.named(journey, database)
                return (
                    found, try JourneyCase.all(of: found.contractRef, database), try ReturnWord.all(of: found.contractRef, database)
                )
            }
            let language = open.language
            let lines: [(Wording, String?)] = [
                (Wording(vi: "hợp đồng", en: "contract"), shown.contractRef),
                (Wording(vi: "người lao động", en: "worker"), shown.workerRef),
                (Wording(vi: "cửa khẩu, ngày đi", en: "gate, day of departure"), "\(shown.gate), \(shown.day.written)"),
                (Wording(vi: "trạng thái", en: "state"), shown.state.name[language]),
                (Wording(vi: "xuất cảnh", en: "exited"), shown.exitedAt?.onBothClocks),
                (Wording(vi: "đã về", en: "returned"), shown.returnedAt?.onBothClocks),
                (Wording(vi: "giấy phép đến ngày", en: "permit until"), shown.validUntil.written),
                (Wording(vi: "cần hỗ trợ", en: "asks for help with"), shown.declaredNeed?.help[language]),
            ]
            for (label, value) in lines { if let value { Terminal.write("\(label[language]): \(value)") } }
            for found in cases {
                open.say(Wording(vi: "vụ việc \(found.id): \(found.state.name.vi)", en: "case \(found.id): \(found.state.name.en)"))
            }
            for word in words {
                let said =
                    word.day.map { Wording(vi: "báo đã về ngày \($0.written)", en: "said to be back on \($0.written)") }
                    ?? Wording(vi: "rút lại lời báo", en: "taken back")
                Terminal.write("\(word.at.written)  \(said[language]): \(ShownText.plain(word.reason))")
            }
        }
    }

    struct Renew: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Giấy phép được cấp hoặc gia hạn đến một ngày.", en: "A permit was given or renewed until a day.")
        )

        @Argument(help: ArgumentHelp(vi: "Hợp đồng.", en: "The contract."))
        var contract: String
        @Option(help: ArgumentHelp(vi: "Ngày cuối cùng của giấy phép.", en: "The permit's last day.", valueName: "YYYY-MM-DD"))
        var until: CalendarDay
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            try office.open().write { try Journeys(settings: $0.settings).renew(contract, until: until, in: $1) }
        }
    }

    struct Permits: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Nhập giấy phép từ danh sách: nhập tất cả, hoặc không nhập gì và nêu mọi lỗi.",
                en: "Permits from a list: all of it or, with every fault named, nothing."
            ),
            discussion: String(
                vi: """
                    CSV có các cột contract_ref và valid_until, ngày cuối cùng của giấy phép.
                    """,
                en: """
                    CSV with the columns contract_ref and valid_until, the permit's last day.
                    """,
                examples: """
                    cuakhau labour journey permits permits.csv --home /srv/labour
                    """
            )
        )

        @Argument(help: ArgumentHelp(vi: "Tệp danh sách; - là đầu vào chuẩn.", en: "The list; - is standard input.", valueName: "file"))
        var file: String
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            let permits = try open.rows(file, columns: ["contract_ref", "valid_until"]) { (row) throws(ImportFault) in
                (line: row.line, contract: try row.text("contract_ref", lengthMax: 26), day: try row.day("valid_until"))
            }
            try open.write { rules, transaction in
                try ImportFailure.collecting(permits, line: \.line) {
                    try Journeys(settings: rules.settings).renew($0.contract, until: $0.day, in: transaction)
                }
            }
            open.say(Wording(vi: "Đã nhận \(permits.count) giấy phép.", en: "Took \(permits.count) permits."))
        }
    }

    struct Contacted: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Đã liên lạc được với người lao động cần hỏi thăm.", en: "Somebody reached the worker who was asked after.")
        )

        @Argument(help: ArgumentHelp(vi: "Hợp đồng.", en: "The contract."))
        var contract: String
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            try office.open().write { try Journeys(settings: $0.settings).contacted(contract, in: $1) }
        }
    }

    struct Returned: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Người lao động đã về mà không trạm kiểm soát nào ghi nhận.", en: "A worker is back whom no checkpoint saw."),
            discussion: String(
                vi: """
                    Báo lại thì lời sau có giá trị. Lượt qua lại được ghi nhận sau ngày đó có giá trị hơn. `journey away` rút lại lời báo.

                    Ví dụ:
                      cuakhau labour journey returned 01K… --on 2026-01-18 --reason "về qua Móng Cái" --home /srv/labour
                    """,
                en: """
                    Said again, the later word counts. A crossing that is recorded after that day counts more. `journey away` takes the word back.

                    Example:
                      cuakhau labour journey returned 01K… --on 2026-01-18 --reason "came back through Móng Cái" --home /srv/labour
                    """
            )
        )

        @Argument(help: ArgumentHelp(vi: "Hợp đồng, người lao động hoặc mã giấy tờ.", en: "The contract, the worker or the document's token."))
        var journey: String
        @Option(help: ArgumentHelp(vi: "Ngày về.", en: "The day.", valueName: "YYYY-MM-DD"))
        var on: CalendarDay
        @Option(
            help: ArgumentHelp(
                vi: "Vì sao biết; không ghi số giấy tờ hoặc số điện thoại.",
                en: "How it is known; no numbers of documents or telephones.",
                valueName: "text"
            )
        )
        var reason: String
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            try office.open().write { try Journeys(settings: $0.settings).markReturned(journey, on: on, reason: reason, in: $1) }
        }
    }

    struct Away: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Lời báo người lao động đã về là sai: chuyến đi vẫn tiếp tục.",
                en: "The word that a worker is back was wrong: the journey goes on."
            )
        )

        @Argument(help: ArgumentHelp(vi: "Hợp đồng, người lao động hoặc mã giấy tờ.", en: "The contract, the worker or the document's token."))
        var journey: String
        @Option(
            help: ArgumentHelp(
                vi: "Lý do; không ghi số giấy tờ hoặc số điện thoại.",
                en: "Why; no numbers of documents or telephones.",
                valueName: "text"
            )
        )
        var reason: String
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            try office.open().write { try Journeys(settings: $0.settings).takeBackReturn(journey, reason: reason, in: $1) }
        }
    }

    struct Case: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Đề nghị Sở Ngoại vụ bảo hộ người lao động.", en: "Ask foreign affairs to protect the worker.")
        )

        @Argument(help: ArgumentHelp(vi: "Hợp đồng.", en: "The contract."))
        var contract: String
        @Option(
            help: ArgumentHelp(
                vi: "arrest, accident, wages, documents, death, trafficking, missing hoặc other.",
                en: "arrest, accident, wages, documents, death, trafficking, missing or other."
            )
        )
        var kind: String
        @Option(help: ArgumentHelp(vi: "Mã nước: hai chữ cái in hoa.", en: "The country's code: two capital letters."))
        var country = "CN"
        @OptionGroup var office: OfficeOptions<LabourOffice>

        private static let kinds: [String: Langson_Protection_V1_CaseKind] = [
            "arrest": .arrest, "accident": .accident, "wages": .wages, "documents": .documents, "death": .death, "trafficking": .trafficking,
            "missing": .missing, "other": .other,
        ]

        func validate() throws {
            guard Self.kinds[kind] != nil else {
                throw ValidationError(
                    String(
                        vi: "--kind là một trong \(Self.kinds.keys.sorted().joined(separator: ", "))",
                        en: "--kind is one of \(Self.kinds.keys.sorted().joined(separator: ", "))"
                    )
                )
            }
        }

        func run() throws {
            let id = try office.open().write {
                try Journeys(settings: $0.settings).openCase(contract, kind: Self.kinds[kind] ?? .other, country: country, in: $1)
            }
            Terminal.write(id)
        }
    }
}

extension JourneyState: ExpressibleByArgument {}
