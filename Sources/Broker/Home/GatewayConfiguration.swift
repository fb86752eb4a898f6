import Foundation
import Yams

/// What `gateway.yaml` says.
public struct GatewayConfiguration: Codable, Sendable, Equatable {
    /// Where the gateway listens, for example `tcp://127.0.0.1:5570` or `tcp://*:5570`.
    public var endpoint: String
    /// What new profiles are told to connect to; absent: the endpoint itself.
    public var advertise: String?
    /// The journal's file, relative to the home.
    public var journal: String

    public init(endpoint: String = "tcp://127.0.0.1:5570", advertise: String? = nil, journal: String = "journal.sqlite") {
        self.endpoint = endpoint
        self.advertise = advertise
        self.journal = journal
    }

    init(yaml: String) throws(HomeError) {
        do {
            self = try YAMLDecoder().decode(GatewayConfiguration.self, from: yaml)
        } catch {
            throw HomeError("gateway.yaml is not what a gateway needs (endpoint, journal): \(error)")
        }
    }

    var yaml: String {
        """
        # The gateway's settings. Restart it after a change.

        # Where it listens. tcp://*:5570 listens on every network of this machine.
        endpoint: \(endpoint)

        # What the profiles of new principals connect to, where that differs from the endpoint.
        \(advertise.map { "advertise: \($0)" } ?? "#advertise: tcp://gateway.example:5570")

        # The journal's file, relative to this folder.
        journal: \(journal)

        """
    }
}
