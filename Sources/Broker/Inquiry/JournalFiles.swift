import Contracts
import Journal
import SwiftProtobuf

/// A home's journal, and what its bytes mean by today's types, principals and policy: for those who ask something of it beside a running gateway.
struct JournalFiles {
    let home: GatewayHome
    let journal: JournalInquiry
    let readers: ReaderDirectory
    /// Types about people, by their numbers.
    let personal: Set<UInt16>
    private let readType: UInt16?

    /// - Throws: ``HomeError``, `JournalError`.
    init(home: GatewayHome) throws {
        self.home = home
        let configuration = try home.configuration()
        let catalogue = Catalogue.standard
        let vault = JournalVault(master: try home.masterKey(configuration), subjects: CatalogueSubjects(catalogue: catalogue))
        journal = try JournalInquiry(path: home.journalPath(configuration), vault: vault)
        var files = DirectoryFiles(principals: home.principalFile, policy: home.policyFile)
        readers = ReaderDirectory(journal.state, try files.load(), catalogue)
        personal = Set(journal.state.types.filter { catalogue.type(named: $0.name)?.isPersonal == true }.map(\.id))
        readType = journal.state.types.first { $0.name == Notice.readRecorded }?.id
    }

    /// The journal's last message: for progress.
    var lastPosition: UInt64 { journal.state.lastPosition }

    /// Goes through what was told of things that were read.
    ///
    /// - Returns: The readings of which no end was told.
    func forEachReading(
        progress: (UInt64) -> Void,
        _ body: (Langson_Gateway_V1_ReadRecorded, ReadRecords.Beginning, _ since: Int64) throws -> Void
    ) throws -> [ReadRecords.Beginning] {
        var records = ReadRecords()
        try journal.forEachMessage(where: { type, _, _ in type == readType }, progress: progress) { found in
            guard let segment = try journal.message(at: found.entry.position), let entry = segment.entries.first else { return }
            let bytes = segment.bytes.withUnsafeBytes { Array($0.slice(entry.body)) }
            let record = try Langson_Gateway_V1_ReadRecorded(serializedBytes: bytes)
            if let (beginning, since) = records.take(record, at: found.entry.position) { try body(record, beginning, since) }
        }
        return records.open.sorted { $0.key < $1.key }.map(\.value)
    }
}
