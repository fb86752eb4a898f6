/// All tables of a catalogue, kept alive together and found by their place without counting references.
final class TableSet: @unchecked Sendable {
    // Safe because it is written by init only.
    private let tables: [MessageTable]
    let pointers: UnsafeBufferPointer<Unmanaged<MessageTable>>

    init(_ tables: [MessageTable]) {
        self.tables = tables
        let buffer = UnsafeMutableBufferPointer<Unmanaged<MessageTable>>.allocate(capacity: tables.count)
        _ = buffer.initialize(from: tables.map(Unmanaged.passUnretained))
        pointers = UnsafeBufferPointer(buffer)
    }

    deinit { pointers.deallocate() }
}
