public import Agencies
public import ArgumentParser

/// `cuakhau labour contract offer|accept|decline|list`
struct LabourContractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contract",
        abstract: String(vi: "Hợp đồng giữa người lao động và đơn hàng.", en: "Contracts between workers and orders."),
        subcommands: [Offer.self, Accept.self, Decline.self, List.self]
    )

    struct Offer: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Giới thiệu đơn hàng cho người lao động: cho cả danh sách, hoặc không cho ai.",
                en: "Offer an order to workers: to all of a list, or to none."
            ),
            discussion: String(
                vi: """
                    Danh sách là CSV có cột worker_ref, và có thể có commune, như `worker import --refs` ghi ra.
                    """,
                en: """
                    The list is CSV with the column worker_ref, and perhaps commune, as `worker import --refs` writes it.
                    """,
                examples: """
                    cuakhau labour contract offer 01K… --file refs.csv --home /srv/labour
                    """
            )
        )

        @Argument(help: ArgumentHelp(vi: "Đơn hàng.", en: "The order."))
        var order: String
        @Argument(help: ArgumentHelp(vi: "Người lao động.", en: "Workers."))
        var workers: [String] = []
        @Option(
            help: ArgumentHelp(
                vi: "Tệp danh sách người lao động; - là đầu vào chuẩn.",
                en: "A list of workers; - is standard input.",
                valueName: "file"
            )
        )
        var file: String?
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func validate() throws {
            guard workers.isEmpty == (file != nil) else {
                throw ValidationError(
                    String(vi: "hãy nêu người lao động, hoặc đưa danh sách bằng --file", en: "name the workers, or give a list with --file")
                )
            }
        }

        func run() throws {
            let open = try office.open()
            let workers = try file.map { path in
                try open.rows(path, columns: ["worker_ref"], optional: ["commune"]) { (row) throws(ImportFault) in
                    try row.text("worker_ref", lengthMax: 26)
                }
            }
            let count = try open.write { try Contracting(in: $1).offer(order: order, to: workers ?? self.workers) }
            open.say(Wording(vi: "Đã giới thiệu cho \(count) người.", en: "Offered to \(count) workers."))
        }
    }

    struct Accept: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Người lao động nhận: hợp đồng được đăng ký, ngân hàng và Sở Ngoại vụ biết là có hợp đồng.",
                en: "Workers accept: their contracts are registered, and the bank and foreign affairs learn that they exist."
            )
        )

        @Argument(help: ArgumentHelp(vi: "Hợp đồng.", en: "Contracts."))
        var contracts: [String] = []
        @Option(
            help: ArgumentHelp(
                vi: "Thay vào đó: mọi hợp đồng đã giới thiệu của đơn hàng này.",
                en: "Instead: all that are offered of this order.",
                valueName: "order"
            )
        )
        var order: String?
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func validate() throws {
            guard contracts.isEmpty == (order != nil) else {
                throw ValidationError(String(vi: "hãy nêu hợp đồng, hoặc đơn hàng bằng --order", en: "name the contracts, or an order with --order"))
            }
        }

        func run() throws {
            let open = try office.open()
            let count = try open.write { _, transaction in
                let contracting = Contracting(in: transaction)
                let refs = try order.map { try ContractRecord.all(transaction.database, order: $0, state: .offered).map(\.ref) } ?? contracts
                try contracting.accept(refs)
                return refs.count
            }
            open.say(Wording(vi: "Đã đăng ký \(count) hợp đồng.", en: "Registered \(count) contracts."))
        }
    }

    struct Decline: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Người lao động không nhận hoặc không đi. Việc đó không dẫn đến hệ quả nào.",
                en: "A worker does not want it, or does not go. That has no consequence."
            )
        )

        @Argument(help: ArgumentHelp(vi: "Hợp đồng.", en: "The contract."))
        var contract: String
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            try office.open().write { try Contracting(in: $1).decline(contract) }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: String(vi: "Các hợp đồng.", en: "The contracts."))

        @Option(help: ArgumentHelp(vi: "Chỉ của một đơn hàng.", en: "Of one order."))
        var order: String?
        @Option(help: ArgumentHelp(vi: "offered, accepted, declined hoặc ended.", en: "offered, accepted, declined or ended."))
        var state: ContractState?
        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false
        @OptionGroup var reader: ReaderOption
        @OptionGroup var office: OfficeOptions<LabourOffice>

        private struct Line: Encodable {
            let contract: String
            let worker: String
            let order: String
            let state: String
            let start: String
            let end: String
        }

        func run() throws {
            let open = try office.open()
            var table = TextTable(
                open.language == .vi
                    ? ["HỢP ĐỒNG", "NGƯỜI LAO ĐỘNG", "ĐƠN HÀNG", "TRẠNG THÁI", "TỪ NGÀY", "ĐẾN NGÀY"]
                    : ["CONTRACT", "WORKER", "ORDER", "STATE", "START", "END"]
            )
            for contract in try open.look(.contract, nil, reader, { try ContractRecord.all($1, order: order, state: state) }) {
                if json {
                    let line = Line(
                        contract: contract.ref,
                        worker: contract.workerRef,
                        order: contract.orderID,
                        state: contract.state.rawValue,
                        start: contract.start,
                        end: contract.end
                    )
                    Terminal.write(try JSONLine.text(line))
                } else {
                    table.append([
                        contract.ref, contract.workerRef, contract.orderID, contract.state.name[open.language], contract.start, contract.end,
                    ])
                }
            }
            guard !json else { return }
            for line in table.lines { Terminal.write(line) }
        }
    }
}

extension ContractState: ExpressibleByArgument {}
