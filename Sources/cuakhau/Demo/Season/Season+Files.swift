import Foundation

extension Season {
    /// The reports of the year and of the half year after it.
    ///
    /// - Parameter path: Where the year's page goes; nil: nowhere but the season's own folder.
    func writeReports(to path: String?) throws {
        for period in ["2025", "2026-H1"] {
            for (language, ending) in [("vi", "vi"), ("en", "en")] {
                try labour.run(
                    "report",
                    "consolidate",
                    period,
                    "--csv",
                    "\(folder)/report-\(period).\(ending).csv",
                    "--html",
                    "\(folder)/report-\(period).\(ending).html",
                    "--lang",
                    language
                )
            }
        }
        guard let path else { return }
        let csv = (path.hasSuffix(".html") ? String(path.dropLast(5)) : path) + ".csv"
        try labour.run("report", "consolidate", "2025", "--html", path, "--csv", csv)
    }
}
