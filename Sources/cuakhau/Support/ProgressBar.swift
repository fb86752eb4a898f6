/// A bar on a terminal; a line now and then elsewhere.
struct ProgressBar {
    private var lastText = ""
    private let isInteractive = Terminal.isErrorInteractive
    private static let width = 30

    mutating func show(_ fraction: Double, _ text: String) {
        guard isInteractive else { return }
        let filled = Int((min(1, max(0, fraction)) * Double(Self.width)).rounded())
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let line = "\r\(bar) \(text)"
        guard line != lastText else { return }
        Terminal.writePart(line + "\u{1b}[K")
        lastText = line
    }

    /// A line of its own, above the bar.
    mutating func say(_ text: String) {
        if isInteractive { Terminal.writePart("\r\u{1b}[K") }
        Terminal.writeError(text)
        if isInteractive { Terminal.writePart(lastText) }
    }

    func end() {
        if isInteractive { Terminal.writePart("\r\u{1b}[K") }
    }
}
