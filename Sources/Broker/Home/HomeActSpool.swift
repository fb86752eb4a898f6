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
            guard lseek(descriptor, 0, SEEK_END) + off_t(line.count) < Self.byteCountMax else {
                throw HomeError("\(path) is full: start the gateway, which tells of what is in it")
            }
            let bytes = Array(line) + [UInt8(ascii: "\n")]
            guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
                throw HomeError("cannot write \(path): \(String(cString: strerror(errno)))")
            }
        }
    }

    /// What waits, and how many bytes of the file that is. A line that is none, of a write that was cut short, is passed over.
    func acts() -> (acts: [HomeAct], byteCount: Int) {
        guard let data = FileManager.default.contents(atPath: path), let end = data.lastIndex(of: UInt8(ascii: "\n")) else { return ([], 0) }
        let lines = data[...end].split(separator: UInt8(ascii: "\n"))
        return (lines.compactMap { try? JSONDecoder().decode(HomeAct.self, from: $0) }, data.distance(from: data.startIndex, to: end) + 1)
    }

    /// Takes away what was told; what came after it stays.
    func remove(byteCount: Int) throws(HomeError) {
        try withFile { (descriptor) throws(HomeError) in
            let rest = (FileManager.default.contents(atPath: path) ?? Data()).dropFirst(byteCount)
            guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { return }
            let bytes = Array(rest)
            if !bytes.isEmpty { _ = write(descriptor, bytes, bytes.count) }
        }
    }

    private func withFile(_ body: (Int32) throws(HomeError) -> Void) throws(HomeError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw HomeError("cannot write \(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX) == 0 else { throw HomeError("cannot lock \(path): \(String(cString: strerror(errno)))") }
        try body(descriptor)
    }
}
