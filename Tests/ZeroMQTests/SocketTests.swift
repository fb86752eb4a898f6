import Testing

@testable import ZeroMQ

@Suite struct SocketTests {
    @Test func `a frame of any size arrives whole`() throws {
        let context = try Context()
        let server = try context.socket(.pair)
        let client = try context.socket(.pair)
        try server.bind("inproc://frames")
        try client.connect("inproc://frames")
        var frame = Frame()
        for count in [0, 1, 29, 30, 33, 255, 256, 65_537] {
            let sent = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            try client.send(sent)
            #expect(try server.waitToReceive(into: &frame))
            #expect(bytes(frame) == sent)
            let size = frame.count
            #expect(size == count)
            try #require(more(frame) == false)
        }
    }

    @Test func `the frames of a message say that more follow`() throws {
        let context = try Context()
        let server = try context.socket(.pair)
        let client = try context.socket(.pair)
        try server.bind("inproc://more")
        try client.connect("inproc://more")
        try client.send([1], more: true)
        try client.send([2])
        var frame = Frame()
        #expect(try server.waitToReceive(into: &frame))
        try #require(more(frame) == true)
        #expect(try server.receive(into: &frame))
        try #require(more(frame) == false)
        #expect(bytes(frame) == [2])
    }

    @Test func `nothing to receive is no error`() throws {
        let socket = try Context().socket(.dealer)
        var frame = Frame()
        #expect(try !socket.receive(into: &frame))
    }

    @Test func `an error names the call and the reason`() throws {
        let context = try Context()
        let first = try context.socket(.router)
        try first.bind("tcp://127.0.0.1:*")
        let endpoint = try first.lastEndpoint
        #expect(endpoint.hasPrefix("tcp://127.0.0.1:"))
        let second = try context.socket(.router)
        let error = #expect(throws: ZeroMQError.self) { try second.bind(endpoint) }
        #expect(error?.isAddressInUse == true)
        #expect(error?.description == "zmq_bind(\(endpoint)): Address already in use")
        let refused = #expect(throws: ZeroMQError.self) { try second.set(.curveServerKey, "no key") }
        #expect(refused?.call == "zmq_setsockopt(ZMQ_CURVE_SERVERKEY)")
    }

    @Test func `a ROUTER that must route says that a peer is gone`() throws {
        let router = try Context().socket(.router)
        try router.set(.routerMandatory, Int32(1))
        let error = #expect(throws: ZeroMQError.self) { try router.send([0, 1, 2, 3, 4], more: true) }
        #expect(error?.isHostUnreachable == true)
    }

    @Test func `a context has a limit of sockets`() throws {
        let context = try Context(maxSockets: 2)
        var sockets: [SocketBox] = []
        let error = #expect(throws: ZeroMQError.self) {
            for _ in 0..<4 { sockets.append(SocketBox(try context.socket(.dealer))) }
        }
        #expect(error?.call == "zmq_socket")
        #expect(sockets.count < 4)
    }

    @Test func `a hundred contexts leave no file descriptor behind`() throws {
        let before = openFileDescriptors()
        for _ in 0..<100 {
            let context = try Context()
            let server = try context.socket(.pair)
            try server.bind("inproc://leak")
            _ = try Wakeup()
        }
        #expect(openFileDescriptors() <= before + 40)
    }

    @Test func `the library has CURVE`() {
        #expect(ZeroMQLibrary.has("curve"))
        #expect(ZeroMQLibrary.version >= ZeroMQLibrary.Version(4, 3, 0))
    }
}

private final class SocketBox {
    let socket: Socket
    init(_ socket: consuming Socket) { self.socket = socket }
}
