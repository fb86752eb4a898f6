import Client
import Contracts
import Foundation
import GRDB
import SwiftProtobuf

@testable import Agencies

typealias AffairsTrial = OfficeTrial<AffairsOffice>

/// A foreign affairs office with a case or two, and what is said of them.
extension OfficeTrial<AffairsOffice> {
    static func make(_ settings: AffairsSettings = AffairsSettings(), day: String = "2025-10-25") throws -> AffairsTrial {
        try AffairsTrial(AffairsOffice(settings: settings), day: day)
    }

    /// A name of nothing: fictitious, and the same for the same number.
    static func ulid(_ number: Int) -> String {
        ULID(milliseconds: 1_700_000_000_000 + Int64(number), tail: Array(repeating: 7, count: 10)).description
    }

    /// Another office opens a case.
    @discardableResult
    func open(
        _ number: Int = 1,
        kind: Langson_Protection_V1_CaseKind = .wages,
        city: String = "崇左",
        persons: Int = 2,
        worker: Int? = nil,
        from principal: String = "centre-a",
        recordedAt: UTCTime? = nil,
        at position: UInt64? = nil
    ) throws -> String {
        let opened = Langson_Protection_V1_CaseOpened.with {
            $0.caseID = Self.ulid(number)
            $0.channel = .phone
            $0.at = UTCTime(CalendarDay("2025-10-25")!, hour: 7).timestamp
            $0.country = "CN"
            $0.city = city
            $0.kind = kind
            $0.persons = UInt32(persons)
            if let worker { $0.workerRef = Self.ulid(worker) }
        }
        try receive("protection.case.opened.v1", opened, from: principal, recordedAt: recordedAt, at: position)
        return Self.ulid(number)
    }

    func find(_ id: String) throws -> ProtectionCase { try store.read { try CaseRegister.find(id, $0) } }

    func steps(_ id: String) throws -> [CaseStep] { try store.read { try CaseRegister.steps(of: id, $0) } }

    func cases(all: Bool = true) throws -> [ProtectionCase] {
        var filter = CaseRegister.Filter()
        filter.includesClosed = all
        return try store.read { try CaseRegister.list(filter, at: now, $0) }
    }

    func summary() throws -> AffairsSummary { try store.read { try AffairsSummary($0, settings: rules.settings, now: now) } }

    func changes() throws -> [Langson_Protection_V1_CaseChanged] { try sent("protection.case.changed.v1") }

    /// Takes a case as far as a state, by the shortest way.
    func bring(_ id: String, to state: ProtectionCaseState, officer: String = "Lan") throws {
        if try find(id).officer == nil { try write { _ = try $0.takeCase(id, officer: officer, in: $1) } }
        if state == .referred {
            try bring(id, to: .triaged, officer: officer)
            try write { _ = try $0.referCase(id, officer: officer, in: $1) }
            return
        }
        let way: [ProtectionCaseState] = [.triaged, .missionNotified, .acting, .resolved, .familyInformed, .closed]
        for next in way.prefix((way.firstIndex(of: state) ?? -1) + 1) where try find(id).state.following.contains(next) {
            _ = try write { rules, transaction in
                switch next {
                case .triaged: try rules.triageCase(id, officer: officer, in: transaction)
                case .missionNotified: try rules.notifyMission(of: id, mission: "CG-NN", receipt: "12/CV", officer: officer, in: transaction)
                case .closed: try rules.closeCase(id, officer: officer, outcome: .wagesPaid, in: transaction)
                default: try rules.advanceCase(id, to: next, officer: officer, in: transaction)
                }
            }
        }
    }
}

/// What was refused, and why.
func affairsRefusal(_ body: () throws -> Void) -> OfficeError? {
    do {
        try body()
        return nil
    } catch {
        return error as? OfficeError
    }
}
