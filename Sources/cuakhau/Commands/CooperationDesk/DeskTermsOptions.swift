import Agencies
import ArgumentParser
import Contracts

/// The terms of an order as options: all but the fees for a new one, any of them for a change.
struct DeskTermsOptions: ParsableArguments {
    @Option(help: ArgumentHelp(vi: "Số lao động cần tuyển, từ 1 đến 5000.", en: "How many workers are wanted, 1 to 5000."))
    var seats: Int?

    @Option(help: ArgumentHelp(vi: "Ngày làm việc đầu tiên, YYYY-MM-DD.", en: "The first day of work, YYYY-MM-DD.", valueName: "day"))
    var seasonFrom: String?

    @Option(help: ArgumentHelp(vi: "Ngày làm việc cuối cùng, YYYY-MM-DD.", en: "The last day of work, YYYY-MM-DD.", valueName: "day"))
    var seasonTo: String?

    @Option(
        help: ArgumentHelp(
            vi: "Tiền công của người lao động: \(OrderText.wageForm.vi).",
            en: "What a worker earns: \(OrderText.wageForm.en).",
            valueName: "text"
        )
    )
    var wage: String?

    @Option(help: ArgumentHelp(vi: "Số giờ làm mỗi tuần, chưa kể làm thêm, từ 1 đến 168.", en: "Hours of work in a week, before overtime, 1 to 168."))
    var hoursPerWeek: Int?

    @Option(
        help: ArgumentHelp(
            vi: "Ai chịu chỗ ở: \(OrderWords.provisions.words.joined(separator: ", ")).",
            en: "Who provides lodging: \(OrderWords.provisions.words.joined(separator: ", ")).",
            valueName: "word"
        )
    )
    var lodging: String?

    @Option(
        help: ArgumentHelp(
            vi: "Ai chịu bảo hiểm: \(OrderWords.provisions.words.joined(separator: ", ")).",
            en: "Who provides insurance: \(OrderWords.provisions.words.joined(separator: ", ")).",
            valueName: "word"
        )
    )
    var insurance: String?

    @Option(
        help: ArgumentHelp(
            vi: "Một khoản phí, lặp lại cho từng khoản: \(OrderText.feeForm.vi). Phí môi giới phải bằng 0.",
            en: "A fee, and once more for each: \(OrderText.feeForm.en). A brokerage fee is 0.",
            valueName: "text"
        )
    )
    var fee: [String] = []

    @Option(
        help: ArgumentHelp(
            vi: "Các cửa khẩu người lao động được đi qua: \(OrderText.gatesForm.vi).",
            en: "The gates the workers may use: \(OrderText.gatesForm.en).",
            valueName: "codes"
        )
    )
    var gates: String?

    func validate() throws { _ = try change() }

    func whole(employer: String, sector: Langson_Demand_V1_Sector) throws -> OrderTerms {
        let change = try change()
        return OrderTerms(
            employerRef: employer,
            sector: sector,
            seats: try Self.required(change.seats, "--seats"),
            seasonFrom: try Self.required(change.seasonFrom, "--season-from"),
            seasonTo: try Self.required(change.seasonTo, "--season-to"),
            wage: try Self.required(change.wage, "--wage"),
            hoursPerWeek: try Self.required(change.hoursPerWeek, "--hours-per-week"),
            lodging: try Self.required(change.lodging, "--lodging"),
            insurance: try Self.required(change.insurance, "--insurance"),
            fees: change.fees ?? [],
            gates: try Self.required(change.gates, "--gates")
        )
    }

    func change() throws -> OrderChange {
        var change = OrderChange()
        change.seats = try seats.map { try Self.inRange($0, 1...5_000, "--seats") }
        let day = Wording(vi: "một ngày YYYY-MM-DD", en: "a day YYYY-MM-DD")
        change.seasonFrom = try Self.read(seasonFrom, "--season-from", day) { CalendarDay($0) }
        change.seasonTo = try Self.read(seasonTo, "--season-to", day) { CalendarDay($0) }
        change.wage = try Self.read(wage, "--wage", OrderText.wageForm, OrderText.wage)
        change.hoursPerWeek = try hoursPerWeek.map { try Self.inRange($0, 1...168, "--hours-per-week") }
        let words = OrderWords.provisions.words.joined(separator: ", ")
        let providers = Wording(vi: "một trong: \(words)", en: "one of \(words)")
        change.lodging = try Self.read(lodging, "--lodging", providers, OrderWords.provisions.value)
        change.insurance = try Self.read(insurance, "--insurance", providers, OrderWords.provisions.value)
        let fees = try fee.compactMap { try Self.read($0, "--fee", OrderText.feeForm, OrderText.fee) }
        change.fees = fees.isEmpty ? nil : fees
        change.gates = try Self.read(gates, "--gates", OrderText.gatesForm, OrderText.gates)
        return change
    }

    private static func read<Value>(_ text: String?, _ option: String, _ form: Wording, _ read: (String) -> Value?) throws -> Value? {
        guard let text else { return nil }
        guard let value = read(text) else { throw ValidationError(String(vi: "\(option) cần \(form.vi)", en: "\(option) is \(form.en)")) }
        return value
    }

    private static func inRange(_ value: Int, _ range: ClosedRange<Int>, _ option: String) throws -> Int {
        guard range.contains(value) else {
            throw ValidationError(
                String(vi: "\(option) từ \(range.lowerBound) đến \(range.upperBound)", en: "\(option) is \(range.lowerBound) to \(range.upperBound)")
            )
        }
        return value
    }

    private static func required<Value>(_ value: Value?, _ option: String) throws -> Value {
        guard let value else { throw ValidationError(String(vi: "đơn hàng mới cần có \(option)", en: "a new order needs \(option)")) }
        return value
    }
}
