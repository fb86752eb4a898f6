import ZeroMQ

extension ConnectionID {
    /// The connection of a routing id that libzmq made: a zero byte and four more. Nil for one that a peer chose itself.
    init?(routingID: borrowing Frame, door: UInt64) {
        let number: UInt64? = routingID.withUnsafeBytes { bytes in
            guard bytes.count == 5, bytes[0] == 0 else { return nil }
            return UInt64(bytes.loadUnaligned(fromByteOffset: 1, as: UInt32.self))
        }
        guard let number else { return nil }
        self.init(rawValue: door << 32 | number)
    }

    func withRoutingID(_ body: (UnsafeRawBufferPointer) throws(ZeroMQError) -> Void) throws(ZeroMQError) {
        // Five bytes on the stack: this runs for every frame that is sent.
        var bytes: (UInt8, UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0, 0)
        let number = UInt32(truncatingIfNeeded: rawValue)
        try withUnsafeMutableBytes(of: &bytes) { (buffer) throws(ZeroMQError) in
            buffer.storeBytes(of: number, toByteOffset: 1, as: UInt32.self)
            try body(UnsafeRawBufferPointer(buffer))
        }
    }
}
