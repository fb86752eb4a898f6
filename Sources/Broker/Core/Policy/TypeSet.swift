package import Contracts

/// A set of the catalogue's types: asked for each message, so one word and one bit.
package struct TypeSet: Hashable, Sendable {
    private var words: [UInt64] = []

    package init() {}

    package init(_ types: [MessageType]) {
        for type in types { insert(type) }
    }

    package mutating func insert(_ type: MessageType) {
        while words.count <= type.index >> 6 { words.append(0) }
        words[type.index >> 6] |= 1 << UInt64(type.index & 63)
    }

    @inline(__always)
    package func contains(_ type: MessageType) -> Bool {
        let word = type.index >> 6
        return word < words.count && words[word] & (1 << UInt64(type.index & 63)) != 0
    }

    package func intersection(_ other: TypeSet) -> TypeSet {
        var both = TypeSet()
        both.words = zip(words, other.words).map { $0 & $1 }
        return both
    }
}
