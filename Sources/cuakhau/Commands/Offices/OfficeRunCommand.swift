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
            abstract: "Do the office's work until it is told to end (SIGTERM, SIGINT).",
            discussion: """
                Takes what the gateway delivers, sends what the store holds for it, and does what is due. One process for each folder; the other commands \
                work with it or without it. Whatever ends it, it goes on where it was.
                """
        )
    }

    @OptionGroup var office: OfficeOptions<Rules>

    @Option(name: .long, help: "text or json.")
    var logFormat = LogFormat.text

    @Option(name: .long, help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel = LogLevel.info

    func run() async throws {
        let open = try office.open()
        let logger = logFormat.logger("cuakhau.\(Rules.kind.rawValue)", level: logLevel.level)
        let service = OfficeService(
            store: open.store,
            rules: open.rules,
            profile: try open.home.profile(),
            clock: open.clock,
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
