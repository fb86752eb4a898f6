import Agencies
import ArgumentParser
import Broker
import Client
import Contracts
import Foundation
import Journal
import Wire
import ZeroMQ

/// Why a command failed: a message for a person, and the exit code.
struct CommandFailure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// Nil for the argument parser's own errors, which it words itself.
    init?(anyError error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as HomeError: self.init(.configuration, error.message)
        case let error as ProfileError: self.init(.configuration, error.message)
        case let error as EnrolmentError: self.init(.dataError, error.message)
        case let error as SealError: self.init(Self.status(of: error.code), error.message)
        case let error as ContractError: self.init(.dataError, error.message)
        case let error as MessageRefusal: self.init(Self.status(of: error.code), "the gateway refused the message: \(error)")
        case let error as GatewayError: self.init(Self.status(of: error.code), "the gateway refused: \(error)")
        case let error as JournalError: self.init(journal: error)
        case let fault as AuditFault: self.init(.dataError, "the audit chain does not hold: \(fault)")
        case let error as OutboxError: self.init(.inputOutput, "\(error)")
        case let error as ReferenceError: self.init(.dataError, error.text(.ofThisRun))
        case let failure as SeasonProcess.Failure: self.init(.software, failure.description)
        case let error as OfficeError:
            self.init(Self.status(of: error.code), error.wording[.ofThisRun])
        case let failure as ImportFailure:
            self.init(.dataError, failure.lines(.ofThisRun).joined(separator: "\n"))
        case let error as ZeroMQError where error.isAddressInUse:
            self.init(.osError, "\(error). Another program listens there: choose another endpoint in gateway.yaml, or stop that one")
        case let error as ZeroMQError: self.init(.osError, "\(error)")
        case is CancellationError: self.init(.temporaryFailure, "interrupted")
        default: return nil
        }
    }

    private init(journal error: JournalError) {
        let status: ExitStatus =
            switch error.code {
            case .storageFull, .inputOutput: .inputOutput
            case .busy: .temporaryFailure
            case .damaged, .notAJournal: .dataError
            case .newerFormat, .wrongMasterKey: .configuration
            case .closed, .misuse: .software
            }
        self.init(status, "journal: \(error.detail)")
    }

    static func status(of code: OfficeError.Code) -> ExitStatus {
        switch code {
        case .invalid, .contract, .unreadable: .dataError
        case .forbidden, .overspent: .noPermission
        case .unknown: .noInput
        case .illegalTransition, .conflict: .temporaryFailure
        case .configuration: .configuration
        case .storage: .inputOutput
        }
    }

    private static func status(of code: SealError.Code) -> ExitStatus {
        switch code {
        case .malformed, .unsupportedVersion, .wrongContext, .tampered, .size, .recipients, .wrongFingerprint, .unknownOfficer: .dataError
        case .notARecipient, .unconfirmedKey, .changedKey, .expiredKey: .noPermission
        case .unusableKey: .configuration
        }
    }

    /// By the groups in which Protocols/cuakhau/wire/v1/errors.proto lists them.
    private static func status(of code: GatewayErrorCode) -> ExitStatus {
        switch code.rawValue {
        case 5: .protocolError
        case 7...11, 13, 21, 71: .noPermission
        case 12, 40...44: .temporaryFailure
        case 20, 22...28, 70: .dataError
        case 60...69: .usage
        default: .protocolError
        }
    }
}
