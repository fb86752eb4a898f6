import Wire

@testable import Broker

/// A reading client of a simulation, and what it believes it was given.
struct SimulatedAgent {
    let principal: Principal
    let name: String
    let consumer: Int
    var connection: ConnectionID?
    var isSubscribed = false
    var lastHeard: Int64 = 0
    /// What it was delivered and did not answer, as far as it knows: some of it may be somebody else's by now.
    var holdings: [LeaseRange] = []

    init(_ principal: Principal, name: String, consumer: Int) {
        self.principal = principal
        self.name = name
        self.consumer = consumer
    }
}
