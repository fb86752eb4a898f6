import Foundation
import Testing

@testable import Broker

/// What commands do in the home reaches the audit chain, whether a gateway runs or not.
struct HomeActSpoolTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("cuakhau-spool-\(UUID().uuidString)").path
    private var spool: HomeActSpool { HomeActSpool(path: path) }

    private func act(_ number: Int) -> HomeAct { HomeAct(kind: .incidentOpened, number: number, purpose: "số \(number)", user: "root") }

    @Test func `what was done is handed out once, and taken away when it is on disk`() throws {
        defer { unlink(path) }
        var watch = HomeActWatch(spool: spool)
        #expect(watch.takeNew(commits: 0, isSettled: true).isEmpty)
        try spool.append(act(1))
        try spool.append(act(2))
        #expect(watch.takeNew(commits: 0, isSettled: true) == [act(1), act(2)])
        #expect(watch.takeNew(commits: 1, isSettled: false).isEmpty)
        // What comes later is handed out though nothing ever settles, and what is in the file stays until all of it is on disk.
        try spool.append(act(3))
        #expect(watch.takeNew(commits: 2, isSettled: false) == [act(3)])
        #expect(spool.acts().acts.count == 3)
        #expect(watch.takeNew(commits: 3, isSettled: false).isEmpty && spool.acts().acts.count == 3)
        #expect(watch.takeNew(commits: 4, isSettled: false).isEmpty && spool.acts().acts.isEmpty)
        try spool.append(act(4))
        #expect(watch.takeNew(commits: 4, isSettled: false) == [act(4)])
    }

    @Test func `a gateway that died before it told finds it again, and a line that was cut short is passed over`() throws {
        defer { unlink(path) }
        try spool.append(act(1))
        var dead = HomeActWatch(spool: spool)
        #expect(dead.takeNew(commits: 0, isSettled: true) == [act(1)])
        var next = HomeActWatch(spool: spool)
        #expect(next.takeNew(commits: 0, isSettled: true) == [act(1)])
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data(#"{"kind":"inqu"#.utf8))
        try file.close()
        #expect(spool.acts().acts == [act(1)])
        // Nor does it spoil the next.
        try spool.append(act(2))
        #expect(spool.acts().acts == [act(1), act(2)])
    }

    @Test func `a file that nobody empties is full one day, and what cannot be told is not done`() throws {
        defer { unlink(path) }
        try Data(repeating: 10, count: HomeActSpool.byteCountMax).write(to: URL(fileURLWithPath: path))
        #expect(throws: HomeError.self) { try spool.append(act(1)) }
    }
}
