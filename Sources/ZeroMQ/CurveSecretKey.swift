/// A CURVE secret key. Never printed; wiped from memory when the last copy of the value goes.
public struct CurveSecretKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    private final class Storage: @unchecked Sendable {
        // Safe because the bytes are written once, before anyone else has the object, and wiped by deinit.
        let bytes: UnsafeMutableBufferPointer<CChar>

        init(_ fill: (UnsafeMutableBufferPointer<CChar>) -> Void) {
            bytes = .allocate(capacity: CurveKeyPair.z85Count)
            bytes.initialize(repeating: 0)
            fill(bytes)
        }

        deinit {
            Wiping.wipe(UnsafeMutableRawBufferPointer(bytes))
            bytes.deallocate()
        }
    }

    private let storage: Storage

    /// - Throws: ``CurveKeyError`` where the text is not 40 characters of Z85.
    public init(z85: String) throws(CurveKeyError) {
        guard Z85.isKey(z85.utf8) else { throw CurveKeyError() }
        self.init { bytes in
            for (index, character) in z85.utf8.enumerated() { bytes[index] = CChar(bitPattern: character) }
        }
    }

    init(_ fill: (UnsafeMutableBufferPointer<CChar>) -> Void) { storage = Storage(fill) }

    /// The key's text, for a file of mode 0600 and nothing else: a string cannot be wiped.
    public var z85: String { withZ85 { String(cString: $0.baseAddress!) } }

    /// The key's text with its closing zero: 41 characters.
    func withZ85<Result>(_ body: (UnsafeBufferPointer<CChar>) -> Result) -> Result { body(UnsafeBufferPointer(storage.bytes)) }

    public var description: String { "(secret)" }
    public var debugDescription: String { "(secret)" }
}
