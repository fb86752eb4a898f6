import Contracts

extension OrderTerms {
    /// Whether an order may stand on these terms, on a day.
    ///
    /// - Parameters:
    ///   - old: The terms that they replace: what is not new in them is not judged by today's clock.
    ///   - lists: A gate is judged by the list of the first and of the last day of the season.
    /// - Throws: ``OfficeError``: ``OfficeError/Code/forbidden`` where a rule says no, ``OfficeError/Code/invalid`` for an impossible season,
    ///   ``OfficeError/Code/unknown`` for a gate that is not there then, ``OfficeError/Code/contract`` for all else that cannot be published.
    func validate(replacing old: OrderTerms? = nil, _ settings: DeskSettings, _ lists: ReferenceLists, in transaction: OfficeTransaction) throws {
        try validateFees()
        try validateSeason(replacing: old, settings, on: transaction.today)
        try validateGates(lists)
        // A name that stands for an id: what can be said with it can be said.
        try transaction.check("demand.order.published.v1", message("00000000000000000000000000"))
    }

    private func validateFees() throws(OfficeError) {
        guard fees.allSatisfy({ $0.kind != .brokerage || $0.amountMinor == 0 }) else {
            throw OfficeError(
                .forbidden,
                vi:
                    "phí môi giới phải bằng 0: người lao động không phải trả tiền để được làm việc, và không ai được thu phí này (quy tắc của FeeItem)",
                en: "a brokerage fee is 0: nobody pays, and nobody is paid, for a place of work (the rule of FeeItem)"
            )
        }
    }

    private func validateSeason(replacing old: OrderTerms?, _ settings: DeskSettings, on today: CalendarDay) throws(OfficeError) {
        guard seasonFrom <= seasonTo else {
            throw OfficeError(
                .invalid,
                vi: "mùa vụ kết thúc trước khi bắt đầu: ngày cuối phải từ ngày đầu trở đi",
                en: "the season ends before it begins: its last day is not before its first"
            )
        }
        guard seasonFrom == old?.seasonFrom || seasonFrom >= today else {
            throw OfficeError(
                .invalid,
                vi: "ngày đầu mùa vụ đã qua (hôm nay là \(today.written)): không thể công bố mùa vụ trong quá khứ",
                en: "the season's first day is past (today is \(today)): a season begins today or later"
            )
        }
        guard seasonTo == old?.seasonTo || seasonTo >= today else {
            throw OfficeError(
                .invalid,
                vi: "ngày cuối mùa vụ đã qua (hôm nay là \(today.written)): để kết thúc sớm hãy hủy đơn hàng",
                en: "the season's last day is past (today is \(today)): to end it early, cancel the order"
            )
        }
        guard seasonTo.days(since: seasonFrom) < settings.seasonDaysMax else {
            throw OfficeError(
                .invalid,
                vi: "mùa vụ dài tối đa \(settings.seasonDaysMax) ngày (season_days_max)",
                en: "a season has at most \(settings.seasonDaysMax) days (season_days_max)"
            )
        }
        guard seasonFrom.days(since: today) <= settings.seasonAheadDaysMax else {
            throw OfficeError(
                .invalid,
                vi: "mùa vụ bắt đầu muộn nhất sau \(settings.seasonAheadDaysMax) ngày kể từ hôm nay (season_ahead_days_max)",
                en: "a season begins at most \(settings.seasonAheadDaysMax) days from today (season_ahead_days_max)"
            )
        }
    }

    private func validateGates(_ lists: ReferenceLists) throws {
        for day in [seasonFrom, seasonTo] {
            let known = Set(try lists.gates(on: day).map(\.id))
            guard let gate = gates.first(where: { !known.contains($0) }) else { continue }
            throw OfficeError(
                .unknown,
                vi: "không có cửa khẩu \(gate) trong danh mục của ngày \(day.written); có: \(known.sorted().joined(separator: ", "))",
                en: "there is no gate \(gate) in the list of \(day); there are \(known.sorted().joined(separator: ", "))"
            )
        }
    }
}
