/// One field's rules, compiled. Plain data, so that a check touches no reference counts.
struct FieldRule {
    enum Kind: UInt8 {
        case int32, int64, uint32, uint64, sint32, sint64, bool
        case enumeration
        case string
        case bytes
        case message
        case timestamp

        var isLengthDelimited: Bool {
            switch self {
            case .string, .bytes, .message, .timestamp: true
            default: false
            }
        }

        var isInteger: Bool {
            switch self {
            case .int32, .int64, .uint32, .uint64, .sint32, .sint64: true
            default: false
            }
        }
    }

    enum Format: UInt8 {
        case none, ulid, uuid, commune, gate, date, currency, country, token, reference, marker, period, principal
    }

    var number: UInt32 = 0
    var kind: Kind = .int32
    var isRepeated = false
    /// proto3 `optional`, a member of a `oneof`, or a message: absence and zero differ.
    var hasPresence = false
    var isRequired = false
    var format: Format = .none
    var refusesDocumentNumbers = false
    var min: Int64 = .min
    var max: Int64 = .max
    var lengthMin: UInt32 = 0
    var lengthMax: UInt32 = .max
    var itemsMin: UInt32 = 0
    var itemsMax: UInt32 = .max
    var suppressedBelow: Int64 = 0
    var ageMinYears: Int64 = 0
    /// Which roles may read it, as bits; zero: every reader of the type.
    var readers: UInt16 = 0
    var binding: Binding = .none
    /// A seal for named officers: its form is looked at, and nothing looks into it.
    var isSealed = false
    /// Says whom the message is about.
    var isSubject = false
    /// The table of a message field.
    var table: UInt16 = 0
    /// The values of an enum, as bits: the catalogue allows 0 to 63.
    var enumValues: UInt64 = 0
}
