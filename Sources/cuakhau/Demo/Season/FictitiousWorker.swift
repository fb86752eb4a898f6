import Agencies

/// A worker who does not exist, and a passport of Utopia, which no state is (ICAO Doc 9303 names its specimens so).
struct FictitiousWorker {
    let number: Int

    private static let families = ["Nông", "Hoàng", "Lương", "Vi", "Triệu", "Đặng", "Lý", "Hà", "Bế", "Chu"]
    private static let givens = ["Thị Hư Cấu", "Văn Hư Cấu", "Thị Giả Định", "Văn Giả Định"]

    /// Marked for whoever reads it: “hư cấu” is fictitious, “giả định” assumed.
    var name: String { "\(Self.families[number % Self.families.count]) \(Self.givens[number / 10 % Self.givens.count]) \(number)" }

    var documentNumber: String {
        let digits = String(number)
        return "F" + String(repeating: "0", count: 8 - digits.count) + digits
    }

    var birthYear: Int { 1_970 + number % 35 }

    /// The passport's machine-readable zone, TD3: two lines of 44.
    var zone: String {
        let first = "P<UTOHU<CAU<<SO".padded(to: 44)
        let number = documentNumber.padded(to: 9)
        let birth = "\(String(birthYear).suffix(2))0115"
        let expiry = "350115"
        let optional = "".padded(to: 14)
        let composite = number.checked + birth.checked + expiry.checked + optional.checked
        return "\(first)\n\(number.checked)UTO\(birth.checked)<\(expiry.checked)\(optional.checked)\(CheckDigit.of(composite.utf8))"
    }

    /// As `cuakhau labour worker import` takes one.
    var row: String { "\(name),passport,\(documentNumber),\(commune),\(birthYear),chongzuo,2025-1" }

    static let columns = "name,document_kind,document_number,commune,birth_year,market,consent"

    let commune: String
}

extension String {
    fileprivate func padded(to count: Int) -> String { self + String(repeating: "<", count: max(0, count - self.count)) }

    /// With its check digit behind it.
    fileprivate var checked: String { self + "\(CheckDigit.of(utf8))" }
}
