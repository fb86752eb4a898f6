import Foundation

/// The argument parser's own words in Vietnamese: it speaks English alone, and an office's people read what it says of a mistyped command.
enum ParserWording {
    /// Patterns of what swift-argument-parser prints around the texts of commands, and what stands there instead.
    private static let replacements: [(pattern: String, replacement: String)] = [
        ("(?m)^OVERVIEW: ", "GIỚI THIỆU: "), ("(?m)^USAGE: ", "CÁCH DÙNG: "), ("(?m)^ARGUMENTS:$", "THAM SỐ:"), ("(?m)^OPTIONS:$", "TÙY CHỌN:"),
        ("(?m)^SUBCOMMANDS:$", "LỆNH CON:"), ("(?m)^Usage: ", "Cách dùng: "), ("(?m)^Help:  ", "Giải thích:  "), ("(?m)^Error: ", "Lỗi: "),
        ("\\(default: ", "(mặc định: "), ("\\(values: ", "(giá trị: "), ("; default: ", "; mặc định: "), ("\\(default\\)", "(mặc định)"),
        ("Show the version\\.", "Hiện phiên bản."), ("Show help information\\.", "Hiện hướng dẫn này."),
        ("See '(.*)' for detailed help\\.", "Xem '$1' để biết chi tiết."), ("See '(.*)' for more information\\.", "Xem '$1' để biết thêm."),
        ("Missing expected argument '(.*)'", "Thiếu '$1'"), ("Missing one of: '(.*)'", "Thiếu một trong các mục: '$1'"),
        ("Missing value for '(.*)'", "Thiếu giá trị của '$1'"), ("Missing required subcommand\\.", "Thiếu lệnh con."),
        ("Unknown option '(.*?)'", "Không có tùy chọn '$1'"), ("Did you mean '(.*)'\\?", "Có phải ý bạn là '$1'?"),
        ("Unexpected argument '(.*)'", "Thừa '$1'"), ("(\\d+) unexpected arguments: ", "Thừa $1 mục: "),
        ("The value '(.*)' is invalid for '(.*?)'", "Giá trị '$1' không hợp lệ cho '$2'"),
        ("The value '(.*)' is invalid\\.", "Giá trị '$1' không hợp lệ."),
        ("The option '(.*)' does not take any value, but '(.*)' was specified\\.", "Tùy chọn '$1' không có giá trị, nhưng đã ghi '$2'."),
        ("Please provide one of the following:", "Hãy chọn một trong:"), ("Please provide one of (.*) or (.*)\\.", "Hãy chọn $1 hoặc $2."),
        ("Please provide one of (.*) and (.*)\\.", "Hãy chọn $1 hoặc $2."),
    ]

    static func vietnamese(_ text: String) -> String {
        replacements.reduce(text) { text, each in
            text.replacingOccurrences(of: each.pattern, with: each.replacement, options: .regularExpression)
        }
    }
}
