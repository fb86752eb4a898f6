import Client
import Contracts
import Testing

@testable import cuakhau

@Suite struct BenchMessagesTests {
    @Test(arguments: [BenchMessages.sizes.lowerBound, 300, BenchMessages.sizes.upperBound])
    func `bench messages are of the size asked for, right, and different`(size: Int) throws {
        let time: Int64 = 1_761_373_800_000_000
        let source = try BenchMessages(size: size, time: time)
        let type = try #require(Catalogue.standard.type(named: BenchMessages.type))
        var bodies: Set<[UInt8]> = []
        for number in [0, 1, 15, 16, 200_000] {
            let message = source.message(number)
            let body = message.body
            #expect(abs(body.count - size) <= 2)
            bodies.insert(body)
            guard case .accepted = body.withUnsafeBytes({ type.check($0, recordedAt: time, isExercise: message.isExercise) }) else {
                Issue.record("message \(number) is refused")
                continue
            }
        }
        #expect(bodies.count == 5)
    }
}
