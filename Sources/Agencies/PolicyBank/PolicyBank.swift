import Contracts
public import GRDB

/// The social policy bank: files from the communes' lists, decisions on the clock, money out of the plan's funds, and money back [S 462-476].
///
/// It learns that a work contract exists, and never of an order, an employer or a crossing.
public struct PolicyBank: Office {
    public static let kind = OfficeKind.bank
    /// All that the bank may read, which the gateway narrows to needs, contracts, troubles and erasures, and to public notices that it leaves alone.
    public static let filter = ">"
    public static let purpose = "credit for workers: files, decisions, disbursement and repayment"

    public let settings: BankSettings

    public init(settings: BankSettings = BankSettings()) {
        self.settings = settings
    }

    public static func registerMigrations(in migrator: inout DatabaseMigrator) { BankTables.registerMigrations(in: &migrator) }

    public func received(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        switch message.type {
        case "loan.need.listed.v1": try list(LoanNeed(message.decoded(), listedBy: message.principal), chain: message.chain, in: transaction)
        case "contract.registered.v1": try WorkContract(message.decoded()).save(transaction.database)
        case "loan.problem.raised.v1": try raise(message.decoded(), in: transaction)
        case "gateway.subject.erased.v1": try erase(message.decoded(), in: transaction)
        default: break
        }
    }

    public func clockMoved(in transaction: OfficeTransaction) throws {
        try markDue(in: transaction)
        try transaction.duty(Wording(vi: "báo số đã giải ngân", en: "reporting what was lent")) { try reportLending(in: transaction) }
        try transaction.duty(Wording(vi: "xóa dữ liệu cũ", en: "removing what is old")) { try forgetEnded(in: transaction) }
    }
}
