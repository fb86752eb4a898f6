import Testing

@testable import Contracts

/// What the gateway refuses to take for a seal.
struct SealFormatTests {
    private let type: MessageType

    init() throws { type = try TestProto(fields: [TestProto.field("value", 2, "BYTES", "length_max: 16384 sealed: true")]).thing() }

    private func verdict(_ seal: [UInt8]) -> String { type.verdict(.thing().bytes(2, seal)) }

    private func expected(_ seal: SealSample) -> String? { type.refusal(.thing().bytes(2, seal.bytes))?.expected }

    @Test(arguments: SealFormat.contentByteCounts)
    func `a seal of each size, for 1 officer and for 16, is one`(size: Int) {
        for count in [1, 16] {
            let seal = SealSample(content: [UInt8](repeating: 9, count: size + 16), wraps: SealSample.wraps(count))
            #expect(verdict(seal.bytes) == "ok")
        }
    }

    @Test func `plain text is none`() {
        for text in ["Nạn nhân cần được giúp đỡ", "{\"text\": \"help\"}", "\u{8}\u{1}", String(repeating: "đ", count: 600)] {
            #expect(verdict(Array(text.utf8)) == "value sealed")
        }
        #expect(type.refusal(.thing().text(2, "help"))?.expected.contains("never plain text") == true)
    }

    @Test func `another version is named`() {
        for version: Int64 in [0, 2, 1 << 40] { #expect(expected(SealSample(version: version)) == "a seal of version 1") }
    }

    @Test func `no officer, 17 officers, and one officer twice are refused`() {
        for wraps in [[], SealSample.wraps(17), [SealSample.wrap(1), SealSample.wrap(2), SealSample.wrap(1)]] {
            #expect(expected(SealSample(wraps: wraps)) == "a seal for 1 to 16 officers, each once")
        }
    }

    @Test func `each part has its size, in the seal and in its wraps`() {
        let (sound, other) = (SealSample(), [UInt8](repeating: 1, count: 31))
        var wrong = [
            sound.with(\.version, nil), sound.with(\.context, other), sound.with(\.sealedBy, other), sound.with(\.commitment, other),
            sound.with(\.commitment, []),
        ]
        for count in [0, 16, 1_024, 1_039, 1_041, 3_000] { wrong.append(sound.with(\.content, [UInt8](repeating: 1, count: count))) }
        for wrap in [
            SealSample.wrap(1, id: 15), SealSample.wrap(1, by: 0), SealSample.wrap(1, by: 33), SealSample.wrap(1, encapsulated: 31),
            SealSample.wrap(1, secret: 32), Body(),
        ] { wrong.append(sound.with(\.wraps, [SealSample.wrap(2), wrap])) }
        for seal in wrong { #expect(verdict(seal.bytes) == "value sealed") }
    }

    @Test func `nothing else is in a seal, and nothing twice: that could be plain text`() {
        let sound = SealSample().body
        let wrap = SealSample.wrap(1)
        #expect(verdict(sound.text(7, "help").bytes) == "value sealed")
        #expect(verdict(sound.bytes(2, [UInt8](repeating: 1, count: 32)).bytes) == "value sealed")
        #expect(verdict(sound.number(2, 1).bytes) == "value sealed")
        #expect(verdict(SealSample().with(\.wraps, [wrap.text(5, "help")]).bytes) == "value sealed")
        #expect(verdict(SealSample().with(\.wraps, [wrap.bytes(4, [UInt8](repeating: 1, count: 48))]).bytes) == "value sealed")
    }

    @Test func `a seal that was cut anywhere is none`() {
        let seal = SealSample(wraps: SealSample.wraps(2)).bytes
        // Between two wraps it is one for fewer officers.
        let whole = seal.count - SealSample.wrap(1).bytes.count - 3
        for count in 0..<seal.count where count != whole { #expect(SealFormat.fault(in: Array(seal.prefix(count))) != nil, "\(count)") }
        #expect(SealFormat.fault(in: Array(seal.prefix(whole))) == nil)
    }

    @Test func `noise never traps`() {
        var random = SplitMix64(seed: 11)
        let seal = SealSample(wraps: SealSample.wraps(3)).bytes
        for _ in 0..<5_000 {
            var changed = seal
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = SealFormat.fault(in: Array(changed.prefix(Int.random(in: 0...changed.count, using: &random))))
        }
    }

    @Test func `the types with a sealed field are known`() {
        let names = Catalogue.standard.types.filter(\.hasSealedFields).map(\.name)
        #expect(names == ["victim.referral.opened.v1", "victim.referral.shared.v1"])
    }
}

extension SealFormat {
    static func fault(in bytes: [UInt8]) -> Fault? { bytes.withUnsafeBytes { fault(in: $0) } }
}
