import Agencies
import ArgumentParser
import Foundation

/// `cuakhau labour vault make|check`
struct LabourVaultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault",
        abstract: String(vi: "Két: nơi duy nhất ghi người lao động là ai.", en: "The vault: the only place where it is written who a worker is."),
        subcommands: [Make.self, Check.self]
    )

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Tạo khóa két và két.", en: "Make the vault's key and the vault."),
            discussion: String(
                vi: """
                    Khóa được ghi vào vault.key trong thư mục của cơ quan, hoặc vào tệp mà CUAKHAU_VAULT_KEY nêu. Hãy giữ một bản sao tách khỏi bản sao lưu: \
                    không có khóa thì không đọc được két, có cả hai thì ai cũng đọc được.
                    """,
                en: """
                    The key is written to vault.key in the office's folder, or to the file that CUAKHAU_VAULT_KEY names. Keep a copy of it apart from the \
                    backups: without it the vault cannot be read, and with both anybody can.
                    """
            )
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
            abstract: String(
                vi: "Kiểm tra sổ truy cập, và xem két với kho dữ liệu có khớp nhau không.",
                en: "Verify the log of who read what, and that the vault and the store know the same people."
            ),
            discussion: String(
                vi: """
                    Cho biết sổ có bao nhiêu dòng: hãy ghi lại con số, lần sau nếu bị cắt mất phần cuối thì sẽ thấy. Một lần nhập bị ngắt có thể để lại trong két \
                    những người mà không đâu nhắc tới: hãy nhập lại danh sách, họ sẽ được thay.
                    """,
                en: """
                    Says how many lines there are: write the number down, and what is cut off the end shows the next time. An import that was cut off may leave people \
                    in the vault whom nothing names: import the list again, and they are replaced.
                    """
            )
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
            let agreement = try open.write { try VaultAgreement(vault, $1) }
            guard agreement.strays.isEmpty else {
                let count = agreement.strays.count
                throw CommandFailure(
                    .dataError,
                    Wording(
                        vi:
                            "\(count) người chỉ có trong két: một lần nhập bị ngắt giữa chừng thì hãy nhập lại danh sách; nếu không, kho dữ liệu là bản sao cũ",
                        en:
                            "\(count) people are in the vault alone: where an import was cut off, import the list again; else the store is an older copy"
                    )[open.language]
                )
            }
            if !agreement.absent.isEmpty {
                open.say(
                    Wording(
                        vi: "\(agreement.absent.count) người đã đăng ký không có trong két: đã được xóa theo yêu cầu; nếu không, két là bản sao cũ",
                        en:
                            "\(agreement.absent.count) registered workers are not in the vault: forgotten as they asked; else the vault is an old copy"
                    )
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
