/// A document that was shown, as far as this office knows it.
public struct ScannedDocument: Hashable, Sendable {
    public let token: DocumentToken
    public let kind: DocumentKind

    public init(token: DocumentToken, kind: DocumentKind) {
        self.token = token
        self.kind = kind
    }
}

/// What came of a piece of a scanner's input.
public enum ScanReading: Hashable, Sendable {
    case document(ScannedDocument)
    case refused(ScanRefusal)
}

/// A piece of input that is no document: it holds nothing of the input.
public struct ScanRefusal: Hashable, Sendable {
    /// What a program calls it.
    public let code: String
    public let wording: Wording
    /// In the document's zone, from 1; nil: it has no place.
    public let line: Int?
    public let column: Int?
    public let field: ZoneField?

    init(_ error: ZoneError) {
        code = error.code
        wording = error.wording
        line = error.line
        column = error.column
        field = error.field
    }

    init(code: String, _ wording: Wording) {
        self.code = code
        self.wording = wording
        line = nil
        column = nil
        field = nil
    }
}
