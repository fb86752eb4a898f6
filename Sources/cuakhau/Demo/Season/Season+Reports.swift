import Agencies

/// The reports due before 21 December: one is late and chased, and corrected once.
extension Season {
    func reports(_ day: Int) async throws {
        switch day {
        case 60:
            try bank.run("report", "form02", "2025")
            try affairs.run("report", "submit", "2025", "--officer", Self.officer)
        case 62:
            let letters = try labour.run("report", "chase", "2025")
            guard letters.contains("Border Guard") else { throw CommandFailure(.software, "the late office was not chased") }
            say("one office is late with its report, and is asked for it")
        case 63: try report(version: 1, groups: 11)
        case 64:
            try report(version: 2, groups: 12)
            say("the late report has come, and a day later its correction")
        default: break
        }
    }

    private func report(version: Int, groups: Int) throws {
        try stage.publish(
            "report.submitted.v1",
            as: checkpoint(plan.gates[0]).member.name,
            [
                """
                {"organisation": "border_guard_command", "period": "2025", "form": "REPORT_FORM_NARRATIVE", "version": \(version), "indicators": [\
                {"code": "handovers", "unit": "INDICATOR_UNIT_EVENTS", "total": "\(groups)", "parts": [{"code": "all", "value": "\(groups)"}]}], \
                "narrative": "Fictitious."}
                """
            ]
        )
    }
}
