import Foundation
import ZeroMQ

func openFileDescriptors() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count) ?? 0
}

// The test macros copy what they look into; a frame cannot be copied.
func bytes(_ frame: borrowing Frame) -> [UInt8] { frame.bytes }
func more(_ frame: borrowing Frame) -> Bool { frame.hasMore }
