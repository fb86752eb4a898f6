/// Text of somebody else on a terminal: without what would move the cursor or turn the line, by which a writer could make it show what is not there.
enum ShownText {
    static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isPlain($0) ? $0 : "\u{fffd}" }))
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar == "\n" || scalar == "\t"
        // Embeddings, overrides and isolates of direction; joiners, which scripts need, are not among them.
        case .format: !(0x202a...0x202e).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
        default: true
        }
    }
}
