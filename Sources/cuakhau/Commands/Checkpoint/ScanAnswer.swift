import Agencies

/// What is told of one scan, to a person or a program.
struct ScanAnswer {
    enum Outcome {
        case crossing(CrossingAnswer)
        case refused(ScanRefusal)
        /// Not recorded: the store or the contract says why.
        case failed(OfficeError)
    }

    /// Which scan of this run.
    let number: Int
    let direction: CrossingDirection
    let outcome: Outcome
    /// Whether a returning worker asked for help.
    let hasNeed: Bool
    let milliseconds: Int

    /// What a program calls it: match, other_day, unknown, repeat, refused or failed.
    var result: String {
        switch outcome {
        case .crossing(.recorded(_, let at, let match)): match.map { $0.day == at.day() ? "match" : "other_day" } ?? "unknown"
        case .crossing(.repeated): "repeat"
        case .refused: "refused"
        case .failed: "failed"
        }
    }

    func text(_ language: Language) -> String { "\(number)  \(wording[language])" }

    private var wording: Wording {
        let way = direction.name
        switch outcome {
        case .crossing(.recorded(let count, let at, let match)):
            let place = "\(at.onBothClocks) · #\(count)"
            guard let match else {
                return Wording(
                    vi: "ĐÃ GHI \(way.vi), không có trong danh sách (bình thường) · \(place)",
                    en: "RECORDED \(way.en), on no manifest (ordinary) · \(place)"
                )
            }
            guard match.day == at.day() else {
                return Wording(
                    vi: "CÓ TRONG DANH SÁCH ngày \(match.day.written), \(way.vi) · \(place)",
                    en: "EXPECTED on \(match.day.written), \(way.en) · \(place)"
                )
            }
            return Wording(vi: "ĐÚNG DANH SÁCH, \(way.vi) · \(place)", en: "EXPECTED, \(way.en) · \(place)")
        case .crossing(.repeated(let count, let at)):
            let need = hasNeed ? Self.needNotSent : Wording(vi: "", en: "")
            return Wording(
                vi: "ĐÃ GHI TRƯỚC ĐÓ lúc \(at.onBothClocks) · #\(count)\(need.vi)",
                en: "RECORDED BEFORE at \(at.onBothClocks) · #\(count)\(need.en)"
            )
        case .refused(let refusal):
            return Wording(vi: "KHÔNG ĐỌC ĐƯỢC: \(refusal.wording.vi)", en: "NOT READ: \(refusal.wording.en)")
        case .failed(let error):
            return Wording(vi: "CHƯA GHI ĐƯỢC: \(error.wording.vi)", en: "NOT RECORDED: \(error.wording.en)")
        }
    }

    /// The passage was said without it, and is said once.
    private static let needNotSent = Wording(
        vi: " · NHU CẦU CHƯA ĐƯỢC GỬI: hãy báo đầu mối lao động",
        en: " · THE NEED WAS NOT SENT: tell the labour hub"
    )

    /// One JSON object: no token, and nothing that was read.
    struct Row: Encodable {
        let scan: Int
        let result: String
        let direction: String
        var device_seq: UInt64?
        var occurred_at: String?
        var manifest_id: String?
        var code: String?
        var line: Int?
        var column: Int?
        var field: String?
        var message: String?
        let milliseconds: Int
    }

    func row(_ language: Language) -> Row {
        var row = Row(scan: number, result: result, direction: direction.rawValue, milliseconds: milliseconds)
        switch outcome {
        case .crossing(.recorded(let count, let at, let match)):
            row.device_seq = count
            row.occurred_at = at.description
            row.manifest_id = match?.manifest
        case .crossing(.repeated(let count, let at)):
            row.device_seq = count
            row.occurred_at = at.description
            row.message = hasNeed ? wording[language] : nil
        case .refused(let refusal):
            row.code = refusal.code
            row.line = refusal.line
            row.column = refusal.column
            row.field = refusal.field?.rawValue
            row.message = refusal.wording[language]
        case .failed(let error):
            row.code = error.code.rawValue
            row.message = error.wording[language]
        }
        return row
    }
}
