public import Contracts

/// Who a worker is. Lives in the vault and on the screen of an officer with a purpose, and nowhere else.
public struct Identity: Codable, Sendable {
    /// In Unicode form C.
    public var name: String
    /// 1 passport, 2 border pass, 3 other.
    public var documentKind: Int
    public var documentNumber: String
    /// How to reach the worker; empty: not given.
    public var contact: String

    /// What two lists name a worker by.
    struct Document: Hashable {
        let kind: Int
        let number: String

        init(_ identity: Identity) {
            kind = identity.documentKind
            number = identity.documentNumber
        }
    }

    public init(name: String, documentKind: Langson_Common_V1_DocumentKind, documentNumber: String, contact: String) {
        self.name = name
        self.documentKind = documentKind.rawValue
        self.documentNumber = documentNumber
        self.contact = contact
    }
}
