import Contracts
import Foundation
import Yams

/// What `gateway.yaml` says.
public struct GatewayConfiguration: Codable, Sendable, Equatable {
    /// Where the gateway listens, for example `tcp://127.0.0.1:5570` or `tcp://*:5570`.
    public var endpoint: String
    /// What new profiles are told to connect to; absent: the endpoint itself.
    public var advertise: String?
    /// Where it listens by its next server key, while that is being exchanged; absent: it is not.
    public var nextEndpoint: String?
    /// What clients are told of that, where it is something else.
    public var nextAdvertise: String?
    /// The journal's file, relative to the home.
    public var journal: String
    /// Where the master key is, under which the bodies of messages about people are encrypted; absent: a home of an earlier version.
    public var masterKey: MasterKeySetting?
    /// By a type's name or a filter such as `crossing.>`; absent: what the types themselves say.
    var retention: [String: RetentionSetting]?
    /// Above so many bytes of messages the oldest go, whoever waits for them; absent: no bound but the disk's.
    public var journalBytesMax: UInt64?

    /// Stored messages about people that a principal reads in a day by tails and replays, without two others' approval; absent: 1,000.
    public var bulkReadMessages: Int?

    private enum CodingKeys: String, CodingKey {
        case endpoint
        case advertise
        case nextEndpoint = "next_endpoint"
        case nextAdvertise = "next_advertise"
        case journal
        case masterKey = "master_key"
        case retention
        case journalBytesMax = "journal_bytes_max"
        case bulkReadMessages = "bulk_read_messages"
    }

    public init(
        endpoint: String = "tcp://127.0.0.1:5570",
        advertise: String? = nil,
        journal: String = "journal.sqlite",
        masterKey: MasterKeySetting? = nil
    ) {
        self.masterKey = masterKey
        self.endpoint = endpoint
        self.advertise = advertise
        self.journal = journal
    }

    /// What clients connect to.
    public var advertised: String { advertise ?? endpoint }

    init(yaml: String) throws(HomeError) {
        do {
            self = try YAMLDecoder().decode(GatewayConfiguration.self, from: yaml)
        } catch let error as HomeError {
            throw HomeError("gateway.yaml: \(error.message)")
        } catch {
            throw HomeError("gateway.yaml is not what a gateway needs (endpoint, journal): \(error)")
        }
    }

    /// The broker's bounds, with what is set here.
    ///
    /// - Throws: ``HomeError`` where it is out of bounds.
    public func limits(_ limits: BrokerLimits) throws(HomeError) -> BrokerLimits {
        var limits = limits
        guard let bulkReadMessages else { return limits }
        guard bulkReadMessages >= 0 else { throw HomeError("gateway.yaml: bulk_read_messages is 0 (two have to agree to all of it) or more") }
        limits.bulkReadMessagesMax = bulkReadMessages
        return limits
    }

    /// How long messages are kept.
    ///
    /// - Throws: ``HomeError`` naming what is no type's name and no filter, or matches no type.
    public func retentionPolicy() throws(HomeError) -> RetentionPolicy {
        var entries: [RetentionPolicy.Entry] = []
        for (name, setting) in (retention ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let filter = try? TypeFilter(validating: name), !Catalogue.standard.types(matching: filter).isEmpty else {
                throw HomeError("gateway.yaml: retention: \(name) matches no type: `cuakhau types` lists them")
            }
            entries.append(RetentionPolicy.Entry(filter: filter, rule: setting.rule))
        }
        guard journalBytesMax.map({ $0 >= 1 << 20 }) ?? true else { throw HomeError("gateway.yaml: journal_bytes_max is at least 1048576") }
        return RetentionPolicy(entries: entries, bytesMax: journalBytesMax)
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

        # Where the key is under which everything about people is encrypted: keep it apart from this folder, and a copy of it elsewhere. Lost, all of
        # that is lost. {file: PATH}, {credential: NAME} (systemd's LoadCredential=), or {environment: NAME}.
        \(masterKey?.yaml ?? "#master_key: {file: ../master.key}")

        # How long messages are kept, by type or filter; the one that says most of a type's name counts. `cuakhau retention` shows what is in force.
        # Nothing goes that a durable consumer still waits for, but for hard_age_days. age_days: 0 keeps for ever.
        #retention:
        #  crossing.>: {age_days: 90, hard_age_days: 365}
        #  reference.updated.v1: {count: 1000}

        # Above so many bytes of messages the oldest go, whoever waits for them: bulk first, what is urgent last.
        #journal_bytes_max: 50000000000

        # So many stored messages about people a principal reads in a day by `cuakhau tail` and `cuakhau replay`; for more, two others have to agree.
        \(bulkReadMessages.map { "bulk_read_messages: \($0)" } ?? "#bulk_read_messages: 1000")

        """
    }
}
