import Client
import Contracts

/// A delivery as the command line shows it.
enum DeliveryText {
    static func line(_ delivery: Delivery) throws -> String {
        let exercise = delivery.isExercise ? " (exercise)" : ""
        return
            "\(delivery.position)  \(Times.text(microseconds: delivery.recordedAt))  \(delivery.type)  \(delivery.principal)\(exercise)  \(try body(delivery))"
    }

    /// One object on one line. The body is JSON already: it is put in as it is.
    static func json(_ delivery: Delivery) throws -> String {
        "{\"position\":\(delivery.position),\"recorded_at\":\"\(Times.text(microseconds: delivery.recordedAt))\",\"type\":\"\(delivery.type)\","
            + "\"id\":\"\(delivery.id)\",\"principal\":\"\(delivery.principal)\",\"attempt\":\(delivery.attempt),\"exercise\":\(delivery.isExercise),"
            + "\(chain(delivery))\"replay\":\(delivery.isReplay),\"body\":\(try body(delivery))}"
    }

    private static func chain(_ delivery: Delivery) -> String {
        guard let chain = delivery.chain else { return "" }
        let causation = chain.causation.map { "\"causation\":\"\($0)\"," } ?? ""
        return "\"correlation\":\"\(chain.correlation)\",\(causation)"
    }

    private static func body(_ delivery: Delivery) throws -> String {
        guard let type = Catalogue.standard.type(named: delivery.type) else { return "{}" }
        return try Catalogue.standard.json(fromBody: Array(delivery.body), type: type)
    }
}
