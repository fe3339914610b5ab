package stepways.engine.policy;

/// The people who do the work of a service; `tray` names their queue, empty if they have none.
///
/// `dutyRole` is the role that answers for the team now: the accountable holder when nobody is named.
public record Team(String name, String title, String service, String tray, String dutyRole) {}
