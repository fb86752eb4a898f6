struct DemoReference: Sendable {
    let gates: [(code: String, name: String)]
    let summary: [String]
    init(folder: String?) throws {
        gates = [("HN", "Hữu Nghị"), ("CM", "Chi Ma"), ("DD", "Đồng Đăng")]
        summary = ["temp"]
    }
}
