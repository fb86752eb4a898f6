import Contracts
import Journal
import Wire

extension BrokerCore {
    /// Destroys a subject's key with the next batch, and tells the agencies in it. Whoever runs the gateway does it for the labour hub, or the hub itself.
    func eraseSubject(_ erase: EraseSubject, _ request: UInt64, _ session: Session) throws(GatewayError) {
        guard session.principal.role == .operator || session.principal.role == .labour, session.rights.administer != .none else {
            throw GatewayError(.notPermitted, "subjects are erased by the roles operator and labour")
        }
        let notice = Notice.erased(erase.subject, reason: erase.reason, by: session.principal.name, at: lastRecordedAt)
        // The subject's form and the reason's are those of the message that tells of it.
        try check(notice)
        let index = pending.upkeep.erasures.count
        pending.upkeep.append(Erasure(subject: Array(erase.subject.utf8)))
        pending.upkeep.append(notice)
        pending.admins.append(PendingAdmin(session, request, .erase(index: index)))
        report(.subjectErased(by: session.client.name))
    }

    /// Subjects' keys are gone: what is in memory of messages about them goes too. All of it, since nobody here knows which those are.
    func forgetContents() {
        tail.removeAll()
        for consumer in active + replays where consumer.page != nil || consumer.isReading {
            consumer.page = nil
            consumer.isReading = false
            consumer.generation &+= 1
            queue(consumer)
        }
    }
}
