public import Contracts

/// What is told when a case is opened, at this office or at another.
public struct CaseReport: Hashable, Sendable {
    public static let personsMax = 10_000
    static let cityLengthMax = 80

    public let channel: String
    public let at: UTCTime
    public let country: String
    public let city: String
    public let kind: String
    public let persons: Int
    public let workerRef: String?
    public let isAnonymous: Bool

    /// Of words that a person of the office gave.
    ///
    /// - Parameters:
    ///   - at: When the news came in; not after the transaction's time.
    ///   - persons: 0 to 10,000; 0: not known.
    ///   - isAnonymous: Then no worker may be named: who told of it wants nobody to look for them.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid`` or, for a worker named in an anonymous report, ``OfficeError/Code/forbidden``.
    public init(
        channel: Langson_Protection_V1_CaseChannel,
        kind: Langson_Protection_V1_CaseKind,
        country: String,
        city: String = "",
        persons: Int = 0,
        workerRef: String? = nil,
        isAnonymous: Bool = false,
        at: UTCTime
    ) throws(OfficeError) {
        guard !isAnonymous || workerRef == nil else {
            throw OfficeError(.forbidden, vi: "tin báo ẩn danh không nêu người lao động", en: "an anonymous report names no worker")
        }
        guard (0...Self.personsMax).contains(persons) else {
            throw OfficeError(
                .invalid,
                vi: "số người từ 0 đến \(Self.personsMax)",
                en: "the number of people is 0 to \(Self.personsMax); 0: not known"
            )
        }
        guard workerRef.map({ ULID($0) != nil }) ?? true else {
            throw OfficeError(.invalid, vi: "người lao động là một ULID 26 ký tự", en: "a worker is a ULID of 26 characters")
        }
        guard city.unicodeScalars.count <= Self.cityLengthMax, !FreeText.holdsDocumentNumber(city), !FreeText.holdsControlCharacters(city) else {
            throw OfficeError(
                .invalid,
                vi: "thành phố có tối đa \(Self.cityLengthMax) ký tự, không chứa số giấy tờ",
                en: "the city has at most \(Self.cityLengthMax) characters, and no document's number"
            )
        }
        guard let channel = AffairsWords.channels.word(channel), let kind = AffairsWords.kinds.word(kind) else {
            throw OfficeError(.invalid, vi: "kênh và loại vụ việc phải được nêu", en: "the channel and the kind are values of the contract")
        }
        self.channel = channel
        self.at = at
        self.country = try AffairsText.country(country)
        self.city = city
        self.kind = kind
        self.persons = persons
        self.workerRef = workerRef
        self.isAnonymous = isAnonymous
    }

    init(_ opened: Langson_Protection_V1_CaseOpened) throws(OfficeError) {
        try self.init(
            channel: opened.channel,
            kind: opened.kind,
            country: opened.country,
            city: opened.city,
            persons: Int(opened.persons),
            workerRef: opened.workerRef.isEmpty ? nil : opened.workerRef,
            at: UTCTime(opened.at)
        )
    }
}
