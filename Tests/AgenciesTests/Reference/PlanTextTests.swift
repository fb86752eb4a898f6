import Testing

struct PlanTextTests {
    @Test func `money of the plan is read with its decimal comma`() {
        #expect(PlanText.billions("khoang 153,459 ty dong") == [153_459_000_000])
        #expect(PlanText.billions("hoi: 03 ty dong") == [3_000_000_000])
        #expect(PlanText.billions("lo0 ty dong; 45 ty dong") == [100_000_000_000, 45_000_000_000])
        #expect(PlanText.billions("5.000 lao dong") == [])
    }

    @Test func `numbers are read with full stops between thousands`() {
        #expect(PlanText.integers("co tu 5.000 lao dong; tu 400") == [5000, 400])
        #expect(PlanText.integers("10% den 15%.") == [10, 15])
    }

    @Test func `a word is found with one wrong letter, and not with two`() {
        #expect(PlanText.isAlike("lam", "1am"))
        #expect(PlanText.isAlike("ngan", "ngn"))
        #expect(PlanText.isAlike("tinh", "tinhs"))
        #expect(PlanText.isAlike("", "a"))
        #expect(!PlanText.isAlike("cong", "bang"))
        #expect(!PlanText.isAlike("bo", "bong"))
        #expect(PlanText.plain("Đề án Ủy thác") == "de an uy thac")
    }
}
