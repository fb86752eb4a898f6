/// A journal could not do what was asked. Says what to do; never what a message holds.
public struct JournalError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// No space: nothing of the batch is stored, and the journal can go on when there is space again.
        case storageFull = "storage_full"
        /// The disk failed.
        case inputOutput = "input_output"
        /// What is on disk contradicts itself.
        case damaged
        /// Written by a newer version of this program.
        case newerFormat = "newer_format"
        /// Another process has it open.
        case busy
        /// The file is something else.
        case notAJournal = "not_a_journal"
        /// Its bodies are encrypted under another master key.
        case wrongMasterKey = "wrong_master_key"
        /// Used after it was closed.
        case closed
        /// A batch that does not follow on what is stored: a mistake of the program's.
        case misuse
    }

    public let code: Code
    public let detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    public var description: String { "\(code.rawValue): \(detail)" }
}
