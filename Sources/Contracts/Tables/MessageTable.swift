/// One message's rules, compiled.
///
/// Fields are found by number in a dense index; both live in memory of their own, so that a check follows pointers and counts no references.
final class MessageTable: @unchecked Sendable {
    // Safe because everything is written by init and `seal`, before the catalogue is shared, and only read afterwards.
    /// The full protobuf name.
    let name: String
    let fieldNames: [String]
    let fields: UnsafeMutableBufferPointer<FieldRule>
    /// By field number: the field's place, or `UInt8.max`.
    private let index: UnsafeMutableBufferPointer<UInt8>
    /// The fields that are required and those that are repeated, as bits by their place.
    let required: UInt64
    let repeated: UInt64
    let crossRules: [CrossRule]
    let hasCrossRules: Bool
    /// Whether a field of its own says whom it is about.
    let hasSubjects: Bool
    /// Enum value names, for refusals and descriptions: by the field's place.
    let enumNames: [[Int64: String]]
    /// Whether a message inside it says so of itself.
    private(set) var hasPartsOfTheirOwn = false
    /// For each role, whether the view of this message or of one inside it cuts something.
    private(set) var cutFor: UInt16 = 0
    /// Whether it, or a message inside it, has a sealed field.
    private(set) var hasSealedFields = false

    /// The most fields of a message, so that one word tells which are there.
    static let fieldsMax = 64
    static let fieldNumberMax = 254

    init(name: String, fields: [FieldRule], fieldNames: [String], crossRules: [CrossRule], enumNames: [[Int64: String]]) {
        self.name = name
        self.fieldNames = fieldNames
        self.crossRules = crossRules
        self.enumNames = enumNames
        hasCrossRules = !crossRules.isEmpty
        hasSubjects = fields.contains(where: \.isSubject)
        required = Self.bits(fields, \.isRequired)
        repeated = Self.bits(fields, \.isRepeated)
        self.fields = .allocate(capacity: fields.count)
        _ = self.fields.initialize(from: fields)
        index = .allocate(capacity: Self.fieldNumberMax + 1)
        index.initialize(repeating: .max)
        for (place, field) in fields.enumerated() {
            index[Int(field.number)] = UInt8(place)
        }
    }

    deinit {
        fields.deallocate()
        index.deallocate()
    }

    private static func bits(_ fields: [FieldRule], _ isSet: KeyPath<FieldRule, Bool>) -> UInt64 {
        fields.enumerated().reduce(0) { $0 | ($1.element[keyPath: isSet] ? 1 << UInt64($1.offset) : 0) }
    }

    func seal(cutFor: UInt16, hasPartsOfTheirOwn: Bool, hasSealedFields: Bool) {
        (self.cutFor, self.hasPartsOfTheirOwn, self.hasSealedFields) = (cutFor, hasPartsOfTheirOwn, hasSealedFields)
    }

    /// The place of a field; nil for a number that the .proto does not have.
    @inline(__always)
    func place(of number: UInt32) -> Int? {
        guard number <= UInt32(Self.fieldNumberMax) else { return nil }
        let place = index[Int(number)]
        return place == .max ? nil : Int(place)
    }
}
