package stepways.app.imports;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// What came of a contact, in whichever way the supplier writes it: as an object of flags, in plain words, or not at
/// all. The comments that one supplier puts beside the flags may be sensitive: they are stepped over, never kept.
final class ContactOutcomes {

    static final Set<String> FLAGS = Set.of(
            "NEW_REFERRAL",
            "EXISTING_REFERRAL",
            "CP_ENQUIRY",
            "NFA",
            "NON_AGENCY_ADOPTION",
            "PRIVATE_FOSTERING",
            "ADVICE",
            "MISSING",
            "OLA_CP",
            "OTHER_OUTCOMES_EXIST",
            "EARLY_HELP");

    private static final String ENDING = "_FLAG";
    private static final int LONGEST = 64 * 1024;

    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, String> words;

    ContactOutcomes(Map<String, String> words) {
        this.words = words;
    }

    /// The flags that are set, in order.
    List<String> read(Row row, String column) {
        var text = row.raw(column);
        if (text.isEmpty()) {
            return List.of();
        }
        if (text.startsWith("{")) {
            return flags(row, column, text);
        }
        var flag = words.get(text);
        if (flag == null) {
            row.problem(
                    column,
                    "the outcome '" + Row.shown(text)
                            + "' is not in the mapping (contact-outcomes), and is no object of" + " flags");
            return List.of();
        }
        return List.of(flag);
    }

    private List<String> flags(Row row, String column, String text) {
        var set = new TreeSet<String>();
        if (text.length() > LONGEST) {
            row.problem(column, "an outcome of " + text.length() + " characters");
            return List.of();
        }
        try (var parser = json.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                if (name.endsWith(ENDING) && "Y".equals(parser.getValueAsString())) {
                    set.add(name.substring(0, name.length() - ENDING.length()));
                }
                parser.skipChildren();
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                row.problem(column, "cannot be read as an object of flags");
            }
        } catch (JacksonException e) {
            row.problem(column, "cannot be read as an object of flags");
        }
        return List.copyOf(set);
    }
}
