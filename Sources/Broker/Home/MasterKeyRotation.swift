import Foundation
import Journal

/// Puts a new master key in the place of the present one. The new key is on disk before anything is wrapped under it, and what an earlier run left unfinished is finished:
/// there is no moment in which a power cut would lose the key.
public struct MasterKeyRotation {
    private let home: GatewayHome
    private let configuration: GatewayConfiguration
    private let target: String
    /// Nil: the new key stays where it was written.
    private let final: String?

    /// - Parameter path: Where the new key is written, where the present one is in no file.
    public init(home: GatewayHome, to path: String?) throws(HomeError) {
        self.home = home
        configuration = try home.configuration()
        if let file = home.masterKeyPath(configuration) {
            guard path == nil else { throw HomeError("the master key is in \(file): the new one takes its place, and --to is not needed") }
            (target, final) = (file + ".next", file)
        } else {
            guard let path else { throw HomeError("the master key is in no file: --to says where the new one is to be written") }
            (target, final) = (path, nil)
        }
    }

    /// Where the new key is afterwards.
    public var place: String { final ?? target }

    /// - Returns: How many subjects have a key.
    /// - Throws: ``HomeError``; ``JournalError``, `busy` where a gateway runs.
    public func run() throws -> Int {
        let old = try home.masterKey(configuration)
        let next: MasterKey
        if FileManager.default.fileExists(atPath: target) {
            guard let key = MasterKey(text: try PrivateFile.readSecret(target)) else {
                throw HomeError("\(target) is there and holds no master key: move it away")
            }
            next = key
        } else {
            next = MasterKey()
            try PrivateFile.write(next.text + "\n", to: target)
        }
        let path = home.journalPath(configuration)
        let count = try rotate(path, from: old, to: next)
        if let final {
            guard rename(target, final) == 0 else { throw HomeError("cannot rename \(target): \(String(cString: strerror(errno)))") }
        }
        return count
    }

    private func rotate(_ path: String, from old: MasterKey, to next: MasterKey) throws(JournalError) -> Int {
        do throws(JournalError) {
            return try SQLiteJournal.rotateMasterKey(path: path, from: old, to: next)
        } catch {
            guard error.code == .wrongMasterKey else { throw error }
            // An earlier run came as far as this.
            return try SQLiteJournal.rotateMasterKey(path: path, from: next, to: next)
        }
    }
}
