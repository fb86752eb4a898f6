import Client
import Contracts
import Foundation
import SwiftProtobuf
import Testing

extension EndToEnd {
    /// The bank's service and its clerk's commands, beside a gateway. An exercise: its clock is a file, and its people are fictitious.
    @Suite struct PolicyBankTests {
        private static let worker = "01J00000000000000000000001"

        private static func need() throws -> OutgoingMessage {
            let need = Langson_Loan_V1_NeedListed.with {
                $0.workerRef = worker
                $0.programme = .contractWorkers
                $0.category = "poor-household"
                $0.amountRequestedVnd = 60_000_000
            }
            return try OutgoingMessage(type: "loan.need.listed.v1", need, isExercise: true)
        }

        private static func contract() throws -> OutgoingMessage {
            let contract = Langson_Contract_V1_Registered.with {
                $0.contractRef = "01J00000000000000000000002"
                $0.workerRef = worker
                $0.orderID = "01J00000000000000000000003"
                $0.start = "2025-11-01"
                $0.end = "2026-04-30"
                $0.wage = .with {
                    $0.amountMinor = 13_000
                    $0.currency = "CNY"
                    $0.period = .day
                }
            }
            return try OutgoingMessage(type: "contract.registered.v1", contract, isExercise: true)
        }

        private static func read(_ profile: Profile, _ filter: String, _ count: Int) async throws -> [Delivery] {
            let consumer = try Consumer(profile: profile, settings: .init(name: "tests", filter: filter, purpose: "tests"))
            let deliveries = try await within(.seconds(30), "\(count) of \(filter)") {
                var deliveries: [Delivery] = []
                for try await delivery in consumer {
                    deliveries.append(delivery)
                    delivery.acknowledge()
                    if deliveries.count == count { break }
                }
                return deliveries
            }
            await consumer.close()
            return deliveries
        }

        @Test(.timeLimit(.minutes(3)))
        func `a loan goes from the commune's list to the hub's figures, and the service is killed on the way`() async throws {
            let gateway = try await TestGateway.started()
            let commune = try gateway.addPrincipal("commune-a", .commune)
            let labour = try gateway.addPrincipal("labour", .labour)
            let centre = try gateway.addPrincipal("centre", .centre)
            let profile = try gateway.profileFile(gateway.addPrincipal("bank", .bank))
            let bank = try await BankFolder(TestFolder(), profile: profile, day: "2025-10-27")
            var service = try bank.start()

            let (lister, hub) = (try DirectPublisher(profile: commune), try DirectPublisher(profile: labour))
            _ = try await lister.publish(Self.need())
            _ = try await hub.publish(Self.contract())
            try await wait(for: "the file is open") { try await bank.list("loan", "list", "--officer", "Lan").count == 1 }
            let ref = try #require(try await bank.list("loan", "list", "--officer", "Lan").first?["loan_ref"] as? String)
            service.kill()

            // A clerk works without the service; what is said of it waits in the store.
            for arguments in [["receive", ref], ["decide", ref, "approve"], ["contract", ref]] {
                let act = try await Program.start(
                    ["bank", "loan"] + arguments + ["--home", bank.home],
                    environment: ["CUAKHAU_CLOCK": bank.folder.file("clock")]
                ).result()
                #expect(act.status == 0, "\(act.errors)")
            }
            service = try bank.start()
            // The same list again, and the contract meanwhile: one file.
            _ = try await lister.publish(Self.need())
            try await wait(for: "the contract is known") {
                try await bank.run("loan", "show", ref, "--officer", "Lan").output.contains("work contract")
            }
            #expect(try await bank.run("loan", "disburse", ref, "--fund", "province", "--voucher", "PC-1").status == 77)
            let paid = try await bank.run("loan", "disburse", ref, "--fund", "central", "--voucher", "PC-1")
            #expect(paid.status == 0 && paid.output.contains("“disbursed”"), "\(paid.errors)")
            let said = try await bank.run("loan", "disburse", ref, "--fund", "central", "--voucher", "PC-1")
            #expect(said.status == 0 && said.output.hasPrefix("Entered already: entry 1, disbursed"), "\(said.errors)")
            let again = try await bank.run("loan", "disburse", ref, "--fund", "central", "--voucher", "PC-2")
            #expect(again.status == 75 && again.errors.contains("“disbursed”"), "\(again.errors)")
            #expect(try await bank.run("loan", "repay", ref, "--voucher", "PT-1", "--amount=-5").status == 64)
            #expect(try await bank.run("loan", "repay", ref, "--amount", "15.000.000").status == 64)
            #expect(try await bank.run("loan", "repay", ref, "--amount", "60.000.001", "--voucher", "PT-1").status == 77)
            #expect(try await bank.run("loan", "repay", ref, "--amount", "1.500.000", "--voucher", "PT-1").status == 0)
            let other = try await bank.run("loan", "repay", ref, "--amount", "15.000.000", "--voucher", "PT-1")
            #expect(other.status == 75 && other.errors.contains("`loan reverse`"), "\(other.errors)")
            let reversed = try await bank.run("loan", "reverse", ref, "--entry", "2", "--reason", "ghi nhầm", "--officer", "Kế toán")
            #expect(
                reversed.status == 0 && reversed.output.contains("reverses entry 2") && reversed.output.contains("“disbursed”"),
                "\(reversed.errors)"
            )
            #expect(try await bank.run("loan", "repay", ref, "--amount", "15.000.000", "--voucher", "PT-1").status == 0)
            #expect(try await bank.list("loan", "list", "--officer", "Lan").map { $0["outstanding_vnd"] as? Int } == [45_000_000])
            #expect(try await bank.list("fund", "list").first?["available_vnd"] as? Int == 99_940_000_000)
            let checked = try await bank.run("ledger", "check")
            #expect(checked.status == 0, "\(checked.errors)")

            // A month is over: the labour hub is told, and learns of no person.
            try bank.move(to: "2025-11-03")
            let figures = try await Self.read(labour, "loan.disbursed.>", 4)
            let central: Langson_Loan_V1_DisbursedReported = try #require(figures.first).decoded()
            #expect(central.period == "2025-10" && central.loans == 0 && central.totalVnd == 60_000_000)
            let files = try await Self.read(commune, "loan.file.>", 1)
            let file: Langson_Loan_V1_FileReceived = try #require(files.first).decoded()
            #expect(file.complete && file.workerRef == Self.worker)
            #expect(files.allSatisfy { $0.isExercise })
            let steps = try await Self.read(centre, "loan.status.>", 9).map { try $0.decoded(as: Langson_Loan_V1_StatusChanged.self).to }
            #expect(steps == [.received, .complete, .appraising, .approved, .contracted, .disbursed, .repaying, .disbursed, .repaying])

            service.signal(SIGTERM)
            #expect(try await service.status() == 0)
            #expect(!service.errors.contains(Self.worker))
            await lister.close()
            await hub.close()
        }

        @Test(.timeLimit(.minutes(1)))
        func `a list that is not as it must be names the place, and changes nothing`() async throws {
            let gateway = try TestGateway()
            let profile = try gateway.profileFile(gateway.addPrincipal("bank", .bank))
            let bank = try await BankFolder(TestFolder(), profile: profile, day: "2025-10-27")
            let header = "worker_ref,commune,programme,category,amount\n"
            func fails(_ bytes: Data, _ expected: String) async throws {
                let file = bank.folder.file("list.csv")
                try bytes.write(to: URL(filePath: file))
                let result = try await bank.run("loan", "import", file)
                #expect(result.status == 65 && result.errors.contains(expected), "\(result.errors)")
            }
            // “Hộ nghèo” in Windows-1258, a negative amount, a commune that nobody knows.
            try await fails(
                Data((header + "\(Self.worker),06001,job_creation,").utf8) + [0x48, 0xF4, 0xF2] + Data(",5\n".utf8),
                "line 2: the file is not UTF-8"
            )
            try await fails(Data((header + "\(Self.worker),06001,job_creation,poor,-5\n").utf8), "line 2, column amount: a positive amount")
            try await fails(Data((header + "\(Self.worker),09999,job_creation,poor,5\n").utf8), "line 2, column commune: the reference list")
            // One line of a gigabyte, which is never read whole.
            let giant = bank.folder.file("giant.csv")
            _ = FileManager.default.createFile(atPath: giant, contents: nil)
            let handle = try FileHandle(forWritingTo: URL(filePath: giant))
            try handle.truncate(atOffset: 1 << 30)
            try handle.close()
            let result = try await bank.run("loan", "import", giant)
            #expect(result.status == 65 && result.errors.contains("at most 16 MB"), "\(result.errors)")
            #expect(try await bank.list("loan", "list", "--officer", "Lan").isEmpty)

            let taken = try await bank.run("loan", "import", "-", input: header + "\(Self.worker),06001,job_creation,poor,5000000\n")
            #expect(taken.status == 0 && taken.output.hasPrefix("Files opened: 1;"), "\(taken.errors)")
            let ref = try #require(try await bank.list("loan", "list", "--officer", "Lan", "--state", "listed").first?["loan_ref"] as? String)
            let early = try await bank.run("loan", "disburse", ref, "--fund", "province", "--voucher", "PC-1")
            #expect(early.status == 75 && early.errors.contains("“listed” and cannot become “disbursed”"), "\(early.errors)")
            #expect(try await bank.run("loan", "show", "nobody", "--officer", "Lan").status == 66)
            let vietnamese = try await Program.run("bank", "loan", "show", ref, "--officer", "Lan", "--home", bank.home, "--lang", "vi")
            #expect(vietnamese.output.contains("xã đã lập danh sách"), "\(vietnamese.output)\(vietnamese.errors)")
            let settings = try String(contentsOfFile: bank.home + "/office.yaml", encoding: .utf8)
            try settings.replacing("holidays: []", with: "holidays: [2/9]").write(
                toFile: bank.home + "/office.yaml",
                atomically: true,
                encoding: .utf8
            )
            let wrong = try await Program.run("bank", "status", "--home", bank.home, "--lang", "vi")
            #expect(wrong.status == 78 && wrong.errors.contains("mục settings, holidays: mỗi ngày viết như"), "\(wrong.errors)")
        }
    }
}
