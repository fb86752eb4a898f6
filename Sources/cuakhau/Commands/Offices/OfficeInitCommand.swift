import Agencies
import ArgumentParser
import Foundation

/// `cuakhau OFFICE init DIR`
struct OfficeInitCommand<Rules: OfficeProgram>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "init",
            abstract: "Make the office's folder: its settings and its store.",
            discussion: """
                Example:
                  cuakhau \(Rules.kind.rawValue) init /srv/\(Rules.kind.rawValue) --profile \(Rules.kind.rawValue).yaml
                """
        )
    }

    @Argument(help: ArgumentHelp("The folder; it is empty or not there.", valueName: "dir"))
    var directory: String

    @Option(help: ArgumentHelp("The office's profile, from `cuakhau enrol` or `cuakhau principal add`.", valueName: "file"))
    var profile: String

    @Flag(help: "For training and tests: all it says is marked, and it takes nothing else.")
    var exercise = false

    @Option(
        help: ArgumentHelp("With --exercise: a number that makes the names it gives, so that the exercise can be played again.", valueName: "number")
    )
    var seed: UInt64?

    @OptionGroup var language: LanguageOption

    func validate() throws {
        guard seed == nil || exercise else { throw ValidationError("--seed is for exercises: a live office's names must not be foreseen") }
    }

    func run() throws {
        guard FileManager.default.fileExists(atPath: profile) else { throw CommandFailure(.noInput, "no profile at \(profile)") }
        let home = try OfficeHome.create(
            at: directory,
            of: Rules.self,
            profile: URL(filePath: profile).standardizedFileURL.path,
            isExercise: exercise,
            secret: Self.secret(seed),
            settings: Rules.settingsTemplate,
            now: try Clocks.of(isExercise: exercise).now()
        )
        _ = try home.profile()
        let next = "cuakhau \(Rules.kind.rawValue) run --home \(directory)"
        Terminal.write(
            Wording(
                vi: "Đã tạo \(directory) cho \(Rules.kind.name.vi). Xem office.yaml, rồi chạy: \(next)",
                en: "Made \(directory) for the \(Rules.kind.name.en). Look at office.yaml, then: \(next)"
            )[language.language]
        )
    }

    private static func secret(_ seed: UInt64?) -> [UInt8] {
        if let seed { return (0..<32).map { UInt8(truncatingIfNeeded: seed >> UInt64($0 % 8 * 8)) ^ UInt8($0) } }
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
