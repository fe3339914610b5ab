package stepways.engine.check;

import java.util.List;
import stepways.engine.policy.ClauseId;

/// A way in which a procedure could fail a child, with the shortest story that shows it.
///
/// @param at the place in the pack, as `pathway.stage` or `pathway.outcome`
/// @param story one plain sentence for each step from the door
public record Finding(
        Property property, Severity severity, String at, String says, List<ClauseId> clauses, List<String> story) {

    public Finding {
        clauses = List.copyOf(clauses);
        story = List.copyOf(story);
    }

    public enum Severity {
        /// The pack's author caused it; the pack may not be used.
        ERROR,
        /// The council's own words cause it; a named person of that council accepts it before use.
        GAP
    }

    public enum Property {
        S1("every child in an open run has exactly one accountable holder at every moment"),
        S2("the sending service never closes before the receiving one has accepted"),
        S3("harm now is open in every state and nothing blocks it"),
        S4("nothing passes to a partner without agreement or a lawful basis"),
        S5("no dead end, no unreachable stage, no loop without a clock"),
        S6("every waiting state has an owner and a clock, or says on purpose that it has none"),
        S7("a dispute has a reviewer, never a party"),
        S8("forbidden values cannot be chosen"),
        S9("every decision carries a reason and a sign-off"),
        S10("nothing loosens the national layer");

        private final String says;

        Property(String says) {
            this.says = says;
        }

        public String says() {
            return says;
        }
    }
}
