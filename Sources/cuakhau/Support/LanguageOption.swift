public import Agencies
public import ArgumentParser

/// The option of every command that a person of an office reads.
struct LanguageOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            vi: "vi hoặc en; nếu không nêu thì theo ngôn ngữ máy (LC_ALL, LC_MESSAGES, LANG).",
            en: "vi or en; else by the locale (LC_ALL, LC_MESSAGES, LANG)."
        )
    )
    var lang: Language?

    var language: Language { lang ?? .ofThisRun }
}

extension Language: ExpressibleByArgument {}
