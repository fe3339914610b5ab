package stepways.app.imports;

import java.util.ArrayList;
import java.util.List;

/// Everything found wrong in an extract. A broken file may be wrong in every row, so only the first many are kept.
final class RowProblems {

    /// As many as somebody could work through.
    static final int KEPT = 10_000;

    private final List<RowProblem> kept = new ArrayList<>();
    private long count;

    void add(String file, long row, String column, String message) {
        count++;
        if (kept.size() < KEPT) {
            kept.add(new RowProblem(file, row, column, message));
        }
    }

    boolean any() {
        return count > 0;
    }

    long count() {
        return count;
    }

    List<RowProblem> kept() {
        return List.copyOf(kept);
    }
}
