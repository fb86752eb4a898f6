import Client

/// A message of a chain as JSON: names stay what they are.
struct TraceDocument: Encodable {
    struct Receipt: Encodable {
        let position: UInt64?
        let principal: String
        let consumer: String?
        let state: String
        let at: String?
        let failed_attempts: Int

        /// - Parameter position: The message's, where the receipt stands alone.
        init(_ receipt: TraceReport.Receipt, position: UInt64? = nil) {
            self.position = position
            principal = receipt.principal
            consumer = receipt.consumer
            state = receipt.state.rawValue
            at = receipt.at.map { Times.text(microseconds: $0) }
            failed_attempts = receipt.attempts
        }
    }

    let position: UInt64
    let type: String
    let id: String
    let client: String
    let recorded_at: String
    let correlation: String?
    let causation: String?
    let exercise: Bool
    let receipts: [Receipt]

    init(_ message: TraceReport) {
        position = message.position
        type = message.type
        id = message.id.description
        client = message.client
        recorded_at = Times.text(microseconds: message.recordedAt)
        correlation = message.chain?.correlation.description
        causation = message.chain?.causation?.description
        exercise = message.isExercise
        receipts = message.receipts.map { Receipt($0) }
    }
}
