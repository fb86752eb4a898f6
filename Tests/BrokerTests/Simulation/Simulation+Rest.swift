import Wire

@testable import Broker

extension Simulation {
    /// Rounds of a run whose clients have nothing left to do; those with credit for one message need one for each.
    private static let roundsMax = 200

    /// The disk works, everybody is there and answers: now everything comes to an end.
    func bringToRest() {
        tell("from here on all is well")
        journal.failure = nil
        isSlow = false
        held.removeAll()
        for number in agents.indices where !mayRead(number) { goodbye(number) }
        settle()
        for number in publishers.indices { connect(publisher: number) }
        beginReplay(.beginning(true), through: 0, key: nil, perSecond: 100_000, credit: 4_096)
        let left = judge.consumers.reduce(0) { $0 + $1.lines.reduce(0) { $0 + $1.count } }
        for round in 0..<(Self.roundsMax + 2 * left) {
            rest(round)
            if judge.violation != nil || isAtRest { return }
        }
        judge.find(unrest)
    }

    private func rest(_ round: Int) {
        for consumer in judge.consumers where consumer.isPaused { pause(consumer, false) }
        for number in publishers.indices where publishers[number].firstOpen < publishers[number].keys.count {
            let publisher = publishers[number]
            send(publisher: number, from: publisher.firstOpen, count: min(64, publisher.keys.count - publisher.firstOpen))
        }
        for number in agents.indices {
            if mayRead(number), !agents[number].isSubscribed || round % 8 == 7 { connect(agent: number) }
        }
        settle()
        for number in agents.indices where !agents[number].holdings.isEmpty {
            guard let connection = agents[number].connection else { continue }
            let answer = SimulatedAnswer(kind: .acknowledge, ranges: everything(agents[number].holdings))
            agents[number].holdings.removeAll()
            send(Held(agent: number, connection: connection, answer: answer))
            settle()
        }
        acknowledgeReplay(all: true)
        for consumer in judge.consumers where round % 4 == 3 { resolve(consumer, isDiscarded: true) }
        settle()
        wait(round % 4 == 3 ? 1_100 : 30)
        settle()
    }

    /// An exclusive consumer is read by its first agent only.
    private func mayRead(_ number: Int) -> Bool {
        let consumer = judge.consumers[agents[number].consumer]
        return !consumer.isExclusive || consumer.agents.lowerBound == number
    }

    private var isAtRest: Bool {
        (replay?.isOver ?? false) && publishers.allSatisfy { $0.firstOpen == $0.keys.count }
            && judge.consumers.allSatisfy { consumer in consumer.lines.allSatisfy(\.isEmpty) }
    }

    private var unrest: String {
        for publisher in publishers where publisher.firstOpen < publisher.keys.count {
            return "\(publisher.name): \(publisher.firstOpen + 1) is never confirmed"
        }
        for consumer in judge.consumers {
            for message in consumer.messages where !message.isOver {
                return "\(consumer.name): \(message.position) never comes to an end (\(message.state))"
            }
        }
        return replay?.isOver ?? false ? "it never comes to rest" : "a replay never comes to its end"
    }
}
