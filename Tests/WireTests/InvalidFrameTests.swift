import SwiftProtobuf
import Testing

@testable import Wire

/// Frames that a gateway refuses, with the code that it must answer.
struct InvalidFrameTests {
    @Test(arguments: Vector.invalid)
    func `an invalid frame yields its error`(vector: Vector) throws {
        let bytes = try vector.bytes
        #expect(Self.verdict(of: bytes)?.name == vector.error?.lowercased(), "\(vector.description)")
    }

    @Test(arguments: Vector.canonical)
    func `a sound frame of a client yields none`(vector: Vector) throws {
        let bytes = try vector.bytes
        let isOfGateway = try bytes.withParsedFrame { Self.gatewayCommands.contains($1.kind) }
        #expect(Self.verdict(of: bytes) == (isOfGateway ? GatewayErrorCode(.unknownCommand) : nil))
    }

    @Test func `a refusal's message tells a person what to do`() {
        for vector in Vector.invalid {
            guard let bytes = try? vector.bytes, let error = Self.error(of: bytes) else { continue }
            #expect(error.message.count > 20)
            #expect(error.description == "\(error.code.name): \(error.message)")
            #expect(error.retryAfter == nil)
        }
    }

    private static let gatewayCommands: Set<CommandKind> = [.welcome, .confirm, .subscribed, .deliver, .error, .stats]

    private static func error(of frame: [UInt8]) -> GatewayError? {
        frame.withUnsafeBytes { bytes in
            do throws(GatewayError) {
                _ = try ParsedFrame(bytes)
                return nil
            } catch {
                return error
            }
        }
    }

    /// What a gateway with a session makes of a frame, as far as its bytes alone decide.
    private static func verdict(of frame: [UInt8]) -> GatewayErrorCode? {
        if let error = error(of: frame) { return error.code }
        return frame.withUnsafeBytes { bytes in
            guard let parsed = try? ParsedFrame(bytes) else { return nil }
            let isSound =
                switch parsed.kind {
                case .publish: PublishReader.validCount(parsed.payload) != nil
                case .ack: AckReader.read(parsed.payload) { _, _ in } != nil
                default: (try? Command(command: parsed)) != nil
                }
            if gatewayCommands.contains(parsed.kind) { return GatewayErrorCode(.unknownCommand) }
            return isSound ? nil : GatewayErrorCode(.malformedFrame)
        }
    }
}
