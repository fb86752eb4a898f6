import Agencies
import Broker
import Client
import Contracts
import Foundation

/// Where the season is played: a gateway, the offices' processes, and the clock that they share.
final class SeasonStage {
    let gateway: GatewayProcess
    let offices: [SeasonOffice]
    private let stores: [(office: SeasonOffice, store: SeasonStore)]
    private let administration: Administration
    private let clockPath: String
    private let profiles: [String: String]
    private(set) var now: UTCTime
    /// Kills services at random moments; nil: nobody does.
    private(set) var disturbance: SeasonDisturbance?

    /// How long messages may be on their way before something is wrong.
    private static let settleMax: Duration = .seconds(60)

    init(folder: String, plan: SeasonPlan, killsEach: Int) throws {
        now = UTCTime(SeasonPlan.firstDay, hour: 6)
        clockPath = "\(folder)/clock"
        try Self.write(now, clockPath)
        gateway = try GatewayProcess(folder: "\(folder)/gateway", bulkReadMessages: 100_000_000)
        let cast = SeasonMember.cast(gates: plan.gates)
        var profiles: [String: String] = [:]
        for member in cast {
            _ = try gateway.addPrincipal(member.name, role: member.role, gate: member.gate)
            profiles[member.name] = "\(gateway.home.profilesPath)/\(member.name).yaml"
        }
        let supervisor = try gateway.addPrincipal("operator", role: .operator)
        try gateway.start()
        administration = try Administration(profile: supervisor)
        self.profiles = profiles
        offices = try cast.compactMap { [clockPath] member in
            try member.kind.map {
                try SeasonOffice(member, kind: $0, folder: folder, profile: profiles[member.name] ?? "", clock: clockPath, seed: plan.seed)
            }
        }
        try Self.shareTokenKey(offices, folder, seed: plan.seed)
        stores = try offices.map { ($0, try SeasonStore(kind: $0.kind, path: $0.home + "/store.sqlite")) }
        if killsEach > 0 { disturbance = SeasonDisturbance(offices: offices, killsEach: killsEach, seed: plan.seed) }
    }

    /// The border guard and the labour hub hold the same key: the seed's, so that the same documents become the same tokens.
    private static func shareTokenKey(_ offices: [SeasonOffice], _ folder: String, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let key = TokenKey(bytes: (0..<TokenKey.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        let path = "\(folder)/token.key"
        try key.write(to: path)
        for office in offices where office.kind == .checkpoint || office.kind == .labour { try office.run("key", "import", path) }
        for office in offices where office.kind == .labour { try office.run("vault", "make") }
    }

    func office(_ name: String) -> SeasonOffice {
        guard let office = offices.first(where: { $0.member.name == name }) else { preconditionFailure("an office of the cast") }
        return office
    }

    func start() throws { for office in offices { try office.start() } }

    func end() async {
        for office in offices { office.stop() }
        await administration.close()
        gateway.stop()
    }

    func kill() {
        for office in offices { office.kill() }
        gateway.kill()
    }

    // MARK: Outside systems

    /// What a system of another agency says through `cuakhau publish`.
    func publish(_ type: String, as name: String, _ messages: [String]) throws {
        try SeasonProcess.run(
            ["publish", type, "-", "--profile", profiles[name] ?? "", "--exercise"],
            input: messages.joined(separator: "\n") + "\n",
            clock: clockPath
        )
    }

    // MARK: Time

    /// Time goes on, and everything that follows from it happens.
    func advance(to time: UTCTime) async throws {
        now = time
        try Self.write(time, clockPath)
        try await settle()
    }

    private static func write(_ time: UTCTime, _ path: String) throws {
        try "\(time.microseconds)\n".write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Waits until every office that is at work has seen this time, has sent what it had to say, and has taken what was said to it.
    func settle() async throws {
        try await disturbance?.strike()
        let limit = ContinuousClock.now + Self.settleMax
        var settledAt: [Int64]?
        while true {
            for office in offices { try office.checkAlive() }
            try gateway.checkAlive()
            let counts = try await settled()
            // Twice the same: nothing came of what was taken in between.
            if let counts, counts == settledAt { return }
            settledAt = counts
            guard ContinuousClock.now < limit else { throw CommandFailure(.software, try standstill()) }
            try await Task.sleep(for: .milliseconds(counts == nil ? 20 : 5))
        }
    }

    /// How far everybody is; nil where something is on its way.
    private func settled() async throws -> [Int64]? {
        let working = stores.filter { $0.office.isRunning }
        let statuses = try working.map { try $0.store.status() }
        guard statuses.allSatisfy({ $0.waiting == 0 && $0.tickedAt == now.microseconds }) else { return nil }
        let names = Set(working.map(\.office.member.name))
        let consumers = try await administration.consumers().filter { names.contains($0.principal) && $0.name == "office" }
        guard consumers.count == working.count, consumers.allSatisfy({ $0.lag == 0 && $0.inFlight == 0 }) else { return nil }
        return statuses.flatMap { [$0.position, Int64($0.confirmed)] }
    }

    private func standstill() throws -> String {
        let lines = try stores.filter { $0.office.isRunning }.map { office, store in
            let status = try store.status()
            return "\(office.member.name): waiting \(status.waiting), at \(status.position), clock \(UTCTime(microseconds: status.tickedAt))"
        }
        return "at \(now) the offices did not come to rest: " + lines.joined(separator: "; ")
    }

    // MARK: The end

    /// For each office, what its store says.
    func digests() throws -> [String] {
        try stores.flatMap { office, store in try store.digest().map { "\(office.member.name) \($0)" } }
    }

    func statuses() throws -> [(office: String, status: OfficeStatus)] { try stores.map { ($0.office.member.name, try $0.store.status()) } }
}
