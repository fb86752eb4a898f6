public import Contracts
import SwiftProtobuf

/// A worker for whom a commune asks for a loan: by a message, or by a row of its list on paper.
public struct LoanNeed: Hashable, Sendable {
    public let workerRef: String
    public let programme: LoanProgramme
    /// Why the worker is entitled, as a code.
    public let category: String
    public let amount: VND
    /// The commune's office, by name of principal: it is told what becomes of the file.
    public let listedBy: String

    public init(_ message: Langson_Loan_V1_NeedListed, listedBy: String) throws(OfficeError) {
        workerRef = message.workerRef
        programme = try LoanProgramme(message.programme)
        category = message.category
        amount = VND(message.amountRequestedVnd)
        self.listedBy = listedBy
    }

    // MARK: Lists on paper

    public static let columns = ["worker_ref", "commune", "programme", "category", "amount"]

    /// Reads a row of a commune's list: what it says obeys the same contract as the message it stands for.
    ///
    /// - Parameters:
    ///   - communes: The codes of the communes that there are on the list's day, after the reference list; empty: for that day there is none.
    ///   - offices: The principals of the communes' offices, by the code of the commune.
    public init(_ row: ImportRow, communes: Set<String>, offices: [String: String]) throws(ImportFault) {
        let commune = try row.text("commune", lengthMax: 5)
        guard communes.isEmpty || communes.contains(commune) else {
            throw row.fault(
                "commune",
                vi: "không có xã, phường nào mang mã này trong danh mục của ngày lập danh sách: xem `reference show communes`",
                en: "the reference list of the list's day has no commune of this code: see `reference show communes`"
            )
        }
        guard let office = offices[commune] else {
            throw row.fault(
                "commune",
                vi: "office.yaml không nêu xã này dùng tài khoản nào trên hệ thống: hãy thêm vào mục commune_offices",
                en: "office.yaml does not name the principal of this commune's office: add it under commune_offices"
            )
        }
        let programme = try row.choice("programme", LoanProgramme.allCases.map { (word: $0.rawValue, value: $0) })
        let message = Langson_Loan_V1_NeedListed.with {
            $0.workerRef = row.cells["worker_ref"] ?? ""
            $0.programme = programme.message
            $0.category = row.cells["category"] ?? ""
        }
        let amount = try row.amount("amount")
        if let refusal = Self.refusal(of: message, amount) {
            let column = refusal.path == "amount_requested_vnd" ? "amount" : refusal.path
            throw row.fault(column, vi: "giá trị không hợp lệ (\(refusal.rule.rawValue))", en: "expected \(refusal.expected)")
        }
        self.init(workerRef: message.workerRef, programme: programme, category: message.category, amount: amount, listedBy: office)
    }

    private init(workerRef: String, programme: LoanProgramme, category: String, amount: VND, listedBy: String) {
        self.workerRef = workerRef
        self.programme = programme
        self.category = category
        self.amount = amount
        self.listedBy = listedBy
    }

    private static func refusal(of message: Langson_Loan_V1_NeedListed, _ amount: VND) -> ContractRefusal? {
        var message = message
        message.amountRequestedVnd = amount.dong
        guard let type = Catalogue.standard.type(named: "loan.need.listed.v1"), let body: [UInt8] = try? message.serializedBytes() else {
            preconditionFailure("a type of the catalogue")
        }
        switch body.withUnsafeBytes({ type.check($0, recordedAt: 0, isExercise: false) }) {
        case .accepted: return nil
        case .refused(let refusal): return refusal
        }
    }
}
