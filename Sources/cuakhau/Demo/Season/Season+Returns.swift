import Agencies

/// The way back, and those who are late.
extension Season {
    private static let firstReturn = 76

    func returns(_ day: Int) async throws {
        let last = Self.firstReturn + SeasonPlan.returnDays
        if (Self.firstReturn..<last).contains(day) { try await comeBack(day - Self.firstReturn) }
        switch day {
        case 96: try await lookAfter()
        case 99: try scan(plan.cast.late, plan.gates[0], "entry")
        case 100: try close()
        default: break
        }
    }

    private func comeBack(_ index: Int) async throws {
        let abroad = Set(try journeys().filter { ["exited", "renewal_due"].contains($0.state) }.map(\.worker))
        var count = 0
        for (place, gate) in plan.gates.enumerated() {
            let numbers = (0..<plan.workers).filter { number in
                number % SeasonPlan.returnDays == index && number / SeasonPlan.returnDays % plan.gates.count == place
                    && !plan.cast.late.contains(number) && abroad.contains(refs[number])
            }
            count += numbers.count
            try scan(numbers, gate, "entry")
        }
        say("\(count) come home")
        try await stage.settle()
    }

    /// Somebody asks after those who are not back: one is reached, one needs protection, one is on the way.
    private func lookAfter() async throws {
        let due = try journeys().filter { $0.state == "welfare_due" }
        guard due.count == plan.cast.late.count else {
            throw CommandFailure(.software, "\(due.count) are asked after, and \(plan.cast.late.count) are late")
        }
        for journey in due {
            switch plan.cast.late.firstIndex(of: number(of: journey.worker)) {
            case 0: try labour.run("journey", "contacted", journey.contract)
            case 1: try labour.run("journey", "case", journey.contract, "--kind", "accident")
            default: break
            }
        }
        say("\(due.count) are not back: somebody asks after them")
        try await stage.settle()
        try await take()
    }
}
