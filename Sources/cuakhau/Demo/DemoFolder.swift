import Foundation

/// Where a demo's files go.
enum DemoFolder {
    /// - Throws: `CommandFailure` where the folder is not empty, or cannot be made.
    static func make(_ folder: String) throws -> String {
        let manager = FileManager.default
        guard try !manager.fileExists(atPath: folder) || manager.contentsOfDirectory(atPath: folder).isEmpty else {
            throw CommandFailure(.cannotCreate, "\(folder) is not empty: choose another folder")
        }
        do { try manager.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]) } catch {
            throw CommandFailure(.cannotCreate, "cannot make \(folder): \(error.localizedDescription)")
        }
        return folder
    }
}
