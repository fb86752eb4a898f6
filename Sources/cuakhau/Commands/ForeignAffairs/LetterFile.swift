import Agencies
import Foundation

/// Where a letter to a mission goes: a new file that only its owner reads.
enum LetterFile {
    /// - Throws: ``CommandFailure`` where the file is there already or cannot be written.
    static func write(_ letter: MissionLetter, to path: String) throws {
        let text = path.lowercased().hasSuffix(".html") ? letter.page : letter.text
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(.cannotCreate, "cannot make \(path): \(String(cString: strerror(errno))). A letter is written to a new file")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw CommandFailure(.inputOutput, "cannot write \(path): \(error.localizedDescription)")
        }
    }
}
