import Testing

@testable import Contracts

struct JSONTests {
    private let type: MessageType
    private static let token = String(repeating: "0af9", count: 16)

    init() throws { type = try #require(Catalogue.standard.type(named: "crossing.exit.recorded.v1")) }

    private func fault(_ json: String) -> String {
        do throws(ContractError) {
            _ = try Catalogue.standard.body(fromJSON: json, type: type)
            return "no fault"
        } catch {
            return error.message
        }
    }

    @Test func `both spellings of a field's name are read`() throws {
        let rest = "\"gate\": \"HN\", \"occurredAt\": \"2026-10-25T06:30:00Z\""
        let camel = try Catalogue.standard.body(fromJSON: "{\"documentToken\": \"\(Self.token)\", \(rest)}", type: type)
        let snake = try Catalogue.standard.body(fromJSON: "{\"document_token\": \"\(Self.token)\", \(rest)}", type: type)
        #expect(camel == snake)
        #expect(try Catalogue.standard.json(fromBody: camel, type: type).contains("\"documentToken\":\"\(Self.token)\""))
    }

    @Test func `what does not fit is named`() {
        #expect(fault("").contains("one whole JSON object"))
        #expect(fault("[]").contains("one whole JSON object"))
        #expect(fault("{\"gate\": \"HN\"").contains("one whole JSON object"))
        #expect(fault("{\"gate\": \"HN\"} {}").contains("one whole JSON object"))
        for name in ["gates", "Nguyễn Văn A", "NguyenVanA", ""] {
            #expect(
                fault("{\"\(name)\": \"HN\"}")
                    == "crossing.exit.recorded.v1: a field it does not have; `cuakhau types crossing.exit.recorded.v1` lists its fields"
            )
        }
        #expect(fault("{\"gate\": \"HN\", \"occurred_at\": \"yesterday\"}").contains("occurred_at: a time is written 2026-10-25T06:30:00Z"))
        #expect(fault("{\"documentKind\": \"DOCUMENT_KIND_SECRET\"}").contains("document_kind: a value that its enum does not have"))
        #expect(fault("{\"device_seq\": \"many\"}").contains("device_seq: not a number"))
    }

    @Test func `bytes that are no message have no JSON`() {
        #expect(throws: ContractError("the body is no crossing.exit.recorded.v1")) { try Catalogue.standard.json(fromBody: [0x0a, 9], type: type) }
    }

    @Test func `a type without a generated message says so`() throws {
        let other = try TestProto().thing()
        #expect(throws: ContractError.self) { try Catalogue.standard.body(fromJSON: "{}", type: other) }
    }
}
