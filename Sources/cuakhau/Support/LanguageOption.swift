public import Agencies
public import ArgumentParser
import Foundation

/// The option of every command that a person of an office reads.
struct LanguageOption: ParsableArguments {
    @Option(help: "vi or en; else by the locale (LC_ALL, LC_MESSAGES, LANG).")
    var lang: Language?

    var language: Language { lang ?? .ofLocale(ProcessInfo.processInfo.environment) }
}

extension Language: ExpressibleByArgument {}
