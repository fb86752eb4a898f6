import Foundation
import SwiftProtobuf
import Testing

@testable import Contracts

/// Decisions about single types of Protocols/langson, which no rule of options.proto makes necessary.
struct StandardRuleTests {
    private let ulid = "01JAVD5E5Z3X8V9R2M4N6P7Q8S"
    private let time = Google_Protobuf_Timestamp(seconds: receiptSeconds)

    private func type(_ name: String) throws -> MessageType { try #require(Catalogue.standard.type(named: name)) }

    private func verdict(_ name: String, _ message: some SwiftProtobuf.Message, isExercise: Bool = false) throws -> String {
        try type(name).verdict(Body(bytes: message.serializedBytes()), isExercise: isExercise)
    }

    // MARK: Loans

    private func file(_ change: (inout Langson_Loan_V1_FileReceived) -> Void = { _ in }) -> Langson_Loan_V1_FileReceived {
        var file = Langson_Loan_V1_FileReceived()
        file.loanRef = ulid
        file.complete = true
        file.listedBy = "commune-a"
        change(&file)
        return file
    }

    @Test func `a loan's file is read by the commune that listed the worker, and by no other`() throws {
        let type = try type("loan.file.received.v1")
        #expect(type.readers == [.commune])
        #expect(type.readBinding(for: .commune) == .principal)
        let body = try file().serializedBytes() as [UInt8]
        body.withUnsafeBytes { body in
            #expect(type.bindingValueMatches(.principal, Array("commune-a".utf8), in: body))
            #expect(!type.bindingValueMatches(.principal, Array("commune-b".utf8), in: body))
        }
        #expect(try verdict(type.name, file { $0.listedBy = "" }) == "listed_by required")
    }

    @Test func `a file that is not complete says what is missing`() throws {
        #expect(try verdict("loan.file.received.v1", file()) == "ok")
        #expect(try verdict("loan.file.received.v1", file { $0.complete = false }) == " one_of_required")
        let incomplete = file {
            $0.complete = false
            $0.missing = ["health-certificate"]
        }
        #expect(try verdict("loan.file.received.v1", incomplete) == "ok")
    }

    private func step(_ from: Langson_Loan_V1_LoanState, _ to: Langson_Loan_V1_LoanState) throws -> String {
        try verdict(
            "loan.status.changed.v1",
            Langson_Loan_V1_StatusChanged.with {
                $0.loanRef = ulid
                $0.from = from
                $0.to = to
            }
        )
    }

    @Test func `a worker may withdraw until the money is paid, after a rejection too`() throws {
        for state: Langson_Loan_V1_LoanState in [
            .listed, .received, .incomplete, .complete, .appraising, .rejected, .appealed, .approved, .contracted,
        ] { #expect(try step(state, .withdrawn) == "ok") }
        for state: Langson_Loan_V1_LoanState in [.disbursed, .repaying, .overdue, .rescheduled, .handled, .settled, .withdrawn] {
            #expect(try step(state, .withdrawn) == "to transition")
        }
    }

    // MARK: Protection

    @Test func `nobody acts on a case before a mission was notified`() throws {
        let changed = Langson_Protection_V1_CaseChanged.with {
            $0.caseID = ulid
            $0.openedBy = "centre"
            $0.state = .acting
        }
        for state in Langson_Protection_V1_CaseState.allCases where state != .unspecified {
            var step = changed
            step.from = state
            #expect(try verdict("protection.case.changed.v1", step) == (state == .missionNotified ? "ok" : "state transition"))
        }
    }

    @Test func `a referral in plain text is refused, and the largest seal is not`() throws {
        var referral = Langson_Victim_V1_ReferralOpened()
        referral.referralRef = ulid
        referral.addressedTo = "affairs"
        let largest = SealSample(content: [UInt8](repeating: 1, count: 12_288 + 16), wraps: SealSample.wraps(16)).bytes
        for (body, expected) in [(Array("plain".utf8), "sealed_body sealed"), (SealSample().bytes, "ok"), (largest, "ok")] {
            referral.sealedBody = Data(body)
            #expect(try verdict("victim.referral.opened.v1", referral) == expected)
        }
    }

    // MARK: Alerts and handovers

    @Test func `an alert that is an exercise or a test is marked as one, and no other is`() throws {
        var alert = Langson_Alert_V1_CrossingIssued()
        alert.alertID = ulid
        alert.urgency = .immediate
        alert.severity = .severe
        alert.certainty = .likely
        alert.markerFrom = "1116"
        alert.expires = time
        for status in Langson_Alert_V1_AlertStatus.allCases where status != .unspecified {
            alert.status = status
            let isExercise = status == .exercise || status == .test
            #expect(try verdict("alert.crossing.issued.v1", alert, isExercise: isExercise) == "ok")
            #expect(try verdict("alert.crossing.issued.v1", alert, isExercise: !isExercise) == "status exercise")
        }
    }

    @Test func `somebody is handed over`() throws {
        var handover = Langson_Handover_V1_Received()
        handover.batchID = ulid
        handover.gate = "HN"
        handover.at = time
        #expect(try verdict("handover.received.v1", handover) == " one_of_required")
        handover.minors = 1
        #expect(try verdict("handover.received.v1", handover) == "ok")
    }

    // MARK: Demand

    @Test func `no count under five goes to the desk`() throws {
        let fill = { (offered: UInt32, accepted: UInt32, departed: UInt32, returned: UInt32) in
            try verdict(
                "demand.fill.reported.v1",
                Langson_Demand_V1_FillReported.with {
                    $0.orderID = ulid
                    $0.offered = offered
                    $0.accepted = accepted
                    $0.departed = departed
                    $0.returned = returned
                }
            )
        }
        #expect(try fill(9, 5, 0, 0) == "ok")
        #expect(try fill(0, 0, 0, 0) == "ok")
        #expect(try fill(4, 0, 0, 0) == "offered suppressed")
        #expect(try fill(9, 4, 0, 0) == "accepted suppressed")
        #expect(try fill(9, 5, 1, 0) == "departed suppressed")
        #expect(try fill(9, 9, 9, 4) == "returned suppressed")
        #expect(try fill(9, 9, 5, 9) == "departed order")
    }

    @Test func `a change of an order changes something, and no draft is changed`() throws {
        var changed = Langson_Demand_V1_OrderChanged()
        changed.orderID = ulid
        changed.version = 2
        changed.reason = "the season moves"
        #expect(try verdict("demand.order.changed.v1", changed) == "changes required")
        changed.changes = .init()
        #expect(try verdict("demand.order.changed.v1", changed) == "changes one_of_required")
        changed.changes.lodging = .byEmployer
        #expect(try verdict("demand.order.changed.v1", changed) == "ok")
        changed.changes = .with {
            $0.step.from = .draft
            $0.step.to = .published
        }
        #expect(try verdict("demand.order.changed.v1", changed) == "changes.step.to transition")
        changed.changes.step.from = .amended
        #expect(try verdict("demand.order.changed.v1", changed) == "ok")
    }

    // MARK: Reports and codes

    @Test func `a report says something`() throws {
        var report = Langson_Report_V1_Submitted()
        report.organisation = "labour_department"
        report.period = "2026-H1"
        report.form = .narrative
        report.version = 1
        #expect(try verdict("report.submitted.v1", report) == " one_of_required")
        report.narrative = "nothing to report"
        #expect(try verdict("report.submitted.v1", report) == "ok")
        report.organisation = "020099001234"
        #expect(try verdict("report.submitted.v1", report) == "organisation document_number")
    }

    @Test func `no text that a person types may hold a document's number, codes included`() throws {
        // What is written by programs and has a form of its own, and the cells of tables, where a sum of money is a plain number.
        let closed: Set<FieldRule.Format> = [
            .ulid, .uuid, .commune, .gate, .date, .currency, .country, .token, .marker, .period, .principal,
        ]
        // Every type has the tables of the whole catalogue.
        for pointer in try #require(Catalogue.standard.types.first).tables.pointers {
            let table = pointer.takeUnretainedValue()
            for (place, field) in table.fields.enumerated() where field.kind == .string && !closed.contains(field.format) {
                let name = "\(table.name).\(table.fieldNames[place])"
                // The gateway's own words are no person's.
                guard !table.name.hasPrefix("langson.gateway.v1.") else { continue }
                #expect(field.refusesDocumentNumbers || name == "langson.reference.v1.ReferenceRow.cells", "\(name)")
            }
        }
    }
}
