import Agencies
import ArgumentParser

/// `cuakhau checkpoint|labour key make|fingerprint|import`
struct OfficeKeyCommand<Rules: OfficeProgram>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "key",
            abstract: "The key that turns documents' numbers into tokens.",
            discussion: """
                The border guard and the labour hub hold the same key, and nobody else does. One makes it; the others import a copy of its file, brought by hand, and \
                compare the fingerprints by telephone.

                Examples:
                  cuakhau \(Rules.kind.rawValue) key make --home /srv/\(Rules.kind.rawValue)
                  cuakhau \(Rules.kind.rawValue) key fingerprint --home /srv/\(Rules.kind.rawValue)
                  cuakhau \(Rules.kind.rawValue) key import /media/usb/token.key --home /srv/\(Rules.kind.rawValue)
                """,
            subcommands: [Make.self, PrintFingerprint.self, Import.self]
        )
    }

    struct Make: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(commandName: "make", abstract: "Make a new key, where there is none.")
        }

        @OptionGroup var office: OfficeOptions<Rules>

        func run() throws {
            try OfficeKeyCommand<Rules>.with(office) { home in
                let key = TokenKey.random()
                try key.write(to: home.tokenKeyPath)
                return Wording(
                    vi: "Đã tạo \(home.tokenKeyPath). Dấu vân tay: \(key.fingerprint)",
                    en: "Made \(home.tokenKeyPath). Fingerprint: \(key.fingerprint)"
                )
            }
        }
    }

    struct PrintFingerprint: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(commandName: "fingerprint", abstract: "By which two people find out that they hold the same key.")
        }

        @OptionGroup var office: OfficeOptions<Rules>

        func run() throws {
            try OfficeKeyCommand<Rules>.with(office) { home in
                let fingerprint = try TokenKey(file: home.tokenKeyPath).fingerprint
                return Wording(vi: fingerprint, en: fingerprint)
            }
        }
    }

    struct Import: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(commandName: "import", abstract: "Take a copy of the other offices' key.")
        }

        @Argument(help: ArgumentHelp("The key's file: 32 bytes, mode 0600.", valueName: "file"))
        var file: String

        @OptionGroup var office: OfficeOptions<Rules>

        func run() throws {
            try OfficeKeyCommand<Rules>.with(office) { home in
                let key = try TokenKey(file: file)
                try key.write(to: home.tokenKeyPath)
                return Wording(
                    vi: "Đã nhận khóa. Hãy so dấu vân tay qua điện thoại, rồi xóa \(file): \(key.fingerprint)",
                    en: "Taken. Compare the fingerprint by telephone, then delete \(file): \(key.fingerprint)"
                )
            }
        }
    }

    private static func with(_ office: OfficeOptions<Rules>, _ body: (OfficeHome) throws -> Wording) throws {
        let language = office.language.language
        do {
            Terminal.write(try body(try OfficeHome(path: office.home, kind: Rules.kind))[language])
        } catch let error as OfficeError {
            throw CommandFailure(CommandFailure.status(of: error.code), error.wording[language])
        }
    }
}
