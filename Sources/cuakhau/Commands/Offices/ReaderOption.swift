import Agencies
import ArgumentParser
import GRDB

/// Who of the office looks at something about a person.
struct ReaderOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            vi: "Tên cán bộ xem: mỗi lần xem được ghi lại (`reading list`).",
            en: "Which of the office's own people looks: each look is written down (`reading list`).",
            valueName: "name"
        )
    )
    var officer: String
}

extension OpenOffice {
    /// Reads what is about persons: that it was looked at, and by whom, is on disk before it is shown.
    ///
    /// - Parameter id: What is looked at; nil: a whole list.
    func look<Value>(_ kind: Reading.Kind, _ id: String? = nil, _ reader: ReaderOption, _ body: (Rules, Database) throws -> Value) throws -> Value {
        try write { rules, transaction in
            try transaction.noteReading(kind, id, officer: reader.officer)
            return try body(rules, transaction.database)
        }
    }
}
