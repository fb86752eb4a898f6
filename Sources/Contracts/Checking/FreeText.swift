/// The rules of messages for text that people write, for offices that keep such text in their own stores.
public enum FreeText {
    /// Whether something in a text looks like a document's or a telephone's number: the rule `no_document_number` of options.proto.
    public static func holdsDocumentNumber(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { DocumentNumbers.isIn(UnsafeRawBufferPointer($0)) }
    }

    /// Whether a text holds control characters other than tab and newline, which no text field of a message may hold.
    public static func holdsControlCharacters(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { Text.scalarCount(UnsafeRawBufferPointer($0)) == nil }
    }

    /// Whether a text is a code such as messages refer to things by: the format `FORMAT_REFERENCE` of options.proto.
    public static func isReference(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { Formats.matches(.reference, UnsafeRawBufferPointer($0)) }
    }
}
