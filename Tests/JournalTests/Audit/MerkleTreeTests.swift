import Testing

@testable import Journal

@Suite struct MerkleTreeTests {
    private func leaves(_ count: Int) -> [AuditDigest] {
        (0..<count).map { number in [UInt8(number & 255), UInt8(number >> 8)].withUnsafeBytes { AuditHash.leaf(label: $0, content: .zero) } }
    }

    /// The standard's own, recursive definition (RFC 6962, section 2.1).
    private func standardRoot(_ leaves: ArraySlice<AuditDigest>) -> AuditDigest {
        guard leaves.count > 1 else { return leaves.first ?? .zero }
        var half = 1
        while half * 2 < leaves.count { half *= 2 }
        let middle = leaves.startIndex + half
        return AuditHash.node(standardRoot(leaves[..<middle]), standardRoot(leaves[middle...]))
    }

    @Test func `the tree is the standard's, of any size`() {
        for count in Array(0...70) + [255, 256, 257, 1_000] {
            let leaves = leaves(count)
            #expect(MerkleTree.root(leaves[...]) == standardRoot(leaves[...]))
        }
    }

    @Test func `every leaf's path leads to the root, and no other leaf's or place's does`() {
        for count in [1, 2, 3, 7, 8, 9, 33] {
            let leaves = leaves(count)
            let root = MerkleTree.root(leaves[...])
            for index in 0..<count {
                let path = MerkleTree.path(to: index, in: leaves)
                #expect(MerkleTree.root(of: leaves[index], at: index, count: count, path: path) == root)
                for other in 0..<count where other != index {
                    #expect(MerkleTree.root(of: leaves[other], at: index, count: count, path: path) != root)
                    #expect(MerkleTree.root(of: leaves[index], at: other, count: count, path: path) != root)
                }
            }
            #expect(MerkleTree.root(of: leaves[0], at: count, count: count, path: []) == nil)
        }
    }
}
