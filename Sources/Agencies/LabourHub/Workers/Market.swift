public import Contracts

/// Where workers go, as files and tables write it.
public enum Market {
    public static let words: [(word: String, value: Langson_Common_V1_Market)] = [
        ("chongzuo", .chongzuo), ("japan", .japan), ("korea", .korea), ("taiwan", .taiwan), ("malaysia", .malaysia), ("west_asia", .westAsia),
        ("europe", .europe), ("other", .other),
    ]

    static func word(_ market: Langson_Common_V1_Market) -> String { words.first { $0.value == market }?.word ?? "other" }
}
