import Foundation

/// The subjects that were written about last, by their names. What stands behind it is the keyring, and the file: but these are asked by a hash that only the holder of the master key
/// can compute, and that costs more than all the rest of planning a message. Not `Sendable`: the writer has it.
struct SubjectNames {
    struct Known {
        let tag: SubjectTag
        let subject: Subject
    }

    private struct Entry {
        let name: [UInt8]
        let known: Known
    }

    /// By a hash of the name. Of two names with one hash the later one is remembered.
    private var entries: [UInt64: Entry] = [:]
    /// About 8 MB. Then it begins anew: what is needed is there again at once.
    private static let countMax = 32_768

    func find(_ name: UnsafeRawBufferPointer) -> Known? {
        guard let entry = entries[Self.hash(name)] else { return nil }
        return entry.name.withUnsafeBytes { $0.hasSameBytes(as: name) } ? entry.known : nil
    }

    mutating func remember(_ name: UnsafeRawBufferPointer, _ known: Known) {
        if entries.count >= Self.countMax { entries.removeAll(keepingCapacity: true) }
        entries[Self.hash(name)] = Entry(name: Array(name), known: known)
    }

    mutating func removeAll() { entries.removeAll() }

    /// Of the program's own secret seed, so that nobody can choose names that meet.
    private static func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(bytes: name)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

extension UnsafeRawBufferPointer {
    /// Compares in one go.
    @inline(__always)
    func hasSameBytes(as other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count, let start = baseAddress, let otherStart = other.baseAddress else { return count == other.count }
        return memcmp(start, otherStart, count) == 0
    }
}
