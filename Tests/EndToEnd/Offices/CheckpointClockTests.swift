import Agencies
import Client
import Contracts
import Foundation
import Logging
import Testing

extension EndToEnd {
    /// A checkpoint whose clock is a day ahead, and that learns so from the gateway.
    @Suite struct CheckpointClockTests {
        @Test(.timeLimit(.minutes(5)))
        func `one answer of the gateway is enough: what was refused arrives with the right time, and both times are kept`() async throws {
            let folder = try TestFolder()
            let rules = CheckpointOffice(gate: "HN")
            let clock = OfficeClock { OfficeClock.system.now().adding(seconds: 86_400) }
            let path = folder.file("store.sqlite")
            try OfficeStore.create(path: path, of: CheckpointOffice.self, isExercise: false, secret: Array(0..<32), now: clock.now())
            let store = try OfficeStore(path: path, of: CheckpointOffice.self)
            let gateway = try await TestGateway.started()
            let post = try gateway.addPrincipal("huu-nghi", .border, gate: "HN")
            let (labour, police) = (try gateway.addPrincipal("labour", .labour), try gateway.addPrincipal("police", .police))

            // Said while nothing was known of the gateway's clock.
            let token = try #require(DocumentToken(String(repeating: "0a", count: 32)))
            try store.write(at: clock.now()) { transaction in
                _ = try rules.cross(ScannedDocument(token: token, kind: .passport), .exit, in: transaction)
                let group = Handover(at: try rules.gatewayNow(in: transaction), adults: 6, minors: 1, needs: [.medical])
                _ = try rules.receiveHandover(group, in: transaction)
            }
            let service = Task { [store] in
                try await OfficeService(
                    store: store,
                    rules: rules,
                    profile: post,
                    clock: clock,
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                ).run()
            }
            try await wait(for: "everything is confirmed, and nothing refused") {
                let status = try store.read(OfficeStatus.init)
                return status.confirmed == 2 && status.waiting == 0 && status.refused == 0
            }
            let began = UTCTime(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
            let exits = try Consumer(profile: labour, settings: .init(name: "in", filter: "crossing.>", purpose: "count"))
            for try await delivery in exits {
                let exit: Langson_Crossing_V1_ExitRecorded = try delivery.decoded()
                #expect(abs(UTCTime(exit.occurredAt).seconds(since: began)) < 60)
                #expect(exit.deviceSeq == 1)
                break
            }
            let groups = try Consumer(profile: police, settings: .init(name: "in", filter: "handover.>", purpose: "meet the group"))
            for try await delivery in groups {
                let group: Langson_Handover_V1_Received = try delivery.decoded()
                #expect(abs(UTCTime(group.at).seconds(since: began)) < 60)
                break
            }
            let estimate = try #require(try store.read { try rules.clock($0, at: clock.now()) })
            #expect(estimate.isWrong && abs(estimate.ahead - 86_400_000_000) < 2_000_000)
            #expect(try store.read { try rules.handovers($0) }.allSatisfy { abs($0.handover.at.seconds(since: began)) < 60 })
            await exits.close()
            await groups.close()
            service.cancel()
            try await service.value
            store.close()
        }
    }
}
