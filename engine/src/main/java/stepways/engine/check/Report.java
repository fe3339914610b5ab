package stepways.engine.check;

import java.util.List;

/// What the explorer found in one pack.
///
/// @param states how many different states it reached
/// @param complete whether it reached all there are; false when it had to stop, and then `stopped` says where
public record Report(List<Finding> findings, long states, boolean complete, List<String> stopped) {

    public Report {
        findings = List.copyOf(findings);
        stopped = List.copyOf(stopped);
    }

    public long errors() {
        return findings.stream()
                .filter(f -> f.severity() == Finding.Severity.ERROR)
                .count();
    }

    public long gaps() {
        return findings.stream()
                .filter(f -> f.severity() == Finding.Severity.GAP)
                .count();
    }
}
