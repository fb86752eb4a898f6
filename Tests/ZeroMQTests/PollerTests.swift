import Foundation
import Synchronization
import Testing

@testable import ZeroMQ

@Suite struct PollerTests {
    @Test func `a poller tells which of its sources is ready`() throws {
        let context = try Context()
        let server = try context.socket(.pair)
        let client = try context.socket(.pair)
        try server.bind("inproc://poll")
        try client.connect("inproc://poll")
        let wakeup = try Wakeup()
        var poller = Poller()
        let socketIndex = poller.add(socket: server)
        let wakeIndex = poller.add(fileDescriptor: wakeup.fileDescriptor)
        #expect(try poller.wait(timeoutMilliseconds: 0) == 0)

        wakeup.signal()
        #expect(try poller.wait(timeoutMilliseconds: 10_000) == 1)
        #expect(poller.isReadable(wakeIndex) && !poller.isReadable(socketIndex))
        wakeup.drain()

        try client.send([1])
        #expect(try poller.wait(timeoutMilliseconds: 10_000) == 1)
        #expect(poller.isReadable(socketIndex) && !poller.isReadable(wakeIndex))

        poller.setInterest(socketIndex, [])
        #expect(try poller.wait(timeoutMilliseconds: 0) == 0)
        poller.setInterest(socketIndex, .readable)
        #expect(try poller.wait(timeoutMilliseconds: 0) == 1)
    }

    @Test(.timeLimit(.minutes(20)))
    func `a signal from another thread is never lost`() throws {
        let wakeup = try Wakeup()
        let posted = Atomic<Int>(0)
        let total = 200_000
        let thread = Thread {
            for _ in 0..<total {
                posted.add(1, ordering: .releasing)
                wakeup.signal()
            }
        }
        thread.start()
        var poller = Poller()
        _ = poller.add(fileDescriptor: wakeup.fileDescriptor)
        var seen = 0
        while seen < total {
            // Each wait ends by a signal: a time-out means that one was lost.
            let ready = try poller.wait(timeoutMilliseconds: 10_000)
            try #require(ready == 1, "lost after \(seen)")
            wakeup.drain()
            seen = posted.load(ordering: .acquiring)
        }
        while try poller.wait(timeoutMilliseconds: 0) > 0 { wakeup.drain() }
        wakeup.signal()
        wakeup.signal()
        #expect(try poller.wait(timeoutMilliseconds: 0) == 1)
        wakeup.drain()
        #expect(try poller.wait(timeoutMilliseconds: 0) == 0)
    }
}
