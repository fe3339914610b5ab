package stepways.app.imports;

import java.util.Locale;

/// What an extract can say that a child is open to, from the lightest to the most serious. Where two run at one time,
/// the more serious one says who is accountable.
public enum Work {
    EARLY_HELP,
    /// An open referral without a plan.
    ASSESSMENT,
    CHILD_IN_NEED,
    CHILD_PROTECTION,
    LOOKED_AFTER;

    /// As a mapping file writes it.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
