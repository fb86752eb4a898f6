import Testing

@testable import cuakhau

@Suite struct SystemdNotifierTests {
    @Test func `without a socket in the environment there is nobody to tell`() {
        #expect(SystemdNotifier.fromEnvironment([:]) == nil)
        #expect(SystemdNotifier.fromEnvironment(["NOTIFY_SOCKET": "relative"]) == nil)
    }

    @Test func `the watchdog is told twice as often as it waits, where it is meant for this process`() {
        let environment = ["NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "3000000"]
        #expect(SystemdNotifier.fromEnvironment(environment)?.watchdogInterval == .milliseconds(1_500))
        #expect(SystemdNotifier.fromEnvironment(environment.merging(["WATCHDOG_PID": "1"]) { $1 })?.watchdogInterval == nil)
    }
}
