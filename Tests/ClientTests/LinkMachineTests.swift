import Testing
import Wire

@testable import Client

@Suite struct LinkMachineTests {
    private var limits: Limits {
        var limits = Limits()
        limits.heartbeatMs = 10_000
        limits.sessionTimeoutMs = 30_000
        return limits
    }

    private func ready(at now: Int64) -> LinkMachine {
        var machine = LinkMachine(now: now)
        let answer1 = machine.timerFired(now: now, random: 0)
        #expect(answer1 == .dial)
        machine.welcomed(limits, now: now)
        return machine
    }

    @Test func `it dials at once, and again where no WELCOME comes`() {
        var machine = LinkMachine(now: 0)
        #expect(machine.dueAt == 0)
        let answer2 = machine.timerFired(now: 0, random: 1)
        #expect(answer2 == .dial)
        let answer3 = machine.timerFired(now: LinkMachine.greetingTimeout - 1, random: 1)
        #expect(answer3 == .none)
        let answer4 = machine.timerFired(now: LinkMachine.greetingTimeout, random: 1)
        #expect(answer4 == .drop)
        let answer5 = machine.timerFired(now: machine.dueAt, random: 1)
        #expect(answer5 == .dial)
    }

    @Test func `it beats when it has nothing else to send`() {
        var machine = ready(at: 0)
        let answer6 = machine.timerFired(now: 9_999_999, random: 0)
        #expect(answer6 == .none)
        let answer7 = machine.timerFired(now: 10_000_000, random: 0)
        #expect(answer7 == .beat)
        machine.heard(now: 15_000_000)
        machine.sent(now: 15_000_000)
        #expect(machine.dueAt == 25_000_000)
    }

    @Test func `a gateway that is silent too long is given up`() {
        var machine = ready(at: 0)
        machine.sent(now: 29_000_000)
        let answer8 = machine.timerFired(now: 30_000_000, random: 0)
        #expect(answer8 == .drop)
        #expect(!machine.isReady)
    }

    @Test func `each try waits longer, up to a limit, and never all at once`() {
        var machine = LinkMachine(now: 0)
        var now: Int64 = 0
        var waits: [Int64] = []
        for _ in 0..<12 {
            let answer9 = machine.timerFired(now: now, random: 1)
            #expect(answer9 == .dial)
            let answer10 = machine.lost(now: now, random: 1)
            #expect(answer10 == .drop)
            waits.append(machine.dueAt - now)
            now = machine.dueAt
        }
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(waits.first == LinkMachine.backoffFloor && waits.last == LinkMachine.backoffMax)
        var other = LinkMachine(now: 0)
        _ = other.lost(now: 0, random: 0)
        #expect(other.dueAt == LinkMachine.backoffFloor / 2)
    }

    @Test func `a session that opened makes the next wait short again`() {
        var machine = LinkMachine(now: 0)
        for _ in 0..<8 { _ = machine.lost(now: 0, random: 1) }
        _ = machine.timerFired(now: machine.dueAt, random: 1)
        machine.welcomed(limits, now: 0)
        _ = machine.lost(now: 0, random: 1)
        #expect(machine.dueAt == LinkMachine.backoffFloor)
    }

    @Test func `what has ended stays ended`() {
        var machine = ready(at: 0)
        let answer11 = machine.end()
        #expect(answer11 == .drop)
        let answer12 = machine.timerFired(now: .max, random: 1)
        #expect(answer12 == .none)
        let answer13 = machine.lost(now: 0, random: 1)
        #expect(answer13 == .none)
        #expect(machine.dueAt == .max)
    }
}
