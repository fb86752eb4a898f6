/// What a consumer may have before another has its turn.
struct DeliveryTurn {
    /// Messages to look at, wanted or not.
    var looks: Int
    /// Messages to send.
    var sends = Int.max
}
