import Foundation

/// The plan's targets, money, deadlines and organisations, and the gates, communes and former districts of the province: seeds/*.csv, each row with
/// its source.
public struct ReferenceData: Sendable {
    /// In the order of their files, as all of these.
    public let targets: [Target]
    public let funds: [Fund]
    public let reportDeadlines: [ReportDeadline]
    public let organisations: [Organisation]
    public let gates: [Gate]
    public let communes: [Commune]
    public let districts: [District]

    /// What is embedded in the program, so that a copied program needs no folder.
    public static let standard: ReferenceData = {
        do throws(ReferenceError) {
            return try ReferenceData(files: embedded)
        } catch {
            // Loaded by every run of the tests: a mistake in it cannot reach a user.
            preconditionFailure("the embedded reference data: \(error)")
        }
    }()

    /// Reads the seven tables from a folder.
    ///
    /// - Throws: ``ReferenceError`` naming the file, the line and the column.
    public init(folder: String) throws(ReferenceError) {
        var files: [String: [UInt8]] = [:]
        for name in Self.fileNames {
            files[name] = try Self.read(name, in: folder)
        }
        try self.init(files: files)
    }

    /// - Parameter files: The bytes of each file, by its name.
    init(files: [String: [UInt8]]) throws(ReferenceError) {
        let targets = try Keyed(files, "targets.csv", "target", Target.columns) { (row) throws(ReferenceError) in try Target(row) }
        let funds = try Keyed(files, "funds.csv", "fund", Fund.columns) { (row) throws(ReferenceError) in try Fund(row) }
        let deadlines = try Keyed(files, "report_deadlines.csv", "deadline", ReportDeadline.columns) { (row) throws(ReferenceError) in
            try ReportDeadline(row)
        }
        let organisations = try Keyed(files, "organisations.csv", "organisation", Organisation.columns) { (row) throws(ReferenceError) in
            try Organisation(row)
        }
        let gates = try Keyed(files, "gates.csv", "gate", Gate.columns) { (row) throws(ReferenceError) in try Gate(row) }
        let communes = try Keyed(files, "communes.csv", "commune", Commune.columns) { (row) throws(ReferenceError) in try Commune(row) }
        let districts = try Keyed(files, "districts.csv", "district", District.columns) { (row) throws(ReferenceError) in try District(row) }
        try FundTree(funds).validate()
        try organisations.validateReference("successor", \.successor)
        try gates.validateReference("part_of", \.partOf)
        try communes.validateReference("districts", \.districts, to: districts)
        self.targets = targets.values
        self.funds = funds.values
        self.reportDeadlines = deadlines.values
        self.organisations = organisations.values
        self.gates = gates.values
        self.communes = communes.values
        self.districts = districts.values
    }

    static let fileNames = ["targets.csv", "funds.csv", "report_deadlines.csv", "organisations.csv", "gates.csv", "communes.csv", "districts.csv"]

    /// The files of seeds/, which Data/ links to.
    private static var embedded: [String: [UInt8]] {
        [
            "targets.csv": PackageResources.targets_csv,
            "funds.csv": PackageResources.funds_csv,
            "report_deadlines.csv": PackageResources.report_deadlines_csv,
            "organisations.csv": PackageResources.organisations_csv,
            "gates.csv": PackageResources.gates_csv,
            "communes.csv": PackageResources.communes_csv,
            "districts.csv": PackageResources.districts_csv,
        ]
    }

    private static func read(_ name: String, in folder: String) throws(ReferenceError) -> [UInt8] {
        do {
            let file = try FileHandle(forReadingFrom: URL(filePath: folder, directoryHint: .isDirectory).appending(path: name))
            defer { try? file.close() }
            // One byte more than a table may have, so that too large a file is refused and never read whole.
            return [UInt8](try file.read(upToCount: ReferenceTable.byteCountMax + 1) ?? Data())
        } catch {
            throw ReferenceError(
                file: name,
                vi: "không đọc được trong \(folder)",
                en: "it cannot be read in \(folder): \(error.localizedDescription)"
            )
        }
    }
}

extension ReferenceData {
    public func target(_ id: String) -> Target? { targets.first { $0.id == id } }

    public func fund(_ id: String) -> Fund? { funds.first { $0.id == id } }

    /// The funds that a fund is the sum of; empty where the plan does not divide it.
    public func parts(of fund: Fund) -> [Fund] { funds.filter { $0.parent == fund.id } }

    /// The plan's money in all, in đồng.
    public var totalVND: Int64 { funds.first { $0.parent == nil }?.amountVND ?? 0 }

    public func reportDeadline(_ covers: ReportDeadline.Coverage) -> ReportDeadline? { reportDeadlines.first { $0.covers == covers } }

    public func organisation(_ id: String) -> Organisation? { organisations.first { $0.id == id } }

    /// Who has a role on a day. More than one where the sources do not say on which day one took over from the other.
    public func organisations(role: Organisation.Role, on day: CalendarDay) -> [Organisation] {
        organisations.filter { $0.role == role && $0.validity.contains(day) }
    }

    public func gate(_ code: String) -> Gate? { gates.first { $0.id == code } }
}
