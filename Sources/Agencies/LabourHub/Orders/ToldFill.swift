import Contracts
import SwiftProtobuf

/// How far an order is filled, as the desk is told: no count from 1 to 4, and none that could be worked out by taking one count from another.
///
/// Who was offered a place and who accepted are told as they are, from five on: orders fill, and seats are given up, by these. Journeys are not the desk's
/// business, so of these it learns in steps of five or more, and never who the last few are: see ``told(_:of:toldWhole:before:)``.
struct ToldFill: Hashable, Sendable {
    let offered: Int
    let accepted: Int
    let departed: Int
    let returned: Int

    init(offered: Int, accepted: Int, departed: Int, returned: Int) {
        self.offered = offered
        self.accepted = accepted
        self.departed = departed
        self.returned = returned
    }

    /// - Parameter before: What was told last; at first zeros.
    init(_ fill: Fill, after before: ToldFill) {
        offered = SmallCount.suppressed(fill.offered)
        accepted = SmallCount.suppressed(fill.accepted)
        departed = Self.told(fill.departed, of: fill.accepted, toldWhole: accepted, before: before.departed)
        returned = Self.told(fill.returned, of: fill.departed, toldWhole: departed, before: before.returned)
    }

    /// A part of a whole, such that neither the part, nor what is left of the whole, nor the step since the last report is 1 to 4.
    ///
    /// It tells all of the whole only where that is so; else at least five are left. A count that moves by less than five stays as it was told, and may be
    /// that much too high for a while where somebody goes out again. Where it cannot stay, because the whole has moved, it falls back by five or more.
    static func told(_ count: Int, of whole: Int, toldWhole: Int, before: Int) -> Int {
        let most = count == whole ? toldWhole : min(count, toldWhole - SmallCount.least)
        let next = SmallCount.suppressed(max(0, most))
        let canStay = before <= toldWhole && SmallCount.suppressed(toldWhole - before) == toldWhole - before
        guard abs(next - before) < SmallCount.least else { return next }
        return canStay ? before : SmallCount.suppressed(max(0, min(before, toldWhole) - SmallCount.least))
    }

    func message(_ order: String) -> Langson_Demand_V1_FillReported {
        .with {
            $0.orderID = order
            $0.offered = UInt32(offered)
            $0.accepted = UInt32(accepted)
            $0.departed = UInt32(departed)
            $0.returned = UInt32(returned)
        }
    }
}
