import Agencies
import ArgumentParser
import Foundation
import GRDB

/// An office that this program has a service and commands for.
protocol OfficeProgram: Office {
    /// Reads the office's settings, and what it keeps beside its store.
    init(home: OfficeHome) throws
    /// The section `settings` of a new `office.yaml`, each line indented by two spaces and explained.
    static var settingsTemplate: String { get }
    /// What nobody may overlook: the first lines of every status, until a person has acted.
    func urgentLines(_ store: OfficeStore, _ language: Language, now: UTCTime) throws -> [String]
    /// What a status line has besides.
    func statusLines(_ store: OfficeStore, _ language: Language, now: UTCTime) throws -> [String]
}

extension OfficeProgram {
    static var settingsTemplate: String { "" }
    func urgentLines(_ store: OfficeStore, _ language: Language, now: UTCTime) throws -> [String] { [] }
    func statusLines(_ store: OfficeStore, _ language: Language, now: UTCTime) throws -> [String] { [] }
}

/// The options of every command of an office.
struct OfficeOptions<Rules: OfficeProgram>: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp(vi: "Thư mục của cơ quan, do `init` tạo.", en: "The office's folder, made by `init`.", valueName: "dir"))
    var home: String

    @OptionGroup var language: LanguageOption

    func open() throws -> OpenOffice<Rules> {
        do {
            let home = try OfficeHome(path: home, kind: Rules.kind)
            return OpenOffice(
                home: home,
                store: try OfficeStore(path: home.storePath, of: Rules.self),
                rules: try Rules(home: home),
                clock: try Clocks.of(isExercise: home.isExercise),
                language: language.language
            )
        } catch let error as OfficeError {
            throw CommandFailure(CommandFailure.status(of: error.code), error.wording[language.language])
        }
    }
}

/// An office's folder, open.
struct OpenOffice<Rules: OfficeProgram> {
    let home: OfficeHome
    let store: OfficeStore
    let rules: Rules
    let clock: OfficeClock
    let language: Language

    /// Carries out what a person of the office decided, at once and whole.
    @discardableResult
    func write<Value>(_ body: (Rules, OfficeTransaction) throws -> Value) throws -> Value {
        do {
            return try store.write(at: clock.now()) { try body(rules, $0) }
        } catch let error as OfficeError {
            throw failure(error)
        } catch let failure as ImportFailure {
            throw self.failure(failure)
        }
    }

    func read<Value>(_ body: (Rules, Database) throws -> Value) throws -> Value {
        do { return try store.read { try body(rules, $0) } } catch let error as OfficeError { throw failure(error) }
    }

    /// Reads a file of rows, or tells everything that is wrong with it.
    func rows<Value>(
        _ path: String,
        columns: [String],
        optional: [String] = [],
        _ make: (ImportRow) throws(ImportFault) -> Value
    ) throws -> [Value] {
        do throws(ImportFailure) {
            return try ImportTable(path: path, columns: columns, optional: optional).map(make)
        } catch {
            throw failure(error)
        }
    }

    func say(_ wording: Wording) { Terminal.write(wording[language]) }

    private func failure(_ failure: ImportFailure) -> CommandFailure {
        CommandFailure(.dataError, failure.lines(language).joined(separator: "\n"))
    }

    func failure(_ error: OfficeError) -> CommandFailure { CommandFailure(CommandFailure.status(of: error.code), error.wording[language]) }
}

/// The clock of an office's commands and service.
enum Clocks {
    /// Exercises may be played on a clock that a file holds: the variable CUAKHAU_CLOCK names it. A live office has the system's.
    static func of(isExercise: Bool) throws -> OfficeClock {
        guard let file = ProcessInfo.processInfo.environment["CUAKHAU_CLOCK"] else { return .system }
        guard isExercise else {
            throw CommandFailure(
                .configuration,
                String(
                    vi: "biến CUAKHAU_CLOCK được đặt, mà cơ quan này là thật: chỉ diễn tập mới dùng đồng hồ khác của máy",
                    en: "CUAKHAU_CLOCK is set, and this office is live: only exercises are played on another clock than the system's"
                )
            )
        }
        return .file(file)
    }
}
