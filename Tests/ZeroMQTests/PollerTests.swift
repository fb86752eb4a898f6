import Foundation
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

    @Test func `a signal from another thread is never lost`() throws {
        let wakeup = try Wakeup()
        let rounds = 2_000
        let thread = Thread { for _ in 0..<rounds { wakeup.signal() } }
        thread.start()
        var poller = Poller()
        _ = poller.add(fileDescriptor: wakeup.fileDescriptor)
        // After the last signal at least one wake must still come, however they fell together.
        var wakes = 0
        while !thread.isFinished {
            if try poller.wait(timeoutMilliseconds: 1) > 0 {
                wakes += 1
                wakeup.drain()
            }
        }
        while try poller.wait(timeoutMilliseconds: 0) > 0 {
            wakes += 1
            wakeup.drain()
        }
        #expect(wakes >= 1)
        wakeup.signal()
        wakeup.signal()
        #expect(try poller.wait(timeoutMilliseconds: 0) == 1)
        wakeup.drain()
        #expect(try poller.wait(timeoutMilliseconds: 0) == 0)
    }
}
