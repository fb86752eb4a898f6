import GRDB

/// The register of agreements. Its changes concern nobody else, and are not published.
extension AffairsOffice {
    /// Enters one or several agreements, all or none.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/conflict`` where one's code is taken, or it was signed later than today.
    public func addAgreements(_ agreements: [Agreement], in transaction: OfficeTransaction) throws {
        for agreement in agreements {
            guard try Agreement.optional(agreement.code, transaction.database) == nil else {
                throw OfficeError(
                    .conflict,
                    vi: "đã có thoả thuận mang mã \(agreement.code)",
                    en: "there is an agreement of the code \(agreement.code) already"
                )
            }
            guard agreement.signed <= transaction.today else {
                throw OfficeError(.invalid, vi: "thoả thuận \(agreement.code) chưa được ký", en: "\(agreement.code) is not signed yet")
            }
            var new = agreement
            new.state = new.state(on: transaction.today)
            try new.save(transaction.database)
        }
    }

    /// Gives an agreement another last day, also after it expired.
    @discardableResult
    public func renewAgreement(_ code: String, until expires: CalendarDay, officer: String, in transaction: OfficeTransaction) throws -> Agreement {
        try change(code, officer, transaction) { agreement in
            let state = agreement.state(on: transaction.today)
            guard expires >= transaction.today else {
                throw OfficeError(.invalid, vi: "ngày hết hiệu lực mới phải từ hôm nay", en: "the new last day is today or later")
            }
            // One that is in force goes on; one that expired comes into force again.
            agreement.state = state == .inForce ? state : try state.moving(to: .inForce)
            agreement.expires = expires
        }
    }

    /// Ends an agreement before its last day.
    @discardableResult
    public func endAgreement(
        _ code: String,
        on day: CalendarDay,
        reason: String,
        officer: String,
        in transaction: OfficeTransaction
    ) throws -> Agreement {
        try change(code, officer, transaction) { agreement in
            guard day >= agreement.signed, day <= transaction.today else {
                throw OfficeError(
                    .invalid,
                    vi: "ngày chấm dứt từ ngày ký đến hôm nay",
                    en: "it ended on a day from its signing to today"
                )
            }
            agreement.state = try agreement.state(on: transaction.today).moving(to: .ended)
            agreement.ended = day
            agreement.note = try AffairsText.note(reason)
        }
    }

    private func change(
        _ code: String,
        _ officer: String,
        _ transaction: OfficeTransaction,
        _ body: (inout Agreement) throws -> Void
    ) throws -> Agreement {
        guard var agreement = try Agreement.optional(code, transaction.database) else {
            throw OfficeError(
                .unknown,
                vi: "không có thoả thuận này: hãy xem `agreement list`",
                en: "there is no such agreement: see `agreement list`"
            )
        }
        try body(&agreement)
        agreement.officer = try OfficeText.officer(officer)
        try agreement.save(transaction.database)
        return agreement
    }

    func expireAgreements(in transaction: OfficeTransaction) throws {
        for var agreement in try Agreement.list(transaction.database, includingPast: false) where agreement.state(on: transaction.today) == .expired {
            agreement.state = try agreement.state.moving(to: .expired)
            try agreement.save(transaction.database)
        }
    }
}
