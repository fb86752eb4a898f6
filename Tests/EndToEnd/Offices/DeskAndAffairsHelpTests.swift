import Testing

extension EndToEnd {
    /// What the desk's and foreign affairs' commands say of themselves, in the language of whoever asks.
    @Suite struct DeskAndAffairsHelpTests {
        @Test(arguments: [
            ["desk"], ["desk", "order"], ["desk", "order", "draft"], ["desk", "order", "import"], ["desk", "order", "publish"],
            ["desk", "order", "change"], ["desk", "order", "close"], ["desk", "order", "cancel"], ["desk", "order", "list"],
            ["desk", "order", "show"],
            ["desk", "gate"], ["desk", "gate", "list"], ["desk", "season"], ["affairs"], ["affairs", "case"], ["affairs", "case", "list"],
            ["affairs", "case", "show"], ["affairs", "case", "open"], ["affairs", "case", "take"], ["affairs", "case", "triage"],
            ["affairs", "case", "notify"], ["affairs", "case", "letter"], ["affairs", "case", "update"], ["affairs", "case", "refer"],
            ["affairs", "case", "close"], ["affairs", "case", "reopen"], ["affairs", "alert"], ["affairs", "alert", "list"],
            ["affairs", "alert", "ack"], ["affairs", "welfare"], ["affairs", "welfare", "list"], ["affairs", "welfare", "done"],
            ["affairs", "voice"],
            ["affairs", "voice", "list"], ["affairs", "voice", "show"], ["affairs", "voice", "done"], ["affairs", "handover"],
            ["affairs", "handover", "list"], ["affairs", "handover", "done"], ["affairs", "missed"], ["affairs", "missed", "list"],
            ["affairs", "missed", "done"], ["affairs", "agreement"], ["affairs", "agreement", "list"], ["affairs", "agreement", "add"],
            ["affairs", "agreement", "import"], ["affairs", "agreement", "renew"], ["affairs", "agreement", "end"], ["affairs", "order"],
            ["affairs", "order", "list"], ["affairs", "report"], ["affairs", "report", "submit"],
        ])
        func `a command and its own options are explained in Vietnamese and in English`(command: [String]) async throws {
            let vietnamese = try await Program.start(command + ["--help", "--lang", "vi"]).result()
            let english = try await Program.start(command + ["--help", "--lang", "en"]).result()
            #expect(vietnamese.status == 0 && english.status == 0)
            // An option or an argument with what it is for, but those that other commands have too.
            let same = Set(vietnamese.lines).intersection(english.lines).filter { line in
                (line.hasPrefix("  -") || line.hasPrefix("  <")) && line.dropFirst(2).contains("  ")
                    && !["--version", "--help", "--home", "--lang"].contains(where: line.contains)
            }
            #expect(same.isEmpty, "\(same)")
            #expect(vietnamese.lines.first != english.lines.first)
        }

        @Test func `what is refused of a command line is told in the language of whoever typed it`() async throws {
            let folder = try TestFolder()
            let arguments = ["affairs", "case", "open", "--channel", "pigeon", "--kind", "wages", "--country", "CN", "--officer", "Lan"]
            let refused = try await Program.start(arguments + ["--home", folder.path, "--lang", "vi"]).result()
            #expect(refused.status == 64 && refused.errors.contains("một trong: phone"), "\(refused.errors)")
            let months = try await Program.start(["desk", "season", "--months", "99", "--home", folder.path, "--lang", "vi"]).result()
            #expect(months.status == 64 && months.errors.contains("--months từ 1 đến 24"), "\(months.errors)")
        }
    }
}
