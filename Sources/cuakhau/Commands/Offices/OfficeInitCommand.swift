import Agencies
import ArgumentParser
import Foundation

/// `cuakhau OFFICE init DIR`
struct OfficeInitCommand<Rules: OfficeProgram>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "init",
            abstract: String(
                vi: "Tạo thư mục của cơ quan: cấu hình và kho dữ liệu.",
                en: "Make the office's folder: its settings and its store."
            ),
            discussion: String(
                examples: "cuakhau \(Rules.kind.rawValue) init /srv/\(Rules.kind.rawValue) --profile \(Rules.kind.rawValue).yaml"
            )
        )
    }

    @Argument(help: ArgumentHelp(vi: "Thư mục, trống hoặc chưa có.", en: "The folder; it is empty or not there.", valueName: "dir"))
    var directory: String

    @Option(
        help: ArgumentHelp(
            vi: "Hồ sơ kết nối của cơ quan, từ `cuakhau enrol` hoặc `cuakhau principal add`.",
            en: "The office's profile, from `cuakhau enrol` or `cuakhau principal add`.",
            valueName: "file"
        )
    )
    var profile: String

    @Flag(
        help: ArgumentHelp(
            vi: "Cho tập huấn và thử nghiệm: mọi bản tin được đánh dấu diễn tập, và chỉ nhận bản tin diễn tập.",
            en: "For training and tests: all it says is marked, and it takes nothing else."
        )
    )
    var exercise = false

    @Option(
        help: ArgumentHelp(
            vi: "Cùng --exercise: con số tạo ra các mã, để diễn lại được y như cũ.",
            en: "With --exercise: a number that makes the names it gives, so that the exercise can be played again.",
            valueName: "number"
        )
    )
    var seed: UInt64?

    @OptionGroup var language: LanguageOption

    func validate() throws {
        guard seed == nil || exercise else {
            throw ValidationError(
                String(
                    vi: "--seed chỉ dùng cho diễn tập: mã của cơ quan thật không được đoán trước",
                    en: "--seed is for exercises: a live office's names must not be foreseen"
                )
            )
        }
    }

    func run() throws {
        guard FileManager.default.fileExists(atPath: profile) else {
            throw CommandFailure(.noInput, Wording(vi: "không có hồ sơ kết nối tại \(profile)", en: "no profile at \(profile)")[language.language])
        }
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
