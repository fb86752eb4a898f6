import Foundation

extension MissionLetter {
    private static let width = 80

    /// The letter as plain text: Vietnamese, then English on a page of its own.
    public var text: String { sheets.map(Self.text).joined(separator: "\n\u{0c}\n") + "\n" }

    private static func text(_ sheet: Sheet) -> String {
        var lines: [String] = []
        if let banner = sheet.banner { lines += [centred("*** \(banner) ***"), ""] }
        lines += (sheet.office + [""] + sheet.motto).map(centred)
        lines += ["", right(sheet.place), "", centred(sheet.subject), "", centred(sheet.addressee), ""]
        lines += wrapped(sheet.opening) + [""]
        let labelWidth = sheet.rows.map(\.label.count).max() ?? 0
        lines += sheet.rows.map { "  - \($0.label):\(String(repeating: " ", count: labelWidth - $0.label.count + 1))\($0.value)" }
        for paragraph in sheet.closing { lines += [""] + wrapped(paragraph) }
        return (lines + [""] + sheet.signature.map(right)).joined(separator: "\n")
    }

    /// Indented as far as needed; never cut.
    private static func right(_ line: String) -> String { String(repeating: " ", count: max(0, width - line.count)) + line }
    private static func centred(_ line: String) -> String {
        line.isEmpty ? "" : String(repeating: " ", count: max(0, (width - line.count) / 2)) + line
    }

    private static func wrapped(_ paragraph: String) -> [String] {
        var lines = [""]
        for word in paragraph.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// The letter as one self-contained page of HTML, which a browser prints on two sheets of A4.
    public var page: String {
        """
        <!DOCTYPE html>
        <html lang="vi">
        <head>
        <meta charset="utf-8">
        <title>\(Self.escaped(sheets.first?.subject ?? ""))</title>
        <style>
        @page { size: A4; margin: 20mm 15mm 20mm 30mm }
        body { font: 13pt/1.4 "Times New Roman", "Liberation Serif", serif; max-width: 165mm; margin: auto }
        section + section { break-before: page }
        header { display: flex; justify-content: space-between; text-align: center; font-weight: bold }
        .banner { text-align: center; border: 2px solid; padding: 2mm }
        .place { text-align: right; font-style: italic }
        h1 { font-size: 14pt; text-align: center }
        th { text-align: left; font-weight: normal; padding-right: 8mm; vertical-align: top }
        footer { text-align: center; margin-left: 50%; padding-bottom: 30mm }
        </style>
        </head>
        <body>
        \(sheets.map(Self.section).joined(separator: "\n"))
        </body>
        </html>

        """
    }

    private static func section(_ sheet: Sheet) -> String {
        func lines(_ lines: [String]) -> String { lines.map(escaped).joined(separator: "<br>") }
        var parts = ["<section lang=\"\(sheet.language.rawValue)\">"]
        if let banner = sheet.banner { parts.append("<p class=\"banner\">\(escaped(banner))</p>") }
        parts.append("<header><div>\(lines(sheet.office))</div><div>\(lines(sheet.motto))</div></header>")
        parts.append("<p class=\"place\">\(escaped(sheet.place))</p>")
        parts.append("<h1>\(escaped(sheet.subject))</h1>")
        parts.append("<p><strong>\(escaped(sheet.addressee))</strong></p>")
        parts.append("<p>\(escaped(sheet.opening))</p>")
        parts.append("<table>")
        parts += sheet.rows.map { "<tr><th>\(escaped($0.label))</th><td>\(escaped($0.value))</td></tr>" }
        parts.append("</table>")
        parts += sheet.closing.map { "<p>\(escaped($0))</p>" }
        parts.append("<footer>\(lines(sheet.signature))</footer>")
        parts.append("</section>")
        return parts.joined(separator: "\n")
    }

    /// A city is text of another office's.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
