/// A tree of hashes over leaves (RFC 6962, section 2.1): one root for all, and a short path that proves that a leaf is among them.
enum MerkleTree {
    /// The root; of no leaves: zeroes.
    static func root(_ leaves: ArraySlice<AuditDigest>) -> AuditDigest {
        guard leaves.count > 1 else { return leaves.first ?? AuditDigest.zero }
        // Level by level; the odd one out goes up as it is. The same tree as the recursive one of the standard.
        var level = Array(leaves)
        while level.count > 1 {
            var next: [AuditDigest] = []
            next.reserveCapacity((level.count + 1) / 2)
            for index in stride(from: 0, to: level.count, by: 2) {
                next.append(index + 1 < level.count ? AuditHash.node(level[index], level[index + 1]) : level[index])
            }
            level = next
        }
        return level[0]
    }

    /// The hashes that lead from a leaf to the root, from below.
    static func path(to index: Int, in leaves: [AuditDigest]) -> [AuditDigest] {
        var path: [AuditDigest] = []
        var (level, index) = (leaves, index)
        while level.count > 1 {
            let sibling = index ^ 1
            if sibling < level.count { path.append(level[sibling]) }
            level = stride(from: 0, to: level.count, by: 2).map {
                $0 + 1 < level.count ? AuditHash.node(level[$0], level[$0 + 1]) : level[$0]
            }
            index /= 2
        }
        return path
    }

    /// The root that a leaf and its path lead to; nil where the path has not the length that it must have.
    static func root(of leaf: AuditDigest, at index: Int, count: Int, path: [AuditDigest]) -> AuditDigest? {
        guard index >= 0, index < count else { return nil }
        var (hash, index, count, rest) = (leaf, index, count, path[...])
        while count > 1 {
            if index ^ 1 < count {
                guard let sibling = rest.popFirst() else { return nil }
                hash = index & 1 == 0 ? AuditHash.node(hash, sibling) : AuditHash.node(sibling, hash)
            }
            index /= 2
            count = (count + 1) / 2
        }
        return rest.isEmpty ? hash : nil
    }
}
