import Testing

@testable import Client

@Suite struct DeliveryWindowTests {
    /// A window, and an application that takes everything at once. The gateway records each message at a time of ten times its position.
    private final class Reader {
        var window = DeliveryWindow()
        private var handOuts: UInt64 = 0

        init(handedOut positions: some Sequence<UInt64> = []) {
            for position in positions { #expect(deliver(position) == .handOut) }
        }

        func deliver(_ position: UInt64, at time: Int64? = nil) -> DeliveryWindow.Answer {
            let answer = window.delivered(position, recordedAt: time ?? Int64(position) * 10)
            if answer == .handOut { handOut(position) }
            return answer
        }

        func handOut(_ position: UInt64) {
            handOuts += 1
            window.handedOut(position, order: handOuts)
        }

        func acknowledge(_ position: UInt64, at time: Int64? = nil) -> Bool {
            window.acknowledge(position, recordedAt: time ?? Int64(position) * 10)
        }

        func takeRanges() -> [ClosedRange<UInt64>] { window.takeRanges() }
        func lost() { window.lost() }
        var untold: Int { window.untold }
        var entryCount: Int { window.entryCount }
        var acknowledgedThrough: UInt64 { window.acknowledgedThrough }
    }

    @Test func `positions that follow on each other are told in one range, and each once`() {
        let reader = Reader(handedOut: [3, 4, 9, 12, 20])
        for position in [4, 3, 12] as [UInt64] { #expect(reader.acknowledge(position)) }
        #expect(reader.takeRanges() == [3...4, 12...12])
        #expect(reader.acknowledgedThrough == 4)
        #expect(reader.takeRanges() == [])
        #expect(reader.acknowledge(9))
        // 12 was told before.
        #expect(reader.takeRanges() == [9...9])
        #expect(reader.acknowledgedThrough == 12)
    }

    @Test func `an acknowledgement counts once, and one of nothing not at all`() {
        let reader = Reader(handedOut: [1, 2])
        #expect(reader.acknowledge(1))
        #expect(!reader.acknowledge(1))
        #expect(!reader.acknowledge(99))
        #expect(reader.untold == 1)
    }

    @Test func `no range passes over a position that this session did not bring`() {
        // What lies between may be on its way: a message that failed in an earlier session, or a dead letter that is tried again.
        let reader = Reader(handedOut: [5, 6, 9, 10])
        for position in [5, 6, 9, 10] as [UInt64] { #expect(reader.acknowledge(position)) }
        #expect(reader.takeRanges() == [5...6, 9...10])
    }

    @Test func `one message that stays open costs neither ranges nor room`() {
        let reader = Reader(handedOut: [1])
        var most = 0
        for position in 2...5_000 as ClosedRange<UInt64> {
            #expect(reader.deliver(position) == .handOut)
            #expect(reader.acknowledge(position))
            #expect(reader.takeRanges() == [position...position])
            most = max(most, reader.entryCount)
        }
        #expect(most <= 64)
        #expect(reader.acknowledge(1))
        #expect(reader.takeRanges() == [1...1])
        #expect(reader.acknowledgedThrough == 5_000)
        #expect(reader.entryCount == 0)
    }

    @Test func `what lies between two open messages is remembered over a lost session`() {
        let reader = Reader(handedOut: 1...200)
        for position in 2...199 as ClosedRange<UInt64> { #expect(reader.acknowledge(position)) }
        #expect(reader.takeRanges() == [2...199])
        reader.lost()
        #expect(reader.entryCount == 3)
        // The gateway heard nothing of it.
        for position in 1...200 as ClosedRange<UInt64> { #expect(reader.deliver(position) == .keep) }
        #expect(reader.takeRanges() == [2...199])
        #expect(reader.deliver(201) == .handOut)
    }

    @Test func `sessions that bring nothing again do not add up`() {
        let reader = Reader()
        for session in 0..<100 as Range<UInt64> {
            let open = session * 10 + 1
            for position in open..<(open + 10) { #expect(reader.deliver(position) == .handOut) }
            // The first stays open; the gateway hears of the others.
            for position in (open + 1)..<(open + 10) { #expect(reader.acknowledge(position)) }
            _ = reader.takeRanges()
            #expect(reader.acknowledge(open))
            reader.lost()
        }
        #expect(reader.entryCount <= 2)
    }

    @Test func `after a lost session nothing that the application has is handed out again`() {
        let reader = Reader(handedOut: [1, 2, 3])
        // 4 never comes out of the buffer.
        let buffered = reader.window.delivered(4, recordedAt: 40)
        #expect(buffered == .handOut)
        #expect(reader.acknowledge(1))
        #expect(reader.acknowledge(3))
        reader.lost()
        let answers = (1...4).map { reader.deliver(UInt64($0)) }
        #expect(answers == [.keep, .keep, .keep, .handOut])
        #expect(reader.takeRanges() == [1...1, 3...3])
        #expect(reader.acknowledge(2))
        #expect(reader.takeRanges() == [2...2])
    }

    @Test func `an acknowledgement between two sessions is told in the second`() {
        let reader = Reader(handedOut: [5])
        reader.lost()
        #expect(!reader.acknowledge(5))
        #expect(reader.deliver(5) == .keep)
        #expect(reader.takeRanges() == [5...5])
        #expect(reader.acknowledgedThrough == 5)
    }

    @Test func `what was told is not handed out again, even where the gateway did not hear it`() {
        let reader = Reader(handedOut: [1, 2])
        #expect(reader.acknowledge(1))
        #expect(reader.acknowledge(2))
        #expect(reader.takeRanges() == [1...2])
        reader.lost()
        #expect(reader.deliver(1) == .keep)
        #expect(reader.deliver(2) == .keep)
        #expect(reader.deliver(3) == .handOut)
    }

    @Test func `a position that a restored journal gave to another message is handed out`() {
        let reader = Reader(handedOut: 1...5)
        for position in 1...5 as ClosedRange<UInt64> { #expect(reader.acknowledge(position)) }
        _ = reader.takeRanges()
        reader.lost()
        // The journal was restored to position 3: 3 comes once more, 4 and 5 are others.
        #expect(reader.deliver(3) == .keep)
        #expect(reader.deliver(4, at: 1_000) == .handOut)
        #expect(reader.deliver(5, at: 1_001) == .handOut)
        #expect(reader.acknowledge(4, at: 1_000))
        #expect(reader.takeRanges() == [3...4])
        #expect(reader.acknowledgedThrough == 4)
        reader.lost()
        // And what was handed out since is known as before.
        #expect(reader.deliver(4, at: 1_000) == .keep)
        #expect(reader.deliver(5, at: 1_001) == .keep)
        #expect(reader.deliver(6, at: 1_002) == .handOut)
    }

    @Test func `a message recorded in the same microsecond as the last acknowledged one is known`() {
        let reader = Reader()
        for position in 1...2 as ClosedRange<UInt64> {
            #expect(reader.deliver(position, at: 7) == .handOut)
            #expect(reader.acknowledge(position, at: 7))
        }
        _ = reader.takeRanges()
        reader.lost()
        #expect(reader.deliver(1, at: 7) == .keep)
        #expect(reader.deliver(2, at: 7) == .keep)
    }

    @Test func `what the application still holds of a lost journal settles nothing of the restored one`() {
        let reader = Reader(handedOut: [1, 2])
        reader.lost()
        #expect(reader.deliver(1) == .keep)
        #expect(reader.deliver(2, at: 1_000) == .handOut)
        // The acknowledgement of the message that was at 2 before.
        #expect(!reader.acknowledge(2))
        #expect(reader.untold == 0)
        #expect(reader.acknowledge(2, at: 1_000))
        #expect(reader.takeRanges() == [2...2])
    }

    @Test func `what a restored journal brings again and is still open is not taken for acknowledged`() {
        let reader = Reader(handedOut: [1, 2, 3])
        for position in [2, 3] as [UInt64] { #expect(reader.acknowledge(position)) }
        _ = reader.takeRanges()
        reader.lost()
        #expect(reader.deliver(1) == .keep)
        #expect(reader.deliver(2, at: 1_000) == .handOut)
        reader.lost()
        #expect(reader.deliver(1) == .keep)
        #expect(reader.acknowledge(1))
        #expect(reader.takeRanges() == [1...1])
    }

    // MARK: Begun

    @Test func `what is begun is told once, from the first open one to the last`() {
        let reader = Reader(handedOut: [1, 3, 5, 8])
        _ = reader.window.delivered(9, recordedAt: 90)
        #expect(reader.acknowledge(1))
        #expect(reader.acknowledge(5))
        #expect(reader.window.untoldBegun == 2)
        #expect(reader.takeRanges() == [1...1, 5...5])
        #expect(reader.window.takeBegun() == 3...8)
        #expect(reader.window.takeBegun() == nil)
        #expect(reader.acknowledge(3))
        reader.handOut(9)
        #expect(reader.window.untoldBegun == 1)
        #expect(reader.window.takeBegun() == 9...9)
    }

    @Test func `what is acknowledged before it is told is not begun`() {
        let reader = Reader(handedOut: 1...3)
        for position in 1...3 as ClosedRange<UInt64> { #expect(reader.acknowledge(position)) }
        #expect(reader.window.untoldBegun == 0)
        #expect(reader.window.takeBegun() == nil)
    }

    @Test func `what the application still has is begun anew in the next session`() {
        let reader = Reader(handedOut: 1...3)
        #expect(reader.window.takeBegun() == 1...3)
        reader.lost()
        #expect(reader.window.untoldBegun == 0)
        for position in 1...2 as ClosedRange<UInt64> { #expect(reader.deliver(position) == .keep) }
        #expect(reader.window.takeBegun() == 1...2)
    }

    // MARK: All up to

    @Test func `everything handed out up to a hand-out is acknowledged, here and of the session before`() {
        let reader = Reader(handedOut: 1...4)
        reader.lost()
        #expect(reader.deliver(1) == .keep)
        reader.window.acknowledge(through: 3)
        #expect(reader.deliver(2) == .keep)
        #expect(reader.deliver(3) == .keep)
        #expect(reader.deliver(4) == .keep)
        #expect(reader.takeRanges() == [1...3])
        #expect(reader.acknowledgedThrough == 3)
    }

    @Test func `what is not handed out is not acknowledged with what is`() {
        let reader = Reader(handedOut: 1...2)
        _ = reader.window.delivered(3, recordedAt: 30)
        reader.window.acknowledge(through: 3)
        #expect(reader.takeRanges() == [1...2])
    }

    @Test func `what is handed out later at an earlier position is not among them`() {
        let reader = Reader(handedOut: 1...2)
        reader.lost()
        #expect(!giveBack(1, reader))
        #expect(reader.deliver(1) == .again)
        #expect(reader.deliver(2) == .keep)
        reader.window.acknowledge(through: 2)
        #expect(reader.takeRanges() == [2...2])
    }

    // MARK: What comes again

    private func giveBack(_ position: UInt64, _ reader: Reader, isFinal: Bool = false) -> Bool {
        reader.window.returned(position, recordedAt: Int64(position) * 10, isFinal: isFinal)
    }

    @Test func `a message that was given back comes again in the same session, and no range passes over it`() {
        let reader = Reader(handedOut: 1...3)
        #expect(giveBack(2, reader))
        #expect(!giveBack(2, reader))
        #expect(!reader.acknowledge(2))
        #expect(reader.acknowledge(1))
        #expect(reader.acknowledge(3))
        #expect(reader.takeRanges() == [1...1, 3...3])
        #expect(reader.deliver(2) == .again)
        #expect(reader.deliver(2) == .again)
    }

    @Test func `a message that was given back is not taken for acknowledged in the next session`() {
        let reader = Reader(handedOut: 1...5)
        #expect(giveBack(3, reader))
        for position in [1, 2, 4, 5] as [UInt64] { #expect(reader.acknowledge(position)) }
        _ = reader.takeRanges()
        #expect(reader.acknowledgedThrough == 5)
        #expect(reader.window.resumePosition == 3)
        reader.lost()
        #expect(reader.deliver(2) == .keep)
        #expect(reader.deliver(3) == .again)
        #expect(reader.deliver(4) == .keep)
        // 2 and 4 are neighbours here, and 3 is open.
        #expect(reader.takeRanges() == [2...2, 4...4])
        reader.window.acknowledged(again: 3)
        #expect(reader.window.resumePosition == 6)
    }

    @Test func `a message that the application gives back between two sessions is handed out again`() {
        let reader = Reader(handedOut: 1...2)
        reader.lost()
        #expect(!giveBack(1, reader))
        #expect(reader.deliver(1) == .again)
        #expect(reader.deliver(2) == .keep)
    }

    @Test func `a dead letter that is tried again is handed out, whoever gave it up`() {
        let reader = Reader(handedOut: [100, 102, 104])
        for position in [100, 102, 104] as [UInt64] { #expect(reader.acknowledge(position)) }
        _ = reader.takeRanges()
        // Given up by a program before this one.
        #expect(reader.deliver(101) == .again)
        reader.lost()
        reader.window.subscribed(at: 104)
        #expect(reader.deliver(99) == .again)
        // The gateway did not hear of this one.
        #expect(reader.deliver(104) == .keep)
    }

    @Test func `what is given up holds an ephemeral consumer back no longer`() {
        let reader = Reader(handedOut: 1...2)
        #expect(giveBack(1, reader, isFinal: true))
        #expect(reader.acknowledge(2))
        _ = reader.takeRanges()
        #expect(reader.window.resumePosition == 3)
    }
}
