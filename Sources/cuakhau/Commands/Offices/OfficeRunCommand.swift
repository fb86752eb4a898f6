import Agencies
import ArgumentParser
import Logging
import ServiceLifecycle
import UnixSignals

/// `cuakhau OFFICE run`
struct OfficeRunCommand<Rules: OfficeProgram>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "run",
            abstract: String(
                vi: "Làm việc của cơ quan cho đến khi được yêu cầu dừng (SIGTERM, SIGINT).",
                en: "Do the office's work until it is told to end (SIGTERM, SIGINT)."
            ),
            discussion: String(
                vi: """
                    Nhận những gì cổng giao, gửi những gì kho dữ liệu đang chờ gửi, và làm những việc đến hạn. Mỗi thư mục chỉ một tiến trình; các lệnh khác \
                    dùng được cùng lúc hoặc khi nó không chạy. Dù bị ngắt thế nào, nó làm tiếp từ chỗ đã dừng. Kho dữ liệu được khôi phục từ bản sao cũ \
                    thì lấy lại từ cổng những gì còn thiếu.
                    """,
                en: """
                    Takes what the gateway delivers, sends what the store holds for it, and does what is due. One process for each folder; the other commands \
                    work with it or without it. Whatever ends it, it goes on where it was. A store that was put back from an older copy gets from the gateway \
                    what it lacks.
                    """
            )
        )
    }

    @OptionGroup var office: OfficeOptions<Rules>

    @Option(name: .long, help: ArgumentHelp(vi: "text hoặc json.", en: "text or json."))
    var logFormat = LogFormat.text

    @Option(
        name: .long,
        help: ArgumentHelp(
            vi: "trace, debug, info, notice, warning, error hoặc critical.",
            en: "trace, debug, info, notice, warning, error or critical."
        )
    )
    var logLevel = LogLevel.info

    @Option(
        help: ArgumentHelp(
            vi: "Số của một yêu cầu đọc lại nhiều đã được chấp thuận, khi kho dữ liệu được khôi phục từ một bản sao quá cũ.",
            en: "The number of an approved bulk read, where the store was put back from a copy that is far behind.",
            valueName: "number"
        )
    )
    var approval: UInt64?

    func run() async throws {
        let open = try office.open()
        let logger = logFormat.logger("cuakhau.\(Rules.kind.rawValue)", level: logLevel.level)
        let service = OfficeService(
            store: open.store,
            rules: open.rules,
            profile: try open.home.profile(),
            clock: open.clock,
            approval: approval,
            logger: logger
        )
        logger.notice("at work", metadata: ["office": "\(Rules.kind.rawValue)", "exercise": "\(open.store.isExercise)"])
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(
                    service: OfficeRun(service: service),
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .cancelGroup
                )
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() }
        )
        configuration.maximumGracefulShutdownDuration = .seconds(30)
        try await ServiceGroup(configuration: configuration).run()
        open.store.close()
        logger.notice("stopped")
    }
}

/// An office's work as a service that ends gracefully.
private struct OfficeRun<Rules: Office>: Service {
    let service: OfficeService<Rules>

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await service.run() }
    }
}
