import ArgumentParser
import Journal

/// A gateway's public audit key, as a person gives it.
enum AuditKeyArgument {
    static func bytes(_ text: String) throws -> [UInt8] {
        guard let key = Hex.bytes(text), key.count == 32 else {
            throw ValidationError("--key takes the 64 hexadecimal digits of the gateway's audit.pub")
        }
        return key
    }
}
