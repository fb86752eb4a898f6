/// Knows which messages are about people. The journal knows bytes only; whoever opens it knows the types.
public protocol SubjectCatalogue: Sendable {
    /// What finds the subjects of a type's messages; nil for a type that is about nobody, and is not encrypted.
    func finder(for type: String) -> (any SubjectFinder)?
}

/// Says whom the messages of one type are about.
public protocol SubjectFinder: Sendable {
    func find(in body: UnsafeRawBufferPointer, _ parts: inout SubjectParts)
}

/// Stretches of a body, in order and without a gap, each with its subjects. Used again for the next body.
public struct SubjectParts {
    struct Part {
        var bytes: Range<Int>
        var subjects: Range<Int>
    }

    private(set) var parts: [Part] = []
    /// Where in the body the subjects' names lie.
    private(set) var subjects: [Range<Int>] = []

    public init() {}

    mutating func removeAll() {
        parts.removeAll(keepingCapacity: true)
        subjects.removeAll(keepingCapacity: true)
    }

    /// Adds a stretch.
    ///
    /// - Parameter subjects: Which of the subjects that were added, by their order. None: it is about nobody, and encrypted all the same.
    public mutating func append(part bytes: Range<Int>, subjects: Range<Int>) { parts.append(Part(bytes: bytes, subjects: subjects)) }

    public mutating func append(subject: Range<Int>) { subjects.append(subject) }
}
