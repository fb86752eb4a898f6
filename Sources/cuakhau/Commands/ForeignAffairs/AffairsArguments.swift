import Agencies
import ArgumentParser
import Foundation

typealias AffairsOptions = OfficeOptions<AffairsOffice>

/// Who of the office does something.
struct AffairsOfficerOption: ParsableArguments {
    @Option(help: ArgumentHelp(vi: "Cán bộ nào của cơ quan làm việc này.", en: "Which of the office's own people does this.", valueName: "name"))
    var officer: String
}

/// How words and days of a command line become values.
enum AffairsArguments {
    static func word<Value>(_ text: String, of words: ContractWords<Value>) throws -> Value {
        guard let value = words.value(text) else {
            throw ValidationError(
                String(vi: "một trong: \(words.words.joined(separator: ", "))", en: "one of \(words.words.joined(separator: ", "))")
            )
        }
        return value
    }

    static func day(_ text: String) throws -> CalendarDay {
        guard let day = CalendarDay(text) else { throw ValidationError(String(vi: "cần một ngày, ví dụ 2026-10-25", en: "a day such as 2026-10-25")) }
        return day
    }

    static func time(_ text: String) throws -> UTCTime {
        guard let microseconds = Times.microseconds(text) else {
            throw ValidationError(String(vi: "cần một thời điểm, ví dụ 2026-10-25T01:00:00Z", en: "a time such as 2026-10-25T01:00:00Z"))
        }
        return UTCTime(microseconds: microseconds)
    }

    static func state(_ text: String) throws -> ProtectionCaseState {
        guard let state = ProtectionCaseState(rawValue: text) else {
            throw ValidationError(
                String(
                    vi: "một trong: \(ProtectionCaseState.allCases.map(\.rawValue).joined(separator: ", "))",
                    en: "one of \(ProtectionCaseState.allCases.map(\.rawValue).joined(separator: ", "))"
                )
            )
        }
        return state
    }

    static func period(_ text: String) throws -> ReportPeriod {
        guard let period = ReportPeriod(text) else {
            throw ValidationError(String(vi: "cần 2025-H1, 2025-H2 hoặc 2025", en: "2025-H1, 2025-H2 or 2025"))
        }
        return period
    }

    static func help<Value>(_ words: ContractWords<Value>) -> String { words.words.joined(separator: ", ") }
}
