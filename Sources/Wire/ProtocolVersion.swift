/// The versions of CKP that this package speaks.
package enum ProtocolVersion {
    package static let min: UInt32 = 1
    package static let max: UInt32 = 1
}
