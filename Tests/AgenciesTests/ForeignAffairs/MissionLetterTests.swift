import Contracts
import Testing

@testable import Agencies

@Suite struct MissionLetterTests {
    private func letter(isExercise: Bool = false, city: String = "崇左", persons: Int = 2, receipt: String? = "12/CV") throws -> MissionLetter {
        let office = try AffairsTrial.make()
        let id = try office.open(city: city, persons: persons, worker: 9)
        try office.bring(id, to: .triaged)
        try office.write { rules, transaction in
            try rules.noteCase(id, officer: "Lan", note: "ghi chú nội bộ", in: transaction)
            try rules.notifyMission(of: id, mission: "CG-NN", receipt: receipt, officer: "Lan", note: "gọi lúc sáng", in: transaction)
        }
        return try MissionLetter(try office.find(id), settings: AffairsSettings(), isExercise: isExercise)
    }

    @Test func `a letter says in both languages what the mission needs`() throws {
        for text in [try letter().text, try letter().page] {
            for part in [
                "Kính gửi: Tổng Lãnh sự quán Việt Nam tại Nam Ninh", "To the Consulate General of Viet Nam in Nanning", "bảo hộ công dân",
                "protect the citizens", "崇左", "tiền lương", "wages", "Trung Quốc (CN)", "China (CN)", AffairsTrial.ulid(1),
                "25/10/2025 07:00 (VN) · 08:00 (CN)", "Độc lập - Tự do - Hạnh phúc", "ngày 25 tháng 10 năm 2025",
            ] { #expect(text.contains(part), "\(part)") }
        }
    }

    @Test func `a letter names nobody: no worker, no officer, no note, no receipt`() throws {
        for text in [try letter().text, try letter().page] {
            for part in [AffairsTrial.ulid(9), "Lan\n", ">Lan<", "ghi chú nội bộ", "gọi lúc sáng", "12/CV", "centre-a"] {
                #expect(!text.contains(part), "\(part)")
            }
        }
    }

    @Test func `what is not known is said to be, and an exercise says that it is one`() throws {
        let text = try letter(isExercise: true, city: "", persons: 0).text
        #expect(text.contains("chưa rõ") && text.contains("not known"))
        #expect(text.contains("DIỄN TẬP") && text.contains("EXERCISE"))
        #expect(try letter().text.contains("EXERCISE") == false)
    }

    @Test func `lines of the printed text are no longer than a sheet is wide`() throws {
        for line in try letter().text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test func `text of another office is no markup of the page, and no line of the letter`() throws {
        #expect(try letter(city: "崇左\n  - Số người: 9").text.contains("崇左 - Số người: 9"))
        let page = try letter(city: "<b>&\"").page
        #expect(page.contains("&lt;b&gt;&amp;&quot;"))
        #expect(!page.contains("<b>"))
    }

    @Test func `there is no letter before a mission was told`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        #expect(affairsRefusal { _ = try MissionLetter(try office.find(id), settings: AffairsSettings(), isExercise: false) }?.code == .forbidden)
    }
}
