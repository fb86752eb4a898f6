import Contracts
import SwiftProtobuf
import Wire

/// Requests to read in bulk: asked for, agreed to by two others, and read within a day. In memory only: after a restart they are asked for again.
extension BrokerCore {
    func askBulkRead(_ ask: AskBulkRead, _ request: UInt64, _ session: Session, now: Moment) throws(GatewayError) {
        guard Self.purposeBytes.contains(ask.purpose.utf8.count) else { throw Self.purposeMissing }
        guard try readableTypes(ask.filter, session.principal).contains(where: { $0.isPersonal }) else {
            throw GatewayError(.invalidFilter, "nothing that you may read of this filter is about people: it needs no approval")
        }
        dropExpiredBulkReads(now)
        let own = bulkReads.values.count { $0.principal == session.principal.name }
        guard own < limits.bulkReadsPerPrincipalMax else {
            throw GatewayError(.quotaExceeded, "a principal has at most \(limits.bulkReadsPerPrincipalMax) requests at once: they end after a day")
        }
        let read = BulkRead(
            number: nextBulkRead(),
            principal: session.principal.name,
            client: session.client.name,
            filter: ask.filter,
            purpose: ask.purpose,
            askedAt: now.wall
        )
        let notice = notice(.bulkAsked, read, session)
        try check(notice)
        pending.upkeep.append(notice)
        change(read.number, to: read, request, session)
    }

    /// - Throws: `NOT_PERMITTED`: by nobody who may not judge, and by nobody for themselves; `UNKNOWN_MESSAGE`: there is no such request.
    func judgeBulkRead(_ judge: JudgeBulkRead, _ request: UInt64, _ session: Session, now: Moment) throws(GatewayError) {
        guard session.principal.role == .operator || session.principal.role == .auditor else {
            throw GatewayError(.notPermitted, "bulk reads are approved by the roles operator and auditor")
        }
        dropExpiredBulkReads(now)
        guard var read = bulkReads[judge.number] else {
            throw GatewayError(.unknownMessage, "there is no such request any more: `cuakhau bulk-read list` shows those that there are")
        }
        let name = session.principal.name
        // Who has agreed may take that back.
        guard read.principal != name, judge.refuse || !read.approvedBy.contains(name) else {
            throw GatewayError(.notPermitted, "two others have to agree: each once, and nobody for themselves")
        }
        pending.upkeep.append(notice(judge.refuse ? .bulkRefused : .bulkApproved, read, session))
        if !judge.refuse { read.approve(by: name, at: now.wall) }
        change(judge.number, to: judge.refuse ? nil : read, request, session)
    }

    func listBulkReads(_ request: UInt64, _ session: Session, now: Moment) {
        dropExpiredBulkReads(now)
        let scope = scope(of: session)
        let found = bulkReads.values.filter { scope == nil || $0.principal == scope }.sorted { $0.number < $1.number }
        respond(session, request) { $0.bulkReadList = Self.list(found) }
    }

    /// What was decided is stored before anybody is told that it was.
    private func change(_ number: UInt64, to read: BulkRead?, _ request: UInt64, _ session: Session) {
        let admin = PendingAdmin(session, request, .change)
        admin.bulkReadBefore = (number, bulkReads[number])
        admin.response = AdminResponse.with { $0.bulkReadList = Self.list([read].compactMap(\.self)) }
        bulkReads[number] = read
        pending.admins.append(admin)
    }

    private static func list(_ reads: [BulkRead]) -> BulkReadList {
        .with {
            $0.bulkReads = reads.map { read in
                .with {
                    $0.number = read.number
                    $0.principal = read.principal
                    $0.client = read.client
                    $0.filter = read.filter
                    $0.purpose = read.purpose
                    $0.askedUs = read.askedAt
                    $0.approvedBy = read.approvedBy
                    $0.expiresUs = read.expiresAt
                }
            }
        }
    }

    /// - Throws: `APPROVAL_REQUIRED`: what a SUBSCRIBE names was not approved by two, or for something else.
    func checkApproval(_ command: Subscribe, _ session: Session, now: Moment) throws(GatewayError) {
        dropExpiredBulkReads(now)
        guard let read = bulkReads[command.approval], read.principal == session.principal.name else {
            throw GatewayError(.approvalRequired, "this principal has no such bulk read any more: ask again with `cuakhau bulk-read ask`")
        }
        guard read.isApproved else {
            throw GatewayError(
                .approvalRequired,
                "\(read.approvedBy.count) of \(BulkRead.approvalsNeeded) have agreed: an operator and an auditor do with `cuakhau bulk-read approve`"
            )
        }
        guard read.filter == command.filter, read.purpose == command.purpose else {
            throw GatewayError(.approvalRequired, "it was approved for the filter \(read.filter), and for the purpose that was stated then")
        }
    }

    /// Whether an approval still stands: asked for each message that is read by it.
    func isApproved(_ number: UInt64, _ now: Moment) -> Bool { bulkReads[number].map { $0.isApproved && $0.expiresAt > now.wall } ?? false }

    private func dropExpiredBulkReads(_ now: Moment) { bulkReads = bulkReads.filter { $0.value.expiresAt > now.wall } }

    private func notice(_ kind: Langson_Gateway_V1_ReadKind, _ read: BulkRead, _ session: Session) -> Notice {
        var told = ReadNotice(kind, number: read.number, client: session.client.name, principal: read.principal, at: lastRecordedAt)
        (told.filter, told.purpose) = (read.filter, read.purpose)
        return .read(told, isOfRequest: true)
    }
}
