import Client

/// A referral that its reader's key opened, for the reader's eyes.
struct OpenedReferral {
    let delivery: Delivery
    let referral: SealedReferral
    let unsealed: Unsealed

    private struct Row: Encodable {
        let referral_ref: String
        let position: UInt64
        let recorded_at: String
        let published_by: String
        let addressed_to: String
        let opened_for: String
        let written_by: String?
        let shared_by: String?
        let writer_proven: Bool
        let text: String
    }

    func json(_ writers: ReferralWriters) throws -> String {
        try JSONLine.text(
            Row(
                referral_ref: referral.reference,
                position: delivery.position,
                recorded_at: Times.text(microseconds: delivery.recordedAt),
                published_by: delivery.principal,
                addressed_to: referral.addressee,
                opened_for: referral.openedFor,
                written_by: writers.confirmed(unsealed.sealedBy),
                shared_by: unsealed.isWriterProven ? nil : writers.confirmed(unsealed.wrappedBy),
                writer_proven: unsealed.isWriterProven && writers.confirmed(unsealed.sealedBy) != nil,
                text: content
            )
        )
    }

    func text(_ writers: ReferralWriters) -> String {
        var lines = [
            "referral \(referral.reference), position \(delivery.position), \(Times.text(microseconds: delivery.recordedAt)), published by \(delivery.principal)"
        ]
        if unsealed.isWriterProven {
            lines.append("  written by \(writers.name(unsealed.sealedBy))")
        } else {
            lines.append("  shared by \(writers.name(unsealed.wrappedBy))")
            lines.append("  who says that it was written by \(writers.name(unsealed.sealedBy))")
        }
        return lines.joined(separator: "\n") + "\n\n" + content + "\n"
    }

    private var content: String { unsealed.content.text.map(ShownText.plain) ?? "(not text)" }
}
