import Agencies
import Foundation

/// Orders, surveys, workers and contracts.
extension Season {
    private struct Order: Decodable {
        let order: String
        let seats: Int
    }

    /// Of the reference list, as many as have people in the play.
    private var communes: [String] { Array(reference.communes.prefix(12).map(\.id)) }

    private var people: [FictitiousWorker] {
        let communes = communes
        return (0..<plan.workers).map { FictitiousWorker(number: $0, commune: communes[$0 % communes.count]) }
    }

    func worker(_ number: Int) -> FictitiousWorker {
        let communes = communes
        return FictitiousWorker(number: number, commune: communes[number % communes.count])
    }

    func demand(_ day: Int) async throws {
        switch day {
        case 0: try await announce()
        case 1: try await register()
        case 2:
            for order in try orders() { try labour.run("contract", "accept", "--order", order.order) }
            say("\(plan.workers) contracts are registered; the bank and foreign affairs learn that they exist")
        case 3: try desk.run("order", "change", "S-3", "--hours-per-week", "44", "--reason", "shorter weeks in winter")
        default: break
        }
    }

    private func announce() async throws {
        for gate in plan.gates { try checkpoint(gate).run("gate", "open") }
        let seats = [plan.workers / 2, plan.workers * 3 / 10, plan.workers - plan.workers / 2 - plan.workers * 3 / 10]
        let rows = seats.enumerated().map { index, seats in
            "S-\(index + 1),farm-\(index + 1),agriculture,\(seats),\(SeasonPlan.seasonFrom),\(SeasonPlan.seasonTo),150.00 CNY day,48,employer,employer,"
                + plan.gates.joined(separator: " ")
        }
        let columns = "number,employer,sector,seats,season_from,season_to,wage,hours_per_week,lodging,insurance,gates"
        try desk.run("order", "import", try file("orders.csv", [columns] + rows), "--publish")
        let surveys = communes.enumerated().map { index, commune in
            #"{"commune": "\#(commune)", "period": "2025-Q4", "willing": \#(40 + index), "trained": \#(20 + index), "wantLoan": \#(10 + index)}"#
        }
        try stage.publish("demand.supply.surveyed.v1", as: "commune", surveys)
        say("the desk posts \(seats.count) orders for \(plan.workers) seats; \(surveys.count) communes tell who would go")
        try await stage.settle()
    }

    private func register() async throws {
        let path = try file("workers.csv", [FictitiousWorker.columns] + people.map(\.row))
        let list = "\(folder)/refs.csv"
        try labour.run("worker", "import", path, "--refs", list)
        refs = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n").dropFirst().map { String($0.prefix(26)) }
        try stage.publish(
            "worker.registered.v1",
            as: "commune",
            zip(refs, people).map { ref, person in
                #"{"workerRef": "\#(ref)", "commune": "\#(person.commune)", "birthYear": \#(person.birthYear), "market": "MARKET_CHONGZUO", "consentVersion": "2025-1"}"#
            }
        )
        try await stage.settle()
        var rest = refs[...]
        for (index, order) in try orders().enumerated() {
            let part = rest.prefix(order.seats)
            rest = rest.dropFirst(order.seats)
            try labour.run("contract", "offer", order.order, "--file", try file("offer-\(index).csv", ["worker_ref"] + part))
        }
        say("\(plan.workers) fictitious workers are in the hub's vault; each is offered a place")
    }

    /// The orders that the hub knows, in the order of their names.
    private func orders() throws -> [Order] { try decoded(Order.self, labour.run("order", "list", "--json")) }

    /// Their names.
    func orderNames() throws -> [String] { try orders().map(\.order) }
}
