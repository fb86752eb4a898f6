/// What a branch of the bank sets for itself, in the section `settings` of its `office.yaml`.
public struct BankSettings: Sendable {
    public var calendar = WorkingCalendar()
    /// Within so many working days of being complete a file is decided (public source: guidance 7886/NHCS-TDNN 2019).
    public var decisionDays = 10
    /// What a loan contract says where the clerk says nothing else. The seed states no term [I].
    public var terms = RepaymentTerms.standard
    /// Whether the capital for workers under contract is paid out only to those of whom the labour hub has registered a contract [I].
    public var requiresWorkContract = true
    /// The principals of the communes' offices, by the code of the commune: whom the bank tells what becomes of a list on paper. Which communes there are
    /// is for the reference list to say; of principals it knows nothing.
    public var communeOffices: [String: String] = [:]
    /// So many days after a file's end the bank forgets whose it was; the ledger keeps the money [I].
    public var forgettingDays = 30

    public init() {}
}

extension BankSettings: Decodable {
    private enum Key: String, CodingKey, CaseIterable {
        case decisionDays = "decision_working_days"
        case holidays
        case workedWeekends = "worked_weekends"
        case instalments
        case instalmentMonths = "instalment_months"
        case requiresWorkContract = "requires_work_contract"
        case communeOffices = "commune_offices"
        case forgettingDays = "forgetting_days"
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/configuration``, naming the setting.
    public init(from decoder: any Decoder) throws {
        let reader = try SettingsReader(decoder, Key.self)
        func days(_ key: Key) throws -> Set<CalendarDay> {
            Set(
                try reader.value(key, [String]()).map { text in
                    guard let day = CalendarDay(text) else {
                        throw SettingsReader<Key>.fault(key.rawValue, vi: "mỗi ngày viết như 2026-09-02", en: "each day is written as 2026-09-02")
                    }
                    return day
                }
            )
        }
        calendar = WorkingCalendar(holidays: try days(.holidays), workedWeekends: try days(.workedWeekends))
        decisionDays = try reader.number(.decisionDays, 1...250, decisionDays)
        terms = try RepaymentTerms(
            instalments: reader.number(.instalments, RepaymentTerms.instalmentsRange, terms.instalments),
            months: reader.number(.instalmentMonths, RepaymentTerms.monthsRange, terms.months)
        )
        requiresWorkContract = try reader.value(.requiresWorkContract, requiresWorkContract)
        communeOffices = try reader.value(.communeOffices, [:])
        guard communeOffices.keys.allSatisfy({ $0.utf8.count == 5 && $0.utf8.allSatisfy { $0 &- 48 < 10 } }) else {
            throw SettingsReader<Key>.fault(
                Key.communeOffices.rawValue,
                vi: "mã xã có năm chữ số, viết trong ngoặc kép",
                en: "a commune's code has five digits, in quotes"
            )
        }
        forgettingDays = try reader.number(.forgettingDays, 0...3_650, forgettingDays)
    }
}
