import Contracts
import SwiftProtobuf

/// What a clerk writes beside a decision: one to 500 characters and no document's number, as the contract of loan.status.changed.v1 has it.
public struct LoanText: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid``; it says what would be right, never what was written.
    public init(validating text: String) throws(OfficeError) {
        guard !text.allSatisfy(\.isWhitespace) else {
            throw OfficeError(.invalid, vi: "cần một câu giải thích, không được để trống", en: "a sentence is needed here: it cannot be empty")
        }
        let probe = Langson_Loan_V1_StatusChanged.with {
            $0.loanRef = String(repeating: "0", count: 26)
            $0.from = .listed
            $0.to = .received
            $0.reason = text
        }
        guard let type = Catalogue.standard.type(named: "loan.status.changed.v1"), let body: [UInt8] = try? probe.serializedBytes() else {
            preconditionFailure("a type of the catalogue")
        }
        if case .refused(let refusal) = body.withUnsafeBytes({ type.check($0, recordedAt: 0, isExercise: false) }) {
            throw OfficeError(
                .invalid,
                vi: "lời giải thích không hợp lệ: tối đa 500 ký tự và không có số giấy tờ (\(refusal.rule.rawValue))",
                en: "this text cannot be taken: expected \(refusal.expected)"
            )
        }
        description = text
    }
}
