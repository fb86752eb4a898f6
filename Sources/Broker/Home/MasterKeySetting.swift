import Foundation
import Journal

/// Where the master key is: apart from the home, so that a copy of the home reads nothing.
public struct MasterKeySetting: Codable, Sendable, Equatable {
    /// A file of mode 0600, relative to the home.
    var file: String?
    /// A credential that systemd hands over (`LoadCredential=`), by its name.
    var credential: String?
    /// An environment variable.
    var environment: String?

    public init(file: String) { self.file = file }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        file = try container.decodeIfPresent(String.self, forKey: .file)
        credential = try container.decodeIfPresent(String.self, forKey: .credential)
        environment = try container.decodeIfPresent(String.self, forKey: .environment)
        guard [file, credential, environment].compactMap(\.self).count == 1 else {
            throw HomeError("one of file, credential and environment says where the master key is")
        }
    }

    private enum CodingKeys: String, CodingKey {
        case file
        case credential
        case environment
    }

    /// The file it is in; nil: it is in none of the gateway's own.
    func path(home: String) -> String? {
        file.map { $0.hasPrefix("/") ? $0 : home + "/" + $0 }
    }

    /// Reads the key.
    ///
    /// - Throws: ``HomeError`` where it is not there, is none, or others may read it.
    func key(home: String) throws(HomeError) -> MasterKey {
        let (place, text) = try read(home)
        guard let key = MasterKey(text: text) else { throw HomeError("\(place) does not hold a master key of 64 hexadecimal digits") }
        return key
    }

    private func read(_ home: String) throws(HomeError) -> (place: String, text: String) {
        if let path = path(home: home) {
            guard FileManager.default.fileExists(atPath: path) else {
                throw HomeError(
                    "the master key's file \(path) is not there: restore it from where its copy is kept; without it nothing about people can be read"
                )
            }
            return (path, try PrivateFile.readSecret(path))
        }
        if let credential {
            guard let folder = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"] else {
                throw HomeError(
                    "the master key is to be systemd's credential \(credential), and there is none: LoadCredential=\(credential):… in the unit"
                )
            }
            return ("credential \(credential)", try PrivateFile.read(folder + "/" + credential))
        }
        let name = environment ?? ""
        guard let text = ProcessInfo.processInfo.environment[name] else {
            throw HomeError("the master key is to be in the environment variable \(name), which is not set")
        }
        // Programs that this one starts do not need it.
        unsetenv(name)
        return ("the environment variable \(name)", text)
    }

    var yaml: String {
        if let file { return "master_key: {file: \(file)}" }
        if let credential { return "master_key: {credential: \(credential)}" }
        return "master_key: {environment: \(environment ?? "")}"
    }
}
