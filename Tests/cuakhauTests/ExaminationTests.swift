import Broker
import Contracts
import Testing

@testable import cuakhau

struct ExaminationTests {
    private static let day: Int64 = 86_400_000_000
    private let now: Int64 = 1_767_225_600_000_000

    private func principal(_ name: String, _ ends: [Int64?], isRevoked: Bool = false) -> Principal {
        let keys = ends.indices.map { "\(name) \($0)" }
        var principal = Principal(name: name, role: .bank, keys: keys, isRevoked: isRevoked)
        for (key, end) in zip(keys, ends) { principal.expiries[key] = end }
        return principal
    }

    @Test func `keys that end within thirty days are named, unless they are replaced or revoked`() {
        let far = now + 100 * Self.day
        let principals = [
            principal("far", [far]), principal("never", [nil]), principal("soon", [now + 10 * Self.day]),
            principal("renewed", [now + Self.day, far]),
            principal("revoked", [now + Self.day], isRevoked: true),
        ]
        let finding = Examination.keys(principals, now: now)
        #expect(finding.grade == .note && finding.detail.contains("end soon: soon (10 days). "), "\(finding.detail)")
        #expect(Examination.keys([principals[0], principals[1]], now: now).grade == .good)
        #expect(Examination.keys([principal("late", [now])], now: now).grade == .fault)
    }
}
