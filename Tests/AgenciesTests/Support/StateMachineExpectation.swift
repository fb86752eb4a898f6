import Testing

@testable import Agencies

/// A step is taken where the machine has it; else it is refused with both states named in both languages.
func expectStep<State: StateMachine>(_ from: State, _ to: State) throws {
    do throws(OfficeError) {
        #expect(try from.moving(to: to) == to)
        #expect(from.following.contains(to))
    } catch {
        #expect(!from.following.contains(to))
        #expect(error.code == .illegalTransition)
        for name in [from.name, to.name] {
            #expect(error.wording.en.contains(name.en))
            #expect(error.wording.vi.contains(name.vi))
        }
    }
}
