import Contracts
import Foundation
public import Journal
public import ZeroMQ

/// The folder a gateway lives in: settings, keys, principals, profiles, journal.
public struct GatewayHome: Sendable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    var configurationPath: String { path + "/gateway.yaml" }
    var serverKeyPath: String { path + "/server.key" }
    public var principalFile: PrincipalFile { PrincipalFile(path: path + "/principals.yaml") }
    public var policyFile: PolicyFile { PolicyFile(path: path + "/policy.yaml") }
    public var profilesPath: String { path + "/profiles" }

    public func configuration() throws(HomeError) -> GatewayConfiguration {
        try GatewayConfiguration(yaml: PrivateFile.read(configurationPath))
    }

    public func journalPath(_ configuration: GatewayConfiguration) -> String {
        configuration.journal.hasPrefix("/") ? configuration.journal : path + "/" + configuration.journal
    }

    /// The gateway's own key pair.
    ///
    /// - Throws: ``HomeError`` where the file is missing, malformed, or readable by others.
    public func serverKey() throws(HomeError) -> CurveKeyPair {
        let text = try PrivateFile.readSecret(serverKeyPath).trimmingCharacters(in: .whitespacesAndNewlines)
        do {
            return try CurveKeyPair(secretKey: CurveSecretKey(z85: text))
        } catch {
            throw HomeError("\(serverKeyPath) does not hold a CURVE secret key of 40 Z85 characters")
        }
    }

    /// The key under which bodies about people are encrypted.
    public func masterKey(_ configuration: GatewayConfiguration) throws(HomeError) -> MasterKey {
        guard let setting = configuration.masterKey else {
            throw HomeError("gateway.yaml says nothing of a master key: `cuakhau vault init --home \(path)` makes one")
        }
        return try setting.key(home: path)
    }

    /// Gives a home of an earlier version a master key.
    ///
    /// - Returns: Its file.
    public func makeMasterKey() throws(HomeError) -> String {
        guard try configuration().masterKey == nil else { throw HomeError("gateway.yaml names a master key already") }
        let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
        let setting = MasterKeySetting(file: "../\(name).master.key")
        guard let file = setting.path(home: path), !FileManager.default.fileExists(atPath: file) else {
            throw HomeError("\(path)/../\(name).master.key is there already: name it in gateway.yaml, or move it away")
        }
        try PrivateFile.write(MasterKey().text + "\n", to: file)
        try PrivateFile.write(PrivateFile.read(configurationPath) + "\n\(setting.yaml)\n", to: configurationPath)
        return file
    }

    /// The file of the master key; nil: it is in none of the gateway's own.
    public func masterKeyPath(_ configuration: GatewayConfiguration) -> String? { configuration.masterKey?.path(home: path) }

    /// Makes a new home: 0700, its files 0600.
    ///
    /// - Throws: ``HomeError`` where the folder exists and is not empty.
    public static func create(at path: String, configuration: GatewayConfiguration) throws(HomeError) -> GatewayHome {
        let manager = FileManager.default
        if let content = try? manager.contentsOfDirectory(atPath: path), !content.isEmpty {
            throw HomeError("\(path) is not empty: choose a new folder, so that no gateway is overwritten")
        }
        let home = GatewayHome(path: path)
        do {
            try manager.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try manager.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
            try manager.createDirectory(atPath: home.profilesPath, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw HomeError("cannot make \(path): \(error.localizedDescription)")
        }
        let key: CurveKeyPair
        do {
            key = try CurveKeyPair.generate()
        } catch {
            throw HomeError("cannot make a key: \(error)")
        }
        var configuration = configuration
        // Beside the folder and not in it: whoever copies the folder has not copied the key.
        let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
        let setting = configuration.masterKey ?? MasterKeySetting(file: "../\(name).master.key")
        configuration.masterKey = setting
        if let file = setting.path(home: path) {
            guard !manager.fileExists(atPath: file) else {
                throw HomeError("\(file) is there already, perhaps another gateway's master key: move it away, or name another with --master-key")
            }
            try PrivateFile.write(MasterKey().text + "\n", to: file)
        }
        try PrivateFile.write(key.secretKey.z85 + "\n", to: home.serverKeyPath)
        try PrivateFile.write(configuration.yaml, to: home.configurationPath)
        try home.principalFile.save([])
        try PrivateFile.write(PolicyFile.text(.whole(.standard)), to: home.policyFile.path)
        _ = try home.auditKey()
        return home
    }

    /// Changes the list of principals while no other command does: the list is read, changed and replaced under a lock.
    public func changePrincipals(_ change: (inout [Principal]) throws(HomeError) -> Void) throws(HomeError) {
        try locked("principals") { () throws(HomeError) in
            var principals = try principalFile.principals()
            try change(&principals)
            try principalFile.save(principals)
        }
    }

    /// Does something that no other command may do at the same time.
    ///
    /// - Parameter name: What it changes.
    func locked(_ name: String, _ body: () throws(HomeError) -> Void) throws(HomeError) {
        let lock = open(path + "/\(name).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw HomeError("cannot write in \(path): \(String(cString: strerror(errno)))") }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw HomeError("cannot lock \(path): \(String(cString: strerror(errno)))") }
        try body()
    }
}
