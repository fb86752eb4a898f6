import Agencies
import Foundation

/// A whole season, played through the offices' own services and commands on a clock that the play moves.
final class Season {
    let plan: SeasonPlan
    let stage: SeasonStage
    let folder: String
    let reference: ReferenceData
    /// What the hub calls the workers, by their numbers; empty until they are registered.
    var refs: [String] = [] {
        didSet { numbers = Dictionary(zip(refs, 0...)) { first, _ in first } }
    }
    private(set) var numbers: [String: Int] = [:]
    /// Alerts are kept for 30 days: counted while they are there.
    var alerts = (issued: 0, acknowledged: 0)
    private var bar = ProgressBar()

    init(plan: SeasonPlan, folder: String, killsEach: Int, reference: ReferenceData = .standard) throws {
        self.plan = plan
        self.folder = folder
        self.reference = reference
        stage = try SeasonStage(folder: folder, plan: plan, killsEach: killsEach)
    }

    /// Plays it from the first day to the last.
    func play() async throws {
        try stage.start()
        let days = SeasonPlan.lastDay.days(since: SeasonPlan.firstDay)
        for day in 0...days {
            let date = SeasonPlan.firstDay.adding(days: day)
            try await stage.advance(to: UTCTime(date, hour: 8))
            try await demand(day)
            try await departures(day)
            try await money(day)
            try await protection(day)
            try await returns(day)
            try await reports(day)
            try await stage.settle()
            bar.show(Double(day) / Double(days), "\(date.written)")
        }
        bar.end()
    }

    /// A day of the season, told to whoever watches.
    func say(_ text: String) { bar.say("\(stage.now.day())  \(text)") }

    /// Writes a file for a command to read.
    func file(_ name: String, _ lines: [String]) throws -> String {
        let path = "\(folder)/\(name)"
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// One JSON object a line, as commands write them.
    func decoded<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> [Value] {
        let decoder = JSONDecoder()
        return try text.split(separator: "\n").map { try decoder.decode(Value.self, from: Data($0.utf8)) }
    }

    var desk: SeasonOffice { stage.office("desk") }
    var bank: SeasonOffice { stage.office("bank") }
    var affairs: SeasonOffice { stage.office("affairs") }
    var labour: SeasonOffice { stage.office("labour") }
    func checkpoint(_ gate: String) -> SeasonOffice { stage.office("gate-\(gate.lowercased())") }
}
