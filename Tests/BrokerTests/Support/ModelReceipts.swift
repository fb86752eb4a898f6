import Journal

/// What a journal promises of receipts, in memory and in the plainest way: see ``ModelJournal``.
struct ModelReceipts: Equatable {
    private struct Receipt: Equatable {
        let positions: ClosedRange<UInt64>
        let at: Int64
    }

    private var receipts: [UInt32: [Receipt]] = [:]
    private var resolutions: [Letter: Fate] = [:]

    mutating func write(_ batch: JournalBatch) {
        for consumer in batch.forgottenConsumers {
            receipts[consumer] = nil
            resolutions = resolutions.filter { $0.key.consumer != consumer }
        }
        for record in batch.receipts {
            receipts[record.consumer, default: []].append(Receipt(positions: record.positions, at: batch.at))
        }
        for letter in batch.resolved { resolutions[letter] = .settled(at: batch.at) }
        for letter in batch.discarded { resolutions[letter] = .discarded(at: batch.at) }
    }

    func covers(_ record: ReceiptRecord) -> Bool {
        receipts[record.consumer, default: []].contains { $0.positions.overlaps(record.positions) }
    }

    func fate(of letter: Letter) -> Fate {
        if let resolution = resolutions[letter] { return resolution }
        let times = receipts[letter.consumer, default: []].filter { $0.positions.contains(letter.position) }.map(\.at)
        return times.min().map { .settled(at: $0) } ?? .open
    }
}
