import Contracts
import Testing

struct ProtobufReaderTests {
    private func fields(_ bytes: [UInt8]) -> (fields: [String], isMalformed: Bool) {
        bytes.withUnsafeBytes { buffer in
            var reader = ProtobufReader(buffer)
            var fields: [String] = []
            while reader.nextField() {
                let value =
                    reader.wireType == 2
                    ? "\(Array(buffer[reader.payloadOffset..<(reader.payloadOffset + reader.payloadCount)]))" : "\(reader.varint)"
                fields.append("\(reader.fieldNumber):\(reader.wireType):\(value)")
            }
            return (fields, reader.isMalformed)
        }
    }

    @Test func `fields of each wire type are read where they lie`() {
        var bytes: [UInt8] = []
        bytes.appendField(1, varint: 300)
        [7, 8].withUnsafeBytes { bytes.appendField(2, bytes: UnsafeRawBufferPointer(rebasing: $0.prefix(1))) }
        bytes += [0x1d, 1, 0, 0, 0, 0x21, 2, 0, 0, 0, 0, 0, 0, 0]
        bytes.appendField(536_870_911, varint: .max)
        let result = fields(bytes)
        #expect(result.fields == ["1:0:300", "2:2:[7]", "3:5:1", "4:1:2", "536870911:0:18446744073709551615"])
        #expect(!result.isMalformed)
        #expect(fields([]).isMalformed == false)
    }

    @Test(
        arguments: [
            [0x08], [0x08, 0x80], [0x00, 1], [0x02, 0], [0x0b], [0x0c], [0x0e], [0x0f], [0x0a], [0x0a, 1], [0x0a, 0x80], [0x0d, 1, 2, 3],
            [0x09, 1, 2, 3, 4, 5, 6, 7],
            [0x80, 0x80, 0x80, 0x80, 0x10, 1], [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
            [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
            [0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
        ] as [[UInt8]]
    )
    func `what is not protobuf ends the walk`(bytes: [UInt8]) {
        #expect(fields(bytes).fields.isEmpty)
        #expect(fields(bytes).isMalformed)
        #expect(fields([0x08, 1] + bytes).fields == ["1:0:1"])
    }

    @Test func `tags and lengths have five bytes at most`() {
        // Five bytes where one would do are read; what other readers refuse is refused.
        #expect(fields([0x88, 0x80, 0x80, 0x80, 0x00, 7]).fields == ["1:0:7"])
        #expect(fields([0x0a, 0x81, 0x80, 0x80, 0x80, 0x00, 7]).fields == ["1:2:[7]"])
        #expect(fields([0xf8, 0xff, 0xff, 0xff, 0x0f, 7]).fields == ["536870911:0:7"])
        for bytes: [UInt8] in [
            [0x88, 0x80, 0x80, 0x80, 0x80, 0x00, 7], [0x0a, 0x81, 0x80, 0x80, 0x80, 0x80, 0x00, 7], [0x88, 0x80, 0x80, 0x80, 0x10, 7],
            [0x88, 0x80, 0x80, 0x80, 0x80], [0x0a, 0x81, 0x80, 0x80, 0x80],
        ] {
            #expect(fields(bytes).fields.isEmpty)
            #expect(fields(bytes).isMalformed)
        }
    }

    @Test func `a varint of ten bytes is read`() {
        #expect(fields([0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]).fields == ["1:0:18446744073709551615"])
        #expect(fields([0x08, 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]).fields == ["1:0:1"])
    }

    @Test func `a varint takes the bytes that its size says`() {
        for shift in 0..<64 {
            for value in [UInt64(1) << shift, (UInt64(1) << shift) - 1, ~0 >> UInt64(shift)] {
                var bytes: [UInt8] = []
                bytes.appendVarint(value)
                #expect(bytes.count == varintSize(value))
                let packed = bytes.withUnsafeBytes { buffer -> UInt64? in
                    var reader = ProtobufReader(buffer)
                    defer { _ = reader.nextPacked() }
                    return reader.nextPacked()
                }
                #expect(packed == value)
            }
        }
    }

    @Test func `random bytes never lead out of bounds`() {
        var random = SplitMix64(seed: 11)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            bytes.withUnsafeBytes { buffer in
                var reader = ProtobufReader(buffer)
                var last = 0
                while reader.nextField() {
                    #expect(reader.offset > last && reader.offset <= buffer.count)
                    last = reader.offset
                    if reader.wireType == 2 { #expect(reader.payloadOffset + reader.payloadCount == reader.offset) }
                }
                #expect(reader.isMalformed || reader.offset == buffer.count)
            }
        }
    }
}
