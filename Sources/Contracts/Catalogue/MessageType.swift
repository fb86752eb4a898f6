/// A message type: who may publish and read it, and its rules, ready to be applied to bytes.
public final class MessageType: Sendable {
    /// The most bytes of a body where the type does not say less.
    public static let bodyBytesMax = 65_536

    /// Its place in ``Catalogue/types``.
    public let index: Int
    /// For example `crossing.exit.recorded.v1`.
    public let name: String
    public let lane: Lane
    public let dataClass: DataClass
    /// The fields whose values, joined by `+`, are the ordering key.
    public let keyPaths: [String]
    public let publishers: [Role]
    /// Whether the gateway itself publishes it, and nobody over the protocol.
    public let isByGateway: Bool
    public let readers: [Role]
    public let bodyBytesMax: Int
    /// How long the gateway keeps it; 0: until an operator decides.
    public let retentionDays: Int
    /// What it is for: the .proto's comment.
    public let summary: String
    public let fields: [FieldDescription]
    /// The full name of its protobuf message.
    public let protobufName: String
    /// What ties publishers to a part of the messages: a checkpoint publishes for its own gate.
    public let publishBinding: Binding

    let table: MessageTable
    let tables: TableSet
    private let keyPlaces: [Int]
    private let rights: TypeRights
    private let gatePlace: Int?
    private let principalPlace: Int?

    init(
        index: Int,
        name: String,
        options: Cuakhau_Contracts_V1_TypeOptions,
        lane: Lane,
        dataClass: DataClass,
        table: MessageTable,
        tables: TableSet,
        keyPlaces: [Int],
        rights: TypeRights,
        summary: String,
        fields: [FieldDescription]
    ) {
        self.index = index
        self.name = name
        self.protobufName = table.name
        self.lane = lane
        self.dataClass = dataClass
        self.keyPaths = options.key
        self.isByGateway = options.byGateway
        self.publishers = TypeRights.roles(rights.publishers)
        self.readers = TypeRights.roles(rights.readers)
        self.bodyBytesMax = options.bodyBytesMax == 0 ? Self.bodyBytesMax : Int(options.bodyBytesMax)
        self.retentionDays = Int(options.retentionDays)
        self.summary = summary
        self.fields = fields
        self.table = table
        self.tables = tables
        self.keyPlaces = keyPlaces
        self.rights = rights
        gatePlace = table.fields.firstIndex { $0.binding == .gate }
        principalPlace = table.fields.firstIndex { $0.binding == .principal }
        publishBinding = gatePlace == nil ? .none : .gate
    }

    // MARK: Rights

    public func mayPublish(_ role: Role) -> Bool { rights.publishers & role.mask != 0 }

    public func mayRead(_ role: Role) -> Bool { rights.readers & role.mask != 0 }

    /// What ties readers of a role to a part of the messages.
    public func readBinding(for role: Role) -> Binding { rights.bindings[Int(role.rawValue)] }

    /// Whether the field with a binding holds a value. False where the body has no such field.
    public func bindingValueMatches(_ binding: Binding, _ value: [UInt8], in body: UnsafeRawBufferPointer) -> Bool {
        guard binding != .none, let place = binding == .gate ? gatePlace : principalPlace else { return false }
        let number = table.fields[place].number
        var reader = ProtobufReader(body)
        while reader.nextField() {
            guard reader.fieldNumber == number, reader.wireType == 2 else { continue }
            return body.part(reader.payloadOffset, reader.payloadCount).elementsEqual(value)
        }
        return false
    }

    // MARK: Bodies

    /// Checks a body. Allocates nothing where it is accepted.
    ///
    /// - Parameters:
    ///   - recordedAt: The time of receipt: microseconds since 1970-01-01T00:00:00Z.
    ///   - isExercise: Whether its envelope marks it as exercise or test traffic.
    public func check(_ body: UnsafeRawBufferPointer, recordedAt: Int64, isExercise: Bool) -> CheckResult {
        guard body.count <= bodyBytesMax else {
            return .refused(ContractRefusal(path: "", rule: .size, expected: "at most \(bodyBytesMax) bytes"))
        }
        var key = MessageKey()
        do throws(ContractRefusal) {
            try keyPlaces.withUnsafeBufferPointer { (places) throws(ContractRefusal) in
                try Checker(tables: tables.pointers, recordedAt: recordedAt, isExercise: isExercise)
                    .check(table, body, depth: 1, keyPlaces: places, key: &key)
            }
            return .accepted(key)
        } catch {
            return .refused(error)
        }
    }

    /// Whether it is encrypted at rest.
    public var isPersonal: Bool { dataClass == .personal || dataClass == .sensitive }

    /// Whether something in it is sealed to named officers, who are listed for whoever publishes or reads it.
    public var hasSealedFields: Bool { table.hasSealedFields }

    /// Finds whom a checked body is about, part by part.
    public func findSubjects(of body: UnsafeRawBufferPointer, _ sink: inout some SubjectSink) {
        var search = SubjectSearch(tables: tables.pointers)
        search.run(table, body, &sink)
    }

    /// Whether a role reads all of it.
    public func isWhole(for role: Role) -> Bool { table.cutFor & role.mask == 0 }

    /// Appends what a role may see of a body that was checked when it came.
    ///
    /// - Returns: False where the bytes are not protobuf: then nothing is appended.
    public func appendView(of body: UnsafeRawBufferPointer, for role: Role, to view: inout [UInt8]) -> Bool {
        if isWhole(for: role) {
            view.append(contentsOf: body)
            return true
        }
        let viewer = Viewer(tables: tables.pointers, role: role.mask)
        guard viewer.size(table, body, depth: 1) != nil else { return false }
        viewer.append(table, body, to: &view)
        return true
    }
}

extension MessageType: CustomStringConvertible {
    public var description: String { name }
}
