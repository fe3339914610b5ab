package stepways.app.imports;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One row of a file. Reading a cell that is wrong notes the problem and gives nothing back.
final class Row {

    private static final int LONGEST_ID = 64;
    private static final Pattern ID = Pattern.compile("(?:[\\p{L}\\p{N}][\\p{L}\\p{N}._:/ -]*)?");
    private static final Pattern TIME = Pattern.compile("[ T][0-9:.]+Z?");
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    private final String file;
    private final long number;
    private final CsvRecord cells;
    private final Map<String, Integer> columns;
    private final RowProblems problems;
    private final LocalDate today;

    Row(
            String file,
            long number,
            CsvRecord cells,
            Map<String, Integer> columns,
            RowProblems problems,
            LocalDate today) {
        this.file = file;
        this.number = number;
        this.cells = cells;
        this.columns = columns;
        this.problems = problems;
        this.today = today;
    }

    long number() {
        return number;
    }

    void problem(String column, String message) {
        problems.add(file, number, column, message);
    }

    /// The cell as it stands, without spaces around it; empty where the column is missing or the cell says NULL.
    String raw(String column) {
        var index = columns.get(column);
        if (index == null || index >= cells.getFieldCount()) {
            return "";
        }
        var text = cells.getField(index).strip();
        return text.equalsIgnoreCase("null") ? "" : text;
    }

    /// A key that must be there.
    String id(String column) {
        var id = optionalId(column);
        if (id.isEmpty() && raw(column).isEmpty()) {
            problem(column, "is empty; it must hold an id");
        }
        return id;
    }

    /// A key; empty where there is none.
    String optionalId(String column) {
        var id = raw(column);
        if (id.length() > LONGEST_ID) {
            problem(column, "an id of " + id.length() + " characters; at most " + LONGEST_ID + " are expected");
            return "";
        }
        if (!ID.matcher(id).matches()) {
            problem(column, "an id holds letters, digits and . _ : / - only; found '" + shown(id) + "'");
            return "";
        }
        return id;
    }

    /// Words of at most `longest` characters. What a spreadsheet would run as a formula is refused.
    String words(String column, int longest) {
        var words = raw(column);
        if (words.isEmpty()) {
            return words;
        }
        if (words.length() > longest) {
            problem(column, "a text of " + words.length() + " characters; at most " + longest + " are expected");
            return "";
        }
        if ("=+@".indexOf(words.charAt(0)) >= 0) {
            problem(column, "begins with '" + words.charAt(0) + "': a spreadsheet would run this as a formula");
            return "";
        }
        for (int i = 0; i < words.length(); i++) {
            if (Character.isISOControl(words.charAt(i))) {
                problem(column, "holds a control character (number " + (int) words.charAt(i) + ")");
                return "";
            }
        }
        return words;
    }

    /// A day that must be there and lies in the past.
    @Nullable
    LocalDate day(String column) {
        if (raw(column).isEmpty()) {
            problem(column, "is empty; it must hold a date");
            return null;
        }
        return optionalDay(column);
    }

    /// A day in the past; null where there is none.
    @Nullable
    LocalDate optionalDay(String column) {
        var day = anyDay(column);
        if (day != null && day.isAfter(today)) {
            problem(column, day + " lies in the future");
            return null;
        }
        return day;
    }

    /// A day, which may lie in the future; null where there is none.
    @Nullable
    LocalDate anyDay(String column) {
        var text = raw(column);
        if (text.isEmpty()) {
            return null;
        }
        var day = parse(text);
        if (day.isEmpty()) {
            problem(column, "expected a date such as 2026-03-31 or 31/03/2026, found '" + shown(text) + "'");
            return null;
        }
        if (day.get().isBefore(EARLIEST) || day.get().isAfter(today.plusYears(20))) {
            problem(column, "a year that cannot be meant: " + day.get());
            return null;
        }
        return day.get();
    }

    private static Optional<LocalDate> parse(String text) {
        try {
            if (text.length() >= 10 && text.charAt(4) == '-') {
                return endsAsADate(text) ? Optional.of(LocalDate.parse(text.substring(0, 10))) : Optional.empty();
            }
            if (text.length() >= 10 && text.charAt(2) == '/' && text.charAt(5) == '/' && endsAsADate(text)) {
                return Optional.of(LocalDate.of(
                        Integer.parseInt(text.substring(6, 10)),
                        Integer.parseInt(text.substring(3, 5)),
                        Integer.parseInt(text.substring(0, 2))));
            }
            return Optional.empty();
        } catch (DateTimeException | NumberFormatException notADate) {
            return Optional.empty();
        }
    }

    /// A date may carry a time of day, which is not looked at.
    private static boolean endsAsADate(String text) {
        return text.length() == 10 || TIME.matcher(text.substring(10)).matches();
    }

    /// Yes or no in any of the ways the suppliers write it; null where there is nothing.
    @Nullable
    Boolean yesOrNo(String column) {
        var text = raw(column).toLowerCase(Locale.ROOT);
        return switch (text) {
            case "" -> null;
            case "y", "yes", "1", "true", "t" -> true;
            case "n", "no", "0", "false", "f" -> false;
            default -> {
                problem(column, "expected Y or N, found '" + shown(text) + "'");
                yield null;
            }
        };
    }

    /// As much of a wrong value as may be repeated: it may be anything.
    static String shown(String text) {
        var safe = text.replaceAll("\\p{Cntrl}", "?");
        return safe.length() <= 30 ? safe : safe.substring(0, 30) + "…";
    }
}
