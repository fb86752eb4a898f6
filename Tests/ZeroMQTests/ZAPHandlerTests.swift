import Testing

@testable import ZeroMQ

/// A CURVE server and its handler, driven by the test's own thread.
private struct Gate: ~Copyable {
    let context: Context
    let keys: CurveKeyPair
    var handler: ZAPHandler?
    let server: Socket

    init(withHandler: Bool = true) throws {
        let context = try Context()
        let keys = try CurveKeyPair.generate()
        let handler = withHandler ? try ZAPHandler(context: context) : nil
        let server = try context.socket(.router)
        try server.set(.curveServer, Int32(1))
        try server.set(.curveSecretKey, keys.secretKey)
        try server.set(.zapDomain, "test")
        try server.set(.zapEnforceDomain, Int32(1))
        try server.set(.linger, Int32(0))
        try server.set(.handshakeInterval, Int32(500))
        try server.bind("tcp://127.0.0.1:*")
        self.context = context
        self.keys = keys
        self.handler = handler
        self.server = server
    }

    func client(_ clientKeys: CurveKeyPair) throws -> Socket {
        let client = try context.socket(.dealer)
        try client.set(.curveServerKey, keys.publicKey.description)
        try client.set(.curvePublicKey, clientKeys.publicKey.description)
        try client.set(.curveSecretKey, clientKeys.secretKey)
        try client.set(.linger, Int32(0))
        return client
    }
}

@Suite struct ZAPHandlerTests {
    @Test func `a known key comes in, and its name comes with its frames`() throws {
        var gate = try Gate()
        let keys = try CurveKeyPair.generate()
        let client = try gate.client(keys)
        try client.connect(try gate.server.lastEndpoint)
        try client.send(Array("hello".utf8))
        var poller = Poller()
        let zap = gate.handler!.add(to: &poller)
        let server = poller.add(socket: gate.server)
        var requests: [ZAPRequest] = []
        while try poller.wait(timeoutMilliseconds: 10_000) > 0, !poller.isReadable(server) {
            guard poller.isReadable(zap) else { continue }
            _ = try gate.handler!.handleReady { request in
                requests.append(request)
                return .accept(userID: "agency")
            }
        }
        var frame = Frame()
        #expect(try gate.server.receive(into: &frame))
        try #require(more(frame) == true)
        #expect(try gate.server.receive(into: &frame))
        #expect(bytes(frame) == Array("hello".utf8))
        let user = frame.property("User-Id")
        #expect(user == "agency")
        let none = frame.property("No-Such-Property")
        #expect(none == nil)
        #expect(requests.map(\.curveKey) == [keys.publicKey])
        #expect(requests.map(\.domain) == ["test"])
        #expect(requests.map(\.address) == ["127.0.0.1"])
    }

    @Test func `a refused key is told so, and none of its frames comes in`() throws {
        var gate = try Gate()
        let client = try gate.client(try CurveKeyPair.generate())
        var monitor = try SocketMonitor(of: client, context: gate.context)
        try client.connect(try gate.server.lastEndpoint)
        try client.send([1])
        var poller = Poller()
        let zap = gate.handler!.add(to: &poller)
        let server = poller.add(socket: gate.server)
        let events = poller.add(socket: monitor.socket)
        var event: SocketMonitor.Event?
        while event != .authenticationFailed, try poller.wait(timeoutMilliseconds: 10_000) > 0 {
            if poller.isReadable(zap) { _ = try gate.handler!.handleReady { _ in .refuse(reason: "unknown") } }
            if poller.isReadable(events) { event = try monitor.next() }
            #expect(!poller.isReadable(server))
        }
        #expect(event == .authenticationFailed)
    }

    @Test func `without a handler nobody comes in`() throws {
        let gate = try Gate(withHandler: false)
        let client = try gate.client(try CurveKeyPair.generate())
        var monitor = try SocketMonitor(of: client, context: gate.context)
        try client.connect(try gate.server.lastEndpoint)
        try client.send([1])
        var poller = Poller()
        let server = poller.add(socket: gate.server)
        let events = poller.add(socket: monitor.socket)
        var sawEnd = false
        while !sawEnd, try poller.wait(timeoutMilliseconds: 10_000) > 0 {
            #expect(!poller.isReadable(server))
            if poller.isReadable(events), let event = try monitor.next() { sawEnd = event != .other }
        }
        #expect(sawEnd)
    }

    /// Somebody who is in, whose frames still arrive; and somebody who waits for an answer of the handler's, who never gets in.
    private func checkThatOthersGoOn(_ gate: borrowing Gate, _ inside: borrowing Socket, _ waiting: inout SocketMonitor) throws {
        var poller = Poller()
        let server = poller.add(socket: gate.server)
        let events = poller.add(socket: waiting.socket)
        var frame = Frame()
        var (received, sent, isOut) = (0, 0, false)
        // Until the one who waits is shown out by the handshake's own time.
        while !isOut || received < 20 {
            if sent < 20 { try inside.send([7]) }
            sent += 1
            try #require(try poller.wait(timeoutMilliseconds: 10_000) > 0)
            if poller.isReadable(server) {
                while try gate.server.receive(into: &frame) {
                    guard !frame.hasMore else { continue }
                    #expect(bytes(frame) == [7])
                    received += 1
                }
            }
            if poller.isReadable(events), let event = try waiting.next(), event != .other { isOut = true }
        }
        #expect(received == 20)
    }

    private func letIn(_ gate: inout Gate, _ client: borrowing Socket) throws {
        try client.connect(try gate.server.lastEndpoint)
        try client.send([1])
        var poller = Poller()
        let zap = gate.handler!.add(to: &poller)
        let server = poller.add(socket: gate.server)
        while try poller.wait(timeoutMilliseconds: 10_000) > 0, !poller.isReadable(server) {
            if poller.isReadable(zap) { _ = try gate.handler!.handleReady { _ in .accept(userID: "agency") } }
        }
        var frame = Frame()
        while try gate.server.receive(into: &frame) {}
    }

    @Test(.timeLimit(.minutes(20)))
    func `while the handler is slow nobody comes in, those that are in go on, and later it answers as before`() throws {
        var gate = try Gate()
        let inside = try gate.client(try CurveKeyPair.generate())
        try letIn(&gate, inside)
        do {
            let waiting = try gate.client(try CurveKeyPair.generate())
            // Dials once: its handshake ends, and it does not begin another.
            try waiting.set(.reconnectInterval, Int32(-1))
            var monitor = try SocketMonitor(of: waiting, context: gate.context)
            try waiting.connect(try gate.server.lastEndpoint)
            try waiting.send([9])
            try checkThatOthersGoOn(gate, inside, &monitor)
        }
        let late = try gate.client(try CurveKeyPair.generate())
        try letIn(&gate, late)
    }

    @Test(.timeLimit(.minutes(20)))
    func `a handler that dies with a request in hand lets nobody in, and those that are in go on`() throws {
        var gate = try Gate()
        let inside = try gate.client(try CurveKeyPair.generate())
        try letIn(&gate, inside)
        let waiting = try gate.client(try CurveKeyPair.generate())
        try waiting.set(.reconnectInterval, Int32(-1))
        var monitor = try SocketMonitor(of: waiting, context: gate.context)
        try waiting.connect(try gate.server.lastEndpoint)
        try waiting.send([9])
        do {
            var poller = Poller()
            _ = gate.handler!.add(to: &poller)
            // The request is there.
            #expect(try poller.wait(timeoutMilliseconds: 10_000) == 1)
        }
        gate.handler = nil
        try checkThatOthersGoOn(gate, inside, &monitor)
    }

    @Test func `a malformed request is refused, and the handler goes on`() throws {
        let context = try Context()
        var handler = try ZAPHandler(context: context)
        let peer = try context.socket(.request)
        try peer.connect("inproc://zeromq.zap.01")
        var frame = Frame()
        let requests: [[[UInt8]]] = [
            [Array("1.0".utf8), [7]],
            [Array("9.9".utf8), [7], [], [], [], Array("CURVE".utf8), [UInt8](repeating: 1, count: 32)],
            [Array("1.0".utf8), [7], [], [], [], Array("CURVE".utf8), [1, 2, 3]],
            [Array("1.0".utf8), [7], [], [], [], Array("CURVE".utf8), [UInt8](repeating: 1, count: 100_000)],
            [Array("1.0".utf8), [7]] + Array(repeating: [1], count: 50),
        ]
        for request in requests {
            for (index, part) in request.enumerated() { try peer.send(part, more: index < request.count - 1) }
            var poller = Poller()
            _ = handler.add(to: &poller)
            #expect(try poller.wait(timeoutMilliseconds: 10_000) == 1)
            #expect(try handler.handleReady { _ in .accept(userID: "never") } == 1)
            var answer: [[UInt8]] = []
            repeat {
                #expect(try peer.waitToReceive(into: &frame))
                answer.append(frame.bytes)
            } while frame.hasMore
            #expect(answer.count == 6)
            #expect(answer[2] == Array("400".utf8))
            #expect(answer[4].isEmpty)
        }
    }
}
