import Client
import Foundation

/// Officers of the tests, each with a key of their own. Nobody is any of them.
struct SealCast {
    static let day = Day("2026-11-25")!
    static let context = SealContext(
        type: "victim.referral.opened.v1",
        field: "sealed_body",
        key: "01JAVD5E5Z3X8V9R2M4N6P7Q8S",
        addressee: "affairs"
    )
    static let words = "Người cần được bảo vệ chờ ở phòng số hai. (Hư cấu)"

    let post = try! key("huu-nghi/post-1")
    let first = try! key("affairs/officer-1")
    let second = try! key("affairs/officer-2")
    let third = try! key("commune-a/officer-1")

    static func key(_ officer: String, expires: Day = day.adding(days: 365)) throws -> OfficerKey {
        try OfficerKey(officer: OfficerName(officer), created: day, expires: expires)
    }

    static func secret(_ text: String) -> SecretBytes { Array(text.utf8).withUnsafeBytes { SecretBytes(copying: $0) } }

    /// The words, sealed by the post to two officers of an office.
    func sealed(_ text: String = words, context: SealContext = context) throws -> [UInt8] {
        try Sealing.seal(Self.secret(text), for: [first.publicKey, second.publicKey], by: post, context: context, on: Self.day)
    }

    func text(_ sealed: [UInt8], _ key: OfficerKey, context: SealContext = context) throws -> String? {
        try Sealing.open(sealed, with: key, context: context).content.text
    }

    /// Why it does not open; nil: it does.
    func code(_ sealed: [UInt8], _ key: OfficerKey, context: SealContext = context) -> SealError.Code? {
        do throws(SealError) {
            _ = try Sealing.open(sealed, with: key, context: context)
            return nil
        } catch {
            return error.code
        }
    }
}
