package stepways.packs;

import java.util.List;

/// Something wrong with a pack, at a place a person can go to.
///
/// @param file the path below the packs folder
/// @param line counted from 1
/// @param column counted from 1
/// @param instead what to write instead; empty if that is not known
public record Problem(Severity severity, String file, int line, int column, String message, String instead) {

    public enum Severity {
        /// The pack cannot be used.
        ERROR,
        /// The pack can be used, but somebody should look.
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /// As a compiler says it: the place, the message, the line and a caret.
    ///
    /// @param source the lines of the file
    public String render(List<String> source) {
        var text = new StringBuilder()
                .append(file)
                .append(':')
                .append(line)
                .append(':')
                .append(column)
                .append(": ")
                .append(severity.name().toLowerCase(java.util.Locale.ROOT))
                .append(": ")
                .append(message);
        if (line >= 1 && line <= source.size()) {
            text.append("\n    ").append(source.get(line - 1));
            text.append("\n    ").append(" ".repeat(Math.max(0, column - 1))).append('^');
        }
        if (!instead.isEmpty()) {
            text.append("\n    write instead: ").append(instead);
        }
        return text.toString();
    }
}
