import ArgumentParser
import Broker
import Contracts
import Foundation

/// `cuakhau policy`
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Who may publish, read and administer what.",
        discussion: """
            The types say the most that a role may do (`cuakhau types`); the policy says what of it this gateway grants, by role and, where one is to have less, \
            by principal. What is not granted is denied.

            Examples:
              cuakhau policy show --home /srv/cuakhau > next.yaml      a copy to change; raise its version by one
              cuakhau policy check next.yaml
              cuakhau policy diff next.yaml --home /srv/cuakhau        + what is gained, - what is lost
              cuakhau policy apply next.yaml --home /srv/cuakhau       a running gateway takes it up within a second
            """,
        subcommands: [Show.self, Check.self, Diff.self, Apply.self, Init.self]
    )

    /// A policy's file, as an argument.
    struct File: ParsableArguments {
        @Argument(help: "The policy's file.", completion: .file())
        var file: String

        func text() throws -> String {
            guard let data = FileManager.default.contents(atPath: file) else { throw CommandFailure(.noInput, "cannot read \(file)") }
            return String(decoding: data, as: UTF8.self)
        }

        func policy() throws -> Policy {
            do { return try PolicyFile.parse(text(), name: file) } catch let error as HomeError { throw CommandFailure(.dataError, error.message) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The policy in force, as its file.")

        @OptionGroup var home: HomeOptions

        func run() throws {
            _ = try home.gateway.policyFile.policy()
            guard let data = FileManager.default.contents(atPath: home.gateway.policyFile.path) else {
                throw CommandFailure(.noInput, "cannot read \(home.gateway.policyFile.path)")
            }
            FileHandle.standardOutput.write(data)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Whether a policy could be applied: every wrong line is named.",
            discussion: "Exit code 65: it could not."
        )

        @OptionGroup var file: File

        func run() throws {
            let policy = try file.policy()
            Terminal.write(
                "\(file.file) is a policy: version \(policy.version), \(policy.roles.count) roles, \(policy.principals.count) principals with less."
            )
        }
    }

    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What a policy would change, right by right.",
            discussion: "+ is gained, - is lost. Nothing is printed where nothing changes."
        )

        @OptionGroup var file: File

        @OptionGroup var home: HomeOptions

        func run() throws {
            let (before, after) = (try home.gateway.policyFile.policy().lines(.standard), try file.policy().lines(.standard))
            for change in after.difference(from: before).inferringMoves() {
                switch change {
                case .remove(_, let line, let moved): if moved == nil { Terminal.write("- \(line)") }
                case .insert(_, let line, let moved): if moved == nil { Terminal.write("+ \(line)") }
                }
            }
        }
    }

    struct Apply: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a policy in force: whole, or not at all.",
            discussion: """
                Its version must be one more than that in force, so that nobody overwrites what somebody else changed meanwhile. The earlier one is kept in policies/. \
                A running gateway takes it up within a second; sessions whose rights changed open again by themselves.
                """
        )

        @OptionGroup var file: File

        @OptionGroup var home: HomeOptions

        func run() throws {
            _ = try file.policy()
            let version = try home.gateway.apply(policy: file.text(), name: file.file)
            Terminal.write("Version \(version) is in force.")
        }
    }

    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a gateway of an earlier version a policy that grants what the types allow.",
            discussion: "`cuakhau init` has done it for a new one."
        )

        @OptionGroup var home: HomeOptions

        func run() throws {
            try home.gateway.makePolicy()
            Terminal.write("Made \(home.gateway.policyFile.path).")
        }
    }
}
