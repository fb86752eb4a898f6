import Foundation

/// The report as a page to print: one file, no script, nothing loaded from anywhere.
public struct ReportPage {
    private let consolidation: Consolidation
    private let language: Language
    private let day: CalendarDay
    private let isExercise: Bool

    private static let barWidth = 320

    public init(_ consolidation: Consolidation, language: Language, day: CalendarDay, isExercise: Bool) {
        self.consolidation = consolidation
        self.language = language
        self.day = day
        self.isExercise = isExercise
    }

    public var html: String {
        let title = Wording(vi: "Báo cáo \(consolidation.period)", en: "Report \(consolidation.period)")[language]
        var lines = [
            "<!doctype html>", "<html lang=\"\(language.rawValue)\">", "<head><meta charset=\"utf-8\"><title>\(escaped(title))</title>",
            "<style>\(Self.style)</style></head>", "<body>", "<h1>\(escaped(title))</h1>",
            "<p>\(escaped(Wording(vi: "Kế hoạch 109/KH-UBND · lập ngày \(day.written)", en: "Plan 109/KH-UBND · made on \(day.written)")[language]))</p>",
        ]
        if isExercise {
            lines.append("<p class=\"mark\">\(Wording(vi: "DIỄN TẬP – số liệu hư cấu", en: "EXERCISE – fictitious figures")[language])</p>")
        }
        for section in consolidation.sections where !section.figures.isEmpty { lines += table(section) }
        lines += standings
        for (office, text) in consolidation.narratives {
            lines.append("<h2>\(escaped(office[language]))</h2><p>\(escaped(text).replacing("\n", with: "<br>"))</p>")
        }
        lines += ["</body>", "</html>", ""]
        return lines.joined(separator: "\n")
    }

    private func table(_ section: Consolidation.Section) -> [String] {
        let most = section.figures.map { max($0.value, $0.goal ?? 0) }.max() ?? 0
        var lines = ["<h2>\(escaped(section.title[language]))</h2>", "<table>"]
        for figure in section.figures {
            lines.append(
                "<tr><th>\(escaped(figure.name[language]))</th><td class=\"number\">\(escaped(figure.text(language)))</td>"
                    + "<td class=\"number\">\(escaped(figure.goalText(language)))</td><td>\(bar(figure, most))</td></tr>"
            )
        }
        return lines + ["</table>"]
    }

    /// The count as a bar, its goal as a line. A count that may not be told has no length either.
    private func bar(_ figure: Figure, _ most: Int64) -> String {
        let scale = figure.unit == .dong ? max(figure.value, figure.goal ?? 0) : most
        guard scale > 0 else { return "" }
        let told = figure.unit == .persons ? Int64(SmallCount.suppressed(Int(figure.value))) : max(0, figure.value)
        // Money reaches 10^15: times 320 it fits.
        func length(_ value: Int64) -> Int64 { min(value, scale) * Int64(Self.barWidth) / scale }
        let goal = figure.goal.map { "<rect class=\"goal\" x=\"\(length($0))\" y=\"0\" width=\"2\" height=\"14\"/>" } ?? ""
        return
            "<svg width=\"\(Self.barWidth + 4)\" height=\"14\" role=\"img\"><rect x=\"0\" y=\"2\" width=\"\(length(told))\" height=\"10\"/>\(goal)</svg>"
    }

    private var standings: [String] {
        guard !consolidation.standings.isEmpty else { return [] }
        var lines = ["<h2>\(Wording(vi: "Báo cáo đã nhận", en: "Reports received")[language])</h2>", "<table>"]
        for standing in consolidation.standings {
            let received = standing.receivedOn?.written ?? Wording(vi: "chưa nhận", en: "not received")[language]
            let late = standing.daysLate > 0 ? Wording(vi: "chậm \(standing.daysLate) ngày", en: "\(standing.daysLate) days late")[language] : ""
            lines.append("<tr><th>\(escaped(standing.name[language]))</th><td>\(received)</td><td>\(late)</td></tr>")
        }
        return lines + ["</table>"]
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    private static let style = """
        body{font:14px/1.4 sans-serif;max-width:960px;margin:2em auto;color:#111}h2{font-size:1.1em;margin:1.6em 0 .4em}
        table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:normal}th,td{padding:3px 8px;border-bottom:1px solid #ddd;vertical-align:middle}
        .number{text-align:right;white-space:nowrap}svg rect{fill:#2b6cb0}svg .goal{fill:#c53030}.mark{border:2px solid #c53030;padding:4px 8px;display:inline-block}
        @media print{body{margin:0}table{page-break-inside:avoid}}
        """
}
