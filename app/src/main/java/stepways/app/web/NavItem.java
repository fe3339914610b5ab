package stepways.app.web;

/// One entry of the main menu. A `count` above zero shows as a badge.
public record NavItem(String label, String url, int count, boolean current) {

    /// This entry, marked as where the reader is or not.
    public NavItem currentIf(boolean current) {
        return new NavItem(label, url, count, current);
    }
}
