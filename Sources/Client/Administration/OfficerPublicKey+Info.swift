import Wire

extension OfficerPublicKey {
    init(_ info: OfficerInfo) throws {
        guard let created = Day(info.created), let expires = Day(info.expires) else {
            throw SealError(.unusableKey, "the gateway's directory has a day that is none: the operator mends officers.yaml")
        }
        try self.init(
            officer: OfficerName(office: info.office, name: info.officer),
            bytes: [UInt8](info.publicKey),
            created: created,
            expires: expires
        )
    }
}
