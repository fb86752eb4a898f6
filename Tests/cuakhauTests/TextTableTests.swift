import Testing

@testable import cuakhau

@Suite struct TextTableTests {
    @Test func `columns are as wide as they need, and numbers stand to the right`() {
        var table = TextTable(["NAME", "COUNT"])
        table.append(["Hữu Nghị", "7"])
        table.append(["Chi Ma", "1200"])
        #expect(table.lines == ["NAME      COUNT", "Hữu Nghị      7", "Chi Ma     1200"])
    }

    @Test func `a table without rows is its header`() {
        #expect(TextTable(["A", "B"]).lines == ["A  B"])
    }
}
