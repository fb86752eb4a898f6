import Yams

/// What the operator answers: all that an agency needs besides its own secrets. It holds none itself.
public struct EnrolmentAnswer: Sendable, Equatable, Codable {
    public static let format = "cuakhau enrolment answer 1"

    public var format = Self.format
    public var endpoint: String
    /// Z85.
    public var server_key: String
    public var principal: String
    public var role: String
    public var gate: String?
    /// The key that was let in, Z85.
    public var public_key: String

    public init(endpoint: String, serverKey: String, principal: String, role: String, gate: String?, publicKey: String) {
        self.endpoint = endpoint
        server_key = serverKey
        self.principal = principal
        self.role = role
        self.gate = gate
        public_key = publicKey
    }

    /// - Throws: ``EnrolmentError`` for anything that is no answer.
    public init(text: String) throws(EnrolmentError) {
        guard text.utf8.count <= 4_096, let answer = try? YAMLDecoder().decode(EnrolmentAnswer.self, from: text), answer.format == Self.format else {
            throw EnrolmentError("this is no answer of an operator: `cuakhau principal add --request` writes one")
        }
        self = answer
    }

    public var text: String {
        get throws { "# The answer to a request. `cuakhau enrol --finish` makes a profile of it.\n" + (try YAMLEncoder().encode(self)) }
    }
}
