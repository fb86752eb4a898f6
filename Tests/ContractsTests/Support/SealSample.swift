import Contracts

/// The outer form of a seal, part by part, around noise: what the gateway can judge.
struct SealSample {
    var version: Int64? = 1
    var context = [UInt8](repeating: 1, count: 32)
    var sealedBy = [UInt8](repeating: 2, count: 32)
    var commitment = [UInt8](repeating: 3, count: 32)
    var content = [UInt8](repeating: 4, count: 1_024 + 16)
    var wraps = [SealSample.wrap(1)]

    static func wrap(_ number: UInt8, id: Int = 16, by: Int = 32, encapsulated: Int = 32, secret: Int = 48) -> Body {
        Body().bytes(1, [UInt8](repeating: number, count: id)).bytes(2, [UInt8](repeating: 6, count: by))
            .bytes(3, [UInt8](repeating: 7, count: encapsulated)).bytes(4, [UInt8](repeating: 8, count: secret))
    }

    static func wraps(_ count: Int) -> [Body] { (0..<count).map { wrap(UInt8($0)) } }

    var body: Body {
        var body = Body()
        if let version { body = body.number(1, version) }
        body = body.bytes(2, context).bytes(3, sealedBy).bytes(4, commitment).bytes(5, content)
        return wraps.reduce(body) { $0.message(6, $1) }
    }

    var bytes: [UInt8] { body.bytes }

    func with<Value>(_ part: WritableKeyPath<SealSample, Value>, _ value: Value) -> SealSample {
        var copy = self
        copy[keyPath: part] = value
        return copy
    }
}
