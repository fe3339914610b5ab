package stepways.app.imports;

/// One thing that is wrong with a file of an extract, and where.
///
/// @param row the row as a spreadsheet counts it: the heading is row 1; 0 where it is about the whole file
/// @param column the heading of the cell; empty where it is about the whole row
public record RowProblem(String file, long row, String column, String message) {

    @Override
    public String toString() {
        return file + (row > 0 ? ", row " + row : "") + (column.isEmpty() ? "" : ", " + column) + ": " + message;
    }
}
