package stepways.engine.run;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Somebody asks for a run to change.
///
/// @param happened when it took place, as typed; never after `recorded`
/// @param recorded when it was put on record, read once from the clock
public record Command(Actor by, Instant happened, Instant recorded, Request request) {

    /// What is asked.
    public sealed interface Request {

        /// Begin a run. `from` and `to` choose where the door leaves a choice; empty takes its only one.
        record Begin(RunId id, String pathway, String door, List<ChildId> children, String from, String to)
                implements Request {
            public Begin {
                children = List.copyOf(children);
            }
        }

        /// An item has been done. `value` is the person named, or the ISO date of the document; else empty.
        record DoItem(ItemKey key, String value, Optional<TextRef> note) implements Request {}

        /// An item will not be done, for this reason.
        record GiveReason(ItemKey key, TextRef reason) implements Request {}

        /// A fact is so. `child` is empty for the whole run.
        record StateFact(String fact, Optional<ChildId> child, String value) implements Request {}

        /// Somebody of the family answered.
        record AnswerAgreement(String agreement, PersonId person, Facts.Given given, Optional<TextRef> evidence)
                implements Request {}

        /// The decision of the stage. One outcome for all children, or one for each.
        ///
        /// @param newRuns ids for the runs that may begin, one for each division or `start`
        record Choose(Map<ChildId, String> outcomes, String outcome, Optional<TextRef> reason, List<RunId> newRuns)
                implements Request {
            public Choose {
                outcomes = Map.copyOf(outcomes);
                newRuns = List.copyOf(newRuns);
            }

            public static Choose forAll(String outcome, TextRef reason, List<RunId> newRuns) {
                return new Choose(Map.of(), outcome, Optional.of(reason), newRuns);
            }
        }

        /// An act the pack allows at any time.
        record Act(String action, Optional<TextRef> note) implements Request {}

        /// Managers disagree about the decision now waiting, or the last one taken.
        record RaiseDispute(String dispute, Optional<TextRef> reason) implements Request {}

        /// The dispute goes to the next step of its ladder.
        record EscalateDispute(Optional<TextRef> reason) implements Request {}

        /// The reviewer decides which outcome stands.
        record ResolveDispute(String outcome, Optional<TextRef> reason, List<RunId> newRuns) implements Request {
            public ResolveDispute {
                newRuns = List.copyOf(newRuns);
            }
        }

        /// A child may be at harm now. Asks for nothing.
        record RaiseHarm(RunId urgentRun) implements Request {}

        /// Where the text is silent: the responsible role takes the run to a stage, or ends it (`to` empty).
        record StepOutside(String to, Optional<TextRef> reason) implements Request {}

        /// The sitting the run waits for is held on another day.
        record MoveSitting(LocalDate to) implements Request {}

        /// Record which dates have passed. Asked by the timer job.
        record NoteDeadlines() implements Request {}

        record Correct(int seq, Correction correction, Optional<TextRef> reason) implements Request {}

        /// A decision was entered in a case system, with this value.
        ///
        /// @param outcome which decision; empty for the newest
        record EnterInSystem(String outcome, String system, String value) implements Request {
            public EnterInSystem(String system, String value) {
                this("", system, value);
            }
        }

        /// Ask one question without returning the request.
        record Ask(String id, String role, TextRef question) implements Request {}

        record Answer(String id, TextRef answer) implements Request {}

        /// Somebody of the role that entry `seq` told has seen it.
        record Acknowledge(int seq, Optional<TextRef> note) implements Request {}

        record RecordBirth(ChildId child, LocalDate born) implements Request {}

        record RecordDeath(ChildId child, LocalDate died) implements Request {}
    }
}
