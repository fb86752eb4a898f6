import Wire

/// Something an operator may want to read about. Names principals and clients, never a message's content.
public enum BrokerEvent: Equatable, Sendable {
    case sessionOpened(client: String, role: String, software: String, epoch: UInt64)
    case sessionEnded(client: String, reason: String)
    case helloRefused(code: String)
    case consumerCreated(principal: String, consumer: String, filter: String)
    case consumerForgotten(principal: String, consumer: String)
    /// A client's outbox says that more was confirmed than this journal holds: it was restored from an older state.
    case sequenceJumped(client: String, from: UInt64, to: UInt64)
    /// Messages refused since the last report, by client and code.
    case refused(client: String, code: String, count: UInt64)
    case commitFailed(code: String)
    case readFailed(code: String)
    /// A message was given up by a consumer that the gateway does not remember.
    case terminated(principal: String, position: UInt64)
    case deadLettersFull(principal: String, consumer: String)
    case died(principal: String, consumer: String, position: UInt64)
    /// A message that was to go out again is not there any more, or not for this consumer.
    case vanished(principal: String, consumer: String, position: UInt64)
    /// It is further behind than is ordinary: messages after its position, and how old the first one is that it waits for.
    case consumerSlow(principal: String, consumer: String, messages: UInt64, seconds: Int64)
    case consumerCaughtUp(principal: String, consumer: String)
    /// A hard limit of retention removed messages that a consumer had not settled.
    case expired(principal: String, consumer: String, type: String, count: Int)
    /// A principal is told to wait: so many of its messages are waited for, first by this consumer.
    case backlogFull(principal: String, messages: UInt64, consumer: String)
    case removalFailed(code: String)
    case consumerChanged(principal: String, consumer: String, by: String)
    case deadLettersResolved(principal: String, consumer: String, count: Int, isDiscarded: Bool, by: String)
    /// A principal's only key ends in so many days, or has ended.
    case keyExpires(principal: String, days: Int64)
    /// Who asked for it; never who it was.
    case subjectErased(by: String)
    /// Who reads what once more. Never for which key: that is a value out of messages.
    case replayBegan(client: String, filter: String, from: UInt64, through: UInt64, perSecond: Int)
    /// How many messages it got, and whether that was all.
    case replayEnded(client: String, filter: String, messages: UInt64, isComplete: Bool)
    /// A stored body that the type's present declaration cannot cut for a reader: kept from it, and from nobody who reads it whole.
    case undeliverable(position: UInt64, type: String)
}
