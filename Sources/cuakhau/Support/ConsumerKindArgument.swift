import ArgumentParser
import Client

/// A consumer's kind on the command line.
enum ConsumerKindArgument: String, ExpressibleByArgument, CaseIterable {
    case exclusive
    case shared
    case keyed

    var kind: Consumer.Kind {
        switch self {
        case .exclusive: .exclusive
        case .shared: .shared
        case .keyed: .keyed
        }
    }
}
