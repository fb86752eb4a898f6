import Client
import Contracts

/// A delivery as `cuakhau tail` and `cuakhau replay` print it: one line.
struct DeliveryText {
    let isJSON: Bool

    func line(_ delivery: Delivery) throws -> String { try isJSON ? jsonLine(delivery) : textLine(delivery) }

    private func textLine(_ delivery: Delivery) throws -> String {
        let exercise = (delivery.isExercise ? " (exercise)" : "") + (delivery.isErased ? " (erased)" : "")
        return
            "\(delivery.position)  \(Times.text(microseconds: delivery.recordedAt))  \(delivery.type)  \(delivery.principal)\(exercise)  \(try body(delivery))"
    }

    /// The body is JSON already: it is put in as it is.
    private func jsonLine(_ delivery: Delivery) throws -> String {
        "{\"position\":\(delivery.position),\"recorded_at\":\"\(Times.text(microseconds: delivery.recordedAt))\",\"type\":\"\(delivery.type)\","
            + "\"id\":\"\(delivery.id)\",\"principal\":\"\(delivery.principal)\",\"attempt\":\(delivery.attempt),\"exercise\":\(delivery.isExercise),"
            + "\(chain(delivery))\(delivery.isErased ? "\"erased\":true," : "")\"replay\":\(delivery.isReplay),\"body\":\(try body(delivery))}"
    }

    private func chain(_ delivery: Delivery) -> String {
        guard let chain = delivery.chain else { return "" }
        let causation = chain.causation.map { "\"causation\":\"\($0)\"," } ?? ""
        return "\"correlation\":\"\(chain.correlation)\",\(causation)"
    }

    private func body(_ delivery: Delivery) throws -> String {
        guard let type = Catalogue.standard.type(named: delivery.type), !delivery.isErased || !delivery.body.isEmpty else { return "{}" }
        return try Catalogue.standard.json(fromBody: Array(delivery.body), type: type)
    }
}
