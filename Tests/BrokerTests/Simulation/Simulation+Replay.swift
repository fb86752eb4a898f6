import Contracts
import Foundation
import Journal
import SwiftProtobuf
import Wire

@testable import Broker

/// Beside everything else somebody reads the journal again. That it disturbs nobody, the judge sees of the others.
extension Simulation {
    func replay(_ who: Int, _ what: Int) {
        switch what % 8 {
        case 0:
            let start = who % 3 == 0 ? .beginning(true) : Start.OneOf_At.position(journal.lastPosition * UInt64(who % 100) / 80)
            let through = who % 5 == 0 ? journal.lastPosition * UInt64(what % 100) / 90 : 0
            let key = who % 4 == 0 ? what % plan.keys : nil
            beginReplay(start, through: through, key: key, perSecond: [1, 50, 1_000, 100_000][who % 4], credit: 1 + what % 50)
        case 1:
            guard let replay else { return }
            tell("the replay is lost")
            self.replay = nil
            core.connectionLost(replay.connection, now: now)
            collect()
        case 2:
            guard let replay else { return }
            tell("the replay is broken off")
            self.replay?.through = nil
            send(.unsubscribe, Unsubscribe.with { $0.subscription = 1 }, over: replay.connection, Cast.affairs)
        default: acknowledgeReplay(all: what % 2 == 0)
        }
    }

    func beginReplay(_ start: Start.OneOf_At, through: UInt64, key: Int?, perSecond: UInt32, credit: Int) {
        guard readings.count < 16 else { return }
        tell("a replay begins: from \(start) through \(through), key \(key.map { "\($0)" } ?? "any"), \(perSecond) a second")
        let connection = newConnection(.replay)
        replay = SimulatedReplay(connection: connection, key: key, perSecond: perSecond, credit: credit, beganAt: now.monotonic)
        hello(SimulatedReplay.client, over: connection, Cast.affairs)
        let command = Subscribe.with {
            $0.subscription = 1
            $0.filter = ">"
            $0.start.at = start
            $0.creditMessages = UInt32(credit)
            $0.creditBytes = 1 << 20
            $0.purpose = "a simulation reads this again"
            $0.replay.through = through
            $0.replay.messagesPerSecond = perSecond
            if let key { $0.replay.key = Data("G\(key)".utf8) }
        }
        send(.subscribe, command, over: connection, Cast.affairs)
    }

    func acknowledgeReplay(all: Bool) {
        guard let replay, !replay.out.isEmpty else { return }
        var writer = AckWriter(subscription: 1)
        for position in all ? replay.out : [replay.out[0]] { writer.appendAcknowledged(LeaseRange(position...position)) }
        self.replay?.out.removeFirst(all ? replay.out.count : 1)
        send(writer.finish(), over: replay.connection, Cast.affairs)
    }

    func received(_ command: ParsedFrame, _ frame: UnsafeRawBufferPointer, replay connection: ConnectionID) {
        guard replay?.connection == connection else { return }
        switch command.kind {
        case .subscribed:
            guard let subscribed = try? Subscribed(serializedBytes: Array(command.payload)) else { return judge.find("SUBSCRIBED is malformed") }
            if subscribed.through > journal.lastPosition { judge.find("a replay is to end where nothing is yet") }
            replay?.through = subscribed.through
            replay?.next = subscribed.position
        case .deliver:
            guard let deliver = DeliverReader(frame: frame, payload: command.payload) else { return judge.find("a delivery is malformed") }
            replayed(deliver, frame)
        case .error:
            tell("the replay is refused")
            replay = nil
        default: break
        }
    }

    private func replayed(_ deliver: DeliverReader, _ frame: UnsafeRawBufferPointer) {
        guard var replay, let through = replay.through else { return judge.find("a replay goes on after its end") }
        if !deliver.isReplay || replay.hasEnded { judge.find("a replay does not say what it is, or goes on after its end") }
        for parts in deliver.messages {
            tell("the replay gets \(parts.position)")
            // What retention let go of meanwhile may come from memory, or not at all.
            if !mayBeReplayed(parts.position, replay, through) { judge.find("a replay brings \(parts.position) out of turn") }
            check(parts, frame)
            replay.next = parts.position + 1
            replay.count += 1
            replay.out.append(parts.position)
        }
        if replay.count > replay.countMax(now.monotonic) { judge.find("a replay is too quick: \(replay.count)") }
        if replay.out.count > replay.credit { judge.find("a replay goes beyond its credit") }
        if deliver.hasEnded {
            tell("the replay ends")
            replay.hasEnded = true
            if let next = nextReplayed(replay, through) { judge.find("a replay ends before \(next)") }
            if !deliver.messages.isEmpty { judge.find("a replay ends with messages") }
        }
        self.replay = replay
    }

    /// What the replay must bring next; nil: nothing more.
    private func nextReplayed(_ replay: SimulatedReplay, _ through: UInt64) -> UInt64? {
        guard replay.next <= through else { return nil }
        return (replay.next...through).first { position in
            journal.stored(at: position) != nil && isReplayed(position, replay)
        }
    }

    private func mayBeReplayed(_ position: UInt64, _ replay: SimulatedReplay, _ through: UInt64) -> Bool {
        position >= replay.next && position <= through && isReplayed(position, replay) && position <= nextReplayed(replay, through) ?? .max
    }

    /// What is told of readings and refusals is for the operator and the auditor.
    func isForOversight(_ entry: MessageEntry) -> Bool {
        [Notice.readRecorded, Notice.refusalsCounted].contains(core.types[Int(entry.type)]?.name)
    }

    /// Whether a message is for the replay, there or gone.
    private func isReplayed(_ position: UInt64, _ replay: SimulatedReplay) -> Bool {
        let message = journal.message(at: position)
        // The gateway's own messages are for the principal that they are about.
        let isNotice = message.entry.client == journal.client(Principal.gatewayName)?.id
        if isNotice, message.key != Array(Cast.affairs.name.utf8) || isForOversight(message.entry) { return false }
        return replay.key.map { message.key == Array("G\($0)".utf8) } ?? true
    }
}
