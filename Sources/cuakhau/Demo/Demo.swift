import Broker
import Client
import Contracts
import Foundation
import Wire
import ZeroMQ

/// A season's morning, played by a gateway process and one process for each agency.
struct Demo {
    let workers: Int
    let isKept: Bool
    let reference: DemoReference
    let folder: String

    /// When the demo gives up.
    private static let limit: Duration = .seconds(110)

    func run() async throws -> Bool {
        let cast = DemoCast(gates: reference.gates)
        let gateway = try GatewayProcess(folder: folder + "/home")
        var bar = ProgressBar()
        for line in reference.summary { bar.say(line) }
        var profiles = try Self.admit(cast, gateway)
        let operatorProfile = try gateway.addPrincipal("operator", role: .operator)
        try gateway.start()
        bar.say("gateway   process \(gateway.processID ?? 0), \(gateway.endpoint), CURVE, SQLite synchronous=FULL")

        // The second checkpoint reaches the gateway through a link that can be cut.
        let relay = try LinkProcess(target: UInt16(gateway.endpoint.split(separator: ":").last ?? "") ?? 0)
        defer { relay.end() }
        let far = cast.checkpoints[1]
        profiles[far.name] = try reroute(profiles[far.name] ?? "", port: relay.port)
        let agents = try cast.members.map { try start($0, profiles[$0.name] ?? "") }
        defer { for agent in agents where !agent.isFinished { agent.kill() } }
        bar.say("agencies  \(agents.count) processes, \(workers) workers, three gates")

        var isDone = false
        do {
            isDone = try await play(gateway, relay, far, agents, &bar)
        } catch {
            gateway.stop()
            throw error
        }
        let stranger = try await knock(gateway)
        let stats = try? await withDeadline(.seconds(5), or: "no statistics") { try await GatewayStats.request(profile: operatorProfile) }
        await finish(agents)
        bar.end()
        let reckoning = Reckoning(agents.map { ($0.member, $0.report) })
        show(reckoning, stranger, stats)
        if isKept { explain(gateway) } else { gateway.stop() }
        if !isDone { Terminal.writeError("cuakhau: the morning did not come to an end in \(Self.limit.components.seconds) s; logs: \(folder)") }
        return isDone && reckoning.isFaultless && stranger == GatewayErrorCode(.unauthenticated)
    }

    /// Adds everybody to the gateway.
    ///
    /// - Returns: The paths of their profiles, by name.
    private static func admit(_ cast: DemoCast, _ gateway: GatewayProcess) throws -> [String: String] {
        var profiles: [String: String] = [:]
        for member in cast.members {
            _ = try gateway.addPrincipal(member.name, role: member.role, gate: member.gate)
            profiles[member.name] = "\(gateway.home.profilesPath)/\(member.name).yaml"
        }
        return profiles
    }

    // MARK: The morning

    private func play(
        _ gateway: GatewayProcess,
        _ relay: LinkProcess,
        _ far: DemoCast.Member,
        _ agents: [AgentProcess],
        _ bar: inout ProgressBar
    ) async throws -> Bool {
        let start = ContinuousClock.now
        var plan = DemoPlan(crossings: workers * 2)
        var settledSince: ContinuousClock.Instant?
        while ContinuousClock.now - start < Self.limit {
            let reckoning = Reckoning(agents.map { ($0.member, $0.report) })
            let crossings = reckoning.rows.filter { $0.member.role == .labour }.flatMap { $0.report.delivered }
                .filter { $0.key.hasPrefix("crossing.") }.reduce(0) { $0 + $1.value.count }
            let farWaiting = agents.first { $0.member.name == far.name }?.report.waiting ?? 0
            for step in plan.due(crossings: crossings, now: ContinuousClock.now - start) {
                switch step {
                case .cutLink:
                    try relay.cut()
                    bar.say("09:10     \(far.title) loses its link; it goes on, into its outbox")
                case .killGateway:
                    gateway.kill()
                    bar.say("10:02     the gateway is killed (SIGKILL), with \(crossings) crossings delivered")
                case .restartGateway:
                    try gateway.start()
                    bar.say("10:03     the gateway starts again; clients come back by themselves")
                case .restoreLink:
                    try relay.restore()
                    bar.say("10:40     the link is back; \(farWaiting) messages wait in the outbox of \(far.title)")
                }
            }
            if !plan.isGatewayDown { try gateway.checkAlive() }
            bar.show(Double(crossings) / Double(max(1, workers * 2)), "\(crossings) of \(workers * 2) crossings at the labour hub")
            if plan.isOver, reckoning.isSettled {
                // Reports come five times a second: a whole second without news means that nothing is on its way.
                let since = settledSince ?? ContinuousClock.now
                settledSince = since
                if ContinuousClock.now - since > .seconds(1) { return true }
            } else {
                settledSince = nil
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    private func start(_ member: DemoCast.Member, _ profile: String) throws -> AgentProcess {
        try AgentProcess(
            member: member,
            arguments: [
                "--profile", profile, "--folder", folder, "--workers", "\(workers)", "--gates", reference.gates.map(\.code).joined(separator: ","),
            ],
            logPath: "\(folder)/\(member.name).log"
        )
    }

    private func reroute(_ path: String, port: UInt16) throws -> String {
        var profile = try Profile(file: path)
        profile.endpoint = "tcp://127.0.0.1:\(port)"
        let rerouted = path + ".relay"
        try PrivateFile.write(profile.yaml, to: rerouted)
        return rerouted
    }

    /// Somebody whom the gateway does not know.
    private func knock(_ gateway: GatewayProcess) async throws -> GatewayErrorCode? {
        let keys = try CurveKeyPair.generate()
        let profile = Profile(endpoint: gateway.endpoint, serverKey: try gateway.home.serverKey().publicKey, principal: "stranger", keys: keys)
        let publisher = try DirectPublisher(profile: profile)
        var code: GatewayErrorCode?
        do {
            try await withDeadline(.seconds(10), or: "no refusal") {
                _ = try await publisher.publish(OutgoingMessage(type: "gate.status.changed.v1", body: []))
            }
        } catch let error as GatewayError {
            code = error.code
        } catch {
            // No answer at all is for the caller to judge: the code stays away.
        }
        await publisher.close()
        return code
    }

    private func finish(_ agents: [AgentProcess]) async {
        for agent in agents { agent.finish() }
        let start = ContinuousClock.now
        while !agents.allSatisfy(\.isFinished), ContinuousClock.now - start < .seconds(10) { try? await Task.sleep(for: .milliseconds(50)) }
    }

    // MARK: The end

    private func show(_ reckoning: Reckoning, _ stranger: GatewayErrorCode?, _ stats: GatewayStats?) {
        Terminal.write("")
        for line in reckoning.table { Terminal.write(line) }
        Terminal.write("")
        Terminal.write("Refused, and why:")
        for row in reckoning.rows {
            for refused in row.report.refused { Terminal.write("  \(row.member.title): \(refused.type): \(refused.reason)") }
        }
        Terminal.write("  an unknown key: \(stranger.map(\.name) ?? "WAS NOT REFUSED")")
        if let stats {
            Terminal.write(
                "Gateway since its restart: \(stats.confirmed) confirmed in \(stats.commits) commits, \(stats.duplicates) repeats recognised, "
                    + "\(stats.delivered) delivered, \(stats.acknowledged) acknowledged; \(stats.lastPosition) messages in the journal"
            )
        }
        Terminal.write(
            reckoning.isFaultless
                ? "Nothing was lost, nothing came out of order, and nothing reached a role that is not entitled to it."
                : "FAULT: see LOST, INVERSIONS and NOT ENTITLED above."
        )
    }

    private func explain(_ gateway: GatewayProcess) {
        let home = gateway.home.path
        Terminal.write(
            """

            The gateway goes on running. Look around:
              cuakhau stats --profile \(home)/profiles/operator.yaml
              cuakhau tail 'crossing.>' --profile \(home)/profiles/labour.yaml --from start --count 5
              cuakhau tail '>' --profile \(home)/profiles/bank.yaml --from start --count 5
              less \(gateway.logPath)
            Stop it and remove everything:
              kill \(gateway.processID ?? 0) && rm -r \(folder)
            """
        )
    }
}
