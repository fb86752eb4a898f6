import Agencies

/// An office's store, looked at from outside while the office works.
struct SeasonStore {
    private let store: OfficeStore

    init(kind: OfficeKind, path: String) throws {
        store =
            switch kind {
            case .checkpoint: try OfficeStore(path: path, of: CheckpointOffice.self)
            case .desk: try OfficeStore(path: path, of: CooperationDesk.self)
            case .bank: try OfficeStore(path: path, of: PolicyBank.self)
            case .affairs: try OfficeStore(path: path, of: AffairsOffice.self)
            case .labour: try OfficeStore(path: path, of: LabourOffice.self)
            }
    }

    func status() throws -> OfficeStatus { try store.read(OfficeStatus.init) }

    func digest() throws -> [String] { try store.read { try StoreDigest($0).lines } }
}
