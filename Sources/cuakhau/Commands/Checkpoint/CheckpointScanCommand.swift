import Agencies
import ArgumentParser

/// `cuakhau checkpoint scan`
struct CheckpointScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Read documents, and record who passes.",
        discussion: """
            Reads machine-readable zones (ICAO 9303: passports, 2 lines of 44 characters, and cards, 3 lines of 30) as a scanner sends them, verifies their check \
            digits, and answers each at once, whether or not the gateway is there. Whoever is on no manifest is recorded as everybody is: that is not a violation. A \
            passage that is scanned twice is recorded once. The document becomes a token here; neither it nor what else its zone says is kept, written or sent.

            With --hand it takes numbers of border passes, one a line. They have no check digit: at a keyboard each is typed twice.

            At the end a summary. Ends with 65 where something that did not come from a terminal could not be read, with 74 where something could not be recorded.

            Examples:
              cuakhau checkpoint scan --home /srv/huu-nghi                              a scanner that acts as a keyboard
              cuakhau checkpoint scan --input /dev/ttyUSB0 --home /srv/huu-nghi         a scanner on a serial line (set its speed with stty)
              cuakhau checkpoint scan --direction entry --hand --need wages --home /srv/huu-nghi
              cuakhau checkpoint scan --input zones.txt --json --home /srv/huu-nghi
            """
    )

    @Option(help: "exit or entry.")
    var direction: CrossingDirection = .exit

    @Option(help: ArgumentHelp("A file or a device; - is standard input.", valueName: "file"))
    var input = "-"

    @Flag(help: "Numbers of border passes instead of zones.")
    var hand = false

    @Option(help: "At an entry: what a returning worker asks help with: none, wages, injury, other. Asking is voluntary.")
    var need: DeclaredNeed?

    @Option(help: ArgumentHelp("In an exercise: when these documents were shown: \(BorderTime.help).", valueName: "time"))
    var at: String?

    @Flag(help: "One JSON object a line, the last one the summary.")
    var json = false

    @OptionGroup var office: OfficeOptions<CheckpointOffice>

    func validate() throws {
        guard need == nil || direction == .entry else { throw ValidationError("--need is for those who come home: add --direction entry") }
    }

    func run() throws {
        let open = try office.open()
        guard at == nil || open.home.isExercise else {
            throw CommandFailure(.usage, "--at is for exercises: a live crossing happens when its document is shown")
        }
        let time = try BorderTime.argument(at, "--at", today: open.today(), open.language)
        let key: TokenKey
        do throws(OfficeError) { key = try TokenKey(file: open.home.tokenKeyPath) } catch { throw open.failure(error) }
        let input = try ScanInput(path: input)
        Interruption.watch()
        var session = ScanSession(open: open, direction: direction, time: time, need: need, isJSON: json)
        let mode: DocumentReader.Mode = hand ? .numbers(isTwice: input.isTerminal) : .zones
        let summary = try session.run(input, DocumentReader(key: key, mode: mode))
        if summary.failed > 0 { throw ExitCode(ExitStatus.inputOutput.rawValue) }
        if summary.refused > 0, !input.isTerminal { throw ExitCode(ExitStatus.dataError.rawValue) }
    }
}
