/// Parts joined so that no two lists of parts are the same bytes: each has its length before it.
struct SealInput {
    private(set) var bytes: [UInt8] = []

    init(_ label: String) { append(label) }

    mutating func append(_ text: String) { append(Array(text.utf8)) }

    mutating func append(_ part: [UInt8]) {
        precondition(part.count <= 0xffff, "every part has a limit of its own")
        bytes.append(UInt8(part.count >> 8))
        bytes.append(UInt8(part.count & 0xff))
        bytes += part
    }
}
