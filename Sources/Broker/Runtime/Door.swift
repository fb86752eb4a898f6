import ZeroMQ

/// A ROUTER socket with a server key of its own. There is a second one while the server key is being exchanged.
final class Door {
    let socket: Socket
    /// Part of the connections' ids: libzmq counts its own for each socket.
    let number: UInt64
    let pollIndex: Int

    init(_ socket: consuming Socket, number: UInt64, pollIndex: Int) {
        self.socket = socket
        self.number = number
        self.pollIndex = pollIndex
    }
}
