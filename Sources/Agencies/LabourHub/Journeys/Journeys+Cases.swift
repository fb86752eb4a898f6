public import Contracts
import GRDB

/// Protection: what the hub asks of foreign affairs, and what it hears of it.
extension Journeys {
    /// Asks foreign affairs to protect the worker.
    ///
    /// - Returns: The case's name.
    /// - Throws: ``OfficeError``: there is no such journey, the worker is not abroad, or is in a case already.
    public func openCase(
        _ contract: String,
        kind: Langson_Protection_V1_CaseKind,
        country: String,
        in transaction: OfficeTransaction
    ) throws -> String {
        var journey = try JourneyRecord.find(contract, transaction.database)
        journey.state = try journey.state.moving(to: .inCase)
        var message = Langson_Protection_V1_CaseOpened()
        message.caseID = transaction.name("case", contract).description
        message.channel = .office
        message.at = transaction.now.timestamp
        message.country = country
        message.kind = kind
        message.persons = 1
        message.workerRef = journey.workerRef
        try transaction.send("protection.case.opened.v1", message)
        try JourneyCase(id: message.caseID, contractRef: contract, at: transaction.now).save(transaction.database)
        try journey.save(transaction.database)
        return message.caseID
    }

    /// Foreign affairs took a step of a case. When the last of a journey's cases is closed the journey goes on, and it stops when one is opened again.
    func caseChanged(_ message: Langson_Protection_V1_CaseChanged, in transaction: OfficeTransaction) throws {
        let database = transaction.database
        // What this office opened by another way is no journey's.
        guard var found = try JourneyCase.optional(message.caseID, database) else { return }
        found.state = try ProtectionCaseState(told: message.state)
        found.changedAt = transaction.now
        try found.save(database)
        var journey = try JourneyRecord.find(found.contractRef, database)
        let isOpen = try JourneyCase.isAnyOpen(of: found.contractRef, database)
        // Whoever is home stays home, whatever becomes of the case.
        guard journey.state.isAbroad, isOpen != (journey.state == .inCase) else { return }
        journey.state = try journey.state.moving(to: isOpen ? .inCase : .contacted)
        // Somebody has just looked after the worker: the days until the next asking begin anew.
        if !isOpen { journey.welfareOn = transaction.today }
        try journey.save(database)
    }
}
