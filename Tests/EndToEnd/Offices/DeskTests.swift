import Client
import Contracts
import Foundation
import SwiftProtobuf
import Testing

extension EndToEnd {
    /// The cooperation desk as its clerks and its partners see it: the program's commands, a gateway, and the labour hub at the other end.
    struct DeskTests {
        private let folder: TestFolder
        private let gateway: TestGateway
        private let home: String

        init() async throws {
            folder = try TestFolder()
            gateway = try await TestGateway.started()
            home = folder.file("desk")
            let profile = try gateway.profileFile(try gateway.addPrincipal("pingxiang", .desk))
            let made = try await Program.run("desk", "init", home, "--profile", profile, "--exercise", "--seed", "7", "--lang", "en")
            #expect(made.status == 0, "\(made.errors)")
        }

        private func desk(_ arguments: String...) async throws -> Program.Result {
            try await Program.start(["desk"] + arguments + ["--home", home, "--lang", "en"], environment: clock).result()
        }

        /// Exercises have a clock in a file: 25 October 2025, 8 o'clock in Vietnam.
        private var clock: [String: String] {
            get throws { ["CUAKHAU_CLOCK": try folder.write("1761354000000000", to: "clock")] }
        }

        private func next(_ consumer: Consumer) async throws -> Delivery {
            let deliveries = try await within(.seconds(20), "a message comes") { try await consumer.next(upTo: 1) }
            return try #require(deliveries.first)
        }

        private static let header = "number,employer,sector,seats,season_from,season_to,wage,hours_per_week,lodging,insurance,gates\n"
        private static let row = "A-1,farm-1,agriculture,40,2025-11-01,2026-03-31,150.00 CNY day,48,employer,employer,HN CM\n"

        @Test func `a season's order goes out, fills and closes`() async throws {
            let service = try Program.start(["desk", "run", "--home", home], environment: try clock)
            let file = try folder.write(Self.header + Self.row, to: "orders.csv")
            let taken = try await desk("order", "import", file, "--publish")
            #expect(taken.status == 0, "\(taken.errors)")
            let labour = try gateway.addPrincipal("labour", .labour)
            let border = try gateway.addPrincipal("huu-nghi", .border, gate: "HN")
            let consumer = try Consumer(profile: labour, settings: .init(name: "orders", filter: "demand.>", purpose: "tests"))
            let published = try await next(consumer)
            #expect(published.type == "demand.order.published.v1")
            published.acknowledge()
            let order = try Langson_Demand_V1_OrderPublished(serializedBytes: Array(published.body))
            #expect(order.seats == 40 && order.gates == ["CM", "HN"])

            let fill = Langson_Demand_V1_FillReported.with {
                $0.orderID = order.orderID
                $0.offered = 40
                $0.accepted = 40
                $0.departed = 12
                $0.returned = 6
            }
            let hub = try DirectPublisher(profile: labour, name: "hub")
            try await hub.publish(OutgoingMessage(type: "demand.fill.reported.v1", fill, isExercise: true))
            let status = Langson_Gate_V1_StatusChanged.with {
                $0.gate = "HN"
                $0.state = .limited
                $0.from = .init(seconds: 1_761_350_400, nanos: 0)
                $0.note = "one lane"
            }
            let post = try DirectPublisher(profile: border, name: "post")
            try await post.publish(OutgoingMessage(type: "gate.status.changed.v1", status, isExercise: true))

            for step in [Langson_Demand_V1_OrderState.partlyFilled, .filled] {
                let changed = try await next(consumer)
                #expect(try Langson_Demand_V1_OrderChanged(serializedBytes: Array(changed.body)).changes.step.to == step)
                changed.acknowledge()
            }
            try await wait(for: "the gate's state has come") { try await desk("gate", "list", "--json").output.contains("\"state\":\"limited\"") }
            #expect(try await desk("gate", "list").output.contains("from 25/10/2025 07:00 (VN) · 08:00 (CN) until further notice; one lane"))
            #expect(try await desk("order", "list", "--state", "filled").lines.count == 2)
            #expect(try await desk("order", "list", "--json").output.contains(#""fill":{"accepted":40,"departed":12,"offered":40,"returned":6}"#))
            #expect(try await desk("order", "show", "A-1").output.contains("offered 40, accepted 40, departed 12, returned 6"))
            #expect(try await desk("season", "--months", "2").output.contains("HN"))
            #expect(try await desk("order", "close", "A-1", "--reason", "all have come").status == 0)
            let closed = try await next(consumer)
            #expect(try Langson_Demand_V1_OrderChanged(serializedBytes: Array(closed.body)).changes.step.to == .closed)
            closed.acknowledge()
            #expect(try await desk("order", "cancel", "A-1", "--reason", "x").status == 75)
            await consumer.close()
            await hub.close()
            await post.close()
            service.signal(SIGTERM)
            #expect(try await service.status() == 0, "\(service.errors)")
        }

        @Test func `what is refused changes nothing and says where`() async throws {
            let broken = try folder.write(Self.header + Self.row + Self.row.replacing(",40,", with: ",-40,"), to: "broken.csv")
            let refused = try await desk("order", "import", broken)
            #expect(refused.status == 65)
            #expect(refused.errors.contains("line 3, column seats") && refused.errors.contains("Nothing was imported"))
            let latin = try folder.write("", to: "latin.csv")
            try (Data((Self.header + Self.row).utf8) + [0xC1]).write(to: URL(fileURLWithPath: latin))
            #expect(try await desk("order", "import", latin).errors.contains("line 3: the file is not UTF-8"))
            // A line of 1 GB, of which the file system holds nothing.
            let endless = try folder.write("", to: "endless.csv")
            let handle = try #require(FileHandle(forWritingAtPath: endless))
            try handle.truncate(atOffset: 1 << 30)
            try handle.close()
            let huge = try await desk("order", "import", endless)
            #expect(huge.status == 65 && huge.errors.contains("a file has at most 16 MB"), "\(huge.errors)")
            let fee = try await desk(
                "order",
                "draft",
                "B-1",
                "--employer",
                "farm-1",
                "--sector",
                "agriculture",
                "--seats",
                "40",
                "--season-from",
                "2025-11-01",
                "--season-to",
                "2026-03-31",
                "--wage",
                "150.00 CNY day",
                "--hours-per-week",
                "48",
                "--lodging",
                "employer",
                "--insurance",
                "employer",
                "--fee",
                "brokerage 100 CNY worker",
                "--gates",
                "HN"
            )
            #expect(fee.status == 77 && fee.errors.contains("a brokerage fee is 0"), "\(fee.errors)")
            #expect(try await desk("order", "draft", "B-1", "--employer", "farm-1", "--sector", "agriculture").status == 64)
            #expect(try await desk("order", "list").output == "There are no orders.\n")
            #expect(try await desk("reference", "show", "districts", "--on", "2025-06-30").lines.count == 11)
            #expect(try await desk("status").output.contains("orders that workers are sought for: 0"))
        }

        @Test func `a list that the labour hub publishes decides which gates an order may name on which day`() async throws {
            let service = try Program.start(["desk", "run", "--home", home], environment: try clock)
            let hub = try DirectPublisher(profile: try gateway.addPrincipal("labour", .labour), name: "hub")
            // Chi Ma is not in it.
            let gates = Langson_Reference_V1_Updated.with {
                $0.list = "gates"
                $0.version = 1
                $0.columns = ["gate", "name_vi", "name_zh", "kind", "traffic", "opposite", "part_of", "valid_from", "valid_to", "source"]
                $0.rows = [.with { $0.cells = ["HN", "Hữu Nghị", "友谊关", "international", "road", "", "", "", "", "public"] }]
                $0.validFrom = "2025-12-01"
            }
            try await hub.publish(OutgoingMessage(type: "reference.updated.v1", gates, isExercise: true))
            try await wait(for: "the list has come") { try await desk("reference", "list", "--json").output.contains("\"version\":1") }
            let late = try folder.write(Self.header + Self.row, to: "late.csv")
            let refused = try await desk("order", "import", late)
            #expect(refused.status == 65 && refused.errors.contains("line 2: there is no gate CM in the list of 2026-03-31"), "\(refused.errors)")
            let early = try folder.write(Self.header + Self.row.replacing("2026-03-31", with: "2025-11-30"), to: "early.csv")
            #expect(try await desk("order", "import", early).status == 0)
            #expect(try await desk("reference", "show", "gates").lines.count == 11)
            #expect(try await desk("reference", "show", "gates", "--on", "2025-12-01").output == "HN  Hữu Nghị\n")
            await hub.close()
            service.signal(SIGTERM)
            #expect(try await service.status() == 0, "\(service.errors)")
        }
    }
}
