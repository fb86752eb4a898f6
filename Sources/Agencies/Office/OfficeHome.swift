public import Client
import Contracts
import Foundation
import Yams

/// An office's folder: `office.yaml`, `store.sqlite`, and what the office keeps beside them.
public struct OfficeHome: Sendable {
    public let path: String
    public let kind: OfficeKind
    private let content: Content
    private let text: String

    private struct Content: Codable {
        var office: String
        var exercise: Bool
        var profile: String
    }

    private struct Settings<Value: Decodable>: Decodable {
        var settings: Value?
    }

    /// Reads the folder's `office.yaml`.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/configuration``.
    public init(path: String, kind: OfficeKind) throws(OfficeError) {
        let file = path + "/office.yaml"
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw OfficeError(
                .configuration,
                vi: "không có \(file): hãy tạo thư mục bằng lệnh `cuakhau \(kind.rawValue) init`",
                en: "there is no \(file): make the folder with `cuakhau \(kind.rawValue) init`"
            )
        }
        guard let content = try? YAMLDecoder().decode(Content.self, from: text), content.office == kind.rawValue else {
            throw OfficeError(
                .configuration,
                vi: "\(file) không phải của \(kind.name.vi): cần office, exercise và profile",
                en: "\(file) is not one of a \(kind.name.en): it needs office: \(kind.rawValue), exercise and profile"
            )
        }
        self.path = path
        self.kind = kind
        self.content = content
        self.text = text
    }

    /// Makes a folder with mode 0700.
    ///
    /// - Parameters:
    ///   - profile: The path of this office's profile.
    ///   - secret: 32 random bytes.
    ///   - settings: YAML for the section `settings`, commented.
    public static func create<Rules: Office>(
        at path: String,
        of rules: Rules.Type,
        profile: String,
        isExercise: Bool,
        secret: [UInt8],
        settings: String,
        now: UTCTime
    ) throws -> OfficeHome {
        let manager = FileManager.default
        guard (try? manager.contentsOfDirectory(atPath: path).isEmpty) ?? true else {
            throw OfficeError(.configuration, vi: "\(path) không trống: hãy chọn thư mục khác", en: "\(path) is not empty: choose another folder")
        }
        do {
            try manager.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let content = Content(office: Rules.kind.rawValue, exercise: isExercise, profile: profile)
            let yaml = "# Exercises never mix with live traffic: this cannot be changed later.\n" + (try YAMLEncoder().encode(content))
            try (yaml + (settings.isEmpty ? "" : "settings:\n" + settings)).write(toFile: path + "/office.yaml", atomically: true, encoding: .utf8)
        } catch {
            throw OfficeError(
                .configuration,
                vi: "không tạo được \(path): \(error.localizedDescription)",
                en: "cannot make \(path): \(error.localizedDescription)"
            )
        }
        try OfficeStore.create(path: path + "/store.sqlite", of: rules, isExercise: isExercise, secret: secret, now: now)
        return try OfficeHome(path: path, kind: Rules.kind)
    }

    public var storePath: String { path + "/store.sqlite" }
    public var isExercise: Bool { content.exercise }

    /// This office's profile, as its file is now.
    public func profile() throws -> Profile {
        let file = content.profile.hasPrefix("/") ? content.profile : path + "/" + content.profile
        let profile = try Profile(file: file)
        guard profile.role == nil || profile.role == kind.role.description else {
            throw OfficeError(
                .configuration,
                vi: "\(file) là hồ sơ của vai trò khác, không phải \(kind.role)",
                en: "\(file) is a profile of another role than \(kind.role)"
            )
        }
        return profile
    }

    /// The section `settings`.
    ///
    /// - Returns: Nil where there is none.
    public func settings<Value: Decodable>(_ type: Value.Type) throws(OfficeError) -> Value? {
        do {
            return try YAMLDecoder().decode(Settings<Value>.self, from: text).settings
        } catch {
            // What an office itself says of a setting comes wrapped by the decoder.
            if case DecodingError.dataCorrupted(let context) = error, let refusal = context.underlyingError as? OfficeError {
                throw OfficeError(
                    .configuration,
                    vi: "\(path)/office.yaml, mục settings, \(refusal.wording.vi)",
                    en: "\(path)/office.yaml, settings, \(refusal.wording.en)"
                )
            }
            throw OfficeError(
                .configuration,
                vi: "\(path)/office.yaml, mục settings: \(error)",
                en: "\(path)/office.yaml, settings: \(error)"
            )
        }
    }
}
