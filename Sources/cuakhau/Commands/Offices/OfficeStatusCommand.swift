import Agencies
import ArgumentParser

/// `cuakhau OFFICE status`
struct OfficeStatusCommand<Rules: OfficeProgram>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "status",
            abstract: String(
                vi: "Tình hình cơ quan: gì chờ gửi tới cổng, đã nhận gì, gì cần người xem.",
                en: "How the office stands: what waits for the gateway, what was taken, what needs a person."
            ),
            discussion: String(
                vi: "Trả lời được khi không có cổng, và khi dịch vụ đang chạy.",
                en: "Answers without the gateway, and while the service runs."
            )
        )
    }

    @OptionGroup var office: OfficeOptions<Rules>

    @Flag(help: ArgumentHelp(vi: "Một đối tượng JSON.", en: "One JSON object."))
    var json = false

    func run() throws {
        let open = try office.open()
        let status = try open.store.read(OfficeStatus.init)
        if json { return _ = Terminal.write(try JSONLine.text(status)) }
        let language = open.language
        let kind = Rules.kind.name[language]
        let traffic = status.isExercise ? Wording(vi: " (diễn tập)", en: " (exercise)")[language] : ""
        Terminal.write("\(kind)\(traffic) · \(open.clock.now().onBothClocks)")
        for line in try open.rules.urgentLines(open.store, language, now: open.clock.now()) { Terminal.write("! \(line)") }
        if status.problems + status.refused + status.failingDuties > 0 {
            let count = status.problems + status.refused + status.failingDuties
            Terminal.write(
                "! " + Wording(vi: "\(count) việc cần người xem: problem list", en: "\(count) things need a person: problem list")[language]
            )
        }
        for (label, value) in Self.rows(status) { Terminal.write("  \(label[language]): \(value)") }
        for line in try open.rules.statusLines(open.store, language, now: open.clock.now()) { Terminal.write("  \(line)") }
    }

    private static func rows(_ status: OfficeStatus) -> [(Wording, Int)] {
        let rows: [(Wording, Int)] = [
            (Wording(vi: "chờ gửi tới cổng", en: "waiting for the gateway"), status.waiting),
            (Wording(vi: "cổng đã xác nhận", en: "confirmed by the gateway"), status.confirmed),
            (Wording(vi: "đã nhận", en: "taken"), status.taken),
            (Wording(vi: "nội dung đã bị xóa trước khi nhận", en: "erased before they were taken"), status.erased),
            (Wording(vi: "bị cổng từ chối, cần người xem", en: "refused by the gateway, see `problem list`"), status.refused),
            (Wording(vi: "chưa xử lý được, cần người xem", en: "not taken, see `problem list`"), status.problems),
            (Wording(vi: "việc đến hạn không làm được", en: "duties that fail, see `problem list`"), status.failingDuties),
            (Wording(vi: "số lần nhật ký của cổng được khôi phục", en: "how often the gateway's journal was put back"), status.restored),
        ]
        return rows
    }
}
