import Testing

@testable import Client

@Suite struct FailureReasonTests {
    @Test(arguments: ["", "no_such_worker", "http 503", "a-1.2"])
    func `a code is a reason`(code: String) throws {
        #expect(try FailureReason(code).code == code)
    }

    @Test(arguments: ["Nguyen", "passport 12345", "điểm", String(repeating: "a", count: 65)])
    func `what can be a person's name or number is none, and is not repeated`(text: String) {
        let error = #expect(throws: InvalidFailureReason.self) { try FailureReason(text) }
        #expect(error?.description.contains(text) == false)
    }
}
