import Foundation
import Testing
import ZeroMQ

@Suite struct ThreadNameTests {
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/thread-self/comm")))
    func `a thread is named for the kernel, and only that thread`() async {
        let name: String? = await withCheckedContinuation { continuation in
            Thread {
                ThreadName.set("a name of more than fifteen bytes")
                continuation.resume(returning: ThreadName.current)
            }.start()
        }
        #expect(name == "a name of more ")
        #expect(ThreadName.current != name)
    }
}
