/// Where the ordering key of a checked body lies. Valid for that body alone.
public struct MessageKey: Sendable, Equatable {
    struct Part: Sendable, Equatable {
        var offset: UInt32 = 0
        /// `UInt32.max`: the part is a number.
        var count: UInt32 = 0
        var number: Int64 = 0
    }

    /// The most fields that one key is joined of.
    static let partsMax = 3

    var parts = (Part(), Part(), Part())
    var count = 0

    public init() {}

    public static func == (left: MessageKey, right: MessageKey) -> Bool { left.parts == right.parts && left.count == right.count }

    mutating func append(_ part: Part) {
        switch count {
        case 0: parts.0 = part
        case 1: parts.1 = part
        default: parts.2 = part
        }
        count += 1
    }

    /// Appends the key's bytes: the fields' values joined by `+`.
    public func append(from body: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        guard count > 0 else { return }
        append(parts.0, body, &bytes)
        guard count > 1 else { return }
        bytes.append(UInt8(ascii: "+"))
        append(parts.1, body, &bytes)
        guard count > 2 else { return }
        bytes.append(UInt8(ascii: "+"))
        append(parts.2, body, &bytes)
    }

    private func append(_ part: Part, _ body: UnsafeRawBufferPointer, _ bytes: inout [UInt8]) {
        if part.count == .max {
            bytes.append(contentsOf: String(part.number).utf8)
        } else {
            bytes.append(contentsOf: body[Int(part.offset)..<Int(part.offset + part.count)])
        }
    }
}
