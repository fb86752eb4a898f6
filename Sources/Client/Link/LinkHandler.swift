import Wire

/// What a publisher or a consumer does with its link. All of it is called on the link's own thread.
protocol LinkHandler: AnyObject, Sendable {
    /// For HELLO: the lowest sequence that may still be sent; 0: none.
    func firstUnconfirmed() -> UInt64
    /// A session is open. What was sent in an earlier one may be lost.
    func opened(_ welcome: Welcome, now: Int64)
    /// A frame came. `frame` holds it whole; `command` lies in it.
    func received(_ command: CommandKind, payload: Range<Int>, frame: [UInt8], now: Int64)
    /// The time to send what is waiting: after each burst of events while the session is open.
    ///
    /// - Returns: When to be called again at the latest, where something waits for a time.
    func fill(now: Int64, send: ([UInt8]) -> Void) -> Int64?
    /// The session ended; the link dials again unless this returns false.
    func lost(_ error: GatewayError?) -> Bool
    /// The link ended for good.
    func ended(_ error: (any Error)?)
}
