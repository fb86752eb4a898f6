import Testing

@testable import cuakhau

@Suite struct FictitiousTests {
    @Test func `ids are of their form, different, and the same for the same number`() {
        let numbers = [-2, -1] + Array(0..<2_000)
        let tokens = numbers.map(Fictitious.token)
        #expect(Set(tokens).count == numbers.count)
        #expect(tokens.allSatisfy { $0.count == 64 && $0.allSatisfy { "0123456789abcdef".contains($0) } })
        let ulids = (1...7).flatMap { kind in (0..<500).map { Fictitious.ulid(UInt8(kind), $0) } }
        #expect(Set(ulids).count == ulids.count)
        #expect(ulids.allSatisfy { $0.count == 26 && $0.allSatisfy { "0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains($0) } })
        #expect(Fictitious.ulid(3, 7) == Fictitious.ulid(3, 7))
    }
}
