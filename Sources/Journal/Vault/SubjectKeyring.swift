import Crypto
import Synchronization

/// The subjects' keys that were used last, for the thread that writes and those that read. Bounded: what was not used for a while is let go of.
final class SubjectKeyring: Sendable {
    private struct State {
        var young = Keys()
        var old = Keys()
    }

    private struct Keys {
        var byID: [UInt32: SymmetricKey] = [:]
        var ids: [SubjectTag: UInt32] = [:]
    }

    private let state = Mutex(State())
    /// Rises with each erasure: what was read before it is not remembered after it. Asked for each message that is read.
    private let generations = Atomic<UInt64>(0)
    /// Of each half: about 10 MB for both.
    private static let countMax = 32_768

    /// Before something is read from the file to be remembered.
    var generation: UInt64 { generations.load(ordering: .acquiring) }

    func key(of id: UInt32) -> SymmetricKey? {
        state.withLock { state in
            if let key = state.young.byID[id] { return key }
            guard let key = state.old.byID[id] else { return nil }
            Self.remember(id, key, nil, &state)
            return key
        }
    }

    func subject(_ tag: SubjectTag) -> Subject? {
        state.withLock { state in
            if let id = state.young.ids[tag], let key = state.young.byID[id] { return Subject(id: id, key: key) }
            guard let id = state.old.ids[tag], let key = state.young.byID[id] ?? state.old.byID[id] else { return nil }
            Self.remember(id, key, tag, &state)
            return Subject(id: id, key: key)
        }
    }

    func remember(_ id: UInt32, _ key: SymmetricKey, _ tag: SubjectTag? = nil, since generation: UInt64) {
        state.withLock { state in
            guard self.generation == generation else { return }
            Self.remember(id, key, tag, &state)
        }
    }

    /// Those of an erased subject, or of a batch that was not committed.
    func forget(_ id: UInt32, _ tag: SubjectTag) {
        state.withLock { state in
            generations.add(1, ordering: .releasing)
            state.young.byID[id] = nil
            state.old.byID[id] = nil
            state.young.ids[tag] = nil
            state.old.ids[tag] = nil
        }
    }

    private static func remember(_ id: UInt32, _ key: SymmetricKey, _ tag: SubjectTag?, _ state: inout State) {
        if state.young.byID.count >= countMax {
            state.old = state.young
            state.young = Keys()
        }
        state.young.byID[id] = key
        if let tag { state.young.ids[tag] = id }
    }
}

/// A subject whose key is there.
struct Subject {
    let id: UInt32
    let key: SymmetricKey
}
