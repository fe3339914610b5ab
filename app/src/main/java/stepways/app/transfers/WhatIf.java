package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What would happen if: every outcome side by side. Rows that do not differ stay, so that nobody wonders.
public record WhatIf(List<String> outcomes, List<Row> rows) {

    public WhatIf {
        outcomes = List.copyOf(outcomes);
        rows = List.copyOf(rows);
        for (var row : rows) {
            if (row.cells().size() != outcomes.size()) {
                throw new IllegalArgumentException("Expected " + outcomes.size() + " cells, found "
                        + row.cells().size() + ", in the row \"" + row.label() + "\"");
            }
        }
    }

    /// One aspect: next stage, whose turn, named practitioner, open services, dates, letters, told at once, who
    /// reviews
    /// a dispute.
    public record Row(String label, List<Cell> cells) {

        public Row {
            cells = List.copyOf(cells);
        }
    }

    /// What one outcome does to one aspect, line by line.
    public record Cell(List<Line> lines) {

        public Cell {
            lines = List.copyOf(lines);
        }

        public static Cell of(String words) {
            return new Cell(List.of(new Line(null, words)));
        }
    }

    /// A line of a cell; what is `strong` stands first: a date, a name.
    public record Line(@Nullable String strong, String words) {}
}
