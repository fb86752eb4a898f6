import ArgumentParser
import Broker
import Logging
import ServiceLifecycle
import UnixSignals

/// `cuakhau serve --home DIR`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run a gateway.",
        discussion: """
            Stops on SIGTERM or SIGINT: what was accepted is committed and confirmed, and every client is told goodbye. Logs go to standard error. \
            Under systemd, Type=notify and WatchdogSec= work.

            Examples:
              cuakhau serve --home /srv/cuakhau
              cuakhau serve --home /srv/cuakhau --log-format json --log-level notice
            """
    )

    @OptionGroup var home: HomeOptions

    @Option(name: .long, help: "text or json.")
    var logFormat = LogFormat.text

    @Option(name: .long, help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel = LogLevel.info

    func run() async throws {
        OpenFiles.raiseLimit()
        let logger = logFormat.logger("cuakhau", level: logLevel.level)
        let gateway = try Gateway(home: home.gateway, software: Program.software, logger: logger)
        logger.notice("listening", metadata: ["endpoint": "\(gateway.endpoint)", "version": "\(Program.version)"])
        let service = GatewayService(gateway: gateway, notifier: SystemdNotifier.fromEnvironment(), logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup, failureTerminationBehavior: .cancelGroup)
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() }
        )
        configuration.maximumGracefulShutdownDuration = .seconds(30)
        try await ServiceGroup(configuration: configuration).run()
        logger.notice("stopped")
    }
}
