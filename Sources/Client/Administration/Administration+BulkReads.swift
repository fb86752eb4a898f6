import SwiftProtobuf
import Wire

extension Administration {
    /// Asks to read more stored messages about people, in a day, than one may read alone. An operator and an auditor, or two of either, have to agree; then a
    /// ``Replay`` or an ephemeral ``Consumer`` with this filter, this purpose and the report's number reads them, for a day.
    ///
    /// - Throws: `GatewayError`, here and below.
    public func askBulkRead(_ filter: String, purpose: String) async throws -> BulkReadReport {
        let response = try await handler.ask(
            .with {
                $0.askBulkRead.filter = filter
                $0.askBulkRead.purpose = purpose
            }
        )
        guard let info = response.bulkReadList.bulkReads.first else { throw GatewayError(.malformedFrame, "the gateway's answer holds no request") }
        return BulkReadReport(info)
    }

    /// The requests that wait, and those that were approved, oldest first: everybody's for operator and auditor, else this principal's own.
    public func bulkReads() async throws -> [BulkReadReport] {
        let response = try await handler.ask(.with { $0.listBulkReads = ListBulkReads() })
        return response.bulkReadList.bulkReads.map(BulkReadReport.init)
    }

    /// Agrees to a request.
    ///
    /// - Returns: How it stands now.
    @discardableResult
    public func approveBulkRead(_ number: UInt64) async throws -> BulkReadReport? {
        let response = try await handler.ask(.with { $0.judgeBulkRead.number = number })
        return response.bulkReadList.bulkReads.first.map(BulkReadReport.init)
    }

    /// Refuses a request, or takes back an approval: nobody reads by it any more.
    public func refuseBulkRead(_ number: UInt64) async throws {
        _ = try await handler.ask(
            .with {
                $0.judgeBulkRead.number = number
                $0.judgeBulkRead.refuse = true
            }
        )
    }
}
