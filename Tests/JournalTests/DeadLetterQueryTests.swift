import Testing

@testable import Journal

@Suite struct DeadLetterQueryTests {
    private let folder = Folder()

    /// Twelve dead letters of three consumers: position `n` has type `n % 3`, key `n % 2`, died at `n * 10`.
    private func opened(bodySize: Int = 10, count: UInt64 = 12) throws -> SQLiteJournal {
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        var batch = JournalBatch(
            (1...count).map {
                Note(type: UInt16($0 % 3), sequence: $0, key: [UInt8($0 % 2)], body: [UInt8](repeating: UInt8($0 & 255), count: bodySize))
            },
            first: 1
        )
        batch.consumers = (1...3).map {
            ConsumerRecord(id: $0, principal: "p", name: "c\($0)", filter: ">", purpose: "", createdAt: 0, position: 1)
        }
        batch.deadLetters = (1...count).map { .example(UInt32(($0 - 1) % 3) + 1, $0, at: Int64($0) * 10) }
        try journal.commit(batch)
        return journal
    }

    private func positions(_ reader: any JournalReader, _ change: (inout DeadLetterQuery) -> Void) throws -> [UInt64] {
        var query = DeadLetterQuery()
        change(&query)
        return try reader.deadLetters(query).letters.map(\.letter.position)
    }

    @Test func `each filter narrows, and all together`() throws {
        let reader = try opened().makeReader()
        #expect(try positions(reader) { _ in } == Array(1...12))
        #expect(try positions(reader) { $0.consumers = [2] } == [2, 5, 8, 11])
        #expect(try positions(reader) { $0.consumers = [3, 1, 77] } == [1, 3, 4, 6, 7, 9, 10, 12])
        #expect(try positions(reader) { $0.consumers = [] } == [])
        #expect(try positions(reader) { $0.position = 7 } == [7])
        #expect(try positions(reader) { ($0.position, $0.consumers) = (7, [2]) } == [])
        #expect(try positions(reader) { $0.position = .max } == [])
        #expect(try positions(reader) { $0.types = [0, 2] } == [2, 3, 5, 6, 8, 9, 11, 12])
        #expect(try positions(reader) { $0.types = [] } == [])
        #expect(try positions(reader) { $0.key = [1] } == [1, 3, 5, 7, 9, 11])
        #expect(try positions(reader) { $0.key = [] } == [])
        #expect(try positions(reader) { $0.times = 30...60 } == [3, 4, 5, 6])
        #expect(
            try positions(reader) {
                $0.consumers = [2, 3]
                $0.types = [2, 0]
                $0.key = [1]
                $0.times = 0...100
            } == [3, 5, 9]
        )
        // Every type that there can be, and more consumers than a statement has parameters.
        #expect(
            try positions(reader) {
                $0.types = Array(0...UInt16.max)
                $0.consumers = Array(1...300_000)
            } == Array(1...12)
        )
    }

    @Test func `pages follow one on the other until the end`() throws {
        let reader = try opened().makeReader()
        var query = DeadLetterQuery()
        query.countMax = 2
        query.consumers = [1, 3]
        var pages: [[UInt64]] = []
        while true {
            let page = try reader.deadLetters(query)
            pages.append(page.letters.map(\.letter.position))
            guard let next = page.next else { break }
            query.from = next
        }
        #expect(pages == [[1, 3], [4, 6], [7, 9], [10, 12]])
        query.from = .max
        #expect(try reader.deadLetters(query).letters.isEmpty)
    }

    @Test func `a page goes on where it was, whatever happens meanwhile`() throws {
        let journal = try opened()
        let reader = try journal.makeReader()
        var query = DeadLetterQuery()
        query.countMax = 5
        query.from = try #require(try reader.deadLetters(query).next)
        var batch = JournalBatch()
        batch.resolved = [1, 6, 12].map { Letter(consumer: UInt32(($0 - 1) % 3) + 1, position: $0) }
        batch.retried = [Letter(consumer: 1, position: 7)]
        try journal.commit(batch)
        var later = JournalBatch()
        later.deadLetters = [.example(1, 12)]
        try journal.commit(later)
        query.countMax = 100
        let page = try reader.deadLetters(query)
        #expect(page.letters.map(\.letter.position) == [7, 8, 9, 10, 11, 12])
        #expect(page.letters.map(\.isRetrying) == [true, false, false, false, false, false])
        #expect(page.next == nil)
        // The last one's number was not given anew: who had seen it sees the new one.
        query.from = 13
        #expect(try reader.deadLetters(query).letters.map(\.letter) == [Letter(consumer: 1, position: 12)])
    }

    @Test func `a page is bounded in bytes, but has one letter at least`() throws {
        let reader = try opened(bodySize: 400_000).makeReader()
        var query = DeadLetterQuery()
        var pages: [Int] = []
        while true {
            let page = try reader.deadLetters(query)
            #expect(page.bytes.count <= DeadLetterReader.pageBytesMax)
            for letter in page.letters { #expect(page.bytes[letter.message.body.range].first == UInt8(letter.letter.position)) }
            pages.append(page.letters.count)
            guard let next = page.next else { break }
            query.from = next
        }
        #expect(pages == [Int](repeating: 2, count: 6))
    }

    @Test func `a letter larger than a page is a page`() throws {
        let page = try opened(bodySize: 2_000_000, count: 3).makeReader().deadLetters(DeadLetterQuery())
        #expect(page.letters.count == 1)
        #expect(page.next == 2)
    }

    @Test func `a page is bounded in letters, whatever is asked for`() throws {
        let reader = try opened(count: 1_100).makeReader()
        for (asked, given) in [(Int.min, 1), (0, 1), (1, 1), (1_000, 1_000), (Int.max, 1_000)] {
            var query = DeadLetterQuery()
            query.countMax = asked
            let page = try reader.deadLetters(query)
            #expect(page.letters.count == given)
            #expect(page.next == UInt64(given) + 1)
        }
    }
}
