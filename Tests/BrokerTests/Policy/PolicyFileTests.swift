import Contracts
import Testing

@testable import Broker

/// What a policy's file says, and what is wrong with it.
struct PolicyFileTests {
    private func parse(_ text: String) throws -> Policy { try PolicyFile.parse(text, name: "p") }

    private func faults(_ text: String) -> String {
        do {
            _ = try parse(text)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func `the default policy is read as it is written, and grants what the types allow`() throws {
        let policy = try parse(PolicyFile.text(.whole(.standard)))
        #expect(policy == .whole(.standard))
        for role in Role.allCases {
            let rights = policy.rights(of: Principal(name: "x", role: role, keys: []), .standard)
            for type in Catalogue.standard.types {
                #expect(rights.publish.contains(type) == type.mayPublish(role), "\(role) \(type)")
                #expect(rights.read.contains(type) == type.mayRead(role), "\(role) \(type)")
            }
            #expect(rights.administer == (role == .operator ? .all : .own))
        }
    }

    @Test func `what is not granted is denied`() throws {
        for text in ["version: 1", "version: 1\nroles:\n", "version: 1\nroles:\n  border:\n", "version: 1\nroles: {border: {gates: all}}"] {
            #expect(try parse(text).rights(of: Cast.border, .standard) == Rights(), "\(text)")
        }
    }

    @Test func `a filter grants of what it matches only what the type allows`() throws {
        let policy = try parse("version: 3\nroles:\n  labour: {read: ['>'], publish: ['contract.>']}")
        let rights = policy.rights(of: Cast.labour, .standard)
        for type in Catalogue.standard.types {
            #expect(rights.read.contains(type) == type.mayRead(.labour))
            #expect(rights.publish.contains(type) == (type.mayPublish(.labour) && type.name.hasPrefix("contract.")))
        }
    }

    @Test func `one principal can have less than its role, and never more`() throws {
        let policy = try parse(
            """
            version: 1
            roles:
              bank: {read: [contract.registered.v1, loan.>], publish: [loan.disbursed.reported.v1], administer: none}
            principals:
              bank: {publish: [], read: ['>'], administer: all}
            """
        )
        let rights = policy.rights(of: Cast.bank, .standard)
        let other = policy.rights(of: Principal(name: "bank-2", role: .bank, keys: []), .standard)
        #expect(rights.publish == TypeSet())
        #expect(rights.read == other.read)
        #expect(rights.administer == .none)
        #expect(other.publish != TypeSet())
    }

    @Test func `without all gates, who is bound to none has nothing of what belongs to one`() throws {
        func rights(_ principal: Principal, _ gates: String) throws -> Rights {
            try parse("version: 1\nroles:\n  border: {publish: ['>'], read: ['>'], gates: \(gates)}").rights(of: principal, .standard)
        }
        let exit = try #require(Catalogue.standard.type(named: "crossing.exit.recorded.v1"))
        let manifest = try #require(Catalogue.standard.type(named: "departure.manifest.lodged.v1"))
        for (principal, gates, isGranted) in [(Cast.border, "own", false), (Cast.border, "all", true), (Cast.gateNorth, "own", true)] {
            let rights = try rights(principal, gates)
            #expect(rights.publish.contains(exit) == isGranted)
            #expect(rights.read.contains(manifest) == isGranted)
        }
    }

    @Test func `every wrong line is named, and the whole is refused`() {
        let faults = faults(
            """
            version: 2
            roles:
              border:
                publish: [loan.need.listed.v1, crossing.exit.recorded.v1, crossing.exit.recorded.v1]
                read: gate.>
              king: {}
              bank:
                read: [crossing.exit.recorded.v1, nothing.at.all.v1, 'bad filter!']
                administer: all
                gates: some
                speed: 3
            principals:
              Not-A-Name: {}
            extra: 1
            """
        )
        for expected in [
            "line 4: loan.need.listed.v1: the type itself does not let this role publish it", "line 4: crossing.exit.recorded.v1 is there twice",
            "line 5: a list of types or filters is expected", "line 6: there is no role king",
            "line 8: crossing.exit.recorded.v1: the type itself does not let this role read it", "line 8: nothing.at.all.v1 matches no type",
            "line 8: this is no type's name and no filter", "line 9: bank may administer own at most", "line 10: gates is own, or all",
            "line 11: speed is not known here", "line 13: Not-A-Name is no principal's name", "line 14: extra is not known here",
        ] {
            #expect(faults.contains(expected), "\(expected) is not in:\n\(faults)")
        }
    }

    @Test(arguments: [
        "", "[]", "version: 0", "version: x", "roles: {}", "version: 1\nversion: 2", "\u{0}", "a: &a [*a]", "version: 1\nroles: {border: 3}",
    ])
    func `what is no policy is refused`(text: String) { #expect(!faults(text).isEmpty) }
}
