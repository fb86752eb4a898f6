/// Makes documents out of the bytes that a scanner or a keyboard sends, and tokens out of documents.
///
/// Lines end with CR, LF or both; white space and control characters around them, which some scanners add, do not count. What was read is wiped as soon as
/// it was looked at. It reads nothing itself: who has the bytes hands them in.
public struct DocumentReader: ~Copyable {
    public enum Mode: Hashable, Sendable {
        /// Machine-readable zones: 2 lines of 44 characters or 3 of 30, each on a line of its own or all in one.
        case zones
        /// Numbers of border passes, one a line. They have no check digit: what is typed is typed twice, where ``isTwice``.
        case numbers(isTwice: Bool)
    }

    /// A longer line is no line of a document; the rest of it is passed over.
    static let lineLengthMax = 128

    private let key: TokenKey
    private let mode: Mode
    private let line = WipingBuffer(byteCount: lineLengthMax)
    private var lineLength = 0
    private var zone = ZoneLines()
    private var first: DocumentToken?

    public init(key: TokenKey, mode: Mode) {
        self.key = key
        self.mode = mode
    }

    /// Whether a number was typed once, and waits for the second time.
    public var awaitsRepetition: Bool { first != nil }

    /// Takes the next bytes of the input.
    ///
    /// - Parameter bytes: The caller wipes them.
    public mutating func take(_ bytes: UnsafeRawBufferPointer) -> [ScanReading] {
        var readings: [ScanReading] = []
        for byte in bytes {
            guard byte != UInt8(ascii: "\r"), byte != UInt8(ascii: "\n") else {
                endLine(&readings)
                continue
            }
            let upper = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte - 32 : byte
            if lineLength < line.count { line.withUnsafeMutableBytes { $0[lineLength] = upper } }
            lineLength += 1
        }
        return readings
    }

    /// The input is over: what it broke off with is looked at too.
    ///
    /// - Parameter isInterrupted: Somebody ended it, perhaps in the middle of a line: then what there is of that line is no document. Of a number without a
    ///   check digit nothing else would tell.
    public mutating func end(isInterrupted: Bool = false) -> [ScanReading] {
        var readings: [ScanReading] = []
        if isInterrupted, lineLength > 0 {
            lineLength = 0
            line.wipe()
            first = nil
            readings.append(.refused(Self.interrupted))
        }
        endLine(&readings)
        if let error = zone.breakOff() { readings.append(.refused(ScanRefusal(error))) }
        if first != nil { readings.append(.refused(Self.typedOnce)) }
        first = nil
        return readings
    }

    private mutating func endLine(_ readings: inout [ScanReading]) {
        guard lineLength > 0 else { return }
        let length = lineLength
        lineLength = 0
        defer { line.wipe() }
        let (start, count) = line.withUnsafeMutableBytes { Self.trimmed(UnsafeRawBufferPointer($0), length) }
        guard count > 0 else { return }
        switch mode {
        case .zones: readings += endZoneLine(start, count)
        case .numbers(let isTwice):
            if let reading = endNumber(start, count, isTwice: isTwice) { readings.append(reading) }
        }
    }

    private mutating func endZoneLine(_ start: Int, _ count: Int) -> [ScanReading] {
        let key = key
        var readings: [ScanReading] = []
        let isWhole = start + count <= line.count
        line.withUnsafeMutableBytes { bytes in
            let content = UnsafeRawBufferPointer(rebasing: bytes[start..<(isWhole ? start + count : bytes.count)])
            zone.take(content, isWhole: isWhole) { result in
                switch result {
                case .failure(let error): readings.append(.refused(ScanRefusal(error)))
                case .success(let (zone, characters)): readings.append(Self.reading(zone, characters, key))
                }
            }
        }
        return readings
    }

    private static func reading(_ zone: MachineReadableZone, _ characters: UnsafeRawBufferPointer, _ key: TokenKey) -> ScanReading {
        do throws(OfficeError) {
            let number = try DocumentNumber(normalising: zone.number.lazy.flatMap { characters[$0] })
            return .document(ScannedDocument(token: DocumentToken(number, key: key), kind: zone.kind))
        } catch {
            return .refused(ScanRefusal(code: "number", error.wording))
        }
    }

    private mutating func endNumber(_ start: Int, _ count: Int, isTwice: Bool) -> ScanReading? {
        let key = key
        let token: DocumentToken
        do throws(OfficeError) {
            token = try line.withUnsafeMutableBytes { (bytes) throws(OfficeError) in
                let number = try DocumentNumber(normalising: bytes[start..<min(start + count, bytes.count)])
                return DocumentToken(number, key: key)
            }
        } catch {
            first = nil
            return .refused(ScanRefusal(code: "number", error.wording))
        }
        guard isTwice else { return .document(ScannedDocument(token: token, kind: .borderPass)) }
        guard let before = first else {
            first = token
            return nil
        }
        first = nil
        return before == token ? .document(ScannedDocument(token: token, kind: .borderPass)) : .refused(Self.typedDifferently)
    }

    private static var typedDifferently: ScanRefusal {
        ScanRefusal(
            code: "typed_differently",
            Wording(vi: "hai lần nhập khác nhau: hãy nhập lại cả hai lần", en: "typed differently the second time: type it twice again")
        )
    }

    private static var interrupted: ScanRefusal {
        ScanRefusal(
            code: "interrupted",
            Wording(
                vi: "bị ngắt giữa dòng: chưa ghi nhận, hãy quét hoặc nhập lại",
                en: "interrupted within a line: not recorded, scan or type it again"
            )
        )
    }

    private static var typedOnce: ScanRefusal {
        ScanRefusal(code: "typed_once", Wording(vi: "mới nhập một lần: chưa ghi nhận", en: "typed only once: not recorded"))
    }

    /// - Returns: Where a line's content begins, and how long it is.
    private static func trimmed(_ bytes: UnsafeRawBufferPointer, _ length: Int) -> (start: Int, count: Int) {
        func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x7f }
        let held = min(length, bytes.count)
        guard let start = bytes[..<held].firstIndex(where: { !isBlank($0) }) else { return (0, 0) }
        guard held == length, let last = bytes[..<held].lastIndex(where: { !isBlank($0) }) else { return (start, length - start) }
        return (start, last - start + 1)
    }
}
