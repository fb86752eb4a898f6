extension [Crossing] {
    /// With what a person knows of the return, and with what a journey remembers: crossings are kept for some months, and a journey may last longer.
    func merging(_ word: ReturnWord?, _ journey: JourneyRecord) -> [Crossing] {
        guard let time = word?.time else { return merging(journey) }
        return (self + [Crossing(token: journey.token, direction: .entry, occurredAt: time, gate: journey.gate, need: 0)]).merging(journey)
    }

    private func merging(_ journey: JourneyRecord) -> [Crossing] {
        func remembered(_ direction: Crossing.Direction, _ time: UTCTime?) -> [Crossing] {
            guard let time, !contains(where: { $0.direction == direction && $0.occurredAt == time }) else { return [] }
            let need = direction == .entry ? journey.need : 0
            return [Crossing(token: journey.token, direction: direction, occurredAt: time, gate: journey.gate, need: need)]
        }
        let all = self + remembered(.exit, journey.exitedAt) + remembered(.entry, journey.returnedAt)
        return all.sorted { ($0.occurredAt, $0.direction == .exit ? 0 : 1) < ($1.occurredAt, $1.direction == .exit ? 0 : 1) }
    }
}
