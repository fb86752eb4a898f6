import Agencies
import ArgumentParser

extension AffairsCaseCommand {
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Toàn bộ một vụ việc: những gì đã biết, ai đã làm gì, và người lao động đang theo hợp đồng nào.",
                en: "All of a case: what is known, what was done by whom, and under which contract the worker is there."
            ),
            discussion: String(
                vi: "Vụ việc có thể là về một người: ai đã xem và xem lúc nào được lưu năm năm.",
                en: "It can be about one person: that it was looked at, by whom and when, is kept for five years."
            )
        )

        @Flag(help: ArgumentHelp(vi: "Một đối tượng JSON.", en: "One JSON object."))
        var json = false

        @OptionGroup var subject: Subject

        private struct Step: Encodable {
            let at: String
            let act: String
            let from: String?
            let to: String
            let officer: String?
            let note: String?
        }

        private struct Contract: Encodable {
            let contract_ref: String
            let order_id: String
            let employer_ref: String?
            let first_day: String
            let last_day: String
        }

        private struct Document: Encodable {
            let `case`: AffairsCaseRow
            let worker_ref: String?
            let receipt: String?
            let steps: [Step]
            let contracts: [Contract]
        }

        func run() throws {
            let open = try subject.office.open()
            let (found, steps, contracts) = try open.write { rules, transaction in
                let database = transaction.database
                let found = try CaseRegister.find(subject.id, database)
                try transaction.noteReading(.protectionCase, found.id, officer: subject.who.officer)
                let contracts = try WorkerContract.all(for: found, database).map { contract in
                    Contract(
                        contract_ref: contract.ref,
                        order_id: contract.orderID,
                        employer_ref: try SeasonalOrder.optional(contract.orderID, database)?.employerRef,
                        first_day: "\(contract.firstDay)",
                        last_day: "\(contract.lastDay)"
                    )
                }
                return (found, try CaseRegister.steps(of: found.id, database), contracts)
            }
            if json {
                let rows = steps.map {
                    Step(at: "\($0.at)", act: $0.act.rawValue, from: $0.from?.rawValue, to: $0.to.rawValue, officer: $0.officer, note: $0.note)
                }
                let row = AffairsCaseRow(found, now: open.clock.now())
                let document = Document(case: row, worker_ref: found.workerRef, receipt: found.receipt, steps: rows, contracts: contracts)
                Terminal.write(try JSONLine.text(document))
                return
            }
            for line in Self.lines(found, open.language) { Terminal.write(ShownText.plain(line)) }
            for contract in contracts {
                let days = "\(contract.first_day) – \(contract.last_day)"
                open.say(Wording(vi: "  hợp đồng: \(contract.contract_ref), \(days)", en: "  contract: \(contract.contract_ref), \(days)"))
            }
            for step in steps { Terminal.write(ShownText.plain(Self.line(step, open.language))) }
        }

        private static func lines(_ found: ProtectionCase, _ language: Language) -> [String] {
            let unknown = Wording(vi: "chưa rõ", en: "not known")[language]
            let rows: [(Wording, String?)] = [
                (Wording(vi: "trạng thái", en: "state"), found.state.name[language]),
                (Wording(vi: "sự việc", en: "kind"), AffairsWords.kinds.name(found.kind)[language]),
                (Wording(vi: "nơi", en: "place"), found.city.isEmpty ? found.country : "\(found.city), \(found.country)"),
                (Wording(vi: "số người", en: "people"), found.persons == 0 ? unknown : "\(found.persons)"),
                (Wording(vi: "nhận tin", en: "news"), "\(AffairsWords.channels.name(found.channel)[language]), \(found.at.onBothClocks)"),
                (Wording(vi: "nơi mở", en: "opened by"), found.openedBy),
                (Wording(vi: "người lao động", en: "worker"), found.workerRef),
                (Wording(vi: "cán bộ", en: "officer"), found.officer),
                (Wording(vi: "hạn", en: "due"), found.reviewAt?.onBothClocks),
                (Wording(vi: "cơ quan đại diện", en: "mission"), found.missionCode),
                (Wording(vi: "trả lời của cơ quan đại diện", en: "receipt"), found.receipt),
                (Wording(vi: "kết quả", en: "outcome"), found.outcome.map { AffairsWords.outcomes.name($0)[language] }),
            ]
            return [found.id] + rows.compactMap { label, value in value.map { "  \(label[language]): \($0)" } }
        }

        private static func line(_ step: CaseStep, _ language: Language) -> String {
            let parts = [step.at.onBothClocks, step.act.name[language], step.to.name[language], step.officer, step.note]
            return "  " + parts.compactMap(\.self).joined(separator: " · ")
        }
    }
}
