import Contracts

extension BrokerCore {
    /// Hands out what a role may see of a body. The one place through which bodies leave the gateway, whatever asks for them: a delivery, a replay, a dead letter.
    ///
    /// - Returns: Nil where no view of it can be made: then nothing leaves.
    func withView<Result>(
        of body: UnsafeRawBufferPointer,
        _ type: MessageType,
        for role: Role,
        _ use: (UnsafeRawBufferPointer) -> Result
    ) -> Result? {
        guard type.mayRead(role) else { return nil }
        // Most are whole: they are handed on where they lie.
        if type.isWhole(for: role) { return use(body) }
        view.removeAll(keepingCapacity: true)
        guard type.appendView(of: body, for: role, to: &view) else { return nil }
        return view.withUnsafeBytes(use)
    }
}
