import Broker
import Client
import Contracts
import Foundation
import SwiftProtobuf
import Testing
import Wire

extension EndToEnd {
    /// What is sealed is read by the officers it is sealed to, and by nobody else: over real processes, as officers and operators work.
    @Suite struct SealingTests {
        private static let words = "Người cần được bảo vệ chờ ở phòng số hai. (Hư cấu)"
        private let gateway: TestGateway
        private let folder: TestFolder
        /// By principal.
        private let profiles: [String: String]

        init() async throws {
            gateway = try TestGateway()
            folder = try TestFolder()
            var profiles: [String: String] = [:]
            for (name, role) in [
                ("affairs", Role.affairs), ("commune-a", .commune), ("police-a", .police), ("operator", .operator), ("labour", .labour),
            ] {
                profiles[name] = try gateway.profileFile(gateway.addPrincipal(name, role))
            }
            profiles["huu-nghi"] = try gateway.profileFile(gateway.addPrincipal("huu-nghi", .border, gate: "HN"))
            self.profiles = profiles
            try gateway.start()
            try await gateway.waitUntilListening()
        }

        private func profile(_ name: String) throws -> String { try #require(profiles[name]) }

        private func key(_ officer: String) -> String { folder.file(officer.split(separator: "/").joined(separator: "-") + ".key") }

        /// Runs a command that must succeed.
        @discardableResult
        private func run(_ arguments: String..., input: String? = nil) async throws -> Program.Result {
            let result = try await Program.start(arguments, input: input).result()
            #expect(result.status == 0, "\(arguments.prefix(2)): \(result.errors)")
            return result
        }

        /// An officer makes a key, and the operator publishes it.
        ///
        /// - Returns: The fingerprint that the officer reads out.
        private func appoint(_ officer: String) async throws -> String {
            let made = try await run("officer", "key", officer, "--out", key(officer))
            #expect(try TestFolder.mode(of: key(officer)) == 0o600)
            try await run("officer", "add", key(officer) + ".pub", "--home", gateway.home.path)
            return try #require(made.lines.last).trimmingCharacters(in: .whitespaces)
        }

        /// Waits until a running gateway lists so many officers.
        private func waitForDirectory(_ count: Int) async throws {
            let administration = try Administration(profile: Profile(file: profile("operator")))
            try await wait(for: "the gateway lists the officers") { try await administration.officers().count == count }
            await administration.close()
        }

        private func trust(_ officer: String, _ fingerprint: String, as principal: String) async throws {
            try await run("officer", "trust", officer, "--fingerprint", fingerprint, "--profile", try profile(principal))
        }

        private func open(_ text: String, to officers: [String], more: [String] = []) async throws -> Program.Result {
            let arguments = ["referral", "open", "--key", key("huu-nghi/post-1"), "--profile", try profile("huu-nghi")]
            return try await Program.start(arguments + officers.flatMap { ["--to", $0] } + more, input: text).result()
        }

        private func read(_ officer: String, _ reference: String? = nil) async throws -> Program.Result {
            let principal = String(officer.split(separator: "/")[0])
            let arguments =
                ["referral", "read"] + (reference.map { [$0] } ?? []) + ["--json", "--key", key(officer), "--profile", try profile(principal)]
            return try await Program.start(arguments).result()
        }

        private func share(_ reference: String, by officer: String, to other: String) async throws -> Program.Result {
            let principal = String(officer.split(separator: "/")[0])
            return try await Program.run("referral", "share", reference, "--to", other, "--key", key(officer), "--profile", try profile(principal))
        }

        private struct Shown: Decodable {
            let text: String
            let written_by: String?
            let shared_by: String?
            let writer_proven: Bool
            let position: UInt64
        }

        private func shown(_ result: Program.Result) throws -> [Shown] {
            try result.lines.map { try JSONDecoder().decode(Shown.self, from: Data($0.utf8)) }
        }

        /// The files under a folder that hold a text.
        private func files(in path: String, with text: String) throws -> [String] {
            try FileManager.default.subpathsOfDirectory(atPath: path).filter {
                FileManager.default.contents(atPath: "\(path)/\($0)")?.range(of: Data(text.utf8)) != nil
            }
        }

        /// Everybody has a key in the directory; the post has confirmed two officers, and one of these has confirmed the third.
        private func prepare() async throws {
            var prints: [String: String] = [:]
            let officers = ["huu-nghi/post-1", "affairs/officer-1", "affairs/officer-2", "affairs/officer-3", "commune-a/officer-1"]
            for officer in officers { prints[officer] = try await appoint(officer) }
            try await waitForDirectory(officers.count)
            for officer in ["affairs/officer-1", "affairs/officer-2"] {
                try await trust(officer, try #require(prints[officer]), as: "huu-nghi")
            }
            for officer in ["commune-a/officer-1", "affairs/officer-3", "huu-nghi/post-1"] {
                try await trust(officer, try #require(prints[officer]), as: "affairs")
            }
        }

        private func reference(_ opened: Program.Result) throws -> String {
            #expect(opened.status == 0, "\(opened.errors)")
            return try #require(opened.lines.first?.split(separator: " ").last.map(String.init))
        }

        @Test(.timeLimit(.minutes(3)))
        func `two officers read it, and neither a third, nor the operator, nor who has the gateway's disk or backup`() async throws {
            try await prepare()
            let sent = try await open(Self.words, to: ["affairs/officer-1", "affairs/officer-2"])
            let reference = try reference(sent)
            for officer in ["affairs/officer-1", "affairs/officer-2"] {
                let result = try await read(officer, reference)
                let referrals = try shown(result)
                #expect(referrals.map(\.text) == [Self.words], "\(result.errors)")
                #expect(referrals.allSatisfy { $0.written_by == "huu-nghi/post-1" && $0.writer_proven && $0.shared_by == nil })
            }
            let third = try await read("affairs/officer-3", reference)
            #expect(third.status == 77 && third.output.isEmpty && third.errors.contains("sealed to other officers"), "\(third.errors)")
            let elsewhere = try await read("commune-a/officer-1", reference)
            #expect(elsewhere.status == 77 && elsewhere.output.isEmpty)

            // A reader that cannot deal with it makes a dead letter of it: the operator lists that without its body, and the office's own body is sealed.
            let consumer = try Consumer(
                profile: Profile(file: profile("affairs")),
                settings: .init(name: "desk", filter: "victim.>", purpose: "fail", start: .beginning, kind: .shared, attemptsMax: 1)
            )
            var position = ""
            for try await delivery in consumer {
                position = "\(delivery.position)"
                #expect(Data(delivery.body).range(of: Data(Self.words.utf8)) == nil)
                delivery.terminate(reason: try FailureReason("sealed"))
                break
            }
            await consumer.close()
            for principal in ["operator", "affairs"] {
                try await wait(for: "the letter is listed") {
                    try await run("dead", "list", "--profile", profile(principal), "--json").output.contains("victim.referral.opened.v1")
                }
                let letter = try await run("dead", "show", "affairs/desk", position, "--profile", profile(principal))
                #expect(!letter.output.contains("phòng") && letter.output.contains("sealedBody") == (principal == "affairs"), "\(letter.output)")
            }
            let nosy = try Consumer(profile: Profile(file: profile("operator")), settings: .init(filter: "victim.>", purpose: "be nosy"))
            let error = await #expect(throws: GatewayError.self) { try await nosy.subscribed() }
            #expect(error?.code.name == "not_permitted")
            await nosy.close()
            let office = try await run("tail", "victim.>", "--profile", profile("affairs"), "--from", "start", "--count", "1", "--json")
            #expect(office.output.contains("sealedBody") && !office.output.contains("phòng"))

            // The disk, with the journal open and closed; a copy; and the master key beside it does not help.
            #expect(try files(in: gateway.home.path, with: "phòng số hai").isEmpty)
            try await gateway.stop()
            #expect(!gateway.log.contains("phòng"))
            let backup = folder.file("backup")
            try FileManager.default.copyItem(atPath: gateway.home.path, toPath: backup)
            #expect(try files(in: backup, with: "phòng số hai").isEmpty)
            try gateway.start()
            try await gateway.waitUntilListening()
            let again = try await read("affairs/officer-2", reference)
            #expect(try shown(again).map(\.text) == [Self.words], "after a restart too")
        }

        @Test(.timeLimit(.minutes(3)))
        func `an officer who can read it shares it with another office, and who cannot read it cannot`() async throws {
            try await prepare()
            let reference = try reference(try await open(Self.words, to: ["affairs/officer-1"]))
            let refused = try await share(reference, by: "affairs/officer-3", to: "commune-a/officer-1")
            #expect(refused.status == 77 && refused.errors.contains("only who can read it can share it"), "\(refused.errors)")
            #expect(try await read("commune-a/officer-1", reference).status == 77)

            let shared = try await share(reference, by: "affairs/officer-1", to: "commune-a/officer-1")
            #expect(shared.status == 0 && shared.output.contains("for commune-a: confirmed"), "\(shared.errors)")
            let read = try await read("commune-a/officer-1", reference)
            let referrals = try shown(read)
            #expect(referrals.map(\.text) == [Self.words], "\(read.errors)")
            #expect(referrals.allSatisfy { !$0.writer_proven && $0.written_by == nil && $0.shared_by == nil }, "the commune has confirmed nobody")
            #expect(try files(in: gateway.home.path, with: "phòng số hai").isEmpty)

            // Within the office too.
            #expect(try await share(reference, by: "affairs/officer-1", to: "affairs/officer-3").status == 0)
            #expect(try shown(try await self.read("affairs/officer-3", reference)).map(\.text) == [Self.words])
            #expect(try shown(try await self.read("affairs/officer-1", reference)).count == 1, "what is not for this officer is passed over")
        }

        @Test(.timeLimit(.minutes(3)))
        func `a wrap by an office that cannot read it opens for nobody`() async throws {
            try await prepare()
            let reference = try reference(try await open(Self.words, to: ["affairs/officer-1"]))
            let mine = try OfficerKey(file: key("affairs/officer-3"))
            let theirs = try OfficerPublicKey(file: key("commune-a/officer-1") + ".pub")
            // An officer of the office who cannot read it makes a seal of their own, and puts the writer's name, content and commitment into it.
            let publisher = try DirectPublisher(profile: Profile(file: profile("affairs")))
            let consumer = try Consumer(
                profile: Profile(file: profile("affairs")),
                settings: .init(filter: "victim.>", purpose: "look", start: .beginning)
            )
            for try await delivery in consumer {
                let body: Langson_Victim_V1_ReferralOpened = try delivery.decoded()
                let context = SealContext(type: delivery.type, field: "sealed_body", key: reference, addressee: "affairs")
                let own = try Sealing.seal(Self.bytes("x"), for: [theirs], by: mine, context: context)
                // Both begin alike, with the same sizes: all but the wraps is the writer's.
                let sealed = [UInt8](body.sealedBody)
                let forged = sealed.prefix(2 + 3 * 34 + 1_043) + own.suffix(from: 2 + 3 * 34 + 1_043)
                var shared = Langson_Victim_V1_ReferralShared()
                (shared.referralRef, shared.addressedTo, shared.openedFor) = (reference, "commune-a", "affairs")
                shared.sealedBody = Data(forged)
                try await publisher.publish(OutgoingMessage(type: "victim.referral.shared.v1", shared))
                break
            }
            await consumer.close()
            await publisher.close()
            let result = try await read("commune-a/officer-1", reference)
            #expect(result.status == 65 && result.output.isEmpty && result.errors.contains("does not open"), "\(result.errors)")
        }

        @Test(.timeLimit(.minutes(3)))
        func `a key that the operator exchanges is refused, until the officer has confirmed a new one`() async throws {
            try await prepare()
            let unknown = try await open(Self.words, to: ["affairs/officer-3"])
            #expect(unknown.status == 77 && unknown.errors.contains("was never confirmed here"), "\(unknown.errors)")

            // The operator puts a key of their own under the officer's name.
            let swapped = folder.file("swapped.key")
            let made = try await run("officer", "key", "affairs/officer-1", "--out", swapped)
            let plain = try await Program.run("officer", "add", swapped + ".pub", "--home", gateway.home.path)
            #expect(plain.status == 78 && plain.errors.contains("--replace"))
            try await run("officer", "add", swapped + ".pub", "--replace", "--home", gateway.home.path)
            let administration = try Administration(profile: Profile(file: profile("operator")))
            let other = try OfficerPublicKey(file: swapped + ".pub")
            try await wait(for: "the gateway lists the other key") { try await administration.officers().contains(other) }
            await administration.close()
            let refused = try await open(Self.words, to: ["affairs/officer-2", "affairs/officer-1"])
            #expect(refused.status == 77 && refused.errors.contains("another key for affairs/officer-1"), "\(refused.errors)")
            let list = try await run("officer", "list", "--profile", profile("huu-nghi"))
            #expect(list.output.contains("ANOTHER KEY than confirmed"))
            let wrong = try await Program.run(
                "officer",
                "trust",
                "affairs/officer-1",
                "--fingerprint",
                String(repeating: "0", count: 40),
                "--profile",
                try profile("huu-nghi")
            )
            #expect(wrong.status == 65 && wrong.errors.contains("somebody has put another key there"))

            // It was the officer's own new key: then its fingerprint is confirmed, and it is used.
            try await trust("affairs/officer-1", try #require(made.lines.last).trimmingCharacters(in: .whitespaces), as: "huu-nghi")
            #expect(try await open(Self.words, to: ["affairs/officer-1"]).status == 0)
            try await run("officer", "remove", "affairs/officer-1", "--home", gateway.home.path)
            try await waitForDirectory(4)
            let removed = try await open(Self.words, to: ["affairs/officer-1"])
            #expect(removed.status == 65 && removed.errors.contains("has no officer"), "\(removed.errors)")
        }

        @Test(.timeLimit(.minutes(2)))
        func `plain text is refused by the program and, from a client without manners, by the gateway`() async throws {
            var body = Langson_Victim_V1_ReferralOpened()
            (body.referralRef, body.addressedTo, body.sealedBody) = ("01JAVD5E5Z3X8V9R2M4N6P7Q8S", "affairs", Data(Self.words.utf8))
            let json = try body.jsonString()
            let published = try await Program.run("publish", "victim.referral.opened.v1", "--profile", try profile("huu-nghi"), "--json", json)
            #expect(published.status == 65 && published.errors.contains("sealed_body (sealed)"), "\(published.errors)")
            #expect(!published.errors.contains("phòng"))

            let peer = try RawPeer(Profile(file: profile("huu-nghi")))
            try await peer.open("huu-nghi/raw")
            try peer.publish([(1, "victim.referral.opened.v1", try body.serializedBytes())])
            let refusal = try #require(try await peer.confirm().refused.first)
            #expect(refusal.path == "sealed_body" && refusal.rule == "sealed" && refusal.expected.contains("never plain text"))
            try await gateway.stop()
            #expect(try files(in: gateway.home.path, with: "phòng số hai").isEmpty)
        }

        @Test(.timeLimit(.minutes(2)))
        func `the directory takes keys of offices that send or get something sealed, and of no others`() async throws {
            let print = try await appoint("affairs/officer-1")
            try await run("officer", "add", key("affairs/officer-1") + ".pub", "--home", gateway.home.path)
            let list = try await run("officer", "list", "--home", gateway.home.path, "--json")
            #expect(list.lines.count == 1 && list.output.contains(print))
            for office in ["labour", "nobody"] {
                try await run("officer", "key", "\(office)/officer-1", "--out", key("\(office)/officer-1"))
                let added = try await Program.run("officer", "add", key("\(office)/officer-1") + ".pub", "--home", gateway.home.path)
                #expect(added.status == 78, "\(added.errors)")
            }
            try await waitForDirectory(1)
            let denied = try await Program.run("officer", "list", "--profile", try profile("labour"))
            #expect(denied.status == 77, "\(denied.errors)")
            let fingerprint = try await run("officer", "fingerprint", key("affairs/officer-1") + ".pub")
            #expect(fingerprint.lines.last == print)
            let over = try await Program.run("officer", "key", "affairs/officer-1", "--out", key("affairs/officer-1"))
            #expect(over.status == 78 && over.errors.contains("nothing is written over it"))
        }

        private static func bytes(_ text: String) -> SecretBytes { Array(text.utf8).withUnsafeBytes { SecretBytes(copying: $0) } }
    }
}
