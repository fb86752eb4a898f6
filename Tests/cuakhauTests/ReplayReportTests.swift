import Testing

@testable import cuakhau

struct ReplayReportTests {
    @Test func `a replay is summed up by its messages and their positions`() throws {
        var report = ReplayReport()
        #expect(report.summary == "no messages")
        #expect(try report.lines(json: true).isEmpty)
        report.note(7, "gate.status.changed.v1")
        #expect(report.summary == "1 message, at position 7")
        report.note(9, "contract.registered.v1")
        // Given back, and delivered again.
        report.note(3, "gate.status.changed.v1")
        #expect(report.summary == "3 messages, positions 3 to 9")
        #expect(
            try report.lines(json: true) == [
                #"{"messages":1,"type":"contract.registered.v1"}"#, #"{"messages":2,"type":"gate.status.changed.v1"}"#,
            ]
        )
        #expect(try report.lines(json: false).last == "gate.status.changed.v1         2")
    }
}
