import Agencies

/// Loans, from the communes' lists to the first repayments.
extension Season {
    private struct Loan: Decodable {
        let loan_ref: String
        let state: String
    }

    private func loans(_ state: String) throws -> [String] {
        try decoded(Loan.self, bank.run("loan", "list", "--officer", Self.officer, "--state", state, "--json")).map(\.loan_ref).sorted()
    }

    func money(_ day: Int) async throws {
        switch day {
        case 2:
            try stage.publish(
                "loan.need.listed.v1",
                as: "commune",
                plan.cast.borrowers.map { number in
                    """
                    {"workerRef": "\(refs[number])", "programme": "PROGRAMME_CONTRACT_WORKERS", "category": "poor-household", \
                    "amountRequestedVnd": "\(20_000_000 + number % 10 * 1_000_000)"}
                    """
                }
            )
            say("\(plan.cast.borrowers.count) want a loan; the communes list them")
        case 3:
            for loan in try loans("listed") { try bank.run("loan", "receive", loan) }
        case 6:
            for loan in try loans("complete") { try bank.run("loan", "appraise", loan) }
        case 8: try decide()
        case 9:
            for loan in try loans("rejected") { try bank.run("loan", "appeal", loan, "--reason", "the certificate has come") }
            for loan in try loans("approved").dropFirst() {
                try bank.run("loan", "contract", loan, "--instalments", "3", "--every-months", "1")
            }
            for loan in try loans("contracted") { try bank.run("loan", "disburse", loan, "--fund", "central", "--voucher", "PC-\(day)") }
            for loan in try loans("approved") { try bank.run("loan", "withdraw", loan, "--reason", "the family helps") }
            say("the bank has paid; the fund is within the plan")
        case 45, 75:
            for loan in try loans("repaying").prefix(10) { try bank.run("loan", "repay", loan, "--amount", "2.000.000", "--voucher", "PT-\(day)") }
        default: break
        }
    }

    /// Within ten working days; one is rejected, and appeals.
    private func decide() throws {
        for (index, loan) in try loans("appraising").enumerated() {
            if index == 0 {
                try bank.run("loan", "decide", loan, "reject", "--reason", "a certificate is missing")
            } else {
                try bank.run("loan", "decide", loan, "approve")
            }
        }
    }
}
