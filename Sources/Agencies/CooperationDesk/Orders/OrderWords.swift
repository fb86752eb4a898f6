public import Contracts

/// The choices that an order is made of.
public enum OrderWords {
    public static let sectors = WordList<Langson_Demand_V1_Sector>([
        ("agriculture", .agriculture, "nông nghiệp", "agriculture"),
        ("health", .health, "y tế", "health"),
        ("technology", .technology, "công nghệ", "technology"),
        ("services", .services, "dịch vụ", "services"),
        ("manufacturing", .manufacturing, "sản xuất", "manufacturing"),
        ("construction", .construction, "xây dựng", "construction"),
        ("other", .other, "khác", "other"),
    ])

    public static let periods = WordList<Langson_Common_V1_PayPeriod>([
        ("hour", .hour, "giờ", "hour"),
        ("day", .day, "ngày", "day"),
        ("week", .week, "tuần", "week"),
        ("month", .month, "tháng", "month"),
        ("season", .season, "mùa vụ", "season"),
        ("tonne", .tonne, "tấn", "tonne"),
    ])

    public static let provisions = WordList<Langson_Common_V1_Provision>([
        ("employer", .byEmployer, "người sử dụng lao động chịu", "by the employer"),
        ("worker", .byWorker, "người lao động chịu", "by the worker"),
        ("shared", .shared, "hai bên cùng chịu", "shared"),
        ("none", .none, "không có", "none"),
    ])

    public static let fees = WordList<Langson_Common_V1_FeeKind>([
        ("brokerage", .brokerage, "môi giới", "brokerage"),
        ("service", .service, "dịch vụ", "service"),
        ("training", .training, "đào tạo", "training"),
        ("health_check", .healthCheck, "khám sức khỏe", "health check"),
        ("document", .document, "giấy tờ", "document"),
        ("transport", .transport, "đi lại", "transport"),
        ("lodging", .lodging, "chỗ ở", "lodging"),
        ("insurance", .insurance, "bảo hiểm", "insurance"),
        ("deposit", .deposit, "ký quỹ", "deposit"),
        ("other", .other, "khác", "other"),
    ])
}
