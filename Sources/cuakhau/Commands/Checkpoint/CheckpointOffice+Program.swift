import Agencies
import Client
import GRDB

extension CheckpointOffice: OfficeProgram {
    init(home: OfficeHome) throws {
        let settings = try home.settings(CheckpointSettings.self) ?? CheckpointSettings()
        guard let gate = try settings.gate ?? home.profile().gate else {
            throw OfficeError(
                .configuration,
                vi: "không rõ cửa khẩu nào: hồ sơ không ghi, hãy thêm `gate:` vào mục settings của office.yaml",
                en: "which gate is it? The profile names none: add `gate:` to the settings of office.yaml"
            )
        }
        self.init(gate: gate, settings: settings)
    }

    static var settingsTemplate: String { CheckpointSettings.template }

    func statusLines(_ store: OfficeStore, _ language: Language, now: UTCTime) throws -> [String] {
        try store.read { database in
            let estimate = try clock(database, at: now)
            let now = try gatewayTime(now, database)
            let today = now.day()
            let manifests = try manifests(today...today, database)
            let exits = try crossings(today, .exit, database)
            let entries = try crossings(today, .entry, database)
            let calls = try alerts(includingOver: false, database).filter { $0.isOwn && $0.acknowledgements.isEmpty }.count
            let expected = manifests.reduce(0) { $0 + $1.expected }
            let departed = manifests.reduce(0) { $0 + $1.departed }
            var lines = [gateLine(try gatePeriod(at: now, database))]
            lines.append(
                Wording(
                    vi: "hôm nay: xuất cảnh \(exits.all), nhập cảnh \(entries.all); danh sách \(expected), đã qua \(departed)",
                    en: "today: exits \(exits.all), entries \(entries.all); expected \(expected), departed \(departed)"
                )
            )
            if calls > 0 {
                lines.append(
                    Wording(vi: "CẢNH BÁO CHƯA CÓ ĐƠN VỊ TIẾP NHẬN: \(calls)", en: "ALERTS THAT NOBODY HAS ACKNOWLEDGED: \(calls)")
                )
            }
            lines.append(clockLine(estimate))
            return lines.map { $0[language] }
        }
    }

    private func gateLine(_ period: GatePeriod?) -> Wording {
        let name = ReferenceData.standard.gate(gate)?.nameVI ?? gate
        guard let period else {
            return Wording(vi: "cửa khẩu \(name): chưa thông báo trạng thái", en: "gate \(name): nobody has said whether it is open")
        }
        return Wording(
            vi: "cửa khẩu \(name): \(period.state.name.vi), \(period.span(.vi))",
            en: "gate \(name): \(period.state.name.en), \(period.span(.en))"
        )
    }

    private func clockLine(_ estimate: ClockEstimate?) -> Wording {
        guard let estimate else { return Wording(vi: "đồng hồ: chưa so được với cổng", en: "clock: not compared with the gateway's") }
        guard estimate.isWrong else { return Wording(vi: "đồng hồ: khớp với cổng", en: "clock: agrees with the gateway's") }
        let direction = estimate.ahead > 0 ? Wording(vi: "nhanh", en: "ahead of") : Wording(vi: "chậm", en: "behind")
        let effect =
            settings.correctClock
            ? Wording(vi: "mọi giờ ghi nhận được hiệu chỉnh; hãy chỉnh lại đồng hồ", en: "all times are corrected for it; set the clock right")
            : Wording(vi: "KHÔNG hiệu chỉnh (correct_clock: false)", en: "NOT corrected for (correct_clock: false)")
        return Wording(
            vi: "ĐỒNG HỒ \(direction.vi.uppercased()) \(estimate.size.vi) so với cổng: \(effect.vi)",
            en: "THE CLOCK IS \(estimate.size.en) \(direction.en.uppercased()) the gateway's: \(effect.en)"
        )
    }
}

extension OpenOffice<CheckpointOffice> {
    /// The day at the gate, whatever this machine's clock says.
    func today() throws -> CalendarDay { try read { rules, database in try rules.gatewayTime(clock.now(), database).day() } }
}
