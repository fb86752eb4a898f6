import Testing

@testable import cuakhau

/// What a writer puts into a text cannot command the reader's terminal.
struct ShownTextTests {
    @Test func `text of every script, lines and tabs are shown as they are`() {
        for text in ["Người cần\tđược\nbảo vệ", "友谊关", "👩‍👧 e\u{301}", ""] { #expect(ShownText.plain(text) == text) }
    }

    @Test(arguments: ["\u{1b}[2J", "\r", "\u{8}", "\u{7}", "\u{9b}31m", "\u{202e}", "\u{2066}", "\u{7f}", "\0"])
    func `what would command a terminal is not`(text: String) {
        let shown = ShownText.plain("a\(text)b")
        #expect(shown.unicodeScalars.first == "a" && shown.unicodeScalars.contains("\u{fffd}"))
        #expect(!shown.unicodeScalars.contains(text.unicodeScalars.first!))
    }
}
