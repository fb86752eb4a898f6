import Contracts
import Journal
import Wire

extension BrokerCore {
    /// Tells of an administrative act, in the batch that carries it out.
    func note(_ kind: Langson_Gateway_V1_ActKind, _ principal: String, _ consumer: String, by session: Session, count: Int = 0) {
        pending.upkeep.append(
            .act(kind, principal: principal, consumer: consumer, by: session.client.name, count: count, at: lastRecordedAt)
        )
    }

    /// Tells of a new dead letter, in the batch that stores it.
    func noteDeath(of position: UInt64, _ failures: Failures, _ consumer: ConsumerState) {
        guard let label = consumer.ledger.label(of: position), Int(label.type) < typeNames.count else { return }
        let name = String(decoding: typeNames[Int(label.type)], as: UTF8.self)
        // Else a consumer of notices that cannot deal with them would make more and more of them.
        guard name != Notice.letterDied else { return }
        pending.upkeep.append(.died(consumer, position, name, failures, isExercise: label.isExercise))
    }

    /// Puts the gateway's own messages behind those of its clients.
    func appendNotices(now: Moment) {
        guard !pending.upkeep.notices.isEmpty else { return }
        lastRecordedAt = max(lastRecordedAt, now.wall)
        let client = ownClient()
        for notice in pending.upkeep.notices {
            guard let type = catalogue.type(named: notice.type) else { continue }
            client.used += 1
            pending.touch(client)
            pending.extendRun(client, sequence: client.used, index: pending.entries.count)
            let keyOffset = UInt32(pending.bytes.count)
            pending.bytes += notice.key
            pending.bytes += notice.body
            pending.entries.append(
                MessageEntry(
                    position: 0,
                    recordedAt: lastRecordedAt,
                    client: client.id,
                    type: typeIDs[type.index],
                    isExercise: notice.isExercise,
                    clientSequence: client.used,
                    // A UUIDv7 of the time and the sequence, which is never used twice: the core has no dice.
                    idHigh: UInt64(lastRecordedAt / 1_000) << 16 | 0x7000,
                    idLow: 1 << 63 | client.used,
                    key: ByteSlice(offset: keyOffset, count: UInt32(notice.key.count)),
                    body: ByteSlice(offset: keyOffset + UInt32(notice.key.count), count: UInt32(notice.body.count))
                )
            )
        }
    }

    private func ownClient() -> ClientState {
        if let client = clients[Principal.gatewayName] { return client }
        let id = freeClientIDs.popLast() ?? UInt32(max(1, clientsByID.count))
        let client = ClientState(id: id, principal: Principal.gatewayName, name: Principal.gatewayName, last: 0, isStored: false)
        adopt(client)
        return client
    }
}
