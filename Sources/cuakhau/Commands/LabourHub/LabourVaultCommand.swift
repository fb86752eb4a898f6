import Agencies
import ArgumentParser
import Foundation

/// `cuakhau labour vault make|check`
struct LabourVaultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault",
        abstract: "The vault: the only place where it is written who a worker is.",
        subcommands: [Make.self, Check.self]
    )

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the vault's key and the vault.",
            discussion: """
                The key is written to vault.key in the office's folder, or to the file that CUAKHAU_VAULT_KEY names. Keep a copy of it apart from the \
                backups: without it the vault cannot be read, and with both anybody can.
                """
        )

        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            _ = try VaultKey.make(at: WorkerVault.keyPath(of: open.home))
            try WorkerVault(home: open.home).close()
            open.say(Wording(vi: "Đã tạo két.", en: "Made the vault."))
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verify the log of who read what.",
            discussion: "Says how many lines there are: write the number down, and what is cut off the end shows the next time."
        )

        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            let vault = try WorkerVault(home: open.home)
            if let fault = try vault.firstFault() {
                throw CommandFailure(
                    .dataError,
                    Wording(
                        vi: "sổ truy cập bị sửa hoặc thiếu từ dòng \(fault)",
                        en: "the access log was changed, or lacks lines, from line \(fault) on"
                    )[open.language]
                )
            }
            let (people, lines) = (try vault.count(), try vault.accesses().count)
            open.say(
                Wording(
                    vi: "\(people) người trong két; sổ truy cập \(lines) dòng, nguyên vẹn.",
                    en: "\(people) people in the vault; \(lines) lines in the log, whole."
                )
            )
        }
    }
}

extension WorkerVault {
    init(home: OfficeHome) throws {
        try self.init(folder: home.path, keyPath: Self.keyPath(of: home))
    }

    static func keyPath(of home: OfficeHome) -> String {
        ProcessInfo.processInfo.environment["CUAKHAU_VAULT_KEY"] ?? home.path + "/vault.key"
    }
}
