package stepways.engine.policy;

import java.util.List;

/// A letter or notice: text with typed placeholders, one for each recipient, never for a family.
public record LetterType(
        String name, String title, List<String> to, String text, List<String> fields, List<ClauseId> clauses) {
    public LetterType {
        to = List.copyOf(to);
        fields = List.copyOf(fields);
        clauses = List.copyOf(clauses);
    }
}
