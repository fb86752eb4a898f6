/// What a journal needs to encrypt the bodies of messages about people.
public struct JournalVault: Sendable {
    public let master: MasterKey
    public let subjects: any SubjectCatalogue

    public init(master: MasterKey, subjects: any SubjectCatalogue) {
        self.master = master
        self.subjects = subjects
    }
}
