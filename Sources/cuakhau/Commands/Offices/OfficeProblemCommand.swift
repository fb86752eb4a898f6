import Agencies
import ArgumentParser
import Client

/// `cuakhau OFFICE problem list|retry|dismiss`
struct OfficeProblemCommand<Rules: OfficeProgram>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "problem",
            abstract: String(
                vi: "Bản tin không nhận được, bị từ chối, và việc đến hạn không làm được: cần người xem.",
                en: "Messages that could not be taken or were refused, and duties that fail: each waits for a person."
            ),
            discussion: String(
                vi: """
                    in/12 là bản tin nhận từ cổng, out/3 là bản tin gửi đi, due là việc đến hạn: việc này được thử lại mỗi phút.
                    """,
                en: """
                    in/12 is a message from the gateway, out/3 one to it, due a duty, which is tried again every minute.
                    """,
                examples: """
                    cuakhau \(Rules.kind.rawValue) problem retry in/12 --home /srv/\(Rules.kind.rawValue)
                    cuakhau \(Rules.kind.rawValue) problem dismiss out/3 --home /srv/\(Rules.kind.rawValue)
                    """
            ),
            subcommands: [List.self, Retry.self, Dismiss.self]
        )
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(commandName: "list", abstract: String(vi: "Những gì đang chờ, cũ nhất trước.", en: "What waits, oldest first."))
        }

        @OptionGroup var office: OfficeOptions<Rules>

        func run() throws {
            let open = try office.open()
            let (problems, refused, duties) = try open.store.read {
                (try Problem.all($0), try StoreOutbox().refused(in: $0), try DutyFailure.all($0))
            }
            for problem in problems {
                Terminal.write("in/\(problem.position)  \(problem.at.written)  \(problem.type)  \(problem.code): \(problem.wording[open.language])")
            }
            for message in refused { Terminal.write("out/\(message.id)  \(message.message.type)  \(message.refusal)") }
            for failure in duties {
                Terminal.write("due  \(failure.since.written)  \(failure.duty[open.language])  \(failure.code): \(failure.wording[open.language])")
            }
            guard problems.isEmpty, refused.isEmpty, duties.isEmpty else { return }
            open.say(Wording(vi: "Không có gì cần xem.", en: "Nothing needs a person."))
        }
    }

    struct Retry: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "retry",
                abstract: String(
                    vi: "Lấy lại từ cổng một bản tin chưa nhận được, và nhận lại.",
                    en: "Fetch a message that could not be taken from the gateway, and take it again."
                )
            )
        }

        @Argument(help: ArgumentHelp(vi: "Như `problem list` ghi: in/12.", en: "As `problem list` names it: in/12.", valueName: "problem"))
        var problem: String

        @OptionGroup var office: OfficeOptions<Rules>

        func validate() throws {
            guard ProblemName(problem)?.isIncoming == true else {
                throw ValidationError(
                    String(
                        vi: "chỉ nhận lại được bản tin từ cổng, ví dụ in/12",
                        en: "what can be taken again is a message from the gateway, such as in/12"
                    )
                )
            }
        }

        func run() async throws {
            guard let name = ProblemName(problem) else { return }
            let open = try office.open()
            let retry = ProblemRetry(store: open.store, rules: open.rules, profile: try open.home.profile())
            if let still = try await retry.retry(UInt64(name.number), at: open.clock.now()) {
                throw CommandFailure(.dataError, still.wording[open.language])
            }
            open.say(Wording(vi: "Đã nhận.", en: "Taken."))
        }
    }

    struct Dismiss: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "dismiss",
                abstract: String(vi: "Đã có người xử lý: bỏ khỏi danh sách.", en: "Somebody has seen to it: take it off the list.")
            )
        }

        @Argument(
            help: ArgumentHelp(
                vi: "Như `problem list` ghi: in/12 hoặc out/3.",
                en: "As `problem list` names it: in/12 or out/3.",
                valueName: "problem"
            )
        )
        var problem: String

        @OptionGroup var office: OfficeOptions<Rules>

        func validate() throws {
            guard ProblemName(problem) != nil else {
                throw ValidationError(
                    String(vi: "ghi như `problem list`: in/12 hoặc out/3", en: "a problem is named as `problem list` does: in/12 or out/3")
                )
            }
        }

        func run() throws {
            guard let name = ProblemName(problem) else { return }
            let open = try office.open()
            let isDone = try open.write { _, transaction in
                name.isIncoming
                    ? try Problem.dismiss(UInt64(name.number), transaction.database) : try transaction.discardRefused(name.number)
            }
            guard !isDone else { return }
            throw CommandFailure(
                .noInput,
                Wording(
                    vi: "không có vấn đề \(problem): hãy xem `problem list`",
                    en: "there is no problem \(problem): `problem list` shows them"
                )[open.language]
            )
        }
    }
}
