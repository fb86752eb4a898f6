public import Contracts

/// The words of foreign affairs: protection cases, alerts, groups handed over, workers' voices.
public enum AffairsWords {
    public static let channels = ContractWords<Langson_Protection_V1_CaseChannel>([
        (.phone, "phone", "điện thoại", "telephone"),
        (.inPerson, "in_person", "trực tiếp", "in person"),
        (.message, "message", "tin nhắn", "message"),
        (.family, "family", "gia đình", "family"),
        (.employer, "employer", "người sử dụng lao động", "employer"),
        (.office, "office", "cơ quan", "an office"),
        (.other, "other", "khác", "other"),
    ])

    public static let kinds = ContractWords<Langson_Protection_V1_CaseKind>([
        (.arrest, "arrest", "bị bắt giữ", "arrest"),
        (.accident, "accident", "tai nạn", "accident"),
        (.wages, "wages", "tiền lương", "wages"),
        (.documents, "documents", "giấy tờ", "documents"),
        (.death, "death", "tử vong", "death"),
        (.trafficking, "trafficking", "mua bán người", "trafficking"),
        (.missing, "missing", "mất liên lạc", "missing"),
        (.other, "other", "khác", "other"),
    ])

    public static let outcomes = ContractWords<Langson_Protection_V1_CaseOutcome>([
        (.helpedAbroad, "helped_abroad", "đã được giúp đỡ ở nước ngoài", "helped abroad"),
        (.returned, "returned", "đã về nước", "returned"),
        (.wagesPaid, "wages_paid", "đã được trả lương", "wages paid"),
        (.referred, "referred", "đã chuyển cơ quan khác", "referred"),
        (.notFound, "not_found", "không tìm thấy", "not found"),
        (.deceased, "deceased", "đã mất", "deceased"),
        (.noNeed, "no_need", "không cần hỗ trợ", "no need"),
        (.other, "other", "khác", "other"),
    ])

    /// CAP 1.2.
    public static let statuses = ContractWords<Langson_Alert_V1_AlertStatus>([
        (.actual, "actual", "thực tế", "Actual"),
        (.exercise, "exercise", "diễn tập", "Exercise"),
        (.system, "system", "hệ thống", "System"),
        (.test, "test", "thử nghiệm", "Test"),
        (.draft, "draft", "bản nháp", "Draft"),
    ])

    /// CAP 1.2.
    public static let urgencies = ContractWords<Langson_Alert_V1_AlertUrgency>([
        (.immediate, "immediate", "ngay lập tức", "Immediate"),
        (.expected, "expected", "sắp xảy ra", "Expected"),
        (.future, "future", "sau này", "Future"),
        (.past, "past", "đã qua", "Past"),
        (.unknown, "unknown", "chưa rõ", "Unknown"),
    ])

    /// CAP 1.2.
    public static let severities = ContractWords<Langson_Alert_V1_AlertSeverity>([
        (.extreme, "extreme", "đặc biệt nghiêm trọng", "Extreme"),
        (.severe, "severe", "nghiêm trọng", "Severe"),
        (.moderate, "moderate", "vừa", "Moderate"),
        (.minor, "minor", "nhẹ", "Minor"),
        (.unknown, "unknown", "chưa rõ", "Unknown"),
    ])

    /// CAP 1.2.
    public static let certainties = ContractWords<Langson_Alert_V1_AlertCertainty>([
        (.observed, "observed", "đã thấy", "Observed"),
        (.likely, "likely", "nhiều khả năng", "Likely"),
        (.possible, "possible", "có thể", "Possible"),
        (.unlikely, "unlikely", "ít khả năng", "Unlikely"),
        (.unknown, "unknown", "chưa rõ", "Unknown"),
    ])

    public static let actions = ContractWords<Langson_Alert_V1_AlertAction>([
        (.seen, "seen", "đã xem", "seen"),
        (.onTheWay, "on_the_way", "đang đến", "on the way"),
        (.atThePlace, "at_the_place", "đã có mặt", "at the place"),
        (.takenOver, "taken_over", "đã tiếp nhận", "taken over"),
        (.notConcerned, "not_concerned", "không thuộc phạm vi", "not concerned"),
    ])

    public static let needs = ContractWords<Langson_Handover_V1_Need>([
        (.medical, "medical", "y tế", "medical help"),
        (.food, "food", "ăn uống", "food"),
        (.shelter, "shelter", "chỗ ở", "shelter"),
        (.transport, "transport", "đi lại", "transport"),
        (.documents, "documents", "giấy tờ", "documents"),
        (.childCare, "child_care", "chăm sóc trẻ em", "child care"),
        (.interpreter, "interpreter", "phiên dịch", "an interpreter"),
        (.other, "other", "khác", "other"),
    ])

    public static let topics = ContractWords<Langson_Voice_V1_VoiceTopic>([
        (.wages, "wages", "tiền lương", "wages"),
        (.hours, "hours", "giờ làm việc", "hours"),
        (.lodging, "lodging", "chỗ ở", "lodging"),
        (.safety, "safety", "an toàn", "safety"),
        (.health, "health", "sức khoẻ", "health"),
        (.fees, "fees", "các khoản phí", "fees"),
        (.documents, "documents", "giấy tờ", "documents"),
        (.treatment, "treatment", "cách đối xử", "treatment"),
        (.loan, "loan", "khoản vay", "loan"),
        (.other, "other", "khác", "other"),
    ])

    public static let sectors = ContractWords<Langson_Demand_V1_Sector>([
        (.agriculture, "agriculture", "nông nghiệp", "agriculture"),
        (.health, "health", "y tế", "health"),
        (.technology, "technology", "công nghệ", "technology"),
        (.services, "services", "dịch vụ", "services"),
        (.manufacturing, "manufacturing", "sản xuất", "manufacturing"),
        (.construction, "construction", "xây dựng", "construction"),
        (.other, "other", "khác", "other"),
    ])

    public static let orderStates = ContractWords<Langson_Demand_V1_OrderState>([
        (.draft, "draft", "bản nháp", "draft"),
        (.published, "published", "đã công bố", "published"),
        (.amended, "amended", "đã sửa đổi", "amended"),
        (.partlyFilled, "partly_filled", "đã tuyển một phần", "partly filled"),
        (.filled, "filled", "đã tuyển đủ", "filled"),
        (.closed, "closed", "đã đóng", "closed"),
        (.cancelled, "cancelled", "đã huỷ", "cancelled"),
        (.expired, "expired", "đã hết hạn", "expired"),
    ])
}
