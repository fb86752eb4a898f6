import Agencies
import ArgumentParser

/// `cuakhau checkpoint|labour key make|fingerprint|import`
struct OfficeKeyCommand<Rules: OfficeProgram>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "key",
            abstract: String(vi: "Khóa biến số giấy tờ thành mã.", en: "The key that turns documents' numbers into tokens."),
            discussion: String(
                vi: """
                    Biên phòng và trung tâm lao động giữ cùng một khóa, ngoài ra không ai có. Một bên tạo; các bên kia nhận bản sao được mang tay đến, và so dấu \
                    vân tay qua điện thoại.
                    """,
                en: """
                    The border guard and the labour hub hold the same key, and nobody else does. One makes it; the others import a copy of its file, brought by \
                    hand, and compare the fingerprints by telephone.
                    """,
                examples: """
                    cuakhau \(Rules.kind.rawValue) key make --home /srv/\(Rules.kind.rawValue)
                    cuakhau \(Rules.kind.rawValue) key fingerprint --home /srv/\(Rules.kind.rawValue)
                    cuakhau \(Rules.kind.rawValue) key import /media/usb/token.key --home /srv/\(Rules.kind.rawValue)
                    """
            ),
            subcommands: [Make.self, PrintFingerprint.self, Import.self]
        )
    }

    struct Make: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(commandName: "make", abstract: String(vi: "Tạo khóa mới, nếu chưa có.", en: "Make a new key, where there is none."))
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
            CommandConfiguration(
                commandName: "fingerprint",
                abstract: String(
                    vi: "Để hai người biết mình có giữ cùng một khóa không.",
                    en: "By which two people find out that they hold the same key."
                )
            )
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
            CommandConfiguration(
                commandName: "import",
                abstract: String(vi: "Nhận bản sao khóa của các cơ quan kia.", en: "Take a copy of the other offices' key.")
            )
        }

        @Argument(help: ArgumentHelp(vi: "Tệp khóa: 32 byte, quyền 0600.", en: "The key's file: 32 bytes, mode 0600.", valueName: "file"))
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
