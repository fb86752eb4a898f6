/// How a command ended: the codes of sysexits(3), so that scripts can tell what to do.
enum ExitStatus: Int32 {
    case success = 0
    /// The command was given wrongly.
    case usage = 64
    /// What was to be published is not right.
    case dataError = 65
    /// A file to read is not there.
    case noInput = 66
    /// The gateway is not there, or did not answer in time.
    case unavailable = 69
    /// Something that must never happen.
    case software = 70
    /// The system refused: a port in use, no file descriptors.
    case osError = 71
    /// A file or folder cannot be made.
    case cannotCreate = 73
    /// The disk failed.
    case inputOutput = 74
    /// Try again later.
    case temporaryFailure = 75
    /// The gateway speaks another version.
    case protocolError = 76
    /// This principal has no right to do that.
    case noPermission = 77
    /// A settings file, profile or home is not as it must be.
    case configuration = 78
}
