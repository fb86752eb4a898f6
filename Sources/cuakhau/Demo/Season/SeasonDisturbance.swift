import Foundation

/// Kills offices' services, each as often as was asked for, at moments that nobody chose.
struct SeasonDisturbance {
    private var remaining: [(office: SeasonOffice, kills: Int)]
    /// How often somebody was killed.
    private(set) var count = 0
    /// How often somebody is to be killed in all.
    let goal: Int
    private var random: SplitMix64

    /// Moments lie within so many milliseconds after something happened: then services are in the middle of it.
    private static let delayMax = 60

    init(offices: [SeasonOffice], killsEach: Int, seed: UInt64) {
        remaining = offices.map { ($0, killsEach) }
        goal = offices.count * killsEach
        random = SplitMix64(seed: seed ^ 0x6b69_6c6c)
    }

    /// Perhaps kills somebody, and starts them again.
    mutating func strike() async throws {
        let working = remaining.indices.filter { remaining[$0].kills > 0 && remaining[$0].office.isRunning }
        for index in working.shuffled(using: &random).prefix(2) {
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...Self.delayMax, using: &random)))
            remaining[index].office.kill()
            remaining[index].kills -= 1
            count += 1
            try remaining[index].office.start()
        }
    }
}
