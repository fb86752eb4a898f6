import Agencies
import Foundation
import Testing

/// What the rows say stands in the lines they cite.
struct CitationTests {
    private let data = ReferenceData.standard
    private let plan: PlanText

    init() throws {
        plan = try PlanText()
    }

    @Test func `every fund's amount stands in its lines`() throws {
        for fund in data.funds {
            let text = try #require(plan.plain(fund.sourceLines.ranges), "\(fund.id)")
            #expect(PlanText.billions(text).contains(fund.amountVND), "\(fund.id), lines \(fund.sourceLines)")
        }
    }

    @Test func `the plan names no sum of money that is not a fund`() throws {
        let text = try #require(plan.plain([1...plan.lines.count]))
        #expect(PlanText.billions(text).sorted() == data.funds.map(\.amountVND).sorted())
    }

    @Test func `every target's figures stand in its lines`() throws {
        for target in data.targets {
            let numbers = PlanText.integers(try #require(plan.plain(target.sourceLines.ranges), "\(target.id)"))
            if let minimum = target.minimum { #expect(numbers.contains(minimum), "\(target.id), lines \(target.sourceLines)") }
            if let growth = target.growthPercent {
                #expect(numbers.contains(growth.lowerBound) && numbers.contains(growth.upperBound), "\(target.id), lines \(target.sourceLines)")
            }
        }
    }

    @Test func `every deadline's day stands in its lines`() throws {
        for deadline in data.reportDeadlines {
            let text = try #require(plan.plain(deadline.sourceLines.ranges), "\(deadline.id)")
            if let before = deadline.before { #expect(text.contains("ngay \(before.day)/\(before.month)"), "\(deadline.id)") }
        }
    }

    @Test func `every organisation is named in its lines`() throws {
        for organisation in data.organisations {
            guard let lines = organisation.sourceLines else { continue }
            let text = try #require(plan.plain(lines.ranges), "\(organisation.id)")
            // The branch of an office's name that its heading has in another spelling still leaves most of the words.
            let share = PlanText.share(of: PlanText.words(organisation.nameVI), in: PlanText.words(text))
            #expect(share >= 0.7, "\(organisation.id), lines \(lines): \(share)")
        }
    }

    @Test func `fund, target and deadline names stand in their lines`() throws {
        let rows =
            data.funds.map { ($0.id, $0.nameVI, $0.sourceLines) } + data.targets.map { ($0.id, $0.nameVI, $0.sourceLines) }
            + data.reportDeadlines.map { ($0.id, $0.nameVI, $0.sourceLines) }
        for (id, name, lines) in rows {
            let text = try #require(plan.plain(lines.ranges), "\(id)")
            let share = PlanText.share(of: PlanText.words(name), in: PlanText.words(text))
            #expect(share >= 0.7, "\(id), lines \(lines): \(share)")
        }
    }

    @Test func `what the message types cite is there`() throws {
        let protocols = URL(filePath: PlanText.folder).appending(path: "../Protocols").standardizedFileURL
        let files = try FileManager.default.subpathsOfDirectory(atPath: protocols.path(percentEncoded: false)).filter { $0.hasSuffix(".proto") }
        var cited = 0
        for file in files {
            let text = try String(contentsOf: protocols.appending(path: file), encoding: .utf8)
            // A citation may be broken by the end of a comment's line.
            let comments = text.replacing(#/\n\s*\/\/ ?/#, with: " ")
            for citation in comments.matches(of: #/\[S([^\]]*)\]/#) {
                let parts = citation.1.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
                for part in parts {
                    let lines = try #require(SourceLines(part), "\(file): [S\(citation.1)]")
                    for end in lines.ranges.flatMap({ [$0.lowerBound, $0.upperBound] }) {
                        let line = try #require(plan.plain([end...end]), "\(file): line \(end) is not there")
                        #expect(line.contains { $0.isLetter || $0.isNumber }, "\(file): line \(end) is empty")
                    }
                    cited += 1
                }
            }
        }
        // Else it would prove nothing.
        #expect(cited > 40)
    }

    @Test func `no cited range is empty paper`() throws {
        let cited =
            data.funds.map(\.sourceLines) + data.targets.map(\.sourceLines) + data.reportDeadlines.map(\.sourceLines)
            + data.organisations.compactMap(\.sourceLines)
        for lines in cited {
            for range in lines.ranges {
                for end in [range.lowerBound, range.upperBound] {
                    let text = try #require(plan.plain([end...end]), "line \(end)")
                    #expect(text.contains { $0.isLetter || $0.isNumber }, "line \(end) is empty: the range can be shorter")
                }
            }
        }
    }
}
