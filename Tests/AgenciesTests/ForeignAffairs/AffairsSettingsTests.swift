import Foundation
import Testing

@testable import Agencies

@Suite struct AffairsSettingsTests {
    private func settings(_ json: String) throws -> AffairsSettings { try JSONDecoder().decode(AffairsSettings.self, from: Data(json.utf8)) }

    @Test func `what is absent has its default`() throws {
        let settings = try settings(#"{"acknowledge_minutes": 10}"#)
        #expect((settings.acknowledgeMinutes, settings.missionHours, settings.reviewHours) == (10, 24, 24))
        #expect(settings.missions == Mission.standard)
    }

    @Test func `a misspelled setting, or one out of bounds, is no default`() {
        for json in [
            #"{"acknowledge_minute": 10}"#, #"{"acknowledge_minutes": 0}"#, #"{"mission_hours": 169}"#, #"{"organisation": "Sở Ngoại vụ"}"#,
            #"{"missions": [{"code": "có dấu", "vi": "x", "en": "x", "countries": ["CN"]}]}"#,
        ] {
            #expect(affairsRefusal { _ = try settings(json) }?.code == .configuration, "\(json)")
        }
    }

    @Test func `an office lists its own missions`() throws {
        let settings = try settings(
            #"{"missions": [{"code": "EM-DE", "vi": "Đại sứ quán tại Đức", "en": "Embassy in Germany", "countries": ["DE"]}]}"#
        )
        #expect(try settings.mission("EM-DE", for: "DE").name.vi == "Đại sứ quán tại Đức")
        #expect(affairsRefusal { _ = try settings.mission("CG-NN", for: "CN") }?.code == .unknown)
    }

    @Test func `the usual missions have codes that messages can carry`() throws {
        #expect(Set(Mission.standard.map(\.code)).count == Mission.standard.count)
        for mission in Mission.standard { #expect(try AffairsText.reference(mission.code) == mission.code) }
    }
}
