import SwiftProtobuf

extension Confirm {
    /// Reads a CONFIRM command; nil where it is malformed.
    package init?(payload: UnsafeRawBufferPointer) {
        // One range covers up to a thousand messages, so the generated type is fast enough here.
        guard let confirm = try? Confirm(serializedBytes: Array(payload)) else { return nil }
        self = confirm
    }
}
