import Foundation
import ZeroMQ

/// What must not stay in memory: never printed, and wiped when the last copy of the value goes.
public struct SecretBytes: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    private final class Storage: @unchecked Sendable {
        // Safe because the bytes are written once, before anyone else has the object, and wiped by deinit.
        let bytes: UnsafeMutableRawBufferPointer

        init(byteCount: Int) {
            bytes = .allocate(byteCount: byteCount, alignment: 16)
            bytes.initializeMemory(as: UInt8.self, repeating: 0)
        }

        deinit {
            Wiping.wipe(bytes)
            bytes.deallocate()
        }
    }

    private let storage: Storage

    /// - Parameter fill: Gets zeros to write to.
    init(byteCount: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) {
        storage = Storage(byteCount: byteCount)
        fill(storage.bytes)
    }

    public init(copying bytes: UnsafeRawBufferPointer) { self.init(byteCount: bytes.count) { $0.copyMemory(from: bytes) } }

    /// Takes over what a library returned, and wipes it there.
    init(taking data: inout Data) {
        self = data.withUnsafeBytes { SecretBytes(copying: $0) }
        data.wipe()
    }

    public var count: Int { storage.bytes.count }

    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(storage.bytes))
    }

    /// The bytes as text, for a person's eyes and nothing else: a string cannot be wiped. Nil: they are no UTF-8.
    public var text: String? { withUnsafeBytes { String(validating: $0, as: UTF8.self) } }

    public var description: String { "(secret)" }
    public var debugDescription: String { "(secret)" }
}

extension Data {
    /// Overwrites the bytes, where nobody else holds them.
    mutating func wipe() {
        withUnsafeMutableBytes { Wiping.wipe($0) }
        self = Data()
    }
}
