/// Bodies made once: a simulation makes millions of messages.
struct Templates {
    static let shared = Templates()
    static let keysMax = 8

    private let statuses = (0..<Templates.keysMax).map { Sample.status(gate: "G\($0)") }
    private let contracts = (0..<Templates.keysMax).map { Sample.contract(UInt64(100 + $0)) }

    func sample(_ label: MessageLabel) -> Sample { label.publisher == 2 ? contracts[label.key] : statuses[label.key] }

    /// The event id that holds a label.
    static func id(_ label: MessageLabel) -> [UInt8] { Sample.eventID(label.number) }
}
