/// Where something that an officer has to look at stands.
public enum MatterState: String, StateMachine {
    case waiting, done

    public static let subject = Wording(vi: "Việc cần xem", en: "The matter")

    public var following: Set<Self> {
        switch self {
        case .waiting: [.done]
        // The labour hub reminds of a worker again.
        case .done: [.waiting]
        }
    }

    public var name: Wording {
        switch self {
        case .waiting: Wording(vi: "chờ xem", en: "waiting")
        case .done: Wording(vi: "đã xem xong", en: "done")
        }
    }
}
