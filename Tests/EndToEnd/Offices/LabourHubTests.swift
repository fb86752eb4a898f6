import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// The labour hub as its people run it.
    @Suite struct LabourHubTests {
        private let clock: String
        private let folder: TestFolder
        private let gateway: TestGateway
        private let order = "01K8CZAV00ABCDEFGHJKMNPQRS"

        init() async throws {
            folder = try TestFolder()
            clock = try folder.write("1761004800000000", to: "clock")
            gateway = try await TestGateway.started()
        }

        /// 2025-10-21, 7 o'clock in Vietnam, and so many days later.
        private func set(day: Int) throws { _ = try folder.write("\(1_761_004_800_000_000 + Int64(day) * 86_400_000_000)", to: "clock") }

        @discardableResult
        private func hub(_ arguments: String..., status: Int32 = 0) async throws -> Program.Result {
            let result = try await Program.start(
                ["labour"] + arguments + ["--home", folder.file("hub"), "--lang", "en"],
                environment: ["CUAKHAU_CLOCK": clock]
            ).result()
            #expect(result.status == status, "\(arguments): \(result.errors)")
            return result
        }

        private func publish(_ type: String, _ json: String, as profile: String) async throws {
            let result = try await Program.run("publish", type, "--profile", profile, "--json", json, "--exercise")
            #expect(result.status == 0, "\(result.errors)")
        }

        private func start() throws -> RunningProgram {
            try Program.start(["labour", "run", "--home", folder.file("hub"), "--log-format", "json"], environment: ["CUAKHAU_CLOCK": clock])
        }

        private var journeys: [String] {
            get async throws { try await hub("journey", "list", "--officer", "A", "--json").lines }
        }

        @Test(.timeLimit(.minutes(2)))
        func `workers go out and come back, though the hub is killed on the way`() async throws {
            let desk = try gateway.profileFile(try gateway.addPrincipal("desk", .desk))
            let border = try gateway.profileFile(try gateway.addPrincipal("huu-nghi", .border, gate: "HN"))
            let labour = try gateway.profileFile(try gateway.addPrincipal("labour", .labour))
            let made = try await Program.start(
                ["labour", "init", folder.file("hub"), "--profile", labour, "--exercise", "--seed", "7"],
                environment: ["CUAKHAU_CLOCK": clock]
            ).result()
            #expect(made.status == 0, "\(made.errors)")
            try await hub("worker", "list", "--officer", "A")
            try await hub("key", "make")
            try await hub("vault", "make")
            let service = try start()

            try await publish("demand.order.published.v1", orderJSON, as: desk)
            try await wait(for: "the order is known") { try await hub("order", "list", "--json").lines.count == 1 }
            let header = "name,document_kind,document_number,commune,birth_year,market,consent\n"
            let bad = try folder.write(
                header + "Hư Cấu 1,passport,F0000001,05977,1990,chongzuo,1\nHư Cấu 2,passport,?,16001,1990,mars,1\n",
                to: "bad.csv"
            )
            let refused = try await hub("worker", "import", bad, status: 65)
            #expect(refused.errors.contains("line 3, column document_number"))
            #expect(refused.errors.contains("Nothing was imported"))
            #expect(try await hub("worker", "list", "--officer", "A", "--json").lines.isEmpty)
            let rows = (1...6).map { "Hư Cấu \($0),passport,F000000\($0),05977,1990,chongzuo,1\n" }.joined()
            let refs = folder.file("refs.csv")
            try await hub("worker", "import", try folder.write(header + rows, to: "workers.csv"), "--refs", refs)
            try await hub("contract", "offer", order, "--file", refs)
            try await hub("contract", "accept", "--order", order)
            try await hub("manifest", "lodge", order, "--gate", "HN", "--date", "2025-10-25")
            #expect(try await journeys.count == 6)

            // Who they are is shown to an officer with a purpose, and nowhere else.
            let worker = try #require(try String(contentsOfFile: refs, encoding: .utf8).split(separator: "\n").dropFirst().first?.prefix(26))
            #expect(try await hub("worker", "show", String(worker), "--officer", "A", "--purpose", "family asks").output.contains("Hư Cấu 1"))
            #expect(try await hub("worker", "log").output.contains("A: family asks"))
            #expect(try await hub("vault", "check").status == 0)

            try set(day: 4)
            let tokens = try await manifestTokens(border)
            #expect(tokens.count == 6)
            service.kill()
            for (number, token) in tokens.enumerated() {
                try await publish("crossing.exit.recorded.v1", crossingJSON(token, number + 1, "2025-10-25T01:00:00Z"), as: border)
            }
            let second = try start()
            try await wait(for: "all are out") { try await journeys.count { $0.contains("\"state\":\"exited\"") } == 6 }
            try set(day: 91)
            let entry = crossingJSON(tokens[0], 7, "2026-01-20T03:00:00Z").replacing("}", with: ", \"declaredNeed\": \"DECLARED_NEED_WAGES\"}")
            try await publish("crossing.entry.recorded.v1", entry, as: border)
            try await wait(for: "one is back") { try await journeys.count { $0.contains("\"state\":\"returned\"") } == 1 }
            #expect(try await hub("journey", "show", tokens[0], "--officer", "A").output.contains("asks for help with: wages"))
            #expect(try await journeys.count { $0.contains("\"need\":\"wages\"") } == 1)
            // The contract ends on 20 January: five are reminded, and then asked after.
            try await wait(for: "five are due") { try await journeys.count { $0.contains("\"state\":\"renewal_due\"") } == 5 }
            try set(day: 95)
            try await wait(for: "five are asked after") { try await journeys.count { $0.contains("\"state\":\"welfare_due\"") } == 5 }
            // Another came home through a gate of another province.
            try await hub("journey", "returned", tokens[1], "--on", "2026-01-21", "--reason", "came back another way")
            #expect(
                try await hub("journey", "show", tokens[1], "--officer", "A").output.contains("said to be back on 21/01/2026: came back another way")
            )
            try await hub("journey", "returned", tokens[1], "--on", "2026-02-30", "--reason", "no such day", status: 64)
            // The last year's reports have not come.
            #expect(
                try await hub("status").output.contains(
                    "! the report on 2025 is late (before 2025-12-21), not received from: Provincial Border Guard"
                )
            )
            let report = try await hub("report", "consolidate", "2026-H1")
            #expect(report.output.contains("journeys.returned,returned,< 5"))
            let status = try await hub("status", "--json")
            #expect(status.output.contains("\"problems\":0"))
            second.signal(SIGTERM)
            #expect(try await second.status() == 0)
            for text in ["Hư Cấu", "F000000", tokens[0]] { #expect(!second.errors.contains(text) && !service.errors.contains(text)) }
        }

        private func manifestTokens(_ border: String) async throws -> [String] {
            let tail = try await Program.run("tail", "departure.>", "--profile", border, "--from", "start", "--count", "1", "--json")
            #expect(tail.status == 0, "\(tail.errors)")
            return tail.output.split(separator: "\"").map(String.init).filter { $0.count == 64 && $0.allSatisfy(\.isHexDigit) }
        }

        private func crossingJSON(_ token: String, _ number: Int, _ time: String) -> String {
            """
            {"documentToken": "\(token)", "gate": "HN", "occurredAt": "\(time)", "documentKind": "DOCUMENT_KIND_PASSPORT", "deviceSeq": "\(number)"}
            """
        }

        private var orderJSON: String {
            """
            {"orderId": "\(order)", "employerRef": "farm-1", "sector": "SECTOR_AGRICULTURE", "seats": 6, "seasonFrom": "2025-10-25", "seasonTo": "2026-01-20", \
            "wage": {"amountMinor": "15000", "currency": "CNY", "period": "PAY_PERIOD_DAY"}, "hoursPerWeek": 48, "lodging": "PROVISION_BY_EMPLOYER", \
            "insurance": "PROVISION_BY_EMPLOYER", "gates": ["HN"]}
            """
        }
    }
}
