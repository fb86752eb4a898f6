import Agencies
import ArgumentParser

/// `cuakhau checkpoint scan`
struct CheckpointScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: String(vi: "Đọc giấy tờ và ghi nhận người qua lại.", en: "Read documents, and record who passes."),
        discussion: String(
            vi: """
                Đọc vùng đọc máy (ICAO 9303: hộ chiếu, 2 dòng 44 ký tự, và thẻ, 3 dòng 30 ký tự) như máy quét gửi tới, kiểm tra các chữ số kiểm tra và trả lời từng \
                giấy tờ ngay, có hay không có kết nối tới cổng. Người không có trong danh sách nào được ghi nhận như mọi người: đó không phải là vi phạm. Một lượt qua quét hai \
                lần được ghi một lần. Giấy tờ trở thành một mã ngay tại đây; cả giấy tờ lẫn nội dung khác của vùng đọc máy đều không được lưu, ghi hay gửi đi.

                Với --hand, nhập số giấy thông hành, mỗi dòng một số. Số này không có chữ số kiểm tra: ở bàn phím, mỗi số được nhập hai lần.

                Cuối cùng là bản tổng hợp. Kết thúc với mã 65 nếu có gì không đến từ bàn phím hay máy quét mà không đọc được, với mã 74 nếu có gì chưa ghi nhận được.

                Ví dụ:
                  cuakhau checkpoint scan --home /srv/huu-nghi                              máy quét hoạt động như bàn phím
                  cuakhau checkpoint scan --input /dev/ttyUSB0 --home /srv/huu-nghi         máy quét nối tiếp (đặt tốc độ bằng stty)
                  cuakhau checkpoint scan --direction entry --hand --need wages --home /srv/huu-nghi
                  cuakhau checkpoint scan --input zones.txt --json --home /srv/huu-nghi
                """,
            en: """
                Reads machine-readable zones (ICAO 9303: passports, 2 lines of 44 characters, and cards, 3 lines of 30) as a scanner sends them, verifies their check \
                digits, and answers each at once, whether or not the gateway is there. Whoever is on no manifest is recorded as everybody is: that is not a violation. A \
                passage that is scanned twice is recorded once. The document becomes a token here; neither it nor what else its zone says is kept, written or sent.

                With --hand it takes numbers of border passes, one a line. They have no check digit: at a keyboard each is typed twice.

                At the end a summary. Ends with 65 where something that did not come from a terminal could not be read, with 74 where something could not be recorded.

                Examples:
                  cuakhau checkpoint scan --home /srv/huu-nghi                              a scanner that acts as a keyboard
                  cuakhau checkpoint scan --input /dev/ttyUSB0 --home /srv/huu-nghi         a scanner on a serial line (set its speed with stty)
                  cuakhau checkpoint scan --direction entry --hand --need wages --home /srv/huu-nghi
                  cuakhau checkpoint scan --input zones.txt --json --home /srv/huu-nghi
                """
        )
    )

    @Option(help: ArgumentHelp(vi: "exit (xuất cảnh) hoặc entry (nhập cảnh).", en: "exit or entry."))
    var direction: CrossingDirection = .exit

    @Option(help: ArgumentHelp(vi: "Tệp hoặc thiết bị; - là đầu vào chuẩn.", en: "A file or a device; - is standard input.", valueName: "file"))
    var input = "-"

    @Flag(help: ArgumentHelp(vi: "Số giấy thông hành thay cho vùng đọc máy.", en: "Numbers of border passes instead of zones."))
    var hand = false

    @Option(
        help: ArgumentHelp(
            vi:
                "Khi nhập cảnh: người lao động trở về cần giúp gì: none (không), wages (tiền lương), injury (bị thương), other (việc khác). Việc nêu nhu cầu là tự nguyện.",
            en: "At an entry: what a returning worker asks help with: none, wages, injury, other. Asking is voluntary."
        )
    )
    var need: DeclaredNeed?

    @Option(
        help: ArgumentHelp(
            vi: "Trong diễn tập: các giấy tờ này được xuất trình lúc nào: \(BorderTime.help.vi).",
            en: "In an exercise: when these documents were shown: \(BorderTime.help.en).",
            valueName: "time"
        )
    )
    var at: String?

    @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON, dòng cuối là bản tổng hợp.", en: "One JSON object a line, the last one the summary."))
    var json = false

    @OptionGroup var office: OfficeOptions<CheckpointOffice>

    func validate() throws {
        guard need == nil || direction == .entry else {
            throw ValidationError(
                String(vi: "--need dành cho người trở về: hãy thêm --direction entry", en: "--need is for those who come home: add --direction entry")
            )
        }
    }

    func run() throws {
        let open = try office.open()
        guard at == nil || open.home.isExercise else {
            throw CommandFailure(
                .usage,
                String(
                    vi: "--at chỉ dùng trong diễn tập: lượt qua thật xảy ra khi giấy tờ được xuất trình",
                    en: "--at is for exercises: a live crossing happens when its document is shown"
                )
            )
        }
        let time = try BorderTime.argument(at, "--at", today: open.today(), open.language)
        let key: TokenKey
        do throws(OfficeError) { key = try TokenKey(file: open.home.tokenKeyPath) } catch { throw open.failure(error) }
        let input = try ScanInput(path: input)
        Interruption.watch()
        var session = ScanSession(open: open, direction: direction, time: time, need: need, isJSON: json)
        let mode: DocumentReader.Mode = hand ? .numbers(isTwice: input.isTerminal) : .zones
        let summary = try session.run(input, DocumentReader(key: key, mode: mode))
        if summary.failed > 0 { throw ExitCode(ExitStatus.inputOutput.rawValue) }
        if summary.refused > 0, !input.isTerminal { throw ExitCode(ExitStatus.dataError.rawValue) }
    }
}
