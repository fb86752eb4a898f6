import Testing

@testable import cuakhau

@Suite struct TimesTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"), (1_761_373_800_000_001, "2025-10-25T06:30:00.000001Z"), (-1, "1969-12-31T23:59:59.999999Z"),
        ] as [(Int64, String)]
    )
    func `a time is written in UTC with microseconds`(microseconds: Int64, text: String) {
        #expect(Times.text(microseconds: microseconds) == text)
    }

    @Test func `times are read with and without fractions and zones`() {
        #expect(Times.microseconds("2025-10-25T06:30:00Z") == 1_761_373_800_000_000)
        #expect(Times.microseconds("2025-10-25T06:30:00.5Z") == 1_761_373_800_500_000)
        #expect(Times.microseconds("2025-10-25T13:30:00+07:00") == 1_761_373_800_000_000)
        for text in ["", "yesterday", "2025-10-25", "06:30"] { #expect(Times.microseconds(text) == nil) }
    }
}
