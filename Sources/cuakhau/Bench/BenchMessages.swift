import Client
import Contracts
import SwiftProtobuf

/// Crossings of nobody, all valid.
struct BenchMessages {
    static let type = "crossing.exit.recorded.v1"
    static let gate = "HN"
    /// From the fields that a crossing must have, to the type's own limit.
    static let sizes = 160...1_024

    private let template: [UInt8]
    private let tokenOffset: Int
    /// Where the ordering key lies in a body: the document's token.
    var keyRange: Range<Int> { tokenOffset..<(tokenOffset + 64) }

    /// How many people the messages are about, one after another; 0: each message is about another one.
    private let people: Int

    init(size: Int, time: Int64, people: Int = 0) throws {
        self.people = people
        var exit = Langson_Crossing_V1_ExitRecorded()
        exit.documentToken = String(repeating: "0", count: 64)
        exit.gate = Self.gate
        exit.occurredAt.seconds = time / 1_000_000
        exit.documentKind = .passport
        exit.deviceSeq = 1
        var bytes: [UInt8] = try exit.serializedBytes()
        // A field that this version does not know, as a newer terminal might send: carried like the others.
        let room = size - bytes.count - 4
        if room > 0 { [UInt8](repeating: 0x20, count: room).withUnsafeBytes { bytes.appendField(200, bytes: $0) } }
        template = bytes
        // The token is the first field: tag, length, 64 characters.
        tokenOffset = 2
    }

    func message(_ number: Int) -> OutgoingMessage {
        var body = template
        var rest = UInt64(people > 0 ? number % people : number)
        for index in stride(from: 63, through: 48, by: -1) {
            let digit = UInt8(truncatingIfNeeded: rest & 15)
            body[tokenOffset + index] = digit < 10 ? 48 + digit : 87 + digit
            rest >>= 4
        }
        return OutgoingMessage(type: Self.type, body: body, isExercise: true)
    }
}
