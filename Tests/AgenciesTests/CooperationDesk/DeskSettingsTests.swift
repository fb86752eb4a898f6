import Foundation
import Testing

@testable import Agencies

struct DeskSettingsTests {
    private func settings(_ json: String) throws -> DeskSettings { try JSONDecoder().decode(DeskSettings.self, from: Data(json.utf8)) }

    @Test func `what is not set has its default`() throws {
        #expect(try settings("{}").seasonDaysMax == 366)
        let some = try settings(#"{"season_days_max": 200}"#)
        #expect(some.seasonDaysMax == 200 && some.seasonAheadDaysMax == 730)
    }

    @Test(arguments: [#"{"season_days_max": 0}"#, #"{"season_ahead_days_max": -1}"#, #"{"season_days_max": 4000}"#, #"{"season_days_max": "long"}"#])
    func `a length that is none is refused`(json: String) {
        #expect(throws: OfficeError.self) { try settings(json) }
    }
}
