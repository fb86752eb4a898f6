import Client

/// What an agency does in the demo: of its own accord, and on what it receives.
protocol AgentScript: Sendable {
    /// Runs once; calls ``Agent/scriptIsDone()`` when nothing more will come of its own accord.
    func begin(_ agent: Agent) async throws
    /// A message came for the first time.
    func received(_ delivery: Delivery, _ agent: Agent) async throws
}

extension AgentScript {
    func begin(_ agent: Agent) async throws { agent.scriptIsDone() }
    func received(_ delivery: Delivery, _ agent: Agent) async throws {}
}
