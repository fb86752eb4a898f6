import ArgumentParser
import Client

/// `cuakhau receipts ID --profile FILE`
struct ReceiptsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipts",
        abstract: "Who has dealt with a message, and when.",
        discussion: """
            The publisher of a message, an operator and an auditor see every consumer that is entitled to it; anybody else who may read it sees \
            their own.

            Examples:
              cuakhau receipts 01932c07-209f-7000-8000-00000000002a --profile huu-nghi.yaml
              cuakhau receipts --position 4711 --profile affairs.yaml --json
            """
    )

    @OptionGroup var message: MessageOptions

    @Flag(help: "One JSON object a receipt.")
    var json = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let reference = try message.reference()
        let report = try await admin.ask { try await $0.receipts(of: reference) }
        if json {
            for receipt in report.receipts { Terminal.write(try JSONLine.text(TraceDocument.Receipt(receipt, position: report.position))) }
            return
        }
        var table = TextTable(["CONSUMER", "STATE", "AT", "FAILED ATTEMPTS"])
        for receipt in report.receipts {
            table.append([
                TraceText.consumer(receipt), receipt.state.rawValue, receipt.at.map { Times.text(microseconds: $0) } ?? "", "\(receipt.attempts)",
            ])
        }
        for line in table.lines { Terminal.write(line) }
    }
}
