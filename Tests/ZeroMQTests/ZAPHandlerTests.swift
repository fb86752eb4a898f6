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
