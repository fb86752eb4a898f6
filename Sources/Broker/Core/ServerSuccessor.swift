/// The gateway's next server key, and where it is served already: every client is told over the connection that it trusts.
package struct ServerSuccessor: Sendable, Equatable {
    package let endpoint: String
    /// Z85.
    package let key: String

    package init(endpoint: String, key: String) {
        self.endpoint = endpoint
        self.key = key
    }
}
