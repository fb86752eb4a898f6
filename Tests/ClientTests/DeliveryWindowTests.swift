import Testing

@testable import Client

@Suite struct DeliveryWindowTests {
    private func window(handedOut positions: [UInt64]) -> DeliveryWindow {
        var window = DeliveryWindow()
        for position in positions {
            let answer1 = window.delivered(position)
            #expect(answer1 == .handOut)
            window.handedOut(position)
        }
        return window
    }

    @Test func `neighbours in the order of delivery are told in one range`() {
        var window = window(handedOut: [3, 7, 9, 12, 20])
        for position in [7, 3, 12] as [UInt64] {
            let answer2 = window.acknowledge(position)
            #expect(answer2)
        }
        let answer3 = window.takeRanges()
        #expect(answer3 == [3...7, 12...12])
        #expect(window.acknowledgedThrough == 7)
        let answer4 = window.takeRanges()
        #expect(answer4.isEmpty)
        let answer5 = window.acknowledge(9)
        #expect(answer5)
        // 12 was told before: to tell it again does no harm.
        let answer6 = window.takeRanges()
        #expect(answer6 == [9...12])
        #expect(window.acknowledgedThrough == 12)
    }

    @Test func `an acknowledgement counts once, and one of nothing not at all`() {
        var window = window(handedOut: [1, 2])
        let answer7 = window.acknowledge(1)
        #expect(answer7)
        let answer8 = window.acknowledge(1)
        #expect(!answer8)
        let answer9 = window.acknowledge(99)
        #expect(!answer9)
        #expect(window.untold == 1)
    }

    @Test func `after a lost session nothing that the application has is handed out again`() {
        var window = window(handedOut: [1, 2, 3])
        let answer10 = window.delivered(4)
        #expect(answer10 == .handOut)
        let answer11 = window.acknowledge(1)
        #expect(answer11)
        let answer12 = window.acknowledge(3)
        #expect(answer12)
        window.lost()
        // 2 is with the application, 4 never came out of the buffer.
        var answers: [DeliveryWindow.Answer] = []
        for position in 1...4 as ClosedRange<UInt64> { answers.append(window.delivered(position)) }
        #expect(answers == [.keep, .keep, .keep, .handOut])
        let answer13 = window.takeRanges()
        #expect(answer13 == [1...1, 3...3])
        let answer14 = window.acknowledge(2)
        #expect(answer14)
        let answer15 = window.takeRanges()
        #expect(answer15 == [2...3])
    }

    @Test func `an acknowledgement between two sessions is told in the second`() {
        var window = window(handedOut: [5])
        window.lost()
        let answer16 = window.acknowledge(5)
        #expect(!answer16)
        let answer17 = window.delivered(5)
        #expect(answer17 == .keep)
        let answer18 = window.takeRanges()
        #expect(answer18 == [5...5])
        #expect(window.acknowledgedThrough == 5)
    }

    @Test func `what was told is not handed out again, even where the gateway did not hear it`() {
        var window = window(handedOut: [1, 2])
        let answer19 = window.acknowledge(1)
        #expect(answer19)
        let answer20 = window.acknowledge(2)
        #expect(answer20)
        let answer21 = window.takeRanges()
        #expect(answer21 == [1...2])
        window.lost()
        let answer22 = window.delivered(1)
        #expect(answer22 == .keep)
        let answer23 = window.delivered(2)
        #expect(answer23 == .keep)
        let answer24 = window.delivered(3)
        #expect(answer24 == .handOut)
    }
}
