import Agencies
import ArgumentParser
import Foundation

extension Language {
    /// The language of this run. Help is worded before any command is parsed: so `--lang` is looked for among the arguments as they stand, and what
    /// follows a lone `--` is none of them. Else the locale's.
    static let ofThisRun: Language = {
        let arguments = CommandLine.arguments.dropFirst().prefix { $0 != "--" }
        for (argument, next) in zip(arguments, arguments.dropFirst() + [""]) {
            let value = argument == "--lang" ? next : argument.hasPrefix("--lang=") ? String(argument.dropFirst(7)) : ""
            if let language = Language(rawValue: value) { return language }
        }
        return ofLocale(ProcessInfo.processInfo.environment)
    }()
}

extension String {
    /// What a command says of itself, in the language of this run.
    init(vi: String, en: String) { self = Wording(vi: vi, en: en)[.ofThisRun] }
}

extension String {
    /// What a command says of itself, and how it is typed: that is the same in every language.
    ///
    /// - Parameter examples: A command a line; one that goes on in the next line is indented there.
    init(vi: String = "", en: String = "", examples: String) {
        let lines = examples.split(separator: "\n", omittingEmptySubsequences: false)
        let heading = lines.count == 1 ? String(vi: "Ví dụ:", en: "Example:") : String(vi: "Ví dụ:", en: "Examples:")
        let text = String(vi: vi, en: en)
        self = ((text.isEmpty ? [] : [text, ""]) + [heading] + lines.map { "  " + $0 }).joined(separator: "\n")
    }
}

extension ArgumentHelp {
    /// What an argument is for, in the language of this run.
    init(vi: String, en: String, valueName: String? = nil) { self.init(String(vi: vi, en: en), valueName: valueName) }
}
