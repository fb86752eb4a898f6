import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// A clerk's commands at the labour hub, killed where it hurts most: when one of the two files is committed and the other is not, and before either is.
    @Suite struct KilledClerkTests {
        private let folder: TestFolder
        private let clock: String
        private static let order = "01K8CZAV00ABCDEFGHJKMNPQRS"
        private static let count = 12

        init() throws {
            folder = try TestFolder()
            // 2025-10-21, 7 o'clock in Vietnam: it stands, so that names are the same in every run.
            clock = try folder.write("1761004800000000", to: "clock")
        }

        /// A hub's folder.
        private struct Hub {
            let home: String
            var store: String { home + "/store.sqlite" }
            var vault: String { home + "/vault.sqlite" }

            /// All that the store says, but for the places of messages in the gateway's journal and their random names.
            func content() throws -> [String: [String]] {
                let tables = [
                    "worker": "worker_ref || commune || birth_year || market || consent", "document": "token || worker_ref || kind",
                    "contract": "contract_ref || worker_ref || order_id || state", "manifest": "manifest_id || gate || day || count",
                    "journey": "contract_ref || token || manifest_id || state", "outbox_message": "type || hex(body)",
                ]
                return Dictionary(
                    uniqueKeysWithValues: try tables.map { ($0, try StoreFile(store).rows("SELECT \($1) FROM \($0) ORDER BY 1")) }
                )
            }

            struct People: Equatable {
                var vault: [String] = []
                var store: [String] = []
            }

            func people() throws -> People {
                People(
                    vault: try StoreFile(vault).rows("SELECT worker_ref FROM identity ORDER BY 1"),
                    store: try StoreFile(store).rows("SELECT worker_ref FROM worker ORDER BY 1")
                )
            }
        }

        private func start(_ arguments: [String], _ hub: Hub) throws -> RunningProgram {
            try Program.start(["labour"] + arguments + ["--home", hub.home, "--lang", "en"], environment: ["CUAKHAU_CLOCK": clock])
        }

        @discardableResult
        private func run(_ arguments: [String], _ hub: Hub, status: Int32 = 0) async throws -> Program.Result {
            let result = try await start(arguments, hub).result()
            #expect(result.status == status, "\(arguments): \(result.errors)")
            return result
        }

        /// Kills a command while it waits to commit to a file.
        private func kill(_ arguments: [String], _ hub: Hub, atCommitOf file: String) async throws {
            let reader = try StoreFile(file)
            try reader.hold()
            let command = try start(arguments, hub)
            try await wait(for: "\(arguments[0]) \(arguments[1]) commits") { reader.isAwaited }
            command.kill()
        }

        /// A hub that knows an order; its service has ended.
        private func made() async throws -> Hub {
            let gateway = try await TestGateway.started()
            let desk = try gateway.profileFile(try gateway.addPrincipal("desk", .desk))
            let labour = try gateway.profileFile(try gateway.addPrincipal("labour", .labour))
            let hub = Hub(home: folder.file("hub"))
            let made = try await Program.start(
                ["labour", "init", hub.home, "--profile", labour, "--exercise", "--seed", "7"],
                environment: ["CUAKHAU_CLOCK": clock]
            ).result()
            #expect(made.status == 0, "\(made.errors)")
            for name in ["key", "vault"] { try await run([name, "make"], hub) }
            let published = try await Program.run(
                "publish",
                "demand.order.published.v1",
                "--profile",
                desk,
                "--json",
                Self.orderJSON,
                "--exercise"
            )
            #expect(published.status == 0, "\(published.errors)")
            let service = try start(["run"], hub)
            try await wait(for: "the order is known") { try StoreFile(hub.store).rows("SELECT order_id FROM hub_order").count == 1 }
            service.signal(SIGTERM)
            #expect(try await service.status() == 0)
            return hub
        }

        @Test(.timeLimit(.minutes(2)))
        func `a clerk's command that is killed and given again leaves what an undisturbed one leaves, in the vault and in the store`() async throws {
            let calm = try await made()
            let disturbed = Hub(home: folder.file("disturbed"))
            try FileManager.default.copyItem(atPath: calm.home, toPath: disturbed.home)
            let rows = (1...Self.count).map { "Hư Cấu \($0),passport,F\(1_000_000 + $0),05977,1990,chongzuo,1\n" }.joined()
            let list = try folder.write("name,document_kind,document_number,commune,birth_year,market,consent\n" + rows, to: "workers.csv")
            let refs = folder.file("refs.csv")
            let steps: [(arguments: [String], again: Int32)] = [
                (["worker", "import", list, "--refs", refs], 0), (["contract", "offer", Self.order, "--file", refs], 0),
                (["contract", "accept", "--order", Self.order], 0),
                // Nobody is left for another list.
                (["manifest", "lodge", Self.order, "--gate", "HN", "--date", "2025-10-25"], 66),
            ]
            for (arguments, again) in steps {
                try await run(arguments, calm)
                let before = try disturbed.content()
                if arguments[0] == "worker" {
                    // Nothing is in either file.
                    try await kill(arguments, disturbed, atCommitOf: disturbed.vault)
                    #expect(try disturbed.people() == Hub.People())
                    try await run(["vault", "check"], disturbed)
                }
                try await kill(arguments, disturbed, atCommitOf: disturbed.store)
                #expect(try disturbed.content() == before)
                if arguments[0] == "worker" {
                    // The vault has been committed to: it holds people whom nothing names, and says so.
                    #expect(try disturbed.people().vault.count == Self.count)
                    #expect(try disturbed.people().store.isEmpty)
                    let check = try await run(["vault", "check"], disturbed, status: 65)
                    #expect(check.errors.contains("\(Self.count) people are in the vault alone"))
                }
                try await run(arguments, disturbed)
                #expect(try disturbed.content() == calm.content())
                // Killed after its commit, the command is given again for nothing.
                try await run(arguments, disturbed, status: again)
                #expect(try disturbed.content() == calm.content())
            }
            let people = try disturbed.people()
            #expect(people.vault == people.store && people.vault.count == Self.count)
            #expect(try calm.people() == people)
            let check = try await run(["vault", "check"], disturbed)
            #expect(check.output == "\(Self.count) people in the vault; 0 lines in the log, whole.\n")
            let shown = try await run(["worker", "show", people.vault[0], "--officer", "A", "--purpose", "family asks"], disturbed)
            #expect(shown.output.contains("Hư Cấu"))
            #expect(try await run(["contract", "list", "--officer", "A", "--json"], disturbed).lines.count == Self.count)
        }

        private static let orderJSON = """
            {"orderId": "\(order)", "employerRef": "farm-1", "sector": "SECTOR_AGRICULTURE", "seats": 20, "seasonFrom": "2025-10-25", \
            "seasonTo": "2026-01-20", "wage": {"amountMinor": "15000", "currency": "CNY", "period": "PAY_PERIOD_DAY"}, "hoursPerWeek": 48, \
            "lodging": "PROVISION_BY_EMPLOYER", "insurance": "PROVISION_BY_EMPLOYER", "gates": ["HN"]}
            """
    }
}
