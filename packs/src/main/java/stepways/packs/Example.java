package stepways.packs;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stepways.engine.policy.ClauseId;
import stepways.engine.run.Facts;

/// A worked example of a pack: where a run stands, what people then do, and what has to come of it.
///
/// It holds names only, so the same example can be asked of a changed policy.
///
/// @param proves the clauses it is an example of
/// @param then what has to come of it, by key; read again each time it is compared
/// @param lookAt the moment at which `then` is asked; empty for the moment of the last step
record Example(
        Yaml at,
        String title,
        List<ClauseId> proves,
        String pathway,
        String door,
        String from,
        String to,
        Given given,
        List<Step> when,
        Map<String, Yaml> then,
        Optional<LocalDateTime> lookAt) {

    Example {
        proves = List.copyOf(proves);
        when = List.copyOf(when);
    }

    /// Where the run stands before anything is done.
    ///
    /// @param stage the stage to walk to; empty for where the door leads
    /// @param ready the items to do first; empty inside for all of the stage
    /// @param agreements what each person of the family has answered, by agreement; `*` stands for everybody
    /// @param arrived when the stage was entered; empty for as soon as the engine lets it
    /// @param by who begins; empty for whoever the door names
    record Given(
            String stage,
            List<Via> via,
            Ready ready,
            Set<String> except,
            Map<String, String> reasons,
            Map<String, Map<String, Answer>> agreements,
            Map<String, String> facts,
            Map<String, LocalDate> documents,
            List<Child> children,
            List<String> parents,
            LocalDateTime began,
            Optional<LocalDateTime> arrived,
            String by,
            Map<String, List<LocalDate>> cancelled) {}

    /// One outcome of the walk, and when it was chosen if that matters.
    record Via(String outcome, Optional<LocalDateTime> at) {}

    sealed interface Ready {
        record All() implements Ready {}

        record None() implements Ready {}

        record These(Set<String> items) implements Ready {}
    }

    /// How an agreement stands before anything is done.
    enum Answer {
        REFUSED(Facts.Given.REFUSED),
        GIVEN(Facts.Given.GIVEN),
        ASKED(Facts.Given.ASKED),
        WITHDRAWN(Facts.Given.WITHDRAWN),
        UNSAFE(Facts.Given.UNSAFE_TO_ASK),
        /// An earlier yes, given before this run.
        ON_FILE(Facts.Given.GIVEN),
        /// Nobody has been asked.
        NONE(Facts.Given.ASKED);

        private final Facts.Given given;

        Answer(Facts.Given given) {
            this.given = given;
        }

        Facts.Given given() {
            return given;
        }
    }

    /// One child. Empty `open` means: where the door says.
    ///
    /// @param answers whether the child is old enough to answer for themselves
    record Child(
            String name,
            Optional<LocalDate> born,
            boolean unborn,
            Optional<List<String>> open,
            Map<String, String> facts,
            Map<String, LocalDate> documents,
            Optional<Boolean> answers,
            Optional<String> heldBy) {}

    /// One thing somebody does.
    ///
    /// @param happened empty for the same moment as the step before
    /// @param recorded empty for the moment it happened
    /// @param by the roles the person holds; empty for the role that the pack gives it to
    /// @param as the person; empty for the invented holder of the role
    record Step(
            Yaml at,
            Optional<LocalDateTime> happened,
            Optional<LocalDateTime> recorded,
            List<String> by,
            String as,
            String child,
            Act act) {}

    /// What somebody does.
    sealed interface Act {
        record Does(String item, String value, String person) implements Act {}

        record Reasons(String item, String person) implements Act {}

        record States(Map<String, String> facts) implements Act {}

        record Answers(String agreement, Facts.Given given, String person) implements Act {}

        record Chooses(String outcome, Map<String, String> perChild, boolean unexplained) implements Act {}

        record Disputes(String dispute) implements Act {}

        record Escalates() implements Act {}

        record Resolves(String outcome) implements Act {}

        record Harm() implements Act {}

        record Outside(String to) implements Act {}

        record CancelsSitting(LocalDate day) implements Act {}

        record Acts(String action) implements Act {}

        record Corrects(String item, Optional<LocalDateTime> happened, String value) implements Act {}

        record Enters(String system, String value) implements Act {}

        record Dies(String child) implements Act {}

        record IsBorn(String child) implements Act {}
    }
}
