import Journal
import Wire

@testable import Broker

/// One consumer as the judge has it: its rules, its messages and what is with whom.
final class JudgedConsumer {
    struct Member {
        var isActive = false
        var tellsBegun = false
        var hasAnswered = false
        /// Positions out with it.
        var out: [UInt64] = []
        var bytes = 0
    }

    let principal: String
    let name: String
    let settings: WireSettings
    let isKeyed: Bool
    let isExclusive: Bool
    let isBlocking: Bool
    let lease: Int64
    var isPaused = false
    /// What it is entitled to, in the order of positions.
    var messages: [JudgedMessage] = []
    /// Index into ``messages`` by position; -1: not for it.
    private var indices: [Int32] = [-1]
    /// The unsettled positions of each key, rising.
    private(set) var lines: [[UInt64]]
    /// Dead letters that hold a key back.
    var blocks: [Int]
    /// Agents' numbers in the simulation.
    let agents: Range<Int>
    var members: [Member]
    /// Everything before it is settled, by the journal.
    var storedPosition: UInt64 = 1
    /// No message before this index has its first delivery before it.
    private var firstCursor = 0

    init(_ reading: SimulationPlan.Reading, agents: Range<Int>, keys: Int) {
        principal = reading.principal.name
        name = reading.name
        settings = reading.settings
        isKeyed = settings.kind == .keyed
        isExclusive = settings.kind == .exclusive
        isBlocking = settings.poison == .blockKey
        lease = Int64(settings.leaseMs) * 1_000
        self.agents = agents
        members = Array(repeating: Member(), count: agents.count)
        lines = Array(repeating: [], count: keys)
        blocks = Array(repeating: 0, count: keys)
    }

    /// A message is in the journal.
    func append(_ position: UInt64, key: Int?) {
        guard let key else { return indices.append(-1) }
        indices.append(Int32(messages.count))
        messages.append(JudgedMessage(position: position, key: key))
        lines[key].append(position)
    }

    func index(of position: UInt64) -> Int? {
        guard position < UInt64(indices.count) else { return nil }
        let index = indices[Int(position)]
        return index < 0 ? nil : Int(index)
    }

    /// The index of the first message at a position or later.
    func lowerBound(_ position: UInt64) -> Int {
        var (low, high) = (0, messages.count)
        while low < high {
            let middle = (low + high) / 2
            if messages[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func leaveLine(_ message: JudgedMessage) {
        if let index = lines[message.key].firstIndex(of: message.position) { lines[message.key].remove(at: index) }
    }

    func joinLine(_ message: JudgedMessage) {
        let index = lines[message.key].firstIndex { $0 > message.position } ?? lines[message.key].count
        lines[message.key].insert(message.position, at: index)
    }

    /// The message whose first delivery comes next in an exclusive consumer.
    func nextFirst() -> UInt64? {
        while firstCursor < messages.count {
            let message = messages[firstCursor]
            if message.state == .due, !message.hasBeenOut, message.failures == 0, !message.isRetry { return message.position }
            firstCursor += 1
        }
        return nil
    }

    func release(_ index: Int) {
        let message = messages[index]
        let member = message.agent - agents.lowerBound
        if let place = members[member].out.firstIndex(of: message.position) { members[member].out.remove(at: place) }
        members[member].bytes -= message.bytes
    }

    func settle(_ index: Int) {
        messages[index].state = .settled
        messages[index].failures = 0
        messages[index].isUnstored = false
        leaveLine(messages[index])
    }

    /// Whether a lease has messages out with an agent; 0 stands for any lease.
    func holds(_ lease: UInt64, _ agent: Int) -> Bool {
        guard lease > 0 else { return true }
        return members[agent - agents.lowerBound].out.contains { index(of: $0).map { messages[$0].lease == lease } ?? false }
    }

    /// The shortest wait after a failure.
    func wait(afterFailures failures: UInt32) -> Int64 {
        max(100_000, Int64(settings.backoffMs[min(Int(failures), settings.backoffMs.count) - 1]) * 1_000)
    }

    /// A new gateway knows what the journal holds.
    func forgetMemory() {
        for index in members.indices { members[index] = Member() }
        for key in lines.indices {
            lines[key].removeAll(keepingCapacity: true)
            blocks[key] = 0
        }
        firstCursor = 0
    }

    func restoreLine(_ index: Int) { lines[messages[index].key].append(messages[index].position) }
}
