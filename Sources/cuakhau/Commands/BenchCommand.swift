import ArgumentParser

/// `cuakhau bench`
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure this machine: a gateway of its own and one client process.",
        discussion: """
            Starts a gateway on a temporary home, with CURVE, an fsync at each commit and every contract check, as always; there is no faster, \
            unsafer mode. The client process has one direct publisher with at most 4,096 unconfirmed messages, and one consumer that \
            acknowledges each message.

            Examples:
              cuakhau bench publish --messages 500000
              cuakhau bench deliver --json
              cuakhau bench lanes
              cuakhau bench catchup
              cuakhau bench open --messages 5000000
              cuakhau bench replay
              cuakhau bench audit
            """,
        subcommands: [Publish.self, Deliver.self, Lanes.self, CatchUp.self, Open.self, Replay.self, Audit.self]
    )

    struct Options: ParsableArguments {
        @Option(help: "How many messages.")
        var messages = 200_000

        @Option(help: ArgumentHelp("The bytes of a message's body.", valueName: "bytes"))
        var size = 300

        @Flag(help: "As one JSON object.")
        var json = false

        func validate() throws {
            guard messages > 0 else { throw ValidationError("--messages is at least 1") }
            guard BenchMessages.sizes.contains(size) else {
                throw ValidationError("--size is \(BenchMessages.sizes.lowerBound) to \(BenchMessages.sizes.upperBound) bytes")
            }
        }
    }

    /// `cuakhau bench publish`
    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Confirmed messages a second, and how long a confirm takes under that load.")

        @OptionGroup var options: Options

        @Option(help: "How many people they are about; each has a key of its own. 0: each message is about another one.")
        var people = 5_000

        func run() async throws {
            let result = try await Bench(messages: options.messages, size: options.size, people: people).publish()
            Terminal.write(try options.json ? result.json() : result.text())
        }
    }

    /// `cuakhau bench deliver`
    struct Deliver: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Messages delivered and acknowledged a second, and how long a message takes from publisher to consumer on an idle gateway."
        )

        @OptionGroup var options: Options

        @Option(help: "How many people they are about; each has a key of its own. 0: each message is about another one.")
        var people = 5_000

        func run() async throws {
            let result = try await Bench(messages: options.messages, size: options.size, people: people).deliver()
            Terminal.write(try options.json ? result.json() : result.text())
        }
    }

    /// `cuakhau bench lanes`
    struct Lanes: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How long an alert takes on an idle gateway, and with bulk queued; and whether bulk gets through."
        )

        @Option(help: "How many alerts are measured each time.")
        var alerts = 1_000

        @Option(help: "How many bulk messages are kept waiting.")
        var queued = 50_000

        @Flag(help: "As one JSON object.")
        var json = false

        func run() async throws {
            guard alerts > 0, queued > 0 else { throw ValidationError("--alerts and --queued are at least 1") }
            let result = try await LaneBench(alerts: alerts, queued: queued).run()
            Terminal.write(try json ? JSONLine.text(result) : result.text())
        }
    }

    /// `cuakhau bench replay`
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How long an alert takes on an idle gateway, and while a replay runs."
        )

        @Option(help: "How many alerts are measured each time.")
        var alerts = 1_000

        @Option(help: "How many messages are replayed, again and again.")
        var messages = 200_000

        @Option(help: "How many messages a second, 1 to 100000.")
        var rate = 100_000

        @Flag(help: "Replay one ordering key, of which there is no message: the journal is read, and nothing is delivered.")
        var search = false

        @Flag(help: "As one JSON object.")
        var json = false

        func run() async throws {
            guard alerts > 0, messages > 0 else { throw ValidationError("--alerts and --messages are at least 1") }
            let result = try await ReplayBench(alerts: alerts, messages: messages, rate: rate, isSearch: search).run()
            Terminal.write(try json ? JSONLine.text(result) : result.text())
        }
    }

    /// `cuakhau bench audit`
    struct Audit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How fast the audit chain of a journal is verified, and the memory that takes."
        )

        @OptionGroup var options: Options

        @Option(help: "Messages of one commit.")
        var batch = 500

        func run() async throws {
            guard (1...10_000).contains(batch) else { throw ValidationError("--batch is 1 to 10000") }
            let result = try AuditBench(messages: options.messages, size: options.size, batch: batch).run()
            Terminal.write(try options.json ? JSONLine.text(result) : result.text())
        }
    }

    /// `cuakhau bench catchup`
    struct CatchUp: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "catchup",
            abstract: "How long a live message takes on an idle gateway, and while a consumer that was away catches up; and how fast that is."
        )

        @OptionGroup var options: Options

        @Option(help: "How many live messages are measured on the idle gateway.")
        var live = 2_000

        @Option(help: "How many consumers come back, one after another; each has missed --messages.")
        var returns = 5

        @Flag(help: "All of them at once.")
        var together = false

        func run() async throws {
            guard live > 0, (1...50).contains(returns) else { throw ValidationError("--live is at least 1, --returns 1 to 50") }
            let bench = CatchUpBench(messages: options.messages, size: options.size, live: live, returns: returns, isTogether: together)
            let result = try await bench.run()
            Terminal.write(try options.json ? JSONLine.text(result) : result.text())
        }
    }

    /// `cuakhau bench open`
    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How soon a gateway is there with a long journal, and the memory it holds at rest.",
            discussion: "Writes a journal into a temporary folder (TMPDIR, else /tmp): of five million messages it takes about 2 GB."
        )

        @Option(help: "How many messages the journal has.")
        var messages = 5_000_000

        @Option(help: "How many durable consumers, each at another place.")
        var consumers = 20

        @Option(help: ArgumentHelp("The bytes of a message's body.", valueName: "bytes"))
        var size = 300

        @Option(help: ArgumentHelp("How long it rests before its memory is read.", valueName: "seconds"))
        var rest = 5.0

        @Flag(help: "As one JSON object.")
        var json = false

        func run() async throws {
            guard messages > 0, (1...64).contains(consumers) else { throw ValidationError("--messages is at least 1, --consumers 1 to 64") }
            guard BenchMessages.sizes.contains(size), (0...3_600).contains(rest) else {
                throw ValidationError(
                    "--size is \(BenchMessages.sizes.lowerBound) to \(BenchMessages.sizes.upperBound) bytes, --rest 0 to 3600 seconds"
                )
            }
            let bench = OpenBench(messages: messages, size: size, consumers: consumers, rest: Duration.milliseconds(Int(rest * 1_000)))
            let result = try await bench.run()
            Terminal.write(try json ? JSONLine.text(result) : result.text())
        }
    }
}
