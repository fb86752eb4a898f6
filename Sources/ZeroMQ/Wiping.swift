#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Overwrites secrets so that the compiler cannot leave the write out.
package enum Wiping {
    package static func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        #if canImport(Glibc)
            explicit_bzero(start, bytes.count)
        #else
            _ = memset_s(start, bytes.count, 0, bytes.count)
        #endif
    }
}
