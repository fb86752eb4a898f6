import Foundation
import Testing

@testable import Client

struct EventIDTests {
    @Test func `an id is laid out as RFC 9562 says of version 7`() {
        let id = EventID(milliseconds: 0x0123_4567_89ab, random: (.max, .max))
        #expect(id.high >> 16 == 0x0123_4567_89ab)
        #expect(id.high >> 12 & 0xf == 7)
        #expect(id.high & 0xfff == 0xfff)
        #expect(id.low >> 62 == 0b10)
        #expect(id.low == 0xbfff_ffff_ffff_ffff)
        #expect(id.description == "01234567-89ab-7fff-bfff-ffffffffffff")
        #expect(EventID(milliseconds: 1, random: (0, 0)).description == "00000000-0001-7000-8000-000000000000")
    }

    @Test func `a later id sorts after an earlier one`() {
        let earlier = EventID(milliseconds: 1_000, random: (.max, .max))
        let later = EventID(milliseconds: 1_001, random: (0, 0))
        #expect(earlier.high < later.high)
        #expect(earlier.data.lexicographicallyPrecedes(later.data))
        #expect(earlier.description < later.description)
    }

    @Test func `a new id holds the time and differs from the next one`() {
        let before = UInt64(Date().timeIntervalSince1970 * 1_000) - 1
        let ids = (0..<1_000).map { _ in EventID() }
        let after = UInt64(Date().timeIntervalSince1970 * 1_000) + 1
        #expect(ids.allSatisfy { (before...after).contains($0.high >> 16) })
        #expect(Set(ids).count == ids.count)
    }

    @Test func `the bytes of an id read back as the same id`() {
        let id = EventID()
        #expect(EventID(bytes: [UInt8](id.data)) == id)
        #expect(EventID(bytes: [UInt8](repeating: 0, count: 15)) == nil)
        #expect(EventID(bytes: [UInt8](repeating: 0, count: 17)) == nil)
        #expect(EventID(bytes: [UInt8]()) == nil)
    }
}
