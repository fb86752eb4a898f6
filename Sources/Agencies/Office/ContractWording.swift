import Contracts

extension ContractRefusal {
    /// What a person is told: the field, and what would be accepted. Never the value.
    var wording: Wording {
        let place = path.isEmpty ? Wording(vi: "bản tin", en: "the message") : Wording(vi: path, en: path)
        return Wording(vi: "\(place.vi): \(rule.advice)", en: "\(place.en): expected \(expected)")
    }
}

extension ContractRefusal.Rule {
    /// What a rule asks for, in Vietnamese: the contracts themselves speak English.
    fileprivate var advice: String {
        switch self {
        case .malformed: "nội dung không đọc được"
        case .utf8: "văn bản phải là UTF-8"
        case .depth: "lồng nhau quá sâu"
        case .required: "bắt buộc phải có"
        case .range: "giá trị ngoài giới hạn cho phép"
        case .length: "độ dài ngoài giới hạn cho phép"
        case .items: "số phần tử ngoài giới hạn cho phép"
        case .format: "không đúng định dạng"
        case .enumeration: "giá trị không thuộc danh mục"
        case .order: "thứ tự trước sau không hợp lệ"
        case .conditional: "không phù hợp với các trường khác"
        case .count: "số lượng không khớp với danh sách"
        case .sum: "tổng không khớp"
        case .transition: "bước chuyển trạng thái không hợp lệ"
        case .oneOfRequired: "phải có ít nhất một trong các trường liên quan"
        case .documentNumber: "không được chứa số giấy tờ hoặc số điện thoại: hãy bỏ đi"
        case .suppressed: "số người dưới năm không được nêu"
        case .age: "chưa đủ tuổi"
        case .exercise: "dấu hiệu diễn tập không khớp"
        case .sealed: "phải được niêm phong"
        case .size: "quá lớn"
        }
    }
}
