import Testing

@testable import Wire

struct ClientNameTests {
    private static let longest = String(repeating: "x", count: 48)

    @Test(arguments: ["bank", "bank/loans", "bank/a", "bank/0.9_a-z", "bank/-", "bank/" + longest])
    func `a client is named after its principal`(name: String) {
        #expect(ClientName.isValid(name, principal: "bank"))
    }

    @Test(arguments: [
        "", "Bank", "labour", "bank2", "bank/", "/bank", "bank/loans/a", "bank/Loans", "bank/loans ", " bank", "bank/lo ans", "bank\\loans",
        "bank/\0",
        "bank/é", "bank/\u{301}a", "bank/ａ", "ban", "bank//", "labour/bank", "bank/" + longest + "x", "bank\n",
    ])
    func `any other name is refused`(name: String) {
        #expect(!ClientName.isValid(name, principal: "bank"))
    }

    @Test func `a principal that begins with another's name stays apart from it`() {
        #expect(!ClientName.isValid("bank-2", principal: "bank"))
        #expect(!ClientName.isValid("bank-2/loans", principal: "bank"))
        #expect(!ClientName.isValid("bank", principal: "bank-2"))
        #expect(ClientName.isValid("bank-2/loans", principal: "bank-2"))
    }

    @Test func `the longest principal and the longest label fit`() {
        let name = Self.longest + "/" + Self.longest
        #expect(name.utf8.count == ClientName.byteCountMax)
        #expect(ClientName.isValid(name, principal: Self.longest))
        #expect(!ClientName.isValid(name + "x", principal: Self.longest))
    }

    @Test func `a label is counted in bytes and holds nothing but its characters`() {
        #expect(ClientName.isLabel("a.b_c-9", countMax: 7))
        #expect(!ClientName.isLabel("a.b_c-9", countMax: 6))
        #expect(!ClientName.isLabel("", countMax: 6))
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789._-".unicodeScalars)
        for value in UInt32(0)...0x2ff {
            guard let scalar = Unicode.Scalar(value) else { continue }
            #expect(ClientName.isLabel(String(Character(scalar)), countMax: 64) == allowed.contains(scalar), "\(value)")
        }
    }
}
