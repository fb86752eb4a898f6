import ArgumentParser
import Broker
import Foundation
import Journal

/// `cuakhau audit verify`
struct AuditVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read the whole chain again and compare everything.",
        discussion: """
            Finds what was edited, removed, inserted or reordered, forged heads, and journals that were cut off or rolled back, and names the first \
            position that is affected. Exit code 65: something is wrong.

            The home has the last seal beside the journal (audit.head). Whoever can replace both is caught only by a seal that was kept elsewhere: \
            --since takes one, as `audit head` wrote it.
            """
    )

    @Option(help: ArgumentHelp("A seal that was kept elsewhere: the chain has to hold it.", valueName: "file"))
    var since: String?

    @Flag(help: "Take what lies before that seal as verified, and look only at what came after it.")
    var onlyNew = false

    @Option(help: ArgumentHelp("The gateway's public key; else the home's audit.pub.", valueName: "hex"))
    var key: String?

    @Flag(help: "The report as JSON.")
    var json = false

    @OptionGroup var home: HomeOptions

    private struct Report: Encodable {
        let blocks: UInt64
        let messages: UInt64
        let gone: UInt64
        let unchained: UInt64
        let dead_letters: UInt64
        let seals: UInt64
        let unsealed_blocks: UInt64
        let last_block: UInt64
        let last_position: UInt64
        let head: String
        let seconds: Double
    }

    func validate() throws {
        if onlyNew, since == nil { throw ValidationError("--only-new needs --since: what has been verified already") }
    }

    func run() throws {
        let gateway = home.gateway
        let configuration = try gateway.configuration()
        let key = try key.map(AuditKeyArgument.bytes) ?? gateway.auditPublicKey()
        var known: [AuditSeal] = []
        if let since { known.append(try Self.seal(since)) }
        // The journal is looked at after its head was read: a running gateway only goes on.
        if let head = try gateway.auditHead(), !onlyNew { known.append(head) }
        let began = ContinuousClock.now
        var bar = ProgressBar()
        var verifier = try AuditVerifier(path: gateway.journalPath(configuration))
        let total = max(1, verifier.lastPosition)
        let report = try verifier.verify(key: key, known: known, isFromSeal: onlyNew) {
            bar.show(Double($0) / Double(total), "\($0) of \(total) messages")
        }
        bar.end()
        write(report, seconds: (ContinuousClock.now - began) / .seconds(1))
    }

    static func seal(_ path: String) throws -> AuditSeal {
        guard let data = FileManager.default.contents(atPath: path) else { throw CommandFailure(.noInput, "cannot read \(path)") }
        guard let seal = AuditDocument.seal(data) else {
            throw CommandFailure(.dataError, "\(path) is no seal: `cuakhau audit head` writes one")
        }
        return seal
    }

    private func write(_ report: AuditReport, seconds: Double) {
        if json {
            let line = Report(
                blocks: report.blocks,
                messages: report.messages,
                gone: report.gone,
                unchained: report.unchained,
                dead_letters: report.deadLetters,
                seals: report.seals,
                unsealed_blocks: report.unsealed,
                last_block: report.lastBlock,
                last_position: report.lastPosition,
                head: Hex.text(report.lastHead.bytes),
                seconds: seconds
            )
            Terminal.write((try? JSONLine.text(line)) ?? "")
            return
        }
        let rate = Int(Double(report.messages) / max(seconds, 0.000_001))
        Terminal.write(
            """
            The audit chain holds: \(report.messages) messages in \(report.blocks) blocks, \(report.seals) seals (\(rate) messages a second).
              last position   \(report.lastPosition)
              head            \(Hex.text(report.lastHead.bytes))
            """
        )
        if report.gone > 0 { Terminal.write("  let go of by retention   \(report.gone): what is left of them fits") }
        if report.deadLetters > 0 { Terminal.write("  dead letters   \(report.deadLetters): their copies fit") }
        if report.unchained > 0 { Terminal.write("  older than the chain   \(report.unchained) messages: nothing can be said of them") }
        if report.unsealed > 0 { Terminal.write("  not signed yet   \(report.unsealed) blocks: a gateway signs within about a second") }
    }
}
