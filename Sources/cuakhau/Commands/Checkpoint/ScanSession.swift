import Agencies

/// Takes scans from an input until it ends, and answers each as soon as it is on disk.
///
/// What came together is one transaction: at a terminal one document, from a file some forty, so that none waits long for the others.
struct ScanSession {
    private let open: OpenOffice<CheckpointOffice>
    private let direction: CrossingDirection
    private let time: UTCTime?
    private let need: DeclaredNeed?
    private let isJSON: Bool
    private var summary = ScanSummary()

    private static let readBytes = 4 << 10

    init(open: OpenOffice<CheckpointOffice>, direction: CrossingDirection, time: UTCTime?, need: DeclaredNeed?, isJSON: Bool) {
        self.open = open
        self.direction = direction
        self.time = time
        self.need = need
        self.isJSON = isJSON
    }

    mutating func run(_ input: borrowing ScanInput, _ reader: consuming DocumentReader) throws -> ScanSummary {
        let buffer = WipingBuffer(byteCount: Self.readBytes)
        prompt(input, isAgain: false)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try input.read(into: $0) }
            let began = ContinuousClock.now
            guard count > 0 else {
                try answer(reader.end(isInterrupted: Interruption.hasCome), since: began)
                break
            }
            let readings = buffer.withUnsafeMutableBytes { reader.take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            buffer.wipe()
            try answer(readings, since: began)
            prompt(input, isAgain: reader.awaitsRepetition)
        }
        if isJSON { Terminal.write(try JSONLine.text(summary)) } else { open.say(summary.wording) }
        return summary
    }

    private func prompt(_ input: borrowing ScanInput, isAgain: Bool) {
        guard input.isTerminal, !isJSON else { return }
        let wording =
            isAgain ? Wording(vi: "nhập lại: ", en: "again: ") : Wording(vi: "giấy tờ (Ctrl-D để kết thúc): ", en: "document (Ctrl-D ends): ")
        Terminal.writePart(wording[open.language])
    }

    private mutating func answer(_ readings: [ScanReading], since began: ContinuousClock.Instant) throws {
        guard !readings.isEmpty else { return }
        var crossings = record(readings)[...]
        for reading in readings {
            let outcome: ScanAnswer.Outcome
            switch reading {
            case .refused(let refusal): outcome = .refused(refusal)
            case .document:
                guard let crossing = crossings.popFirst() else { preconditionFailure("each document has an answer") }
                switch crossing {
                case .success(let answer): outcome = .crossing(answer)
                case .failure(let error): outcome = .failed(error)
                }
            }
            try tell(outcome, since: began)
        }
    }

    private mutating func tell(_ outcome: ScanAnswer.Outcome, since began: ContinuousClock.Instant) throws {
        let time = (ContinuousClock.now - began) / Duration.milliseconds(1)
        let answer = ScanAnswer(
            number: summary.scans + 1,
            direction: direction,
            outcome: outcome,
            hasNeed: need.map { $0 != DeclaredNeed.none } ?? false,
            milliseconds: Int(time.rounded(.up))
        )
        summary.add(answer)
        Terminal.write(isJSON ? try JSONLine.text(answer.row(open.language)) : answer.text(open.language))
    }

    /// What came of each document. Where the store fails, none of them is recorded, and each says so: the work goes on.
    private func record(_ readings: [ScanReading]) -> [Result<CrossingAnswer, OfficeError>] {
        let documents = readings.compactMap { reading -> ScannedDocument? in
            if case .document(let document) = reading { document } else { nil }
        }
        guard !documents.isEmpty else { return [] }
        do {
            return try open.store.write(at: open.clock.now()) { transaction in
                try open.rules.cross(documents, direction, at: time, need: need, in: transaction)
            }
        } catch {
            let failure = error as? OfficeError ?? OfficeError(.storage, vi: "kho dữ liệu không nhận thêm", en: "the store takes no more")
            return documents.map { _ in .failure(failure) }
        }
    }
}
