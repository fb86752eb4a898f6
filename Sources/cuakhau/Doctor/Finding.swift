import Foundation

/// What one check found.
struct Finding: Encodable {
    enum Grade: String, Encodable {
        case good
        /// Works, and is worth knowing.
        case note
        /// Something has to be done.
        case fault
    }

    let check: String
    let grade: Grade
    let detail: String

    var text: String {
        let mark =
            switch grade {
            case .good: "ok   "
            case .note: "note "
            case .fault: "FAULT"
            }
        return "\(mark)  \(check): \(detail)"
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
