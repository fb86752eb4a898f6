public import Agencies
public import ArgumentParser

extension CrossingDirection: ExpressibleByArgument {}
extension DeclaredNeed: ExpressibleByArgument {}
extension AlertUrgency: ExpressibleByArgument {}
extension AlertSeverity: ExpressibleByArgument {}
extension AlertCertainty: ExpressibleByArgument {}
extension AlertAction: ExpressibleByArgument {}
extension Handover.Need: ExpressibleByArgument {}
