import Foundation
import Testing

@testable import Agencies

@Suite struct BankSettingsTests {
    /// The settings of a folder whose `office.yaml` has these lines under `settings:`.
    private func read(_ lines: String) throws -> BankSettings {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bank-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let yaml = "office: bank\nexercise: false\nprofile: bank.yaml\n" + (lines.isEmpty ? "" : "settings:\n" + lines)
        try yaml.write(toFile: folder + "/office.yaml", atomically: true, encoding: .utf8)
        return try OfficeHome(path: folder, kind: .bank).settings(BankSettings.self) ?? BankSettings()
    }

    @Test func `what is not said is as usual`() throws {
        for lines in ["", "  decision_working_days: 10\n"] {
            let settings = try read(lines)
            #expect(settings.decisionDays == 10 && settings.terms == .standard && settings.requiresWorkContract && settings.communeOffices.isEmpty)
        }
    }

    @Test func `what is said is read`() throws {
        let settings = try read(
            """
              decision_working_days: 5
              holidays: [2026-01-01, "2026-04-30"]
              worked_weekends: [2026-05-09]
              instalments: 6
              instalment_months: 2
              requires_work_contract: false
              commune_offices: {"06001": commune-a}
              forgetting_days: 90
            """
        )
        let day = try #require(CalendarDay("2025-12-31"))
        #expect(settings.calendar.workingDay(from: day.adding(days: 1)).description == "2026-01-02")
        let saturday = try #require(CalendarDay("2026-05-09"))
        #expect(settings.calendar.isWorking(saturday))
        #expect(settings.terms.instalments == 6 && settings.terms.months == 2)
        #expect(settings.communeOffices == ["06001": "commune-a"])
        #expect(!settings.requiresWorkContract && settings.decisionDays == 5 && settings.forgettingDays == 90)
    }

    @Test(arguments: [
        ("decision_working_days: 0", "decision_working_days"), ("holidays: [01/01/2026]", "holidays"),
        ("commune_offices: {\"601\": a}", "commune_offices"),
        ("instalments: 500", "instalments"), ("holiday: []", "holiday"), ("forgetting_days: soon", "settings"),
    ]) func `what is wrong is named`(line: String, named: String) {
        let error = #expect(throws: OfficeError.self) { try read("  \(line)\n") }
        #expect(error?.code == .configuration)
        #expect(error?.wording.en.contains(named) == true, "\(error?.wording.en ?? "")")
        #expect(error?.wording.vi.contains(named) == true)
        // The refusal itself, not the decoder's wrapping of it.
        #expect(named == "settings" || error?.wording.en.contains("Debug") == false)
    }
}
