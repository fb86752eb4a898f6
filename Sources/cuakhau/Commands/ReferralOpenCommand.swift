import ArgumentParser
import Client
import Foundation

/// `cuakhau referral open --to OFFICE/NAME … --key FILE --profile FILE`
struct ReferralOpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Seal a referral to officers, and send it.",
        discussion: """
            The text comes from --text, else from standard input, where it leaves no file behind. Each office gets a message of its own with the same reference. Prints the \
            reference, by which it is read and shared.

            Examples:
              cuakhau referral open --to affairs/officer-1 --to affairs/officer-2 --key post-1.key --profile huu-nghi.yaml
              cuakhau referral open --to affairs/officer-1 --text note.txt --key post-1.key --profile huu-nghi.yaml
            """
    )

    @Option(help: ArgumentHelp("An officer it is for; once for each.", valueName: "office/name"))
    var to: [String]

    @Option(help: ArgumentHelp("A file with the text; else standard input.", valueName: "file"))
    var text: String?

    @Option(help: ArgumentHelp("The reference of a referral that is there already, to send more about it; else a new one.", valueName: "ulid"))
    var ref: String?

    @Flag(help: "Mark as exercise or test traffic: never counted as live.")
    var exercise = false

    @OptionGroup var options: ReferralOptions

    func run() async throws {
        let (profile, key) = try options.load()
        let officers = try await options.keys(of: to, profile)
        let reference = ref ?? SealedReferral.newReference()
        let messages = try SealedReferral.messages(
            opening: try content(),
            reference: reference,
            for: officers,
            by: key,
            isExercise: exercise
        )
        Terminal.write("referral \(reference)")
        try await options.publish(messages, profile)
    }

    private func content() throws -> SecretBytes {
        if text == nil, isatty(STDIN_FILENO) == 1 { Terminal.writeError("Type what is to be sealed; Ctrl-D on a line of its own ends it.") }
        let descriptor = text.map { open($0, O_RDONLY | O_CLOEXEC) } ?? STDIN_FILENO
        guard descriptor >= 0 else { throw CommandFailure(.noInput, "cannot read \(text ?? ""): \(String(cString: strerror(errno)))") }
        defer { if text != nil { close(descriptor) } }
        // One byte more than there may be, so that a text that is too long is told from one that fits.
        var bytes = [UInt8](repeating: 0, count: Sealing.textByteCountMax + 1)
        var count = 0
        defer { for place in bytes.indices { bytes[place] = 0 } }
        while count < bytes.count {
            let read = bytes.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress! + count, $0.count - count) }
            if read < 0, errno == EINTR { continue }
            guard read > 0 else { break }
            count += read
        }
        let content = bytes.withUnsafeBytes { SecretBytes(copying: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        guard content.text != nil else { throw CommandFailure(.dataError, "the text is not UTF-8") }
        return content
    }
}
