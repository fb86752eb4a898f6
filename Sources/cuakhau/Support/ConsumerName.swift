import ArgumentParser

/// `PRINCIPAL/CONSUMER`, as listings show a durable consumer.
struct ConsumerName: ExpressibleByArgument {
    let principal: String
    let consumer: String

    init?(argument: String) {
        let parts = argument.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        (principal, consumer) = (parts[0], parts[1])
    }
}
