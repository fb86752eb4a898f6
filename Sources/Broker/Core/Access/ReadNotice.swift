import Contracts

/// What is told of a reading, or of a request to read in bulk.
struct ReadNotice {
    let kind: Langson_Gateway_V1_ReadKind
    let number: UInt64
    let client: String
    /// Who reads, or asks to.
    let principal: String
    /// Wall microseconds.
    let at: Int64
    var filter = ""
    var purpose = ""
    var types: [String] = []
    var from: UInt64 = 0
    var ranges: [ClosedRange<UInt64>] = []
    var messages: UInt64 = 0
    var approval: UInt64 = 0

    init(_ kind: Langson_Gateway_V1_ReadKind, number: UInt64, client: String, principal: String, at: Int64) {
        self.kind = kind
        self.number = number
        self.client = client
        self.principal = principal
        self.at = at
    }
}
