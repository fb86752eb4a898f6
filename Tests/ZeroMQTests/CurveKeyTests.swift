import Testing

@testable import ZeroMQ

@Suite struct CurveKeyTests {
    @Test func `a generated pair has two different keys, and the public one follows from the secret one`() throws {
        let pair = try CurveKeyPair.generate()
        #expect(pair.publicKey.description != pair.secretKey.z85)
        let again = try CurveKeyPair(secretKey: CurveSecretKey(z85: pair.secretKey.z85))
        #expect(again.publicKey == pair.publicKey)
    }

    @Test(arguments: ["", "short", String(repeating: "~", count: 40), String(repeating: "#", count: 40), String(repeating: "0", count: 41)])
    func `a text that is no key is refused`(text: String) {
        #expect(throws: CurveKeyError()) { try CurvePublicKey(z85: text) }
        #expect(throws: CurveKeyError()) { try CurveSecretKey(z85: text) }
    }

    @Test func `the key of RFC 26's example is read`() throws {
        let text = "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6"
        let key = try CurveSecretKey(z85: text)
        #expect(key.z85 == text)
        #expect(try CurveKeyPair(secretKey: key).publicKey.description == "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7")
    }

    @Test func `a secret key does not print itself`() throws {
        let pair = try CurveKeyPair.generate()
        #expect(!"\(pair) \(String(reflecting: pair.secretKey))".contains(pair.secretKey.z85))
    }
}
