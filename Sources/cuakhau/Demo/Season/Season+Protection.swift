import Agencies

/// An alert, two cases that come from outside, and one of a worker who is not back.
extension Season {
    private struct Alert: Decodable {
        let alert_id: String
        let acknowledged_at: String?
    }

    struct Case: Decodable {
        let case_id: String
        let state: String
    }

    func cases(all: Bool = false) throws -> [Case] { try decoded(Case.self, affairs.run(["case", "list", "--json"] + (all ? ["--all"] : []))) }

    func protection(_ day: Int) async throws {
        switch day {
        case 20: try await alert()
        case 22: try checkpoint(plan.gates[0]).run("handover", "--adults", "6", "--minors", "1", "--need", "medical")
        case 33: try renew()
        case 40:
            try await openCase("1", as: "centre", kind: "CASE_KIND_WAGES")
            try await take()
        case 46: try close()
        case 50: try await openCase("2", as: "commune", kind: "CASE_KIND_MISSING")
        case 51:
            let escalated = try cases().filter { $0.state == "escalated" }
            guard escalated.count == 1 else { throw CommandFailure(.software, "a case that nobody took did not escalate") }
            say("a case that nobody took has escalated; an officer acts")
            try await take()
        case 55: try close()
        case 58:
            guard let closed = try cases(all: true).filter({ $0.state == "closed" }).map(\.case_id).max() else { return }
            try affairs.run("case", "reopen", closed, "--officer", Self.officer, "--reason", "the family has heard again")
            try await take()
        case 61: try close()
        default: break
        }
    }

    static let officer = "Fictitious officer"

    private func alert() async throws {
        let post = checkpoint(plan.gates[0])
        try post.run(
            "alert",
            "issue",
            "--urgency",
            "immediate",
            "--severity",
            "severe",
            "--certainty",
            "likely",
            "--marker",
            "1116-1118",
            "--persons",
            "9",
            "--minors",
            "2",
            "--note",
            "towards the stream"
        )
        try await stage.settle()
        let alerts = try decoded(Alert.self, affairs.run("alert", "list", "--json"))
        for alert in alerts {
            try affairs.run("alert", "ack", alert.alert_id, "--officer", Self.officer, "--action", "seen")
            try stage.publish(
                "alert.crossing.acknowledged.v1",
                as: "police",
                [
                    #"{"alertId": "\#(alert.alert_id)", "at": "\#(stage.now)", "action": "ALERT_ACTION_ON_THE_WAY"}"#
                ]
            )
        }
        say("an alert of people crossing away from the gate; the police are on the way")
        try await stage.settle()
        for alert in alerts { try post.run("alert", "update", alert.alert_id, "--reason", "seen at marker 1117") }
        try await stage.advance(to: UTCTime(stage.now.day(), hour: 12))
        try endAlert()
    }

    private func endAlert() throws {
        for alert in try decoded(Alert.self, affairs.run("alert", "list", "--json")) {
            alerts.issued += 1
            alerts.acknowledged += alert.acknowledged_at == nil ? 0 : 1
            try checkpoint(plan.gates[0]).run("alert", "cancel", alert.alert_id, "--reason", "everybody is safe")
        }
        say("the alert is over: everybody is safe")
    }

    /// Everybody whose renewal is due has a new permit until the end of the season.
    private func renew() throws {
        let rows = try journeys().filter { $0.state == "renewal_due" }.map { "\($0.contract),\(SeasonPlan.seasonTo)" }
        guard !rows.isEmpty else { throw CommandFailure(.software, "no renewal was called due") }
        try labour.run("journey", "permits", try file("renewals.csv", ["contract_ref,valid_until"] + rows))
        say("\(rows.count) were reminded in time, and have renewed their permits")
    }

    private func openCase(_ name: String, as member: String, kind: String) async throws {
        let id = Fictitious.ulid(6, Int(plan.seed % 1_000_000) * 10 + (Int(name) ?? 0))
        try stage.publish(
            "protection.case.opened.v1",
            as: member,
            [
                """
                {"caseId": "\(id)", "channel": "CASE_CHANNEL_PHONE", "at": "\(stage.now)", "country": "CN", "kind": "\(kind)", "persons": 1}
                """
            ]
        )
        say("a protection case comes in, by telephone")
        try await stage.settle()
    }

    private var who: [String] { ["--officer", Self.officer] }

    /// An officer takes what nobody has taken, and tells the mission; it answers within the day.
    func take() async throws {
        let waiting = try cases().filter { ["reported", "escalated", "reopened"].contains($0.state) }.map(\.case_id)
        for id in waiting {
            try affairs.run(["case", "take", id] + who)
            try affairs.run(["case", "triage", id] + who)
            try affairs.run(["case", "notify", id, "--mission", "CG-NN", "--letter", "\(folder)/letter-\(id)-\(stage.now.day()).html"] + who)
        }
        try await stage.advance(to: UTCTime(stage.now.day(), hour: 14))
        for id in waiting { try affairs.run(["case", "update", id, "--state", "acting"] + who) }
    }

    /// What is acted upon comes to a good end.
    func close() throws {
        for id in try cases().filter({ $0.state == "acting" }).map(\.case_id) {
            try affairs.run(["case", "update", id, "--state", "resolved", "--outcome", "helped_abroad"] + who)
            try affairs.run(["case", "update", id, "--state", "family_informed"] + who)
            try affairs.run(["case", "close", id] + who)
            say("a case is closed: helped, and the family knows")
        }
    }
}
