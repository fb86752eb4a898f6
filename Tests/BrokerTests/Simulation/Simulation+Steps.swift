import Journal
import SwiftProtobuf
import Wire

@testable import Broker

extension Simulation {
    /// Carries one step out, as far as it means anything now.
    func take(_ step: SimulationStep) {
        let (who, what) = (step.who, step.what)
        switch step.kind {
        case .publish: publish(who % publishers.count, what)
        case .sendAgain: sendAgain(who % publishers.count, what)
        case .acknowledge, .acknowledgeRange, .acknowledgeAll, .begin, .nak, .progress, .terminate, .release, .holdAnswer:
            answer(who % agents.count, step)
        case .deliverHeld: deliverHeld(what)
        case .wait: wait(Self.waits[what % Self.waits.count])
        case .tick: tick()
        case .lose: lose(who % agents.count)
        case .goodbye: goodbye(who % agents.count)
        case .connect:
            if what.isMultiple(of: 4) { connect(publisher: who % publishers.count) } else { connectOneMissing(who, what) }
        case .subscribe: subscribe(who % agents.count)
        case .unsubscribe: unsubscribe(who % agents.count)
        case .crash: if what.isMultiple(of: 3) { crash(isCommitStored: who.isMultiple(of: 2)) }
        case .slowDisk:
            isSlow = what.isMultiple(of: 3)
            tell(isSlow ? "the disk is slow" : "the disk is quick")
        case .finishCommit: finishCommit()
        case .answerReading: answerReading(what)
        case .failDisk:
            journal.failure = what.isMultiple(of: 3) ? (who.isMultiple(of: 2) ? .storageFull : .inputOutput) : nil
            tell(journal.failure.map { "the disk fails: \($0.rawValue)" } ?? "the disk works")
        case .pause: pause(judge.consumers[who % judge.consumers.count], what.isMultiple(of: 3))
        case .retry: resolve(judge.consumers[who % judge.consumers.count], isDiscarded: false)
        case .discard: resolve(judge.consumers[who % judge.consumers.count], isDiscarded: true)
        case .replay: replay(who, what)
        }
    }

    /// Milliseconds.
    private static let waits: [Int64] = [1, 1, 12, 12, 12, 150, 150, 400, 400, 900, 1_300, 3_100, 12_000]

    func wait(_ milliseconds: Int64) {
        now.wall += milliseconds * 1_000
        now.monotonic += milliseconds * 1_000
    }

    // MARK: Publishers

    func connect(publisher number: Int) {
        let connection = newConnection(.publisher(number))
        hello(publishers[number].name, over: connection, publishers[number].principal)
        publishers[number].connection = connection
        publishers[number].mustSendAgain = publishers[number].firstOpen < publishers[number].keys.count
    }

    private func publish(_ number: Int, _ what: Int) {
        if publishers[number].connection == nil { return connect(publisher: number) }
        let open = publishers[number].keys.count - publishers[number].firstOpen
        if publishers[number].mustSendAgain {
            publishers[number].mustSendAgain = false
            return send(publisher: number, from: publishers[number].firstOpen, count: min(64, open))
        }
        guard open < 48 else { return }
        let first = publishers[number].keys.count
        for offset in 0..<(1 + what % 3) {
            publishers[number].keys.append((what / 3 + offset * 7) % plan.keys)
            publishers[number].positions.append(0)
        }
        send(publisher: number, from: first, count: 1 + what % 3)
    }

    private func sendAgain(_ number: Int, _ what: Int) {
        guard publishers[number].connection != nil, !publishers[number].keys.isEmpty, !publishers[number].mustSendAgain else { return }
        let first = what % publishers[number].keys.count
        send(publisher: number, from: first, count: min(3, publishers[number].keys.count - first))
    }

    func send(publisher number: Int, from first: Int, count: Int) {
        guard let connection = publishers[number].connection, count > 0 else { return }
        tell("\(publishers[number].name) publishes \(first + 1)-\(first + count), keys \(publishers[number].keys[first..<(first + count)])")
        let samples = (first..<(first + count)).map { index in
            let label = MessageLabel(publisher: number, key: publishers[number].keys[index], sequence: UInt64(index + 1))
            var sample = templates.sample(label)
            sample.id = Templates.id(label)
            return sample
        }
        send(Peer.frame(samples, from: UInt64(first + 1)), over: connection, publishers[number].principal)
    }

    // MARK: Agents

    private func connectOneMissing(_ who: Int, _ what: Int) {
        let missing = agents.indices.filter { !agents[$0].isSubscribed }
        connect(agent: missing.isEmpty || what.isMultiple(of: 7) ? who % agents.count : missing[who % missing.count])
    }

    /// A new connection. A session that is still there is fenced: its messages come back.
    func connect(agent number: Int) {
        let agent = agents[number]
        tell("\(agent.name) connects")
        judge.detached(number, judge.consumers[agent.consumer], .sessionLost, now)
        let connection = newConnection(.agent(number))
        agents[number].connection = connection
        agents[number].isSubscribed = false
        agents[number].lastHeard = now.monotonic
        hello(agent.name, over: connection, agent.principal)
        subscribe(number)
    }

    func subscribe(_ number: Int) {
        let agent = agents[number]
        guard let connection = agent.connection, readings.count < 16 else { return }
        let reading = plan.readings[agent.consumer]
        judge.detached(number, judge.consumers[agent.consumer], nil, now)
        agents[number].isSubscribed = true
        agents[number].lastHeard = now.monotonic
        let command = Subscribe.with {
            $0.subscription = 1
            $0.consumer = reading.name
            $0.filter = reading.filter
            $0.start.at = .beginning(true)
            $0.creditMessages = UInt32(plan.creditMessages)
            $0.creditBytes = 1 << 20
            $0.purpose = "a simulation reads this"
            $0.settings = reading.settings
        }
        send(.subscribe, command, over: connection, agent.principal)
    }

    private func unsubscribe(_ number: Int) {
        guard let connection = agents[number].connection, agents[number].isSubscribed else { return }
        tell("\(agents[number].name) unsubscribes")
        judge.detached(number, judge.consumers[agents[number].consumer], nil, now)
        agents[number].isSubscribed = false
        agents[number].lastHeard = now.monotonic
        send(.unsubscribe, Unsubscribe.with { $0.subscription = 1 }, over: connection, agents[number].principal)
    }

    private func lose(_ number: Int) {
        guard let connection = agents[number].connection else { return }
        tell("\(agents[number].name) is lost")
        judge.detached(number, judge.consumers[agents[number].consumer], .sessionLost, now)
        agents[number].connection = nil
        agents[number].isSubscribed = false
        core.connectionLost(connection, now: now)
        collect()
    }

    func goodbye(_ number: Int) {
        guard let connection = agents[number].connection else { return }
        tell("\(agents[number].name) says goodbye")
        judge.detached(number, judge.consumers[agents[number].consumer], nil, now)
        agents[number].connection = nil
        agents[number].isSubscribed = false
        send(.goodbye, Goodbye(), over: connection, agents[number].principal)
    }

    /// Silent sessions end.
    private func tick() {
        let silentSince = now.monotonic - Int64(plan.limits.sessionTimeoutMilliseconds) * 1_000
        for number in agents.indices where agents[number].connection != nil && agents[number].lastHeard < silentSince {
            tell("\(agents[number].name) was silent too long")
            judge.detached(number, judge.consumers[agents[number].consumer], .sessionLost, now)
            agents[number].connection = nil
            agents[number].isSubscribed = false
        }
        core.tick(now: now)
        collect()
    }

    // MARK: Answers

    private func answer(_ number: Int, _ step: SimulationStep) {
        let agent = agents[number]
        guard let connection = agent.connection, !agent.holdings.isEmpty else { return }
        let index = step.what % agent.holdings.count
        // A few name no lease.
        let lease = step.who % 8 == 7 ? 0 : agent.holdings[index].lease
        let one = LeaseRange(agent.holdings[index].first...agent.holdings[index].first, lease: lease)
        let answer: SimulatedAnswer
        switch step.kind {
        case .acknowledgeRange:
            let other = agent.holdings[step.who % agent.holdings.count].first
            answer = SimulatedAnswer(kind: .acknowledge, ranges: [LeaseRange(min(one.first, other)...max(one.first, other), lease: lease)])
            agents[number].holdings.removeAll { answer.ranges[0].positions.contains($0.first) && $0.lease == lease }
        case .acknowledgeAll:
            answer = SimulatedAnswer(kind: .acknowledge, ranges: everything(agent.holdings))
            agents[number].holdings.removeAll()
        case .begin: answer = SimulatedAnswer(kind: .begin, ranges: [one])
        case .progress: answer = SimulatedAnswer(kind: .progress, ranges: [one])
        default:
            answer = SimulatedAnswer(
                kind: Self.kind(step),
                ranges: [one],
                delay: step.who.isMultiple(of: 3) ? UInt32(step.who % 700) : 0,
                reason: step.who.isMultiple(of: 2) ? "e\(step.who % 10)" : ""
            )
            agents[number].holdings.remove(at: index)
        }
        let answered = Held(agent: number, connection: connection, answer: answer)
        if step.kind == .holdAnswer || step.who.isMultiple(of: 16) {
            held.append(answered)
            if held.count > 8 { held.removeFirst() }
        }
        if step.kind != .holdAnswer { send(answered) }
        // What an agent forgets comes again when its lease ends.
        if agents[number].holdings.count > 24 { agents[number].holdings.removeFirst(12) }
    }

    private static func kind(_ step: SimulationStep) -> SimulatedAnswer.Kind {
        switch step.kind {
        case .nak: .nak
        case .terminate: .terminate
        case .release: .release
        default: .acknowledge
        }
    }

    /// Each position once, under the newest lease it was delivered with.
    func everything(_ holdings: [LeaseRange]) -> [LeaseRange] {
        var ranges: [LeaseRange] = []
        for holding in holdings.sorted(by: { ($0.first, $0.lease) < ($1.first, $1.lease) }) {
            if ranges.last?.first == holding.first { ranges.removeLast() }
            ranges.append(holding)
        }
        return ranges
    }

    /// An answer arrives late: sometimes a second time, sometimes over a newer connection than it was meant for.
    private func deliverHeld(_ what: Int) {
        guard !held.isEmpty else { return }
        let index = what % held.count
        var late = held[index]
        if what % 5 < 3 { held.remove(at: index) }
        if what % 7 < 4, let connection = agents[late.agent].connection {
            late = Held(agent: late.agent, connection: connection, answer: late.answer)
        }
        send(late)
    }

    // MARK: The operator

    private func ask(_ fill: (inout AdminRequest) -> Void) {
        if `operator` == nil || now.monotonic - operatorHeard > 20_000_000 {
            let connection = newConnection(.operator)
            hello("operator", over: connection, Cast.operator)
            `operator` = connection
        }
        operatorHeard = now.monotonic
        requestCount += 1
        requestFailed = false
        var request = AdminRequest()
        request.request = requestCount
        fill(&request)
        if let connection = `operator` { send(.adminRequest, request, over: connection, Cast.operator) }
    }

    func pause(_ consumer: JudgedConsumer, _ isPaused: Bool) {
        ask {
            $0.pauseConsumer.principal = consumer.principal
            $0.pauseConsumer.consumer = consumer.name
            $0.pauseConsumer.paused = isPaused
        }
        guard !requestFailed else { return }
        tell("\(consumer.name) is \(isPaused ? "paused" : "resumed")")
        consumer.isPaused = isPaused
    }

    func resolve(_ consumer: JudgedConsumer, isDiscarded: Bool) {
        tell("the dead letters of \(consumer.name) are to be \(isDiscarded ? "discarded" : "tried again")")
        ask {
            $0.resolveDeadLetters.filter.principal = consumer.principal
            $0.resolveDeadLetters.filter.consumer = consumer.name
            $0.resolveDeadLetters.discard = isDiscarded
        }
    }
}
