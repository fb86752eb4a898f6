/// A figure in parts of which none is 1 to 4, so that nobody is recognised in it [I].
///
/// Small parts are put together under `other`. Where they are still fewer than five, the smallest of the large parts joins them, so that the total stays
/// true and gives nothing away; where there is none, the figure is 0.
struct SuppressedParts {
    let parts: [(code: String, value: Int64)]

    var total: Int64 { parts.reduce(0) { $0 + $1.value } }

    init(_ values: [(code: String, value: Int64)]) {
        let least = Int64(SmallCount.least)
        var shown = values.filter { $0.value == 0 || $0.value >= least }
        var rest = values.reduce(0) { $0 + $1.value } - shown.reduce(0) { $0 + $1.value }
        if (1..<least).contains(rest),
            let (index, smallest) = shown.enumerated().filter({ $0.element.value > 0 }).min(by: { $0.element.value < $1.element.value })
        {
            rest += smallest.value
            shown.remove(at: index)
        }
        parts = rest >= least ? shown + [(code: "other", value: rest)] : shown + (shown.isEmpty ? [(code: "all", value: 0)] : [])
    }
}
