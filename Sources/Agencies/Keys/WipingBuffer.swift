import Foundation

/// Memory for what must not stay in it: it begins as zeros, and is overwritten with zeros when its owner lets it go.
///
/// Not copyable, so that there is one place to wipe. What is copied out of it is the copier's to wipe.
public struct WipingBuffer: ~Copyable {
    private let storage: UnsafeMutableRawBufferPointer

    public init(byteCount: Int) {
        storage = .allocate(byteCount: byteCount, alignment: 16)
        storage.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        wipe()
        storage.deallocate()
    }

    public var count: Int { storage.count }

    /// The bytes, to read and to write, for as long as the body runs.
    public func withUnsafeMutableBytes<Result, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(storage)
    }

    /// Overwrites all of it now: a plain memset of memory that nobody reads again may be optimised away.
    public func wipe() {
        guard let start = storage.baseAddress else { return }
        #if canImport(Glibc)
            explicit_bzero(start, storage.count)
        #else
            _ = memset_s(start, storage.count, 0, storage.count)
        #endif
    }
}
