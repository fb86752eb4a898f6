import Agencies
import Foundation

/// Where a letter to a mission goes: a new file that only its owner reads.
enum LetterFile {
    /// - Throws: ``CommandFailure`` where the file is there already or cannot be written.
    static func write(_ letter: MissionLetter, to path: String) throws {
        let text = path.lowercased().hasSuffix(".html") ? letter.page : letter.text
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw CommandFailure(
                .cannotCreate,
                String(
                    vi: "không tạo được \(path): \(reason). Thư chỉ được ghi vào tệp mới",
                    en: "cannot make \(path): \(reason). A letter is written to a new file"
                )
            )
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            let reason = error.localizedDescription
            throw CommandFailure(.inputOutput, String(vi: "không ghi được \(path): \(reason)", en: "cannot write \(path): \(reason)"))
        }
    }
}
