import CZeroMQ

/// The libzmq that this program runs on.
public enum ZeroMQLibrary {
    public struct Version: Comparable, Sendable, CustomStringConvertible {
        public let major: Int
        public let minor: Int
        public let patch: Int

        public init(_ major: Int, _ minor: Int, _ patch: Int) {
            self.major = major
            self.minor = minor
            self.patch = patch
        }

        public var description: String { "\(major).\(minor).\(patch)" }

        public static func < (left: Version, right: Version) -> Bool {
            (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
        }
    }

    /// The version at run time, which need not be that of the header at build time.
    public static var version: Version {
        var parts: (Int32, Int32, Int32) = (0, 0, 0)
        zmq_version(&parts.0, &parts.1, &parts.2)
        return Version(Int(parts.0), Int(parts.1), Int(parts.2))
    }

    /// Whether it was built with a capability: `curve`, `ipc`, `draft` …
    public static func has(_ capability: String) -> Bool { zmq_has(capability) == 1 }
}
