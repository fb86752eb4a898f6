import Foundation
import Synchronization
import Testing

@testable import Agencies

@Suite struct CaseTakingTests {
    @Test func `of two processes that take one case at once, exactly one gets it`() async throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        let now = office.now
        for round in 0..<5 {
            let stores = try [office.opened(), office.opened()]
            let barrier = Barrier(count: stores.count)
            let outcomes = await withTaskGroup(of: OfficeError.Code?.self) { group in
                for (number, store) in stores.enumerated() {
                    group.addTask {
                        barrier.wait()
                        return affairsRefusal {
                            try store.write(at: now) { _ = try AffairsOffice().takeCase(id, officer: "Cán bộ \(round)-\(number)", in: $0) }
                        }?.code
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            // In the first round one is refused, afterwards both: a case has one officer for good.
            #expect(outcomes.count { $0 == .conflict } == (round == 0 ? 1 : 2))
            #expect(outcomes.count { $0 == nil } == (round == 0 ? 1 : 0))
            for store in stores { store.close() }
        }
        #expect(try office.steps(id).map(\.act) == [.opened, .taken])
    }
}

/// Lets threads go at the same moment.
private final class Barrier: Sendable {
    private let waiting: Mutex<Int>

    init(count: Int) { waiting = Mutex(count) }

    func wait() {
        waiting.withLock { $0 -= 1 }
        while waiting.withLock({ $0 > 0 }) { sched_yield() }
    }
}
