import Testing

@testable import Client

@Suite struct ReturnedMessagesTests {
    private func returned(_ positions: some Sequence<UInt64>) -> ReturnedMessages {
        var returned = ReturnedMessages()
        for position in positions { returned.insert(position, recordedAt: Int64(position) * 10, isFinal: false) }
        return returned
    }

    @Test func `a message is known by its position and its time`() {
        let returned = returned([7, 3, 5])
        #expect(returned.contains(5, recordedAt: 50))
        #expect(!returned.contains(5, recordedAt: 51))
        #expect(!returned.contains(4, recordedAt: 40))
        #expect(returned.firstOpen == 3)
    }

    @Test func `what is given up does not hold back where to go on`() {
        var returned = returned([5])
        returned.insert(3, recordedAt: 30, isFinal: true)
        #expect(returned.firstOpen == 5)
        returned.insert(5, recordedAt: 50, isFinal: true)
        #expect(returned.firstOpen == nil)
        #expect(returned.count == 2)
    }

    @Test func `they are forgotten before, from and at a position`() {
        var returned = returned(1...9)
        returned.removeAll(before: 3)
        returned.removeAll(from: 8)
        returned.remove(5)
        returned.remove(50)
        #expect((1...9).filter { returned.contains($0, recordedAt: Int64($0) * 10) } == [3, 4, 6, 7])
    }

    @Test func `no more are kept than a gateway can hold back`() {
        let returned = returned(1...100_000)
        #expect(returned.count <= ReturnedMessages.countMax)
        #expect(returned.contains(100_000, recordedAt: 1_000_000))
    }
}
