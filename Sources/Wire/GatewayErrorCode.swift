/// One of the codes of Protocols/cuakhau/wire/v1/errors.proto. A code that this version does not know is carried as its number.
public struct GatewayErrorCode: Hashable, Sendable, CustomStringConvertible {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    package init(_ code: ErrorCode) {
        self.rawValue = code.rawValue
    }

    /// The code's name in lower case, for example `sequence_gap`.
    public var name: String {
        guard let code = ErrorCode(rawValue: rawValue), case .UNRECOGNIZED = code else {
            return ErrorCode(rawValue: rawValue).map { Self.name(of: $0) } ?? "error_\(rawValue)"
        }
        return "error_\(rawValue)"
    }

    public var description: String { name }

    private static func name(of code: ErrorCode) -> String {
        // The generated case is the enum value's name in lower camel case, with ID in capitals: back to the snake case of the .proto.
        let characters = Array("\(code)")
        var name = ""
        for (index, character) in characters.enumerated() {
            let isAfterWord = index > 0 && !characters[index - 1].isUppercase
            let isBeforeWord = index + 1 < characters.count && !characters[index + 1].isUppercase
            if character.isUppercase, index > 0, isAfterWord || isBeforeWord { name += "_" }
            name += character.lowercased()
        }
        return name
    }
}

extension GatewayErrorCode {
    /// Whether the same message can succeed later under the same sequence: nothing was used up (codes 27 and 40-49).
    public var isRetryable: Bool { rawValue == ErrorCode.sequenceGap.rawValue || (40...49).contains(rawValue) }
}
