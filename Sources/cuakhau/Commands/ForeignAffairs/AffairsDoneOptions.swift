import Agencies
import ArgumentParser

/// What `done` says of something that an officer has looked at.
struct AffairsDoneOptions: ParsableArguments {
    @Option(name: .customLong("case"), help: ArgumentHelp(vi: "Vụ việc được mở từ việc này.", en: "The case that came of it.", valueName: "case"))
    var caseID: String?

    @Option(
        help: ArgumentHelp(vi: "Kết quả xem xét, không nêu tên và số giấy tờ.", en: "What was found, without names and numbers.", valueName: "text")
    )
    var note: String?

    @OptionGroup var who: AffairsOfficerOption

    @OptionGroup var office: AffairsOptions

    func finish(_ kind: Matter.Kind, _ id: String) throws {
        let open = try office.open()
        let matter = try open.write { try $0.finishMatter(kind, id, officer: who.officer, caseID: caseID, note: note, in: $1) }
        open.say(Wording(vi: "\(matter.id): \(matter.state.name.vi)", en: "\(matter.id): \(matter.state.name.en)"))
    }
}
