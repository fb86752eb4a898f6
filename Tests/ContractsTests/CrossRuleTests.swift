import Contracts
import Testing

private let moment = ".google.protobuf.Timestamp"

struct CrossRuleTests {
    @Test func `one time is not after another, to the microsecond`() throws {
        let type = try TestProto(
            rules: "not_after { earlier: 'from' later: 'until' }",
            fields: [TestProto.field("from", 2, moment), TestProto.field("until", 3, moment)]
        ).thing()
        #expect(type.verdict(.thing().time(2, seconds: 5).time(3, seconds: 5)) == "ok")
        #expect(type.verdict(.thing().time(2, seconds: -9).time(3, seconds: 5)) == "ok")
        #expect(type.verdict(.thing().time(2, seconds: 5, nanoseconds: 1_000).time(3, seconds: 5)) == "until order")
        #expect(type.verdict(.thing().time(3, seconds: 5).time(2, seconds: 6)) == "until order")
        #expect(type.verdict(.thing().time(2, seconds: 6)) == "ok")
        #expect(type.verdict(.thing().time(3, seconds: 6)) == "ok")
    }

    @Test func `a time is not after its receipt, but for a slack`() throws {
        let type = try TestProto(
            rules: "not_after { earlier: 'at' later: 'recorded_at' slack_seconds: 300 }",
            fields: [TestProto.field("at", 2, moment)]
        ).thing()
        #expect(type.verdict(.thing().time(2, seconds: receiptSeconds + 300)) == "ok")
        #expect(type.verdict(.thing().time(2, seconds: receiptSeconds + 300, nanoseconds: 1_000)) == "at order")
        #expect(type.verdict(.thing().time(2, seconds: receiptSeconds - 90 * 86_400)) == "ok")
        #expect(type.verdict(.thing()) == "ok")
        let refusal = type.refusal(.thing().time(2, seconds: receiptSeconds + 301))
        #expect(refusal?.expected == "not later than the time of receipt, give or take 300 seconds")
        // However wrong the gateway's own clock is.
        let late = Body.thing().time(2, seconds: 253_402_300_799).bytes
        #expect(late.withUnsafeBytes { if case .accepted = type.check($0, recordedAt: .max, isExercise: false) { true } else { false } })
        #expect(late.withUnsafeBytes { if case .refused = type.check($0, recordedAt: .min, isExercise: false) { true } else { false } })
    }

    @Test func `dates and integers are ordered too`() throws {
        let dates = try TestProto(
            rules: "not_after { earlier: 'start' later: 'end' }",
            fields: [TestProto.field("start", 2, "STRING", "format: FORMAT_DATE"), TestProto.field("end", 3, "STRING", "format: FORMAT_DATE")]
        ).thing()
        #expect(dates.verdict(.thing().text(2, "2026-10-25").text(3, "2026-10-25")) == "ok")
        #expect(dates.verdict(.thing().text(2, "2026-10-25").text(3, "2026-09-30")) == "end order")
        #expect(dates.verdict(.thing().text(2, "2026-10-25")) == "ok")
        let numbers = try TestProto(
            rules: "not_after { earlier: 'part' later: 'whole' }",
            fields: [TestProto.field("part", 2, "UINT32"), TestProto.field("whole", 3, "UINT32")]
        ).thing()
        #expect(numbers.verdict(.thing().number(2, 3).number(3, 3)) == "ok")
        #expect(numbers.verdict(.thing().number(2, 3).number(3, 2)) == "whole order")
        #expect(numbers.verdict(.thing().number(2, 3)) == "whole order", "an integer is zero rather than absent")
        #expect(numbers.verdict(.thing().number(3, 3)) == "ok")
    }

    @Test func `an absent optional integer is not compared`() throws {
        let type = try TestProto(
            rules: "not_after { earlier: 'part' later: 'whole' }",
            fields: [TestProto.field("part", 2, "UINT32"), TestProto.optional("whole", 3, "UINT32", "")],
            members: "oneof_decl { name: '_whole' }"
        ).thing()
        #expect(type.verdict(.thing().number(2, 3)) == "ok")
        #expect(type.verdict(.thing().number(2, 3).number(3, 0)) == "whole order")
    }

    @Test func `an amount is limited where an enum has a value`() throws {
        let type = try TestProto(
            rules: "at_most_when { field: 'kind' is: 'STATE_OPEN' then: 'amount' at_most: 10 }",
            fields: [TestProto.field("kind", 2, ".test.State"), TestProto.field("amount", 3, "INT64")]
        ).thing()
        #expect(type.verdict(.thing().number(2, 1).number(3, 11)) == "ok")
        #expect(type.verdict(.thing().number(2, 2).number(3, 10)) == "ok")
        #expect(type.verdict(.thing().number(2, 2)) == "ok")
        #expect(type.verdict(.thing().number(3, 11).number(2, 2)) == "amount conditional")
        #expect(type.refusal(.thing().number(2, 2).number(3, 11))?.expected == "at most 10 where kind is STATE_OPEN")
    }

    @Test func `a count is the number of elements`() throws {
        let type = try TestProto(
            rules: "count_of { count: 'count' list: 'items' }",
            fields: [TestProto.field("count", 2, "UINT32"), TestProto.field("items", 3, "INT64", "items_max: 9", repeated: true)]
        ).thing()
        #expect(type.verdict(.thing()) == "ok")
        #expect(type.verdict(.thing().number(2, 3).packed(3, [0, 1]).number(3, 2)) == "ok")
        #expect(type.verdict(.thing().number(2, 2).packed(3, [0, 1, 2])) == "count count")
        #expect(type.verdict(.thing().number(2, 1)) == "count count")
    }

    @Test func `a total is the sum of a list's integers`() throws {
        let type = try TestProto(
            rules: "sum_of { total: 'total' list: 'parts' }",
            fields: [TestProto.field("total", 2, "INT64"), TestProto.field("parts", 3, "SINT64", "items_max: 9", repeated: true)]
        ).thing()
        // ZigZag: 6 is 3, 3 is -2.
        #expect(type.verdict(.thing().number(2, 1).packed(3, [6]).number(3, 3)) == "ok")
        #expect(type.verdict(.thing().number(2, 2).packed(3, [6, 3])) == "total sum")
        #expect(type.verdict(.thing().number(2, -2).packed(3, [-2, -2])) == "total sum", "a sum that overflows is no total")
        #expect(type.verdict(.thing()) == "ok")
    }

    @Test func `a total is the sum over a field of a list's messages`() throws {
        let type = try TestProto(
            rules: "sum_of { total: 'total' list: 'parts' field: 'value' }",
            fields: [TestProto.field("total", 2, "INT64"), TestProto.field("parts", 3, ".test.Part", "items_max: 9", repeated: true)],
            declarations:
                "message_type { name: 'Part' \(TestProto.field("value", 1, "INT32")) \(TestProto.field("name", 2, "STRING", "length_max: 9")) }"
        ).thing()
        let (three, minus) = (Body().number(1, 3).text(2, "a"), Body().text(2, "b").number(1, -5))
        #expect(type.verdict(.thing().number(2, -2).message(3, three).message(3, minus)) == "ok")
        #expect(type.verdict(.thing().number(2, -2).message(3, three).message(3, Body()).message(3, three)) == "total sum")
    }

    @Test func `a step is one of the allowed, and a refusal names those`() throws {
        let type = try TestProto(
            rules: "transition { from: 'before' to: 'after' allowed: ['STATE_NEW>STATE_OPEN', 'STATE_OPEN>STATE_CLOSED', 'STATE_OPEN>STATE_NEW'] }",
            fields: [TestProto.field("before", 2, ".test.State"), TestProto.field("after", 3, ".test.State")]
        ).thing()
        #expect(type.verdict(.thing().number(2, 1).number(3, 2)) == "ok")
        #expect(type.verdict(.thing().number(3, 1).number(2, 2)) == "ok")
        #expect(type.verdict(.thing().number(2, 1).number(3, 3)) == "after transition")
        #expect(type.verdict(.thing()) == "after transition")
        #expect(type.refusal(.thing().number(2, 2).number(3, 2))?.expected == "after STATE_OPEN: STATE_NEW, STATE_CLOSED")
        #expect(type.refusal(.thing().number(2, 3).number(3, 2))?.expected == "no step after STATE_CLOSED")
    }

    @Test func `at least one of several fields is present`() throws {
        let type = try TestProto(
            rules: "one_of_required { fields: ['marker', 'count', 'names'] }",
            fields: [
                TestProto.field("marker", 2, "STRING", "length_max: 9"), TestProto.field("count", 3, "UINT32"),
                TestProto.field("names", 4, "STRING", "length_max: 9 items_max: 9", repeated: true),
            ]
        ).thing()
        #expect(type.verdict(.thing()) == " one_of_required")
        #expect(type.verdict(.thing().text(2, "").number(3, 0)) == " one_of_required")
        #expect(type.refusal(.thing())?.expected == "at least one of marker, count, names")
        for body in [Body.thing().text(2, "a"), .thing().number(3, 1), .thing().text(4, "a")] { #expect(type.verdict(body) == "ok") }
    }

    @Test func `an exercise is marked as one, and nothing else is`() throws {
        let type = try TestProto(
            rules: "exercise_when { field: 'state' is: ['STATE_OPEN', 'STATE_CLOSED'] }",
            fields: [TestProto.field("state", 2, ".test.State")]
        ).thing()
        #expect(type.verdict(.thing()) == "ok")
        #expect(type.verdict(.thing().number(2, 1)) == "ok")
        #expect(type.verdict(.thing().number(2, 2), isExercise: true) == "ok")
        #expect(type.verdict(.thing().number(2, 3), isExercise: true) == "ok")
        #expect(type.verdict(.thing().number(2, 2)) == "state exercise")
        #expect(type.verdict(.thing().number(2, 1), isExercise: true) == "state exercise")
        #expect(type.verdict(.thing(), isExercise: true) == "state exercise")
        #expect(type.refusal(.thing().number(2, 3))?.expected == "a message marked as an exercise where state is STATE_OPEN, STATE_CLOSED")
        #expect(type.refusal(.thing(), isExercise: true)?.expected == "STATE_OPEN, STATE_CLOSED, because the message is marked as an exercise")
        // A type without the rule may be either.
        #expect(try TestProto().thing().verdict(.thing(), isExercise: true) == "ok")
    }

    @Test func `a message inside obeys its own rules`() throws {
        let inner = """
            message_type { name: 'Inner' options { [cuakhau.contracts.v1.rules] { not_after { earlier: 'a' later: 'b' } } }
              \(TestProto.field("a", 1, "INT64")) \(TestProto.field("b", 2, "INT64")) \(TestProto.field("gate", 3, "STRING", "required: true format: FORMAT_GATE")) }
            """
        let type = try TestProto(
            fields: [TestProto.field("one", 2, ".test.Inner"), TestProto.field("many", 3, ".test.Inner", "items_max: 4", repeated: true)],
            declarations: inner
        ).thing()
        let right = Body().number(2, 4).text(3, "HN")
        #expect(type.verdict(.thing().message(2, right).message(3, right).message(3, right)) == "ok")
        #expect(type.verdict(.thing().message(2, right.number(1, 5))) == "one.b order")
        #expect(type.verdict(.thing().message(3, right).message(3, Body().text(3, "x"))) == "many[1].gate format")
        #expect(type.verdict(.thing().message(2, Body())) == "one.gate required")
        #expect(type.verdict(.thing().message(2, right.raw([0x0f]))) == "one malformed")
    }
}
