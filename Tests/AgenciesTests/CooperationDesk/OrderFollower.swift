import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

/// A reader of the desk's messages, which knows an order by them alone.
struct OrderFollower {
    private(set) var terms: Langson_Demand_V1_OrderPublished
    private(set) var version = 1
    private(set) var state = Langson_Demand_V1_OrderState.published

    init(_ published: Langson_Demand_V1_OrderPublished) {
        terms = published
    }

    /// Takes a change, if it is the next one and begins where the order stands.
    mutating func take(_ message: Langson_Demand_V1_OrderChanged) throws {
        try #require(Int(message.version) == version + 1)
        version += 1
        let changes = message.changes
        if changes.seats > 0 { terms.seats = changes.seats }
        if !changes.seasonFrom.isEmpty { terms.seasonFrom = changes.seasonFrom }
        if !changes.seasonTo.isEmpty { terms.seasonTo = changes.seasonTo }
        if changes.hasWage { terms.wage = changes.wage }
        if changes.hoursPerWeek > 0 { terms.hoursPerWeek = changes.hoursPerWeek }
        if changes.lodging != .unspecified { terms.lodging = changes.lodging }
        if changes.insurance != .unspecified { terms.insurance = changes.insurance }
        if !changes.feeItems.isEmpty { terms.feeItems = changes.feeItems }
        if !changes.gates.isEmpty { terms.gates = changes.gates }
        guard changes.hasStep else { return }
        try #require(changes.step.from == state)
        state = changes.step.to
    }
}
