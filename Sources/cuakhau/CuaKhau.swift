import Agencies
import ArgumentParser
import Foundation

/// The program. Parses the command, runs it, and turns what went wrong into a message that says what to do and an exit code of sysexits(3).
@main
struct CuaKhau: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cuakhau",
        abstract: "Cửa Khẩu: the message gateway of a border province's agencies.",
        discussion: """
            A gateway takes typed messages from agencies, keeps them on disk before it confirms them, and delivers each to the agencies that are \
            entitled to it.

            Try it:
              cuakhau demo                                             a whole season, played by real processes
              cuakhau init /srv/cuakhau                                make a gateway
              cuakhau principal add huu-nghi --role border --gate HN --home /srv/cuakhau
              cuakhau serve --home /srv/cuakhau
              cuakhau tail 'crossing.>' --profile labour.yaml --from start
            """,
        version: Program.version,
        subcommands: [
            InitCommand.self, ServeCommand.self, PrincipalCommand.self, EnrolCommand.self, ServerKeyCommand.self, ProfileCommand.self,
            PolicyCommand.self, PublishCommand.self, TailCommand.self,
            ReplayCommand.self,
            TraceCommand.self,
            ReceiptsCommand.self, TypesCommand.self, StatsCommand.self, ProducerCommand.self, ConsumerCommand.self, DeadCommand.self,
            OfficerCommand.self, ReferralCommand.self, BulkReadCommand.self, AccessCommand.self, IncidentCommand.self,
            RetentionCommand.self, AuditCommand.self, EraseCommand.self, VaultCommand.self,
            CheckpointCommand.self, DeskCommand.self, BankCommand.self, AffairsCommand.self, LabourCommand.self,
            DoctorCommand.self, BenchCommand.self, DemoCommand.self, DemoAgentCommand.self,
            DemoLinkCommand.self,
        ]
    )

    static func main() async {
        // A reader that goes away (`cuakhau tail | head`) ends the program by a failed write, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            guard let failure = CommandFailure(anyError: error) else { end(parserError: error) }
            Terminal.writeError("cuakhau: \(failure.message)")
            Foundation.exit(failure.status.rawValue)
        }
    }
}

extension CuaKhau {
    /// Ends as the argument parser would, in the language of this run.
    private static func end(parserError error: any Error) -> Never {
        guard Language.ofThisRun == .vi else { exit(withError: error) }
        let text = ParserWording.vietnamese(fullMessage(for: error))
        let code = exitCode(for: error)
        if !text.isEmpty {
            if code.isSuccess { Terminal.write(text) } else { Terminal.writeError(text) }
        }
        Foundation.exit(code.rawValue)
    }
}

enum Program {
    static let version = "0.1.0"
    static let software = "cuakhau \(version)"
}
