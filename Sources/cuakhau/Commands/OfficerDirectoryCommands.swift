import ArgumentParser
import Broker
import Client
import Contracts

/// `cuakhau officer add FILE --home DIR`
struct OfficerAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Publish an officer's public key in the gateway's directory.",
        discussion: """
            FILE is the .pub that the officer handed over. Read the fingerprint that this prints back to them. A running gateway takes it up within a second. The \
            operator gains nothing by it: only the officer's secret key opens what is sealed, and whoever seals asks the officer for the fingerprint.

            Example:
              cuakhau officer add officer-1.key.pub --home /srv/cuakhau
            """
    )

    @Argument(help: "The officer's public key.")
    var file: String

    @Flag(help: "In the place of an earlier key of this officer. Whoever confirmed that one is told, and asks for the new fingerprint.")
    var replace = false

    @OptionGroup var home: HomeOptions

    func run() throws {
        let key = try OfficerPublicKey(file: file)
        let name = key.officer
        guard key.expires >= .today() else { throw SealError(.expiredKey, "the key of \(name) was for use until \(key.expires): ask for a new one") }
        guard let office = try home.gateway.principalFile.principals().first(where: { $0.name == name.office }) else {
            throw HomeError("there is no principal \(name.office): `cuakhau principal list` shows them")
        }
        let role = office.role
        guard Catalogue.standard.types.contains(where: { $0.hasSealedFields && ($0.mayPublish(role) || $0.mayRead(role)) }) else {
            throw HomeError("\(name.office) has the role \(role), which neither publishes nor reads anything sealed")
        }
        try home.gateway.changeOfficers { (officers) throws(HomeError) in
            let index = officers.firstIndex { $0.office == name.office && $0.name == name.name }
            guard replace || index.map({ officers[$0].publicKey == key.bytes }) ?? true else {
                throw HomeError("there is another key of \(name) already: --replace puts this one in its place")
            }
            if let index { officers.remove(at: index) }
            officers.append(
                Officer(office: name.office, name: name.name, publicKey: key.bytes, created: "\(key.created)", expires: "\(key.expires)")
            )
        }
        Terminal.write("Published the key of \(name), for use until \(key.expires). Read this back to the officer:\n  \(key.fingerprint)")
    }
}

/// `cuakhau officer remove OFFICE/NAME --home DIR`
struct OfficerRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take an officer out of the gateway's directory.",
        discussion: """
            Nothing more is sealed to them. What was sealed to them before, their key still opens.

            Example:
              cuakhau officer remove affairs/officer-1 --home /srv/cuakhau
            """
    )

    @Argument(help: "OFFICE/NAME.")
    var officer: String

    @OptionGroup var home: HomeOptions

    func run() throws {
        let name = try OfficerName(officer)
        try home.gateway.changeOfficers { (officers) throws(HomeError) in
            guard let index = officers.firstIndex(where: { $0.office == name.office && $0.name == name.name }) else {
                throw HomeError("the directory has no officer \(name): `cuakhau officer list` shows them")
            }
            officers.remove(at: index)
        }
        Terminal.write("Removed \(name).")
    }
}
