import Testing

@testable import Wire

struct ErrorCodeTests {
    @Test func `the generated codes are those of the .proto file`() throws {
        let written = try ErrorsFile.codes()
        #expect(written.count == ErrorCode.allCases.count)
        for code in ErrorCode.allCases { #expect(written[code.rawValue] != nil, "\(code.rawValue)") }
    }

    @Test func `a code's name is that of the .proto file in lower case`() throws {
        for (number, name) in try ErrorsFile.codes() where number != 0 {
            #expect(GatewayErrorCode(rawValue: number).name == name.lowercased())
            #expect(GatewayErrorCode(rawValue: number).description == name.lowercased())
        }
    }

    @Test(arguments: [-1, 14, 19, 29, 45, 79, 1_000_000])
    func `a code of a later version is carried as its number`(number: Int) {
        let code = GatewayErrorCode(rawValue: number)
        #expect(code.rawValue == number)
        #expect(code.name == "error_\(number)")
    }

    @Test func `exactly the codes that use nothing up are worth another try`() {
        let retryable = ErrorCode.allCases.filter { GatewayErrorCode($0).isRetryable }
        #expect(Set(retryable) == [.sequenceGap, .busy, .storageFull, .storageFailed, .tooManyMessages, .quotaExceeded])
    }

    @Test func `a code of a later version among those about capacity is worth another try too`() {
        #expect(GatewayErrorCode(rawValue: 45).isRetryable)
        #expect(GatewayErrorCode(rawValue: 49).isRetryable)
        for number in [-1, 0, 14, 29, 39, 50, 59, 67] { #expect(!GatewayErrorCode(rawValue: number).isRetryable, "\(number)") }
    }
}
