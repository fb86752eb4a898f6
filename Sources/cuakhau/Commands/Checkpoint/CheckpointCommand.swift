import Agencies
import ArgumentParser

/// `cuakhau checkpoint …`
struct CheckpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "A border checkpoint: who passes, whether the gate is open, alerts, handovers.",
        discussion: """
            Works with the gateway or without it: what it says waits in its folder, with the time it happened, for as long as it takes. A document never leaves \
            the terminal: it becomes a token there, by a key that the border guard and the labour hub share.

            Begin:
              cuakhau checkpoint init /srv/huu-nghi --profile huu-nghi.yaml
              cuakhau checkpoint key import token.key --home /srv/huu-nghi
              cuakhau checkpoint run --home /srv/huu-nghi &
              cuakhau checkpoint scan --home /srv/huu-nghi --direction exit
            """,
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
