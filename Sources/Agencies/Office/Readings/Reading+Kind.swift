extension Reading {
    /// What of a person an office's people look at.
    public enum Kind: String, CaseIterable, Sendable {
        case protectionCase = "case"
        case voice, welfare, loan, manifest, worker, contract, journey

        public var name: Wording {
            switch self {
            case .protectionCase: Wording(vi: "vụ việc", en: "case")
            case .voice: Wording(vi: "ý kiến", en: "voice")
            case .welfare: Wording(vi: "lao động chưa về", en: "workers not back")
            case .loan: Wording(vi: "hồ sơ vay", en: "loan")
            case .manifest: Wording(vi: "danh sách qua cửa khẩu", en: "manifest")
            case .worker: Wording(vi: "người lao động", en: "worker")
            case .contract: Wording(vi: "hợp đồng", en: "contract")
            case .journey: Wording(vi: "chuyến đi", en: "journey")
            }
        }
    }
}
