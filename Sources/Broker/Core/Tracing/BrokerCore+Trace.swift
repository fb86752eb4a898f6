import Contracts
import Foundation
import Journal
import SwiftProtobuf
import Wire

extension BrokerCore {
    /// Receipts of one answer; a page ends before it has more, but not before its first message.
    private static let receiptsMax = 4_000
    /// How far ahead of the gateway's clock a client's commonly is at most, in microseconds.
    private static let clockSlack: Int64 = 600_000_000

    /// Looks for a message and its chain.
    func trace(_ trace: Trace, _ request: UInt64, _ session: Session) throws(GatewayError) {
        let id = [UInt8](trace.id)
        guard id.isEmpty ? trace.position > 0 : id.count == 16 && trace.position == 0 else {
            throw GatewayError(.malformedFrame, "a trace names an id of 16 bytes, or a position")
        }
        guard session.readingCount < limits.readingsPerSessionMax else {
            throw GatewayError(.busy, "this session asks faster than the journal is read", retryAfter: .seconds(1))
        }
        let countMax = try Self.count(trace.countMax)
        let pending = PendingTrace(session, request, isAlone: trace.alone, after: trace.after, countMax: countMax)
        if id.isEmpty {
            self.request(.messages(at: [trace.position], consumer: nil), for: .trace(pending))
        } else {
            pending.correlation = id
            look(for: id, pending)
        }
    }

    /// An id that says when it was made is looked for from about that time on, and then before it: a client's clock may have been wrong.
    private func look(for id: [UInt8], _ pending: PendingTrace) {
        let (high, low) = Self.halves(id)
        pending.stage = .locating(high: high, low: low)
        let isTimed = high >> 12 & 0xf == 7
        let made = Int64(high >> 16) * 1_000
        request(.locate(time: isTimed ? made - Self.clockSlack : 0), for: .trace(pending))
    }

    private static func halves(_ id: [UInt8]) -> (high: UInt64, low: UInt64) {
        (id.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }, id.suffix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// The journal answered.
    func answer(_ pending: PendingTrace, _ subject: ReaderAnswer.Subject) {
        guard sessions[pending.session.connection] === pending.session else { return }
        switch (pending.stage, subject) {
        case (.locating(let high, let low), .located(let position)):
            pending.searchedFrom = position ?? lastPosition + 1
            find(high, low, from: pending.searchedFrom, through: lastPosition, pending)
        case (.finding(let high, let low, let through), .found(let found)):
            if let position = found.position {
                pending.stage = .reading
                request(.messages(at: [position], consumer: nil), for: .trace(pending))
            } else {
                find(high, low, from: found.next, through: through, pending)
            }
        case (.reading, .messages(let segment)): read(segment.entries.isEmpty ? nil : PendingTrace.Message(segment: segment, index: 0), pending)
        case (.chain, .chain(let page)): gather(page, pending)
        case (.fates, .fates(let fates)): finish(pending, fates)
        default: preconditionFailure("an answer of another kind than the question")
        }
    }

    private func find(_ high: UInt64, _ low: UInt64, from position: UInt64, through last: UInt64, _ pending: PendingTrace) {
        guard position <= last else {
            guard pending.searchedFrom > 1 else { return read(nil, pending) }
            let before = pending.searchedFrom - 1
            pending.searchedFrom = 1
            return find(high, low, from: 1, through: before, pending)
        }
        pending.stage = .finding(high: high, low: low, through: last)
        request(.find(idHigh: high, idLow: low, from: position, through: last), for: .trace(pending))
    }

    /// The message that was asked for, or the first one of its chain, was read; nil: it is not there.
    private func read(_ message: PendingTrace.Message?, _ pending: PendingTrace) {
        if pending.isAfterRoot {
            pending.root = message
            return readChain(pending)
        }
        pending.target = message
        guard !pending.isAlone else {
            pending.messages = [message].compactMap { $0 }
            return askForFates(pending)
        }
        guard let message else {
            // A chain whose first message is gone still has its id.
            return pending.correlation.isEmpty ? askForFates(pending) : readChain(pending)
        }
        let chain = message.segment.bytes[message.entry.chain.range]
        guard !chain.isEmpty else {
            pending.root = message
            pending.correlation = Self.id(of: message.entry)
            return readChain(pending)
        }
        pending.correlation = Array(chain.prefix(16))
        pending.isAfterRoot = true
        look(for: pending.correlation, pending)
    }

    private static func id(of entry: MessageEntry) -> [UInt8] {
        withUnsafeBytes(of: (entry.idHigh.bigEndian, entry.idLow.bigEndian)) { Array($0) }
    }

    private func readChain(_ pending: PendingTrace) {
        pending.stage = .chain
        request(.chain(pending.correlation, from: pending.after + 1, countMax: pending.countMax), for: .trace(pending))
    }

    private func gather(_ page: JournalPage, _ pending: PendingTrace) {
        var messages = page.segment.entries.indices.map { PendingTrace.Message(segment: page.segment, index: $0) }
        if let root = pending.root, root.entry.position > pending.after, page.next == 0 || root.entry.position < page.next {
            messages.append(root)
            messages.sort { $0.entry.position < $1.entry.position }
        }
        pending.messages = messages
        pending.next = page.next > 0 ? page.next - 1 : 0
        askForFates(pending)
    }

    // MARK: Who may see what

    private func askForFates(_ pending: PendingTrace) {
        pending.messages = pending.messages.filter { maySee($0, pending.session) }
        guard !pending.messages.isEmpty || pending.after > 0 || pending.next > 0 else {
            return refuse(
                PendingAdmin(pending.session, pending.request, .change),
                GatewayError(.unknownMessage, "there is no such message, or none that this principal may know of")
            )
        }
        var readers: [UInt16: [ConsumerState]] = [:]
        for (index, message) in pending.messages.enumerated() {
            let consumers = readers[message.entry.type] ?? self.readers(of: message.entry.type)
            readers[message.entry.type] = consumers
            let receipts = consumers.filter { mayHear(of: $0.principal, message, pending.session) && isEntitled($0.principal, message) }
                .map { PendingTrace.Receipt(message: index, consumer: $0) }
            guard index == 0 || pending.receipts.count + receipts.count <= Self.receiptsMax else {
                pending.next = pending.messages[index - 1].entry.position
                pending.messages.removeSubrange(index...)
                break
            }
            pending.receipts += receipts
        }
        pending.stage = .fates
        let letters = pending.receipts.map { Letter(consumer: $0.consumer.id ?? 0, position: pending.messages[$0.message].entry.position) }
        request(.fates(letters), for: .trace(pending))
    }

    /// The durable consumers whose filter matches a type, in order.
    private func readers(of type: UInt16) -> [ConsumerState] {
        let name = String(decoding: typeNames[Int(type)], as: UTF8.self)
        return consumers.values
            .filter { $0.id != nil && ((try? TypeFilter(validating: $0.filter))?.matches(name) ?? false) }
            .sorted { ($0.principal, $0.name) < ($1.principal, $1.name) }
    }

    private func isEntitled(_ principal: String, _ message: PendingTrace.Message) -> Bool {
        directory.principal(named: principal).map { isEntitled($0, message) } ?? false
    }

    private func isEntitled(_ principal: Principal, _ message: PendingTrace.Message) -> Bool {
        guard let type = types[Int(message.entry.type)], directory.rights(of: principal).read.contains(type) else { return false }
        return message.segment.bytes.withUnsafeBytes { ConsumerState.Reader(principal).isEntitled(to: type, $0.slice(message.entry.body)) }
    }

    private func isPublisher(_ principal: String, _ message: PendingTrace.Message) -> Bool { publisher(of: message)?.principal == principal }

    private func publisher(of message: PendingTrace.Message) -> ClientState? {
        let id = Int(message.entry.client)
        return id < clientsByID.count ? clientsByID[id] : nil
    }

    private func maySee(_ message: PendingTrace.Message, _ session: Session) -> Bool {
        scope(of: session) == nil || isPublisher(session.principal.name, message) || isEntitled(session.principal, message)
    }

    /// Whether a session may hear what became of a message with a principal's consumers.
    private func mayHear(of principal: String, _ message: PendingTrace.Message, _ session: Session) -> Bool {
        scope(of: session) == nil || principal == session.principal.name || isPublisher(session.principal.name, message)
    }

    // MARK: The answer

    private func finish(_ pending: PendingTrace, _ fates: [Fate]) {
        var messages = pending.messages.map(describe)
        for (receipt, fate) in zip(pending.receipts, fates) {
            messages[receipt.message].receipts.append(self.receipt(receipt.consumer, pending.messages[receipt.message].entry.position, fate))
        }
        for (index, message) in pending.messages.enumerated() {
            let known = Set(messages[index].receipts.map(\.principal))
            for principal in directory.principals where !principal.isRevoked && !known.contains(principal.name) {
                guard mayHear(of: principal.name, message, pending.session), isEntitled(principal, message) else { continue }
                messages[index].receipts.append(
                    .with {
                        $0.principal = principal.name
                        $0.state = .notConsumed
                    }
                )
            }
        }
        respond(pending.session, pending.request) {
            $0.traceList.messages = messages
            $0.traceList.next = pending.next
        }
    }

    private func describe(_ message: PendingTrace.Message) -> TracedMessage {
        let entry = message.entry
        let chain = message.segment.bytes[entry.chain.range]
        return .with {
            $0.position = entry.position
            $0.type = String(decoding: typeNames[Int(entry.type)], as: UTF8.self)
            $0.id = Data(Self.id(of: entry))
            $0.client = publisher(of: message)?.name ?? ""
            $0.recordedAtUs = entry.recordedAt
            $0.correlation = Data(chain.prefix(16))
            $0.causation = Data(chain.dropFirst(16))
            $0.exercise = entry.isExercise
        }
    }

    /// What became of a message with a consumer: the journal's word first, and for what is on its way the ledger's.
    private func receipt(_ consumer: ConsumerState, _ position: UInt64, _ fate: Fate) -> WireReceipt {
        var receipt = WireReceipt()
        receipt.principal = consumer.principal
        receipt.consumer = consumer.name
        receipt.attempts = consumer.ledger.failures[position]?.count ?? 0
        switch fate {
        case .settled(let time): (receipt.state, receipt.atUs) = (.processed, time)
        case .discarded(let time): (receipt.state, receipt.atUs) = (.discarded, time)
        case .dead(let time, let attempts, let isRetrying):
            (receipt.state, receipt.atUs) = (isRetrying ? .retrying : .dead, time)
            receipt.attempts += attempts
        case .open:
            // Before where it began, or before receipts were kept: nobody knows.
            receipt.state = position < consumer.storedPosition ? .notConsumed : state(of: position, with: consumer)
        }
        return receipt
    }

    private func state(of position: UInt64, with consumer: ConsumerState) -> ReceiptState {
        guard let place = consumer.ledger.place(of: position) else { return .pending }
        return switch place {
        case .out, .settled: .delivered
        case .waiting, .dying: .retrying
        case .ready, .parked: consumer.ledger.failures[position] == nil ? .pending : .retrying
        }
    }
}
