/// Joins the lines of machine-readable zones, and finds the beginning of the next one where a zone broke off.
struct ZoneLines: ~Copyable {
    typealias Answer = Result<(zone: MachineReadableZone, characters: UnsafeRawBufferPointer), ZoneError>

    private let characters = WipingBuffer(byteCount: 90)
    private var count = 0
    private var format: ZoneFormat?

    /// Takes a line.
    ///
    /// - Parameters:
    ///   - line: Upper case, not empty.
    ///   - isWhole: Whether these are all its characters.
    ///   - answer: Gets what came of it: nothing while the zone goes on; twice where an earlier zone broke off. The characters are wiped after it.
    mutating func take(_ line: UnsafeRawBufferPointer, isWhole: Bool, _ answer: (Answer) -> Void) {
        if isContinued(by: line), let format {
            guard isWhole, line.count == format.lineLength else {
                let place = count / format.lineLength + 1
                reset()
                return answer(.failure(ZoneError(.length, line: place, column: min(line.count, format.lineLength) + 1)))
            }
            append(line)
        } else {
            if let error = breakOff() { answer(.failure(error)) }
            guard isWhole, let begun = ZoneFormat(lineLength: line.count) ?? ZoneFormat(characterCount: line.count) else {
                return answer(.failure(ZoneError(.length, line: 1, column: min(line.count, ZoneFormat.td3.lineLength) + 1)))
            }
            guard line.count == begun.characterCount || Self.canBegin(begun, line) else {
                return answer(.failure(ZoneError(.documentCode, line: 1, column: 1)))
            }
            format = begun
            append(line)
        }
        guard let format, count == format.characterCount else { return }
        answer(read())
        reset()
    }

    /// What was begun will not go on.
    ///
    /// - Returns: Where it broke off; nil where nothing was begun.
    mutating func breakOff() -> ZoneError? {
        guard let format else { return nil }
        let error = ZoneError(.incomplete, line: count / format.lineLength + 1, column: 1)
        reset()
        return error
    }

    private func read() -> Answer {
        characters.withUnsafeMutableBytes { bytes in
            let content = UnsafeRawBufferPointer(rebasing: bytes[..<count])
            do throws(ZoneError) {
                return .success((try MachineReadableZone(content), content))
            } catch {
                return .failure(error)
            }
        }
    }

    private mutating func append(_ line: UnsafeRawBufferPointer) {
        let start = count
        characters.withUnsafeMutableBytes { $0[start..<(start + line.count)].copyBytes(from: line) }
        count += line.count
    }

    private mutating func reset() {
        characters.wipe()
        count = 0
        format = nil
    }

    /// Whether a line belongs to the zone that was begun, and does not begin another one.
    private func isContinued(by line: UnsafeRawBufferPointer) -> Bool {
        guard let format else { return false }
        guard line.count == format.lineLength else {
            // One of another format begins anew; one of no format is this zone's, read badly.
            return ZoneFormat(lineLength: line.count) == nil && ZoneFormat(characterCount: line.count) == nil
        }
        return !Self.canBegin(format, line)
    }

    /// Whether a line is the first one of a zone rather than a later one. It is known by all that tells the two apart, so that one character that was read
    /// wrongly is told where it stands, and not as a line that is missing.
    ///
    /// - TD3: the second line has digits for the dates and their check digits, and for the number's, where the first has a name or fillers.
    /// - TD1: the second line begins with the date of birth, where the first has letters; the third has a name where the first has the number.
    private static func canBegin(_ format: ZoneFormat, _ line: UnsafeRawBufferPointer) -> Bool {
        switch format {
        case .td3: digits(line, [9..<10, 13..<20, 21..<28]) < 3
        case .td1: digits(line, [0..<5]) < 3 && digits(line, [5..<15]) >= 3
        }
    }

    private static func digits(_ line: UnsafeRawBufferPointer, _ places: [Range<Int>]) -> Int {
        places.joined().count { line[$0] >= UInt8(ascii: "0") && line[$0] <= UInt8(ascii: "9") }
    }
}
