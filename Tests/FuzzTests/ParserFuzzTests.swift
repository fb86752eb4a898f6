import Broker
import Client
import Contracts
import Crypto
import Foundation
import SwiftProtobuf
import Testing
import Wire
import ZeroMQ

@testable import Broker
@testable import Client
@testable import Contracts
@testable import Journal

/// Every parser that meets the network or a file takes any bytes: it reads them, or says that it cannot, and never traps. `make fuzz` gives each a minute.
@Suite struct ParserFuzzTests {
    /// The golden frames of the protocol.
    private static let frames: [[UInt8]] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Protocols/vectors")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }.flatMap { file -> [[UInt8]] in
            let vectors = (try? JSONSerialization.jsonObject(with: Data(contentsOf: file))) as? [[String: Any]] ?? []
            return vectors.compactMap { ($0["hex"] as? String).flatMap { Hex.bytes($0.filter { !$0.isWhitespace }) } }
        }
    }()

    @Test func `frames of the wire`() throws {
        #expect(Self.frames.count > 30)
        let count = Fuzzer("wire", Self.frames).run { input in
            input.withUnsafeBytes { bytes in
                guard let frame = try? ParsedFrame(bytes) else { return }
                let payload = frame.payload
                if PublishReader.validCount(payload) != nil {
                    var reader = PublishReader(payload)
                    while reader.next() != nil {}
                }
                _ = DeliverReader(frame: bytes, payload: payload)
                _ = Confirm(payload: payload)
                _ = AckReader.read(payload) { _, _ in }
            }
            _ = try? Command(serializedBytes: input)
        }
        #expect(count > 100)
    }

    /// A body of each type with every field in it, and those of a few real ones.
    private static let bodies: [[UInt8]] = {
        var exit = Langson_Crossing_V1_ExitRecorded()
        exit.documentToken = String(repeating: "0af9", count: 16)
        exit.gate = "HN"
        exit.occurredAt.seconds = 1_767_225_000
        exit.documentKind = .passport
        exit.deviceSeq = 1
        var entry = Langson_Departure_V1_ManifestEntry()
        entry.workerRef = "01JAVD5E5Z0000000000000001"
        entry.documentToken = exit.documentToken
        var manifest = Langson_Departure_V1_ManifestLodged()
        manifest.manifestID = entry.workerRef
        manifest.gate = "HN"
        manifest.entries = [entry, entry]
        var alert = Langson_Alert_V1_CrossingIssued()
        alert.alertID = entry.workerRef
        alert.markerFrom = "1116/2"
        alert.note = "two groups, số 12"
        let messages: [any SwiftProtobuf.Message] = [exit, manifest, alert]
        return messages.compactMap { try? $0.serializedBytes() } + [[]]
    }()

    private struct Sink: SubjectSink {
        var end = 0
        mutating func append(subject: Range<Int>) {}
        mutating func append(part: Range<Int>, subjects: Range<Int>) { end = part.upperBound }
    }

    @Test func `bodies of every type: rules, views and subjects`() {
        let types = Catalogue.standard.types
        var next = 0
        let count = Fuzzer("contracts", Self.bodies).run { input in
            let type = types[next % types.count]
            next += 1
            input.withUnsafeBytes { body in
                let result = type.check(body, recordedAt: 1_767_225_600_000_000, isExercise: false)
                var view: [UInt8] = []
                for role in Role.allCases {
                    view.removeAll(keepingCapacity: true)
                    _ = type.appendView(of: body, for: role, to: &view)
                }
                var sink = Sink()
                type.findSubjects(of: body, &sink)
                if case .accepted = result { #expect(sink.end == body.count) }
            }
            _ = try? Catalogue.standard.json(fromBody: input, type: type)
        }
        #expect(count > 100)
    }

    @Test func `bodies as JSON`() {
        let type = Catalogue.standard.type(named: "crossing.exit.recorded.v1")!
        let json =
            #"{"document_token": "0af9", "gate": "HN", "occurred_at": "2026-10-25T06:30:00Z", "document_kind": "DOCUMENT_KIND_PASSPORT", "device_seq": 1}"#
        let count = Fuzzer("json", [Array(json.utf8)]).run {
            _ = try? Catalogue.standard.body(fromJSON: String(decoding: $0, as: UTF8.self), type: type)
        }
        #expect(count > 10)
    }

    @Test func policies() {
        let whole = Array(PolicyFile.text(.whole(.standard)).utf8)
        let small = Array("version: 2\nroles:\n  bank: {read: ['loan.>'], administer: own, gates: all}\nprincipals:\n  bank-2: {publish: []}\n".utf8)
        let count = Fuzzer("policy", [small, Array(whole.prefix(2_000))]).run {
            _ = try? PolicyFile.parse(String(decoding: $0, as: UTF8.self), name: "p")
        }
        #expect(count > 10)
    }

    /// Parsers that read a file get one.
    private func withFile(_ body: (_ path: String) throws -> Void) rethrows {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("cuakhau-fuzz-\(UUID().uuidString)").path
        defer { unlink(path) }
        try body(path)
    }

    @Test func profiles() throws {
        let keys = try CurveKeyPair.generate()
        let profile = Profile(endpoint: "tcp://127.0.0.1:5570", serverKey: keys.publicKey, principal: "bank", role: "bank", gate: "HN", keys: keys)
        let text = try profile.yaml
        try withFile { path in
            let count = try Fuzzer("profile", [Array(text.utf8)]).run { input in
                try SecretFile.write(String(decoding: input, as: UTF8.self), to: path)
                _ = try? Profile(file: path)
            }
            #expect(count > 10)
        }
    }

    @Test func `lists of principals`() throws {
        let key = try CurveKeyPair.generate().publicKey.description
        let text =
            "principals:\n- {name: bank, role: bank, keys: [{key: '\(key)', expires: '2027-01-31T00:00:00Z'}], quota: {sessions: 3}, identity: '00'}\n"
        try withFile { path in
            let count = try Fuzzer("principals", [Array(text.utf8)]).run { input in
                try SecretFile.write(String(decoding: input, as: UTF8.self), to: path)
                _ = try? PrincipalFile(path: path).principals()
            }
            #expect(count > 10)
        }
    }

    @Test func `settings of a gateway`() {
        let text =
            GatewayConfiguration(endpoint: "tcp://127.0.0.1:5570", masterKey: MasterKeySetting(file: "../master.key")).yaml
            + "retention: {crossing.>: {age_days: 90, hard_age_days: 365}}\njournal_bytes_max: 50000000000\n"
        let count = Fuzzer("settings", [Array(text.utf8)]).run { input in
            _ = try? GatewayConfiguration(yaml: String(decoding: input, as: UTF8.self)).retentionPolicy()
        }
        #expect(count > 10)
    }

    @Test func `requests and answers of an enrolment`() throws {
        let keys = try CurveKeyPair.generate().publicKey.description
        let request = try EnrolmentRequest(name: "bank", role: "bank", gate: "HN", publicKey: keys, identity: .init(), madeAt: Date())
        let answer = EnrolmentAnswer(endpoint: "tcp://a:1", serverKey: keys, principal: "bank", role: "bank", gate: nil, publicKey: keys)
        let count = Fuzzer("enrolment", [Array(request.text.utf8), Array(try answer.text.utf8)]).run { input in
            let text = String(decoding: input, as: UTF8.self)
            _ = try? EnrolmentRequest(text: text)
            _ = try? EnrolmentAnswer(text: text)
        }
        #expect(count > 10)
    }

    @Test func `proofs and seals of the audit chain`() throws {
        let seal = AuditSeal(
            block: 1,
            lastPosition: 1,
            head: .zero,
            at: 1,
            key: Array(repeating: 1, count: 32),
            signature: Array(repeating: 2, count: 64)
        )
        let record = AuditRecord(
            position: 1,
            recordedAt: 1,
            client: "a",
            clientSequence: 1,
            type: "a.b.v1",
            isExercise: false,
            id: Array(repeating: 0, count: 16),
            chain: [],
            content: .bytes(key: [1], body: [2])
        )
        let block = AuditBlock(number: 1, first: 1, count: 1, at: 1, root: .zero)
        let proof = AuditProof(message: record, path: [.zero], previousHead: .zero, blocks: [block, block], seal: seal)
        let corpus = try [AuditDocument.data(proof), AuditDocument.data(seal)].map { [UInt8]($0) }
        let count = Fuzzer("proof", corpus).run { input in
            let proof = AuditDocument.proof(Data(input))
            #expect(throws: AuditFault.self) {
                try (proof ?? AuditProof(message: record, path: [], previousHead: .zero, blocks: [], seal: seal)).check(key: nil)
            }
            _ = AuditDocument.seal(Data(input))?.isSigned
        }
        #expect(count > 10)
    }

    @Test func `bodies as they are stored`() throws {
        let key = SymmetricKey(size: .bits256)
        var stored: [UInt8] = []
        var plan = EncryptionPlan()
        plan.subjects = [3, 4, 4]
        plan.parts = [
            .init(offset: 0, count: 4, subjects: 0..<2, key: key), .init(offset: 4, count: 4, subjects: 2..<3, key: key),
        ]
        let body = Array("whoatext".utf8)
        try Array("key".utf8).withUnsafeBytes { name in
            try body.withUnsafeBytes { body in
                var encryptor = BodyEncryptor()
                try encryptor.append(9, key: name, body: body, .init(parts: 0..<2, keyTag: .none), of: plan, to: &stored)
            }
        }
        let count = try Fuzzer("stored", [stored]).run { input in
            var content: [UInt8] = []
            let opened = try input.withUnsafeBytes {
                try BodyDecryptor.open($0, position: 9, into: &content) { (id) throws(JournalError) in
                    id % 3 == 0 ? .key(key) : id % 3 == 1 ? .erased : .unknown
                }
            }
            #expect(opened.body.range.upperBound <= content.count && opened.key.range.upperBound <= content.count)
        }
        #expect(count > 10)
    }

    @Test func `what consumers have settled ahead, as it is stored`() throws {
        let stored = try AheadCoding.encode([5...9, 20...20, 1_000...2_000])
        let count = Fuzzer("ahead", [stored]).run { input in _ = input.withUnsafeBytes { try? AheadCoding.decode($0) } }
        #expect(count > 100)
    }

    @Test func `sealed bodies`() throws {
        let day = Day("2026-11-25")!
        let officer = try OfficerKey(officer: OfficerName("affairs/officer-1"), created: day, expires: day)
        let context = SealContext(type: "victim.referral.opened.v1", field: "sealed_body", key: "k", addressee: "affairs")
        let text = Array("x".utf8).withUnsafeBytes { SecretBytes(copying: $0) }
        let sealed = try Sealing.seal(text, for: [officer.publicKey], by: officer, context: context, on: day)
        let count = Fuzzer("seal", [sealed]).run { input in
            let opened = try? Sealing.open(input, with: officer, context: context)
            // No other bytes than the seal's own open: but one field may come before another.
            if let opened { #expect(opened.content.text == "x") }
        }
        #expect(count > 100)
    }

    @Test func `officers' keys, and lists of them`() throws {
        let day = Day("2026-11-25")!
        let key = try OfficerKey(officer: OfficerName("affairs/officer-1"), created: day, expires: day).publicKey
        let one = try key.yaml
        let entry = one.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let list = "officers:\n- " + entry.joined(separator: "\n  ") + "\n"
        try withFile { path in
            let count = try Fuzzer("officers", [Array(one.utf8), Array(list.utf8)]).run { input in
                try SecretFile.write(String(decoding: input, as: UTF8.self), to: path)
                _ = try? OfficerPublicKey(file: path)
                _ = try? OfficerKey(file: path)
                _ = try? KnownOfficers(file: path)
                _ = try? OfficerFile(path: path).officers()
            }
            #expect(count > 10)
        }
    }

    @Test func `incidents, and acts that wait to be told`() throws {
        let list =
            "incidents:\n- {number: 1, opened_at: '2026-11-25T08:00:00.000Z', principal: bank, from: '2026-10-25T00:00:00.000Z', to: '2026-11-25T08:00:00.000Z', reason: why}\n"
        let spool = "{\"kind\":\"inquiry\",\"number\":0,\"purpose\":\"request 1\",\"user\":\"root\"}\n"
        try withFile { path in
            let count = try Fuzzer("incidents", [Array(list.utf8), Array(spool.utf8)]).run { input in
                try SecretFile.write(String(decoding: input, as: UTF8.self), to: path)
                _ = try? IncidentFile(path: path).incidents()
                _ = HomeActSpool(path: path).acts()
            }
            #expect(count > 10)
        }
    }

    @Test func `names, filters, ids and keys`() throws {
        let key = try CurveKeyPair.generate().publicKey.description
        let corpus = ["crossing.>", "*.case.*.v1", "bank/office-1", "01932c07-209f-7000-8000-000000000001", key, "HN"].map { Array($0.utf8) }
        let count = Fuzzer("names", corpus).run { input in
            let text = String(decoding: input, as: UTF8.self)
            if let filter = try? TypeFilter(validating: text) { _ = Catalogue.standard.types(matching: filter) }
            _ = try? TypeName(validating: text)
            _ = ClientName.isValid(text, principal: "bank")
            _ = EventID(text)
            _ = EventID(bytes: input)
            _ = try? CurvePublicKey(z85: text)
            _ = try? CurveSecretKey(z85: text)
            _ = Principal.isName(text) || Principal.isGate(text)
            _ = MasterKey(text: text)
        }
        #expect(count > 100)
    }
}
