/// What a simulation's message is known by: it lies in the event id.
struct MessageLabel {
    let publisher: Int
    let key: Int
    let sequence: UInt64

    init(publisher: Int, key: Int, sequence: UInt64) {
        self.publisher = publisher
        self.key = key
        self.sequence = sequence
    }

    init(idLow: UInt64) {
        publisher = Int(idLow >> 48 & 0xff)
        key = Int(idLow >> 32 & 0xffff)
        sequence = idLow & 0xffff_ffff
    }

    var number: UInt64 { UInt64(publisher) << 48 | UInt64(key) << 32 | sequence }
    /// The second half of the event id.
    var idLow: UInt64 { number | 0x80 << 56 }
}
