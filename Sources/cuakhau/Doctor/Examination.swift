import Broker
import Client
import Foundation
import GRDBSQLite
import ZeroMQ

/// The checks of `cuakhau doctor`.
struct Examination {
    let home: String?

    func run() throws -> [Finding] {
        var findings = [zeroMQ(), sqlite(), fileLimit(), clock()]
        let folder = home ?? FileManager.default.temporaryDirectory.path
        findings.append(fsyncLatency(in: folder))
        findings.append(freeSpace(in: folder))
        if let home { findings += permissions(GatewayHome(path: home)) }
        return findings
    }

    private func zeroMQ() -> Finding {
        let version = ZeroMQLibrary.version
        guard ZeroMQLibrary.has("curve") else {
            return Finding(
                check: "libzmq",
                grade: .fault,
                detail: "\(version) was built without CURVE: nothing could be encrypted. Install libzmq5 of your distribution"
            )
        }
        guard version >= ZeroMQLibrary.Version(4, 3, 3) else {
            return Finding(
                check: "libzmq",
                grade: .fault,
                detail: "\(version) has flaws that a peer without a key can use (CVE-2019-13132 before 4.3.2, CVE-2020-15166 before 4.3.3): update it"
            )
        }
        return Finding(check: "libzmq", grade: .good, detail: "\(version) with CURVE; no known bug that concerns a gateway")
    }

    private func sqlite() -> Finding {
        let number = Int(sqlite3_libversion_number())
        let version = String(cString: sqlite3_libversion())
        guard sqlite3_threadsafe() != 0 else {
            return Finding(check: "SQLite", grade: .fault, detail: "\(version) was built for one thread only: use your distribution's")
        }
        guard number >= 3_037_000 else {
            return Finding(check: "SQLite", grade: .fault, detail: "\(version) is older than 3.37.0 and does not have STRICT tables: update it")
        }
        guard number < 3_051_003 else { return Finding(check: "SQLite", grade: .good, detail: version) }
        return Finding(
            check: "SQLite",
            grade: .note,
            detail: "\(version) can damage a file that two connections write or checkpoint at once (fixed in 3.51.3). The gateway uses one, and "
                + "locks others out: do not open its journal with the sqlite3 shell except with -readonly"
        )
    }

    private func fileLimit() -> Finding {
        // A gateway raises its own limit so far.
        let count = OpenFiles.limits.hard
        guard count >= 4_096 else {
            return Finding(
                check: "open files",
                grade: count >= 1_024 ? .note : .fault,
                detail:
                    "at most \(count): each connection takes one. For more than about \(count > 200 ? count - 200 : 0) clients raise it (LimitNOFILE= in systemd, ulimit -Hn)"
            )
        }
        return Finding(check: "open files", grade: .good, detail: "at most \(count)")
    }

    private func clock() -> Finding {
        let year = Calendar(identifier: .gregorian).component(.year, from: Date())
        guard (2_024...2_199).contains(year) else { return Finding(check: "clock", grade: .fault, detail: "it is the year \(year): set the clock") }
        switch Self.isSynchronised() {
        case true?: return Finding(check: "clock", grade: .good, detail: "synchronised")
        case false?:
            return Finding(
                check: "clock",
                grade: .note,
                detail: "not synchronised: crossings more than 5 minutes ahead of it are refused. Run chrony or systemd-timesyncd"
            )
        case nil: return Finding(check: "clock", grade: .note, detail: "timedatectl is not here to say whether it is synchronised: see to that")
        }
    }

    /// Nil where the system does not say.
    private static func isSynchronised() -> Bool? {
        let question = Process()
        question.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        question.arguments = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
        let answer = Pipe()
        question.standardOutput = answer
        question.standardError = FileHandle.nullDevice
        guard (try? question.run()) != nil, let data = try? answer.fileHandleForReading.readToEnd() else { return nil }
        question.waitUntilExit()
        switch String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) {
        case "yes": return true
        case "no": return false
        default: return nil
        }
    }

    private func fsyncLatency(in folder: String) -> Finding {
        let path = "\(folder)/.doctor-\(getpid())"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            return Finding(check: "fsync", grade: .fault, detail: "cannot write in \(folder): \(String(cString: strerror(errno)))")
        }
        defer {
            close(descriptor)
            unlink(path)
        }
        let page = [UInt8](repeating: 0x55, count: 4_096)
        var times: [Double] = []
        for _ in 0..<50 {
            let start = ContinuousClock.now
            guard write(descriptor, page, page.count) == page.count, fsync(descriptor) == 0 else {
                return Finding(check: "fsync", grade: .fault, detail: "the disk of \(folder) failed: \(String(cString: strerror(errno)))")
            }
            times.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        times.sort()
        let (median, worst) = (times[times.count / 2], times[times.count - 1])
        func text(_ milliseconds: Double) -> String { "\((milliseconds * 100).rounded() / 100) ms" }
        let detail = "median \(text(median)), worst of 50 \(text(worst)): a lone message is confirmed after about one"
        if median > 50 { return Finding(check: "fsync", grade: .fault, detail: detail + "; this disk is too slow for a gateway") }
        if median < 0.02 {
            return Finding(
                check: "fsync",
                grade: .note,
                detail: detail + "; so fast that the disk may not really write: memory, or a cache without a battery?"
            )
        }
        return Finding(check: "fsync", grade: .good, detail: detail)
    }

    private func freeSpace(in folder: String) -> Finding {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else {
            return Finding(check: "disk", grade: .fault, detail: "cannot look at \(folder): does it exist?")
        }
        let gigabytes = Double(free) / 1e9
        let text = "\((gigabytes * 10).rounded() / 10) GB free, room for about \(free / 600 / 1_000_000) million messages"
        if gigabytes < 1 { return Finding(check: "disk", grade: .fault, detail: text + ": free some; when it is full, publishers are refused") }
        return Finding(check: "disk", grade: gigabytes < 10 ? .note : .good, detail: text)
    }

    /// Keys that have ended, or will within thirty days, and are not replaced.
    static func keys(_ principals: [Principal], now: Int64) -> Finding {
        func last(_ principal: Principal) -> Int64 { principal.keys.map { principal.expiries[$0] ?? .max }.max() ?? .max }
        let soon = now + GatewayGreeting.warningDays * 86_400_000_000
        let ending = principals.filter { !$0.isRevoked && last($0) < soon }.sorted { $0.name < $1.name }
        guard !ending.isEmpty else { return Finding(check: "keys", grade: .good, detail: "none ends within \(GatewayGreeting.warningDays) days") }
        let names = ending.map { "\($0.name) (\(last($0) <= now ? "ended" : "\((last($0) - now) / 86_400_000_000) days"))" }
        return Finding(
            check: "keys",
            grade: ending.contains { last($0) <= now } ? .fault : .note,
            detail: "end soon: \(names.joined(separator: ", ")). `cuakhau enrol --renew` there and `cuakhau principal rotate` here give the next one"
        )
    }

    private func permissions(_ home: GatewayHome) -> [Finding] {
        var findings: [Finding] = []
        do {
            _ = try home.configuration()
            _ = try home.serverKey()
            let principals = try home.principalFile.principals()
            findings.append(
                Finding(check: "home", grade: .good, detail: "\(home.path): settings, key and \(principals.count) principals are readable")
            )
            findings.append(Self.keys(principals, now: Int64(Date().timeIntervalSince1970 * 1_000_000)))
        } catch {
            findings.append(Finding(check: "home", grade: .fault, detail: "\(error)"))
        }
        var open: [String] = []
        for path in [home.path, home.profilesPath]
            + ((try? FileManager.default.contentsOfDirectory(atPath: home.path)) ?? []).map({ "\(home.path)/\($0)" })
            + ((try? FileManager.default.contentsOfDirectory(atPath: home.profilesPath)) ?? []).map({ "\(home.profilesPath)/\($0)" })
        {
            var status = stat()
            if stat(path, &status) == 0, status.st_mode & 0o077 != 0, !path.hasSuffix(".log") { open.append(path) }
        }
        findings.append(
            open.isEmpty
                ? Finding(check: "permissions", grade: .good, detail: "only this user reads the home")
                : Finding(check: "permissions", grade: .fault, detail: "others can read \(open.joined(separator: ", ")): chmod go= them")
        )
        return findings
    }
}
