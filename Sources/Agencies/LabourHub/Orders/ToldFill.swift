import Contracts
import SwiftProtobuf

/// How far an order is filled, as the desk is told: no count from 1 to 4, and none that could be worked out by taking one count from another.
///
/// Who was offered a place and who accepted are told as they are, from five on: orders fill, and seats are given up, by these. Journeys are not the desk's
/// business: of these it is told fives, and never who the last few are.
///
/// It follows from the counts alone, and not from what was told before: so it is the same whenever the hub looks.
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

    init(_ fill: Fill) {
        offered = SmallCount.suppressed(fill.offered)
        accepted = SmallCount.suppressed(fill.accepted)
        departed = Self.told(fill.departed, of: fill.accepted, toldWhole: accepted)
        returned = Self.told(fill.returned, of: fill.departed, toldWhole: departed)
    }

    /// A part of a whole: all of it, or fives of which at least five are left. So neither it, nor what is left, nor a step from one report to the next is
    /// 1 to 4, as long as the whole stays as it is; and it is never too high.
    private static func told(_ count: Int, of whole: Int, toldWhole: Int) -> Int {
        guard count < whole else { return toldWhole }
        let most = max(0, min(count, toldWhole - SmallCount.least))
        return most - most % SmallCount.least
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
