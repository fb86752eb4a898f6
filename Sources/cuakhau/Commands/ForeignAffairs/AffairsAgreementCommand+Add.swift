import Agencies
import ArgumentParser

extension AffairsAgreementCommand {
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: String(vi: "Ghi một thoả thuận đã ký.", en: "Enter an agreement that was signed."))

        @Argument(
            help: ArgumentHelp(
                vi: "Mã riêng của cơ quan: chữ không dấu, số và . _ - /",
                en: "The office's own code for it: letters, digits and . _ - /"
            )
        )
        var code: String

        @Option(help: ArgumentHelp(vi: "Tên thoả thuận.", en: "What it is called.", valueName: "text"))
        var title: String

        @Option(help: ArgumentHelp(vi: "Bên ký ở phía Việt Nam.", en: "Who signed it on this side.", valueName: "text"))
        var here: String

        @Option(help: ArgumentHelp(vi: "Bên ký ở phía nước ngoài.", en: "Who signed it on the other side.", valueName: "text"))
        var abroad: String

        @Option(
            help: ArgumentHelp(
                vi: "Nước của bên kia, theo mã ISO 3166-1.",
                en: "The other side's country, as a code of ISO 3166-1.",
                valueName: "code"
            )
        )
        var country: String

        @Option(
            help: ArgumentHelp(vi: "Ngày ký (2025-03-01).", en: "The day on which it was signed (2025-03-01).", valueName: "day"),
            transform: AffairsArguments.day
        )
        var signed: CalendarDay

        @Option(
            help: ArgumentHelp(
                vi: "Ngày cuối; nếu không nêu thì có hiệu lực đến khi chấm dứt.",
                en: "Its last day; else it is in force until it is ended.",
                valueName: "day"
            ),
            transform: AffairsArguments.day
        )
        var expires: CalendarDay?

        @Option(help: ArgumentHelp(vi: "Những điều khác cần biết.", en: "What else is to be known.", valueName: "text"))
        var note: String?

        @OptionGroup var who: AffairsOfficerOption

        @OptionGroup var office: AffairsOptions

        func run() throws {
            let open = try office.open()
            try open.write { rules, transaction in
                let agreement = try Agreement(
                    code: code,
                    title: title,
                    partyHere: here,
                    partyAbroad: abroad,
                    country: country,
                    signed: signed,
                    expires: expires,
                    officer: who.officer,
                    note: note
                )
                try rules.addAgreements([agreement], in: transaction)
            }
            open.say(Wording(vi: "Đã ghi \(code).", en: "Entered \(code)."))
        }
    }

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Ghi các thoả thuận của một tệp CSV: tất cả, hoặc không thoả thuận nào.",
                en: "Enter the agreements of a CSV file: all of them, or none."
            ),
            discussion: String(
                vi: "Các cột, thứ tự tuỳ ý: code, title, party_here, party_abroad, country, signed; và nếu biết: expires, note.",
                en: "The columns, in any order: code, title, party_here, party_abroad, country, signed; and, where they are known, expires and note."
            )
        )

        @Argument(help: ArgumentHelp(vi: "Tệp; - là đầu vào chuẩn.", en: "The file; - is standard input.", valueName: "file"))
        var file: String

        @OptionGroup var who: AffairsOfficerOption

        @OptionGroup var office: AffairsOptions

        func run() throws {
            let open = try office.open()
            let agreements = try open.rows(
                file,
                columns: ["code", "title", "party_here", "party_abroad", "country", "signed"],
                optional: ["expires", "note"],
                agreement
            )
            try open.write { try $0.addAgreements(agreements, in: $1) }
            open.say(Wording(vi: "Đã ghi \(agreements.count) thoả thuận.", en: "Entered \(agreements.count) agreements."))
        }

        private func agreement(_ row: ImportRow) throws(ImportFault) -> Agreement {
            let signed = try row.day("signed")
            let expires = try row.optionalText("expires") == nil ? nil : try row.day("expires")
            let (code, title, country) = (try row.text("code"), try row.text("title"), try row.text("country"))
            let (here, abroad, note) = (try row.text("party_here"), try row.text("party_abroad"), try row.optionalText("note"))
            do throws(OfficeError) {
                return try Agreement(
                    code: code,
                    title: title,
                    partyHere: here,
                    partyAbroad: abroad,
                    country: country,
                    signed: signed,
                    expires: expires,
                    officer: who.officer,
                    note: note
                )
            } catch {
                throw ImportFault(line: row.line, vi: error.wording.vi, en: error.wording.en)
            }
        }
    }
}
