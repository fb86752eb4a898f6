import Contracts
import Journal

/// Tells the journal, by the .proto files, which messages are about people, and about whom.
struct CatalogueSubjects: SubjectCatalogue {
    let catalogue: Catalogue

    func finder(for type: String) -> (any SubjectFinder)? {
        guard let type = catalogue.type(named: type), type.isPersonal else { return nil }
        return Finder(type: type)
    }

    private struct Finder: SubjectFinder {
        let type: MessageType

        func find(in body: UnsafeRawBufferPointer, _ parts: inout SubjectParts) {
            var sink = Sink(parts: parts)
            // The sink has the only reference then: nothing is copied.
            parts = SubjectParts()
            type.findSubjects(of: body, &sink)
            parts = sink.parts
        }
    }

    private struct Sink: SubjectSink {
        var parts: SubjectParts

        mutating func append(subject: Range<Int>) { parts.append(subject: subject) }
        mutating func append(part: Range<Int>, subjects: Range<Int>) { parts.append(part: part, subjects: subjects) }
    }
}
