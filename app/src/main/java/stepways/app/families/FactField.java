package stepways.app.families;

import java.util.List;

/// One thing that a fact of some kind says, and how it is asked for.
///
/// @param needed what is said where it is left out; empty where it may be
/// @param answers what may be chosen; empty for what is written
record FactField(String name, String label, String hint, Input input, String needed, List<Answer> answers) {

    FactField {
        answers = List.copyOf(answers);
    }

    enum Input {
        LINE,
        AREA,
        ONE,
        FROM_A_LIST,
        MANY,
        DAY
    }

    /// Something to choose.
    ///
    /// @param code the national code where a published standard has one; else empty
    record Answer(String value, String label, String code) {

        Answer(String value, String label) {
            this(value, label, "");
        }
    }

    static FactField line(String name, String label, String hint, String needed) {
        return new FactField(name, label, hint, Input.LINE, needed, List.of());
    }

    static FactField area(String name, String label, String hint, String needed) {
        return new FactField(name, label, hint, Input.AREA, needed, List.of());
    }

    static FactField one(String name, String label, String needed, Answer... answers) {
        return new FactField(name, label, "", Input.ONE, needed, List.of(answers));
    }

    static FactField fromAList(String name, String label, String hint, String needed, Answer... answers) {
        return new FactField(name, label, hint, Input.FROM_A_LIST, needed, List.of(answers));
    }

    static FactField many(String name, String label, String hint, Answer... answers) {
        return new FactField(name, label, hint, Input.MANY, "", List.of(answers));
    }

    /// What was chosen, in words; what was written, as it was written.
    String words(String value) {
        if (answers.isEmpty()) {
            return value;
        }
        return FamilyViews.and(List.of(value.split(" ")).stream()
                .map(each -> answers.stream()
                        .filter(answer -> answer.value().equals(each))
                        .map(Answer::label)
                        .findFirst()
                        .orElse(each))
                .toList());
    }
}
