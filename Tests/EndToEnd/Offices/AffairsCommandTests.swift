import Client
import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// The commands of the department of foreign affairs, without a gateway: an officer works while the line is down.
    @Suite struct AffairsCommandTests {
        private let gateway: TestGateway
        private let folder: TestFolder
        private var home: String { folder.file("affairs") }

        init() async throws {
            gateway = try TestGateway()
            folder = try TestFolder()
            let profile = try gateway.profileFile(gateway.addPrincipal("affairs", .affairs))
            let made = try await Program.run("affairs", "init", home, "--profile", profile)
            #expect(made.status == 0, "\(made.errors)")
        }

        private func run(_ arguments: String..., lang: String = "en") async throws -> Program.Result {
            try await Program.start(["affairs"] + arguments + ["--home", home, "--lang", lang]).result()
        }

        @Test func `a register of agreements is imported whole, or not at all with every fault named`() async throws {
            let header = "code;title;party_here;party_abroad;country;signed;expires"
            let good = "LS-GX-1;Thoả thuận lao động;UBND tỉnh Lạng Sơn;Sùng Tả;CN;01/03/2025;28/02/2099"
            let bad = try folder.write("\(header)\n\(good)\nLS-GX-2;B;C;D;china;2025-03-01;\nLS-GX-3;B;C;D;CN;2025-02-30;\n", to: "bad.csv")
            let refused = try await run("agreement", "import", bad, "--officer", "Lan")
            #expect(refused.status == 65)
            #expect(refused.errors.contains("line 3") && refused.errors.contains("line 4"), "\(refused.errors)")
            #expect(try await run("agreement", "list", "--json").output.isEmpty)
            let file = try folder.write("\(header)\n\(good)\n", to: "good.csv")
            #expect(try await run("agreement", "import", file, "--officer", "Lan").status == 0)
            let list = try await run("agreement", "list", lang: "vi")
            #expect(list.output.contains("LS-GX-1") && list.output.contains("đang có hiệu lực"), "\(list.output)")
            #expect(try await run("agreement", "end", "LS-GX-1", "--on", "2025-06-01", "--reason", "x", "--officer", "Lan").status == 0)
            #expect(try await run("agreement", "renew", "LS-GX-1", "--expires", "2099-01-01", "--officer", "Lan").status == 75)
        }

        @Test func `a wrong word changes nothing, and the right ones are named`() async throws {
            let wrong = try await run("case", "open", "--channel", "pigeon", "--kind", "wages", "--country", "CN", "--officer", "Lan")
            #expect(wrong.status == 64)
            #expect(wrong.errors.contains("phone, in_person, message"), "\(wrong.errors)")
            let number = try await run(
                "case",
                "open",
                "--channel",
                "phone",
                "--kind",
                "wages",
                "--country",
                "CN",
                "--officer",
                "Lan",
                "--note",
                "hộ chiếu C1234567"
            )
            #expect(number.status == 65 && !number.errors.contains("1234567"), "\(number.errors)")
            #expect(try await run("case", "list", "--all", "--json").output.isEmpty)
            #expect(try await run("case", "take", "01JAVD5E5Z3X8V9R2M4N6P7Q8S", "--officer", "Lan").status == 66)
        }

        @Test func `an anonymous report is a case, and every list speaks both languages`() async throws {
            let opened = try await run(
                "case",
                "open",
                "--channel",
                "message",
                "--kind",
                "trafficking",
                "--country",
                "CN",
                "--anonymous",
                "--officer",
                "Lan"
            )
            #expect(opened.status == 0, "\(opened.errors)")
            let id = try #require(opened.lines.first)
            let list = try await run("case", "list", "--json")
            #expect(list.output.contains("\"anonymous\":true") && list.output.contains(id), "\(list.output)")
            for arguments in [
                ["case", "list"], ["alert", "list"], ["voice", "list"], ["handover", "list"], ["agreement", "list"], ["order", "list"], ["status"],
            ] {
                var seen: Set<String> = []
                for language in ["vi", "en"] {
                    let shown = try await Program.start(["affairs"] + arguments + ["--home", home, "--lang", language]).result()
                    #expect(shown.status == 0 && !shown.output.isEmpty, "\(arguments): \(shown.errors)")
                    seen.insert(shown.output)
                }
                #expect(seen.count == 2, "\(arguments)")
            }
            #expect(try await run("welfare", "list", "--officer", "Lan").status == 0)
            #expect(try await run("case", "show", id, "--officer", "Hoa").status == 0)
            let readings = try await run("reading", "list", "--json")
            #expect(readings.status == 0 && readings.lines.count == 2, "\(readings.errors)")
            #expect(readings.lines.last?.contains("\"officer\":\"Hoa\"") == true && readings.lines.last?.contains(id) == true)
        }

        @Test func `where the letter cannot be written, no mission was told, and what is there stays`() async throws {
            let opened = try await run("case", "open", "--channel", "phone", "--kind", "arrest", "--country", "CN", "--officer", "Lan")
            let id = try #require(opened.lines.first)
            for verb in ["take", "triage"] { #expect(try await run("case", verb, id, "--officer", "Lan").status == 0) }
            let letter = try folder.write("của người khác", to: "letter.txt")
            let refused = try await run("case", "notify", id, "--officer", "Lan", "--mission", "CG-NN", "--letter", letter)
            #expect(refused.status == 73, "\(refused.errors)")
            #expect(try String(contentsOfFile: letter, encoding: .utf8) == "của người khác")
            #expect(try await run("case", "list", "--json").output.contains("\"state\":\"triaged\""))
            let early = try await run("case", "letter", id, "--officer", "Lan", "--letter", folder.file("early.txt"))
            #expect(early.status == 77 && !FileManager.default.fileExists(atPath: folder.file("early.txt")), "\(early.errors)")
            #expect(try await run("case", "notify", id, "--officer", "Lan", "--mission", "CG-NN").status == 0)
            let again = try await run("case", "letter", id, "--officer", "Lan", "--letter", folder.file("again.txt"))
            #expect(again.status == 0, "\(again.errors)")
            #expect(try String(contentsOfFile: folder.file("again.txt"), encoding: .utf8).contains(id))
        }
    }
}
