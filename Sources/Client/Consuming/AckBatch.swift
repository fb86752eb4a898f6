import Wire

/// What a consumer tells its gateway at one time. The ranges of each kind rise.
struct AckBatch {
    var acknowledged: [LeaseRange] = []
    var begun: [LeaseRange] = []
    var answers: [MessageAnswer] = []

    /// A frame of many parts stays well below the limits of bytes and parts: it is cut at a thousand.
    static let itemsMax = 1_000

    /// The ACK frames, in the order in which they are to be sent: what is dealt with before what is begun, so that a range of the latter may
    /// pass over the former.
    func frames(subscription: UInt32) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        var writer = AckWriter(subscription: subscription)
        func append(_ write: (inout AckWriter) -> Void) {
            if writer.count == Self.itemsMax {
                frames.append(writer.finish())
                writer = AckWriter(subscription: subscription)
            }
            write(&writer)
        }
        for range in acknowledged { append { $0.appendAcknowledged(range) } }
        for answer in answers { append { $0.append(answer) } }
        for range in begun { append { $0.appendBegun(range) } }
        if writer.count > 0 { frames.append(writer.finish()) }
        return frames
    }
}
