import ArgumentParser
import Foundation

/// `cuakhau doctor`
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at this machine and a gateway's folder for what would cause trouble.",
        discussion: """
            Checks library versions for known bugs, how long an fsync takes, limits of open files, the clock, free space and permissions. Changes \
            nothing. Exits 0 where nothing has to be done, 78 otherwise.

            Examples:
              cuakhau doctor
              cuakhau doctor --home /srv/cuakhau
            """
    )

    @Option(help: ArgumentHelp("A gateway's folder.", valueName: "dir"))
    var home: String?

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        let findings = try Examination(home: home).run()
        for finding in findings { Terminal.write(try json ? finding.json() : finding.text) }
        let faults = findings.count { $0.grade == .fault }
        if faults > 0 { throw CommandFailure(.configuration, "\(faults) of \(findings.count) checks need something done") }
    }
}
