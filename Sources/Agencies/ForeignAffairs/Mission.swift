/// One of Vietnam's diplomatic bodies, which the office reports to promptly [S 100-101].
public struct Mission: Hashable, Sendable, Decodable {
    /// As messages name it: 1 to 64 letters, digits and `. _ - /`.
    public let code: String
    public let vi: String
    public let en: String
    /// Where it protects citizens: codes of ISO 3166-1.
    public let countries: [String]

    public var name: Wording { Wording(vi: vi, en: en) }

    /// Those of China, whose south the seasonal workers go to, and of the markets that the plan names one by one [S 79-80, 120]; from public sources. An office
    /// that needs others lists its own in office.yaml.
    public static let standard = [
        Mission(code: "CG-NN", vi: "Tổng Lãnh sự quán Việt Nam tại Nam Ninh", en: "Consulate General of Viet Nam in Nanning", countries: ["CN"]),
        Mission(code: "CG-QC", vi: "Tổng Lãnh sự quán Việt Nam tại Quảng Châu", en: "Consulate General of Viet Nam in Guangzhou", countries: ["CN"]),
        Mission(code: "CG-CM", vi: "Tổng Lãnh sự quán Việt Nam tại Côn Minh", en: "Consulate General of Viet Nam in Kunming", countries: ["CN"]),
        Mission(code: "EM-CN", vi: "Đại sứ quán Việt Nam tại Trung Quốc", en: "Embassy of Viet Nam in China", countries: ["CN"]),
        Mission(code: "EM-JP", vi: "Đại sứ quán Việt Nam tại Nhật Bản", en: "Embassy of Viet Nam in Japan", countries: ["JP"]),
        Mission(code: "EM-KR", vi: "Đại sứ quán Việt Nam tại Hàn Quốc", en: "Embassy of Viet Nam in the Republic of Korea", countries: ["KR"]),
        Mission(code: "EM-MY", vi: "Đại sứ quán Việt Nam tại Malaysia", en: "Embassy of Viet Nam in Malaysia", countries: ["MY"]),
        Mission(
            code: "OF-TW",
            vi: "Văn phòng Kinh tế - Văn hoá Việt Nam tại Đài Bắc",
            en: "Viet Nam Economic and Cultural Office in Taipei",
            countries: ["TW"]
        ),
    ]
}
