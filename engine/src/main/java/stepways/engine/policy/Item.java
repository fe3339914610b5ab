package stepways.engine.policy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stepways.engine.calendar.Amount;

/// One line of a stage's list: something an outcome may need.
///
/// An item is done, or it carries a reason from someone the pack allows to give one. An item with a due date
/// that is unfinished when its stage is left stays owed.
///
/// @param name unique inside its pathway; outcomes and clocks refer to it
/// @param by the role that does it; empty means whom the stage waits for
/// @param reason who may give a reason instead; null means it is a must
/// @param otherThan items whose doer may not do this one (four eyes)
/// @param hint one plain sentence for the person doing it
public record Item(
        String name,
        Kind kind,
        String title,
        String by,
        Per per,
        Condition when,
        List<DueRule> due,
        @Nullable NotBefore notBefore,
        @Nullable ReasonInstead reason,
        Set<String> otherThan,
        List<ClauseId> clauses,
        Basis basis,
        String hint) {

    public Item {
        due = List.copyOf(due);
        otherThan = Set.copyOf(otherThan);
        clauses = List.copyOf(clauses);
    }

    /// For whom an item is done separately.
    public enum Per {
        FAMILY,
        CHILD,
        /// Each person with parental responsibility.
        PARENT
    }

    /// Who may give a reason instead of doing the item, when, and who is told.
    public record ReasonInstead(String role, Condition when, String onlyBecause, String tell, List<ClauseId> clauses) {
        public ReasonInstead {
            clauses = List.copyOf(clauses);
        }
    }

    /// What sort of thing it is.
    public sealed interface Kind {

        /// Do it.
        record Task() implements Kind {}

        /// Do it, or think about it and record that it is not needed.
        record Consider() implements Kind {}

        /// State that a fact holds. `is` empty means any value will do.
        record Confirm(
                String fact,
                String is,
                @Nullable Integer atLeast,
                @Nullable Amount noOlderThan) implements Kind {}

        /// Somebody is told. Told is not agreed.
        record Told(List<String> to) implements Kind {
            public Told {
                to = List.copyOf(to);
            }
        }

        /// People meet. Those invited are welcome, not needed.
        record Meeting(List<String> attend, List<String> invite) implements Kind {
            public Meeting {
                attend = List.copyOf(attend);
                invite = List.copyOf(invite);
            }
        }

        /// Documents are on file. `andOthers` keeps an open list open ("such as").
        record Documents(List<String> of, @Nullable Amount noOlderThan, boolean andOthers) implements Kind {
            public Documents {
                of = List.copyOf(of);
            }
        }

        /// A part of a form is written and signed.
        record FormPart(String form, String part) implements Kind {}

        /// A reason or view is written down.
        record Text() implements Kind {}

        /// A person is named for a role; naming does not yet make them accountable.
        record Named(String role) implements Kind {}

        /// The family's agreement, at the strength this place asks for.
        record Agreement(String agreement, Strength strength) implements Kind {}

        /// Any one of these will do.
        record OneOf(List<Item> of) implements Kind {
            public OneOf {
                of = List.copyOf(of);
            }
        }
    }

    /// How strong an agreement has to be; what satisfies each word is the same in every council.
    public enum Strength {
        /// Given, in scope, not withdrawn.
        OBTAINED,
        /// An earlier yes on file, or asked for this run.
        EVIDENCED_OR_SOUGHT,
        /// Asked for this run, whatever the answer.
        SOUGHT
    }
}
