import Client
import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// The department of foreign affairs over a real gateway, as its officers work.
    @Suite struct ForeignAffairsTests {
        private static let caseID = "01JAVD5E5Z3X8V9R2M4N6P7Q8S"
        /// 25 October 2025, 8 o'clock in Vietnam.
        private static let start: Int64 = 1_761_354_000_000_000

        private let gateway: TestGateway
        private let folder: TestFolder
        private var home: String { folder.file("affairs") }
        private var clock: String { folder.file("clock") }

        init() async throws {
            gateway = try TestGateway()
            folder = try TestFolder()
        }

        private func run(_ arguments: [String]) async throws -> Program.Result {
            try await Program.start(["affairs"] + arguments, environment: ["CUAKHAU_CLOCK": clock]).result()
        }

        private func act(_ arguments: String...) async throws -> Program.Result {
            try await run(["case"] + arguments + ["--home", home, "--lang", "en"])
        }

        private func setClock(hours: Int64) throws { _ = try folder.write("\(Self.start + hours * 3_600_000_000)\n", to: "clock") }

        private func service() throws -> RunningProgram {
            try Program.start(["affairs", "run", "--home", home], environment: ["CUAKHAU_CLOCK": clock])
        }

        /// A gateway that listens, and the office's folder.
        private func begin() async throws {
            let affairs = try gateway.profileFile(gateway.addPrincipal("affairs", .affairs))
            try gateway.start()
            try await gateway.waitUntilListening()
            try setClock(hours: 0)
            let made = try await run(["init", home, "--profile", affairs, "--exercise", "--seed", "7"])
            #expect(made.status == 0, "\(made.errors)")
        }

        @Test(.timeLimit(.minutes(3)))
        func `a case is opened at a centre, taken by one of two officers, escalates, and reaches a mission`() async throws {
            let centre = try gateway.profileFile(gateway.addPrincipal("centre-a", .centre))
            let labour = try gateway.profileFile(gateway.addPrincipal("labour", .labour))
            try await begin()
            let first = try service()

            let opened = """
                {"caseId": "\(Self.caseID)", "channel": "CASE_CHANNEL_PHONE", "at": "2025-10-25T00:30:00Z", "country": "CN", "city": "崇左", \
                "kind": "CASE_KIND_WAGES", "persons": 6}
                """
            let published = try await Program.run("publish", "protection.case.opened.v1", "--profile", centre, "--exercise", "--json", opened)
            #expect(published.status == 0, "\(published.errors)")
            try await wait(for: "the case is at the office") { try await act("list", "--json").output.contains(Self.caseID) }

            let takes = try ["Lan", "Hoa"].map {
                try Program.start(
                    ["affairs", "case", "take", Self.caseID, "--officer", $0, "--home", home, "--lang", "en"],
                    environment: ["CUAKHAU_CLOCK": clock]
                )
            }
            let results = [try await takes[0].result(), try await takes[1].result()]
            #expect(results.map(\.status).sorted() == [0, 75], "\(results.map(\.errors))")
            let winner = results[0].status == 0 ? "Lan" : "Hoa"
            #expect(results.contains { $0.errors.contains("taken since 25/10/2025 08:00 (VN)") })

            // A power cut, and an hour later it goes on.
            first.kill()
            try setClock(hours: 1)
            let second = try service()
            try await wait(for: "the case escalates") { try await act("list", "--state", "escalated", "--json").output.contains(Self.caseID) }
            let status = try await run(["status", "--home", home, "--lang", "vi"])
            #expect(status.output.contains("KHẨN: vụ việc \(Self.caseID)"), "\(status.output)\(status.errors)")

            let early = try await act("notify", Self.caseID, "--officer", winner, "--mission", "CG-NN", "--letter", folder.file("early.html"))
            #expect(early.status == 75 && early.errors.contains("cannot become “mission notified”"), "\(early.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.file("early.html")))
            #expect(try await act("triage", Self.caseID, "--officer", winner).status == 0)
            let letter = folder.file("letter.html")
            let told = try await act("notify", Self.caseID, "--officer", winner, "--mission", "CG-NN", "--receipt", "12/CV", "--letter", letter)
            #expect(told.status == 0, "\(told.errors)")
            #expect(try TestFolder.mode(of: letter) == 0o600)
            let text = try String(contentsOfFile: letter, encoding: .utf8)
            #expect(text.contains("bảo hộ công dân") && text.contains("Consulate General of Viet Nam in Nanning"))

            let heard = try await Program.run("tail", "protection.>", "--profile", centre, "--from", "start", "--count", "3", "--json")
            for state in ["CASE_STATE_ESCALATED", "CASE_STATE_TRIAGED", "CASE_STATE_MISSION_NOTIFIED"] {
                #expect(heard.output.contains("\"\(state)\""), "\(heard.output)\(heard.errors)")
            }
            let notified = try await Program.run("tail", "protection.>", "--profile", labour, "--from", "start", "--count", "1", "--json")
            #expect(notified.output.contains(Self.caseID) && !notified.output.contains("CG-NN"), "\(notified.output)\(notified.errors)")

            let shown = try await act("show", Self.caseID, "--officer", winner, "--json")
            #expect(shown.output.contains("\"receipt\":\"12/CV\""), "\(shown.output)\(shown.errors)")
            second.signal(SIGTERM)
            #expect(try await second.status() == 0)
        }

        @Test(.timeLimit(.minutes(3)))
        func `an alert is seen without its place and its note, and the post learns that it was`() async throws {
            let post = try gateway.profileFile(gateway.addPrincipal("huu-nghi", .border, gate: "HN"))
            try await begin()
            let service = try service()
            let alert = """
                {"alertId": "01JAVD5E5Z3X8V9R2M4N6P7Q8T", "status": "ALERT_STATUS_EXERCISE", "urgency": "ALERT_URGENCY_IMMEDIATE", \
                "severity": "ALERT_SEVERITY_SEVERE", "certainty": "ALERT_CERTAINTY_LIKELY", "markerFrom": "1116", "persons": 7, "minors": 2, \
                "note": "gần suối", "expires": "2025-10-25T06:00:00Z"}
                """
            let issued = try await Program.run("publish", "alert.crossing.issued.v1", "--profile", post, "--exercise", "--json", alert)
            #expect(issued.status == 0, "\(issued.errors)")
            try await wait(for: "the alert is at the office") {
                try await run(["alert", "list", "--json", "--home", home]).output.contains("immediate")
            }
            let bytes = try Data(contentsOf: URL(fileURLWithPath: home + "/store.sqlite"))
            #expect(bytes.range(of: Data("gần suối".utf8)) == nil)

            let action = ["alert", "ack", "01JAVD5E5Z3X8V9R2M4N6P7Q8T", "--officer", "Lan", "--action", "taken_over", "--home", home, "--lang", "en"]
            #expect(try await run(action).status == 0)
            let again = try await run(action)
            #expect(again.status == 75 && again.errors.contains("“acknowledged”"), "\(again.errors)")
            let heard = try await Program.run(
                "tail",
                "alert.crossing.acknowledged.v1",
                "--profile",
                post,
                "--from",
                "start",
                "--count",
                "1",
                "--json"
            )
            #expect(heard.output.contains("ALERT_ACTION_TAKEN_OVER"), "\(heard.output)\(heard.errors)")
            try setClock(hours: 6)
            #expect(try await run(["alert", "list", "--json", "--home", home]).output.isEmpty)
            service.signal(SIGTERM)
            #expect(try await service.status() == 0)
        }
    }
}
