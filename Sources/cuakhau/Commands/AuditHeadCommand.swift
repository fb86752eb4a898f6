import ArgumentParser
import Broker
import Foundation
import Journal

/// `cuakhau audit head`
struct AuditHeadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "head",
        abstract: "The last seal: keep it where nobody who can change the journal can change it.",
        discussion: """
            A few lines of JSON: print them, mail them, hand them to the inspector every evening. `audit verify --since` later shows whether the journal \
            still holds what they were made of.
            """
    )

    @OptionGroup var home: HomeOptions

    func run() throws {
        guard let seal = try home.gateway.auditHead() else {
            throw CommandFailure(.noInput, "nothing is sealed yet: a gateway signs about a second after its first message")
        }
        FileHandle.standardOutput.write(try AuditDocument.data(seal))
    }
}
