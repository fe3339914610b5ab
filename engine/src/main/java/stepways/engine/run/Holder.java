package stepways.engine.run;

/// Who is accountable for a child: there is exactly one at every moment.
public sealed interface Holder {

    /// A named practitioner.
    ///
    /// @param service the service they hold the child for; empty if they work outside the services
    record Practitioner(StaffId staff, String role, String service) implements Holder {}

    /// The duty holder of a team, where nobody is named: shown as such and counted as days without a named
    /// practitioner.
    record Duty(String team, String service) implements Holder {}

    String service();
}
