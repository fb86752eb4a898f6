import Client
import Contracts
import Foundation
import SwiftProtobuf

/// Crossings of nobody: valid, each with its own number.
enum Crossings {
    static let type = "crossing.exit.recorded.v1"
    static let gate = "HN"
    private static let occurredAt = Int64(Date().timeIntervalSince1970) - 3_600

    /// - Parameters:
    ///   - key: Which of the fictitious documents it is: messages of one document are in order.
    ///   - number: The terminal's own count, by which a reader tells the messages apart.
    static func exit(key: Int, number: UInt64, gate: String = gate) throws -> OutgoingMessage {
        try OutgoingMessage(type: type, content(key: key, number: number, gate: gate))
    }

    static func content(key: Int, number: UInt64, gate: String = gate) -> Langson_Crossing_V1_ExitRecorded {
        var exit = Langson_Crossing_V1_ExitRecorded()
        let digits = String(key, radix: 16)
        exit.documentToken = String(repeating: "0", count: 64 - digits.count) + digits
        exit.gate = gate
        exit.occurredAt.seconds = occurredAt
        exit.documentKind = .passport
        exit.deviceSeq = number
        return exit
    }

    static func json(key: Int, number: UInt64, gate: String = gate) throws -> String {
        try content(key: key, number: number, gate: gate).jsonString()
    }
}
