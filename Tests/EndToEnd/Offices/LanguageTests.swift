import Foundation
import Testing

extension EndToEnd {
    /// What an office's people read is in the language of their machine, help and refusals too.
    @Suite struct LanguageTests {
        private struct Tree: Decodable {
            let command: Command
        }
        private struct Command: Decodable {
            struct Argument: Decodable {
                let abstract: String?
                let discussion: String?
                let valueName: String?
            }
            let commandName: String
            let abstract: String?
            let discussion: String?
            let subcommands: [Command]?
            let arguments: [Argument]?

            /// Every text of this command and those under it, each with its place.
            func texts(_ path: String = "") -> [(place: String, text: String)] {
                let place = "\(path) \(commandName)"
                let own = [abstract, discussion].compactMap(\.self).map { (place, $0) }
                let options = (arguments ?? []).flatMap { argument in
                    [argument.abstract, argument.discussion].compactMap(\.self).map { ("\(place) \(argument.valueName ?? "")", $0) }
                }
                return own + options + (subcommands ?? []).flatMap { $0.texts(place) }
            }
        }

        private func run(_ arguments: [String], _ locale: String) async throws -> Program.Result {
            try await Program.start(arguments, environment: ["LC_ALL": locale]).result()
        }

        private func texts(of office: String, _ locale: String) async throws -> [(place: String, text: String)] {
            let dump = try await run(["--experimental-dump-help"], locale)
            let tree = try JSONDecoder().decode(Tree.self, from: Data(dump.output.utf8))
            return try #require(tree.command.subcommands?.first { $0.commandName == office }).texts()
        }

        /// Examples, and words that are typed as they stand.
        private func isOfNoLanguage(_ line: Substring) -> Bool {
            let text = line.drop { $0 == " " }
            return !text.contains(where: \.isLetter) || text.hasPrefix("cuakhau ") || text.hasPrefix("--") || isColumn(text)
        }

        /// A column of a file with a sample of what stands there: `wage      150.00 CNY day`.
        private func isColumn(_ text: Substring) -> Bool {
            text.contains("  ") && text.prefix { $0 != " " }.allSatisfy { $0.isASCII && ($0.isLowercase || "_,".contains($0)) }
        }

        @Test(.timeLimit(.minutes(3)), arguments: ["checkpoint", "desk", "bank", "affairs", "labour"])
        func `all help of an office is in Vietnamese where the machine is`(office: String) async throws {
            let english = try await texts(of: office, "C.UTF-8")
            let vietnamese = try await texts(of: office, "vi_VN.UTF-8")
            #expect(english.count > 50 && english.map(\.place) == vietnamese.map(\.place))
            for (one, other) in zip(english, vietnamese) where !one.place.hasSuffix(" help") && !one.place.hasSuffix(" version") {
                let lines = Set(one.text.split(separator: "\n")).intersection(other.text.split(separator: "\n"))
                let untranslated = lines.filter { !isOfNoLanguage($0) }
                #expect(untranslated.isEmpty, "\(one.place)")
            }
        }

        @Test(arguments: [
            (["bank", "loan", "show"], "Lỗi: Thiếu "),
            (["desk", "status", "--home", "x", "--jso"], "Lỗi: Không có tùy chọn '--jso'. Có phải ý bạn là '--json'?"),
            (["desk", "reference", "show", "gates", "--home", "x", "--on", "yesterday"], "Lỗi: --on là một ngày"),
            (["desk", "season", "--months", "99", "--home", "x"], "Lỗi: --months từ 1 đến 24"),
            (["labour", "target", "record", "--market", "mars", "--month", "2026-01", "--count", "1", "--home", "x"], "Lỗi: "),
            (["labour", "status", "--home", "x", "y"], "Lỗi: Thừa 'y'"), (["desk", "status", "--home"], "Lỗi: Thiếu giá trị của '--home <dir>'"),
        ]) func `a command given wrongly is told in Vietnamese`(arguments: [String], beginning: String) async throws {
            let refused = try await run(arguments, "vi_VN.UTF-8")
            #expect(refused.status == 64)
            #expect(refused.errors.hasPrefix(beginning), "\(refused.errors)")
            #expect(!refused.errors.contains("Usage:") && refused.errors.contains("Cách dùng: cuakhau"), "\(refused.errors)")
            #expect(try await run(arguments, "C.UTF-8").errors.hasPrefix("Error: "))
        }
    }
}
