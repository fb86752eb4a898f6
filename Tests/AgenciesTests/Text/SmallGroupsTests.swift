import Testing

@testable import Agencies

@Suite struct SmallGroupsTests {
    private func groups(_ counts: [String: [Int]]) -> [String: [String]]? {
        SmallGroups(counts).map { Dictionary(uniqueKeysWithValues: $0.groups.map { ($0.code, $0.parts) }) }
    }

    @Test func `large parts are told, small ones together, and the smallest of the large joins those that are still too few`() {
        #expect(groups([:]) == [:])
        #expect(groups(["a": [0], "b": [0]]) == [:])
        #expect(groups(["a": [5], "b": [9]]) == ["a": ["a"], "b": ["b"]])
        #expect(groups(["a": [9], "b": [3], "c": [2]]) == ["a": ["a"], "other": ["b", "c"]])
        #expect(groups(["a": [9], "b": [6], "c": [1], "d": [0]]) == ["a": ["a"], "other": ["b", "c"]])
        #expect(groups(["a": [9], "other": [7]]) == ["a": ["a"], "other": ["other"]])
        #expect(groups(["a": [9], "other": [1]]) == ["other": ["a", "other"]])
    }

    @Test func `a whole of one to four cannot be told`() {
        for counts in [["a": [3]], ["a": [1], "b": [2]], ["a": [4], "b": [0]]] { #expect(groups(counts) == nil) }
    }

    @Test func `a part is told where each of its figures may be`() {
        #expect(groups(["a": [9, 9], "b": [9, 2], "c": [8, 7]]) == ["a": ["a"], "other": ["b", "c"]])
        #expect(groups(["a": [9, 0], "b": [9, 2], "c": [9, 3]]) == ["a": ["a"], "other": ["b", "c"]])
        #expect(groups(["a": [9, 0], "b": [9, 2]]) == nil)
    }

    @Test func `of what is put together the sums are told`() throws {
        let parts = try #require(SmallGroups(["a": [9], "b": [3], "c": [2]]))
        #expect(parts.sums(of: ["a": 90, "b": 30, "c": 20]).map { "\($0.code) \($0.value)" } == ["a 90", "other 50"])
        #expect(try #require(SmallGroups([:])).sums(of: [:]).map { "\($0.code) \($0.value)" } == ["all 0"])
    }
}
