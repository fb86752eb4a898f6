import Testing

@testable import ZeroMQ

@Suite struct SocketMonitorTests {
    @Test(.timeLimit(.minutes(20)))
    func `a monitor that goes before its socket does not stop libzmq's thread`() throws {
        let context = try Context()
        let client = try context.socket(.dealer)
        try client.set(.linger, Int32(0))
        do {
            let server = try context.socket(.router)
            try server.set(.linger, Int32(0))
            try server.bind("tcp://127.0.0.1:*")
            do {
                let monitor = try SocketMonitor(of: client, context: context)
                try client.connect(try server.lastEndpoint)
                try client.send([1])
                var frame = Frame()
                #expect(try server.waitToReceive(into: &frame))
                #expect(try server.waitToReceive(into: &frame))
                withExtendedLifetime(monitor.socket.handle) {}
            }
            // Now the server goes: an event, and nobody to hear it.
        }
        // libzmq's thread must still move frames for others.
        let left = try context.socket(.dealer)
        let right = try context.socket(.dealer)
        try left.bind("tcp://127.0.0.1:*")
        try right.connect(try left.lastEndpoint)
        var poller = Poller()
        _ = poller.add(socket: left)
        for _ in 0..<50 {
            try right.send([1])
            #expect(try poller.wait(timeoutMilliseconds: 10_000) == 1)
            var frame = Frame()
            #expect(try left.receive(into: &frame))
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a socket that goes before its monitor is closed all the same`() throws {
        let context = try Context()
        var monitor: SocketMonitor?
        do {
            let client = try context.socket(.dealer)
            monitor = try SocketMonitor(of: client, context: context)
            try client.connect("tcp://127.0.0.1:1")
        }
        let event = try monitor?.next()
        #expect(event == nil || event == .other || event == .disconnected)
        monitor = nil
    }
}
