import Agencies
import ArgumentParser

/// `cuakhau desk order import`
struct DeskOrderImportCommand: ParsableCommand {
    private static let columns = OrderImport.columns.joined(separator: ", ")
    private static let optionalColumns = OrderImport.optionalColumns.joined(separator: ", ")

    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: String(
            vi: "Ghi vào sổ các đơn hàng của một tệp CSV: tất cả, hoặc không đơn nào.",
            en: "Take the orders of a CSV file into the register: all of them, or none."
        ),
        discussion: String(
            vi: "UTF-8, phân cách bằng dấu phẩy hoặc chấm phẩy, có dòng tiêu đề. Các cột: \(columns); và nếu có: \(optionalColumns).",
            en: "UTF-8, comma or semicolon, with a header. Columns: \(columns); and, if there are any, \(optionalColumns)."
        ) + """


              wage      150.00 CNY day
              gates     HN CM
              fees      health_check 350000 VND employer|document 200000 VND employer
              sector    \(OrderWords.sectors.words.joined(separator: ", "))
              lodging, insurance   \(OrderWords.provisions.words.joined(separator: ", "))


            """
            + String(
                vi: "Mọi dòng bị từ chối đều được nêu, kèm cách ghi đúng; khi đó không dòng nào được ghi.",
                en: "Every line that is refused is told, with what would be right; then nothing is imported.",
                examples: """
                    cuakhau desk order import orders.csv --publish --home /srv/desk
                    """
            )
    )

    @Argument(help: ArgumentHelp(vi: "Tệp; - là đầu vào chuẩn.", en: "The file; - is standard input.", valueName: "file"))
    var file: String

    @Flag(help: ArgumentHelp(vi: "Công bố ngay.", en: "Publish them at once."))
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
