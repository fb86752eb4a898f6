import Agencies
import ArgumentParser

/// `cuakhau checkpoint …`
struct CheckpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: String(
            vi: "Trạm kiểm soát biên phòng: người qua lại, cửa khẩu mở hay đóng, cảnh báo, bàn giao.",
            en: "A border checkpoint: who passes, whether the gate is open, alerts, handovers."
        ),
        discussion: String(
            vi: """
                Làm việc được cả khi không có kết nối tới cổng: những gì trạm báo được giữ trong thư mục của trạm, kèm thời điểm xảy ra, cho đến khi gửi được. Giấy \
                tờ không rời khỏi trạm: tại đây nó trở thành một mã, bằng khóa mà chỉ bộ đội biên phòng và đầu mối lao động cùng giữ.

                Bắt đầu:
                  cuakhau checkpoint init /srv/huu-nghi --profile huu-nghi.yaml
                  cuakhau checkpoint key import token.key --home /srv/huu-nghi
                  cuakhau checkpoint run --home /srv/huu-nghi &
                  cuakhau checkpoint scan --home /srv/huu-nghi --direction exit
                """,
            en: """
                Works with the gateway or without it: what it says waits in its folder, with the time it happened, for as long as it takes. A document never leaves \
                the terminal: it becomes a token there, by a key that the border guard and the labour hub share.

                Begin:
                  cuakhau checkpoint init /srv/huu-nghi --profile huu-nghi.yaml
                  cuakhau checkpoint key import token.key --home /srv/huu-nghi
                  cuakhau checkpoint run --home /srv/huu-nghi &
                  cuakhau checkpoint scan --home /srv/huu-nghi --direction exit
                """
        ),
        subcommands: [
            OfficeInitCommand<CheckpointOffice>.self, OfficeRunCommand<CheckpointOffice>.self, OfficeStatusCommand<CheckpointOffice>.self,
            OfficeProblemCommand<CheckpointOffice>.self, OfficeReadingCommand<CheckpointOffice>.self, OfficeKeyCommand<CheckpointOffice>.self,
            OfficeReferenceCommand<CheckpointOffice>.self,
            CheckpointScanCommand.self,
            CheckpointManifestCommand.self,
            CheckpointGateCommand.self, CheckpointAlertCommand.self, CheckpointHandoverCommand.self,
        ]
    )
}
