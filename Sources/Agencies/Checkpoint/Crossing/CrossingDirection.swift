/// Which way a person passes the gate.
public enum CrossingDirection: String, CaseIterable, Sendable {
    case exit, entry

    public var name: Wording {
        switch self {
        case .exit: Wording(vi: "xuất cảnh", en: "exit")
        case .entry: Wording(vi: "nhập cảnh", en: "entry")
        }
    }
}
