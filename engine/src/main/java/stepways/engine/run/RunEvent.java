package stepways.engine.run;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.PolicyVersion;

/// A past fact of a run. Events carry their results, so that reading a history never asks the policy.
///
/// They are contracts: never renamed, never given another meaning. They hold identifiers, names of the pack and
/// dates, never a person's name or anybody's words.
public sealed interface RunEvent {

    record Began(
            String pathway,
            String door,
            PolicyVersion policy,
            String from,
            String to,
            List<ChildId> children,
            String stage,
            Optional<RunId> because)
            implements RunEvent {
        public Began {
            children = List.copyOf(children);
        }
    }

    /// An item was done. `value` is what it produced: the person named, the date of a document, or nothing.
    record ItemDone(ItemKey key, String value, Optional<TextRef> note) implements RunEvent {}

    /// An item was not done, for a reason from somebody who may give one.
    record ItemExcused(ItemKey key, TextRef reason) implements RunEvent {}

    /// Somebody stated a fact for this run. `child` is empty for the whole run.
    record FactStated(String fact, Optional<ChildId> child, String value) implements RunEvent {}

    /// A fact of the child's own record changed, such as the date of a hearing.
    record RecordStated(String fact, ChildId child, String value) implements RunEvent {}

    record AgreementAnswered(String agreement, PersonId person, Facts.Given given, Optional<TextRef> evidence)
            implements RunEvent {}

    record DocumentFiled(String document, ChildId child, LocalDate dated) implements RunEvent {}

    /// One of two managers who must agree has said what they choose: one outcome, or `child: outcome` for each child
    /// where they differ.
    record HalfDecided(String stage, String role, String outcome, TextRef reason) implements RunEvent {}

    /// The decision of a stage. `codes` are the words to enter in each case system.
    record OutcomeChosen(
            String stage,
            String outcome,
            List<ChildId> children,
            TextRef reason,
            Map<String, String> codes,
            String says,
            String waived,
            boolean byReview)
            implements RunEvent {
        public OutcomeChosen {
            children = List.copyOf(children);
            codes = Map.copyOf(codes);
        }
    }

    /// The run is in a stage: a new one, or the same once more. `used` items are to be done afresh; `owing`
    /// stay owed from the stage it left.
    record StageEntered(String stage, boolean again, List<String> used, List<ItemKey> owing) implements RunEvent {
        public StageEntered {
            used = List.copyOf(used);
            owing = List.copyOf(owing);
        }
    }

    record Ended(String stage, String outcome, List<ItemKey> owing) implements RunEvent {
        public Ended {
            owing = List.copyOf(owing);
        }
    }

    record EpisodeOpened(ChildId child, String service) implements RunEvent {}

    /// `census` is the national code for closing, empty where none applies.
    record EpisodeClosed(ChildId child, String service, String because, String census) implements RunEvent {}

    /// `gap` cites the clauses of a hole in the text that left nobody, so that the duty holder of the closing team
    /// stays.
    record HolderChanged(ChildId child, Holder holder, List<ClauseId> gap) implements RunEvent {
        public HolderChanged {
            gap = List.copyOf(gap);
        }
    }

    /// The child is open to nothing any more, so nobody needs to hold them.
    record HolderReleased(ChildId child) implements RunEvent {}

    record CoWorkerJoined(ChildId child, StaffId staff, String role) implements RunEvent {}

    record CoWorkerLeft(ChildId child, StaffId staff) implements RunEvent {}

    record PutInTray(String team) implements RunEvent {}

    record PutOnAgenda(String forum, LocalDate sitting) implements RunEvent {}

    record SittingMoved(String forum, LocalDate from, LocalDate to) implements RunEvent {}

    record Shared(List<String> what, String with, String under) implements RunEvent {
        public Shared {
            what = List.copyOf(what);
        }
    }

    record LetterDrafted(String letter, List<ChildId> about) implements RunEvent {
        public LetterDrafted {
            about = List.copyOf(about);
        }
    }

    record RoleTold(String role, String about) implements RunEvent {}

    /// Somebody of the role that entry `seq` told has seen it; the note says what they make of it.
    record Acknowledged(int seq, Optional<TextRef> note) implements RunEvent {}

    record Marked(String name) implements RunEvent {}

    /// An act that is allowed at any time.
    record Acted(String action, Optional<TextRef> note) implements RunEvent {}

    record LineBegan(String line, String stays) implements RunEvent {}

    record LineEnded(String line) implements RunEvent {}

    record DisputeRaised(String dispute, String stage, String outcome, TextRef reason) implements RunEvent {}

    record DisputeEscalated(String dispute, int step, TextRef reason) implements RunEvent {}

    record DisputeResolved(String dispute, String outcome, boolean upheld, TextRef reason) implements RunEvent {}

    /// Harm now: the linked urgent run has begun and everything queued for the family is held.
    record HarmRaised(RunId urgentRun) implements RunEvent {}

    /// The one audited way on where the text is silent. `to` is empty when the run ends.
    record WentOutsideProcedure(String stage, String to, TextRef reason, List<ClauseId> about) implements RunEvent {
        public WentOutsideProcedure {
            about = List.copyOf(about);
        }
    }

    /// A date passed and the thing was not done, as far as was known when this was recorded.
    record DeadlineMissed(String what, Instant due) implements RunEvent {}

    /// A later record showed that it was done in time.
    record BreachWithdrawn(String what, Instant due) implements RunEvent {}

    /// Something recorded was wrong; the entry it names stays readable.
    record Corrected(int seq, Correction correction, TextRef reason) implements RunEvent {}

    /// The children named left this run for another because their outcome leads elsewhere.
    record Divided(List<ChildId> children, RunId into, String outcome) implements RunEvent {
        public Divided {
            children = List.copyOf(children);
        }
    }

    /// This run is the part of another that went its own way; it shares the other's history up to `parentSeq`.
    record DividedOff(RunId parent, int parentSeq, List<ChildId> children) implements RunEvent {
        public DividedOff {
            children = List.copyOf(children);
        }
    }

    record Linked(RunId run, String pathway, String door) implements RunEvent {}

    /// Somebody entered a decision in a case system.
    record EnteredInSystem(String outcome, String system, String value) implements RunEvent {}

    record QuestionAsked(String id, String role, TextRef question) implements RunEvent {}

    record QuestionAnswered(String id, TextRef answer) implements RunEvent {}

    record ChildBorn(ChildId child, LocalDate born) implements RunEvent {}

    record ChildDied(ChildId child, LocalDate died) implements RunEvent {}

    /// The run goes on under another version of the procedure, at the stage named there.
    record MovedToVersion(PolicyVersion policy, String stage) implements RunEvent {}
}
