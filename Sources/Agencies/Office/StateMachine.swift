/// A state of something that an office follows, and the steps that lead out of it. It decides; who asks acts.
public protocol StateMachine: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What it is a state of.
    static var subject: Wording { get }
    /// Where one can go from here.
    var following: Set<Self> { get }
    var name: Wording { get }
}

extension StateMachine {
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/illegalTransition``, naming both states and where one can go.
    public func moving(to next: Self) throws(OfficeError) -> Self {
        guard following.contains(next) else {
            let ways = following.sorted { $0.rawValue < $1.rawValue }
            throw OfficeError(
                .illegalTransition,
                vi: "\(Self.subject.vi) đang ở trạng thái “\(name.vi)”, không thể chuyển sang “\(next.name.vi)”"
                    + (ways.isEmpty ? "; đây là trạng thái cuối" : "; có thể: " + ways.map(\.name.vi).joined(separator: ", ")),
                en: "\(Self.subject.en) is “\(name.en)” and cannot become “\(next.name.en)”"
                    + (ways.isEmpty ? ": nothing follows it" : "; what follows is: " + ways.map(\.name.en).joined(separator: ", "))
            )
        }
        return next
    }
}
