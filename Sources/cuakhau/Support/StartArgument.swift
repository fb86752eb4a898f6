import ArgumentParser
import Client

/// Where to begin, as people write it: `start`, `now`, a position, or a time.
struct StartArgument: ExpressibleByArgument {
    let start: StartPosition

    init(start: StartPosition) { self.start = start }

    init?(argument: String) {
        switch argument {
        case "start": start = .beginning
        case "now": start = .now
        default:
            if let position = UInt64(argument) {
                start = .position(position)
            } else if let time = Times.microseconds(argument) {
                start = .time(time)
            } else {
                return nil
            }
        }
    }

    var defaultValueDescription: String {
        switch start {
        case .beginning: "start"
        case .now: "now"
        case .position(let position): "\(position)"
        case .time(let time): Times.text(microseconds: time)
        }
    }
}
