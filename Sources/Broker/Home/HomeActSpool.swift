import Foundation

/// `acts.spool`: what commands did in the home, until a gateway has told of it; one JSON object a line. What is done while no gateway runs waits for the next one.
struct HomeActSpool: Sendable {
    let path: String

    /// Above it something is wrong: no gateway has run for very long.
    static let byteCountMax = 1 << 20

    /// Adds an act. It is on disk when this returns: what is to be told is done after it.
    func append(_ act: HomeAct) throws(HomeError) {
        guard let line = try? JSONEncoder().encode(act) else { throw HomeError("what is done could not be written down") }
        try withFile { (descriptor) throws(HomeError) in
            let end = lseek(descriptor, 0, SEEK_END)
            guard end + off_t(line.count) < Self.byteCountMax else {
                throw HomeError("\(path) is full: start the gateway, which tells of what is in it")
            }
            // A line that a power cut left unfinished ends here, and spoils no other.
            let bytes = [UInt8(ascii: "\n")] + Array(line) + [UInt8(ascii: "\n")]
            guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
                let reason = String(cString: strerror(errno))
                ftruncate(descriptor, end)
                throw HomeError("cannot write \(path): \(reason)")
            }
        }
    }

    /// What waits behind so many bytes of the file, and where that ends. A line that is none, of a write that was cut short, is passed over.
    func acts(after offset: Int = 0) -> (acts: [HomeAct], end: Int) {
        guard let data = FileManager.default.contents(atPath: path), data.count > offset, let last = data.lastIndex(of: UInt8(ascii: "\n")),
            last >= offset
        else { return ([], offset) }
        let lines = data[offset...last].split(separator: UInt8(ascii: "\n"))
        return (lines.compactMap { try? JSONDecoder().decode(HomeAct.self, from: $0) }, last + 1)
    }

    /// Empties the file, where nothing has come behind so many bytes.
    ///
    /// - Returns: Whether it is empty now. If not, what is in it stays whole.
    func clear(through end: Int) throws(HomeError) -> Bool {
        var isEmpty = false
        try withFile { (descriptor) throws(HomeError) in
            isEmpty = lseek(descriptor, 0, SEEK_END) == off_t(end) && ftruncate(descriptor, 0) == 0
        }
        return isEmpty
    }

    private func withFile(_ body: (Int32) throws(HomeError) -> Void) throws(HomeError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw HomeError("cannot write \(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX) == 0 else { throw HomeError("cannot lock \(path): \(String(cString: strerror(errno)))") }
        try body(descriptor)
    }
}
