import Agencies
import ArgumentParser

/// `cuakhau desk order import`
struct DeskOrderImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take the orders of a CSV file into the register: all of them, or none.",
        discussion: """
            UTF-8, comma or semicolon, with a header. Columns: \(OrderImport.columns.joined(separator: ", ")); and, if there are any, \
            \(OrderImport.optionalColumns.joined(separator: ", ")).

              wage      150.00 CNY day
              gates     HN CM
              fees      health_check 350000 VND employer|document 200000 VND employer
              sector    \(OrderWords.sectors.words.joined(separator: ", "))
              lodging, insurance   \(OrderWords.provisions.words.joined(separator: ", "))

            Every line that is refused is told, with what would be right; then nothing is imported.

            Example:
              cuakhau desk order import orders.csv --publish --home /srv/desk
            """
    )

    @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "file"))
    var file: String

    @Flag(help: "Publish them at once.")
    var publish = false

    @OptionGroup var office: OfficeOptions<CooperationDesk>

    func run() throws {
        let open = try office.open()
        let rows = try open.rows(file, columns: OrderImport.columns, optional: OrderImport.optionalColumns) { (row) throws(ImportFault) in
            try OrderImport(row)
        }
        let orders = try open.write { desk, transaction in try desk.take(rows, isPublished: publish, in: transaction) }
        for order in orders { open.say(DeskOrderText.outcome(order)) }
    }
}
