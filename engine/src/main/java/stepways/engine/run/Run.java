package stepways.engine.run;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stepways.engine.policy.PolicyVersion;

/// A run as its history says it stands: the children who travel together, the stage they are in, and what has been
/// done. Made only by [#begun] and [#evolve], and never consults the policy.
///
/// @param seq the number of entries behind it, which is also its version
/// @param stageVisits how often each stage has been entered, `again` included
/// @param items what has been done, or excused, and not been used up by a repetition
/// @param moments the newest time of each outcome, item, mark and stage, by name; stages as `stage:name`
/// @param owed unfinished items with a date, from stages that were left
/// @param lines what goes on beside the stages now; the value is the service that stays, or empty
/// @param halves what one of two managers has said, by role
/// @param missed dates that passed, by what was due
/// @param told what roles were told and nobody of them has said they know yet, by the entry that told them
public record Run(
        RunId id,
        int seq,
        PolicyVersion policy,
        String pathway,
        String door,
        String from,
        String to,
        List<ChildId> children,
        Instant began,
        String stage,
        Instant stageEntered,
        Map<String, Integer> stageVisits,
        Optional<End> ended,
        Map<ItemKey, Done> items,
        Map<String, Stated> stated,
        Map<String, Moment> moments,
        Set<ItemKey> owed,
        Optional<OnAgenda> sitting,
        Map<String, String> lines,
        Map<String, Half> halves,
        Optional<Taken> last,
        Optional<OpenDispute> dispute,
        Map<String, Instant> missed,
        List<RunId> urgent,
        Map<String, String> questions,
        Map<Integer, Told> told,
        Set<ChildId> died,
        Optional<RunId> parent) {

    /// How and when the run ended.
    public record End(String stage, String outcome, Instant at) {}

    /// One item done or excused.
    ///
    /// @param excused whether it carries a reason instead
    public record Done(
            boolean excused, String value, StaffId by, String role, Instant happened, Instant recorded, int seq) {}

    /// A fact stated for this run.
    public record Stated(String value, Instant happened, int seq) {}

    /// A named moment.
    public record Moment(Instant happened, int seq) {}

    /// Where and when a meeting will hear it.
    public record OnAgenda(String forum, LocalDate day) {}

    /// A role that was told, and about which outcome, item or agreement.
    public record Told(String role, String about) {}

    /// One of two managers' choices.
    public record Half(String stage, String outcome, StaffId by, Instant happened) {}

    /// The newest decision, and everybody who took part in it.
    public record Taken(String stage, String outcome, List<Party> parties, Instant happened, int seq) {
        public Taken {
            parties = List.copyOf(parties);
        }
    }

    /// Somebody who took part in a decision, and in which role.
    public record Party(StaffId staff, String role) {}

    /// A disagreement under review.
    ///
    /// @param stage the stage whose decision is disputed
    /// @param outcome the decision that was taken; empty where the two managers disagree before any
    public record OpenDispute(
            String name, String stage, String outcome, int step, Party raisedBy, Instant raised, Instant stepBegan) {}

    public Run {
        children = List.copyOf(children);
        stageVisits = Map.copyOf(stageVisits);
        items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
        stated = Map.copyOf(stated);
        moments = Map.copyOf(moments);
        owed = Collections.unmodifiableSet(new LinkedHashSet<>(owed));
        lines = Map.copyOf(lines);
        halves = Collections.unmodifiableMap(new LinkedHashMap<>(halves));
        missed = Map.copyOf(missed);
        urgent = List.copyOf(urgent);
        questions = Map.copyOf(questions);
        told = Collections.unmodifiableMap(new LinkedHashMap<>(told));
        died = Set.copyOf(died);
    }

    /// The key under which a fact is kept: about one child, or about the run.
    static String factKey(String fact, Optional<ChildId> child) {
        return child.map(c -> fact + "@" + c).orElse(fact);
    }

    /// The run after its first entry, which says how it began.
    public static Run begun(RunId id, Entry first) {
        if (!(first.event() instanceof RunEvent.Began began)) {
            throw new IllegalArgumentException("Expected run " + id + " to begin with Began, found " + first.event());
        }
        return new Run(
                id,
                first.seq(),
                began.policy(),
                began.pathway(),
                began.door(),
                began.from(),
                began.to(),
                began.children(),
                first.happened(),
                began.stage(),
                first.happened(),
                Map.of(began.stage(), 1),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Map.of(
                        "started",
                        new Moment(first.happened(), first.seq()),
                        "stage:" + began.stage(),
                        new Moment(first.happened(), first.seq())),
                Set.of(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Set.of(),
                began.because());
    }

    /// The run that a whole history describes.
    public static Run replay(RunId id, List<Entry> history) {
        var draft = new Draft(begun(id, history.getFirst()));
        for (var entry : history.subList(1, history.size())) {
            draft.next(entry);
        }
        return draft.run();
    }

    /// The run after one more entry of its history.
    public Run evolve(Entry entry) {
        var draft = new Draft(this);
        draft.next(entry);
        return draft.run();
    }

    /// The part of this run that concerns some of its children, as a question; not a step of its history.
    Run only(List<ChildId> some) {
        if (children.equals(some)) {
            return this;
        }
        var part = new Draft(this);
        part.keepOnly(some);
        return part.run();
    }

    /// This run with one more named moment, as a question; not a step of its history.
    Run withMoment(String name, Instant at) {
        var asked = new Draft(this);
        asked.moments.put(name, new Moment(at, seq));
        return asked.run();
    }

    /// This run's history so far under another id: what a part that divides off begins from.
    public Run dividedInto(RunId other) {
        var copy = new Draft(this);
        copy.id = other;
        copy.parent = Optional.of(id);
        return copy.run();
    }

    public boolean isOpen() {
        return ended.isEmpty();
    }

    public Optional<Instant> moment(String name) {
        return Optional.ofNullable(moments.get(name)).map(Moment::happened);
    }

    /// A run being changed by one entry or many, in collections of its own. Never leaves this class.
    private static final class Draft {
        private final Run before;
        private RunId id;
        private int seq;
        private PolicyVersion policy;
        private List<ChildId> children;
        private Instant began;
        private String stage;
        private Instant stageEntered;
        private final Map<String, Integer> stageVisits;
        private Optional<End> ended;
        private final Map<ItemKey, Done> items;
        private final Map<String, Stated> stated;
        private final Map<String, Moment> moments;
        private final Set<ItemKey> owed;
        private Optional<OnAgenda> sitting;
        private final Map<String, String> lines;
        private final Map<String, Half> halves;
        private Optional<Taken> last;
        private Optional<OpenDispute> dispute;
        private final Map<String, Instant> missed;
        private final List<RunId> urgent;
        private final Map<String, String> questions;
        private final Map<Integer, Told> told;
        private final Set<ChildId> died;
        private Optional<RunId> parent;

        Draft(Run run) {
            before = run;
            id = run.id;
            seq = run.seq;
            policy = run.policy;
            children = run.children;
            began = run.began;
            stage = run.stage;
            stageEntered = run.stageEntered;
            stageVisits = new LinkedHashMap<>(run.stageVisits);
            ended = run.ended;
            items = new LinkedHashMap<>(run.items);
            stated = new LinkedHashMap<>(run.stated);
            moments = new LinkedHashMap<>(run.moments);
            owed = new LinkedHashSet<>(run.owed);
            sitting = run.sitting;
            lines = new LinkedHashMap<>(run.lines);
            halves = new LinkedHashMap<>(run.halves);
            last = run.last;
            dispute = run.dispute;
            missed = new LinkedHashMap<>(run.missed);
            urgent = new ArrayList<>(run.urgent);
            questions = new LinkedHashMap<>(run.questions);
            told = new LinkedHashMap<>(run.told);
            died = new LinkedHashSet<>(run.died);
            parent = run.parent;
        }

        Run run() {
            return new Run(
                    id,
                    seq,
                    policy,
                    before.pathway,
                    before.door,
                    before.from,
                    before.to,
                    children,
                    began,
                    stage,
                    stageEntered,
                    stageVisits,
                    ended,
                    items,
                    stated,
                    moments,
                    owed,
                    sitting,
                    lines,
                    halves,
                    last,
                    dispute,
                    missed,
                    urgent,
                    questions,
                    told,
                    died,
                    parent);
        }

        /// Takes the next entry of the history.
        void next(Entry entry) {
            if (entry.seq() != seq + 1) {
                throw new IllegalArgumentException(
                        "Expected entry " + (seq + 1) + " of run " + id + ", found entry " + entry.seq());
            }
            seq = entry.seq();
            apply(entry);
        }

        private void apply(Entry entry) {
            switch (entry.event()) {
                case RunEvent.Began e ->
                    throw new IllegalArgumentException("Expected run " + id + " to begin once, found " + e);
                case RunEvent.ItemDone e -> finished(e.key(), entry, false, e.value());
                case RunEvent.ItemExcused e -> finished(e.key(), entry, true, "");
                case RunEvent.FactStated e ->
                    stated.put(factKey(e.fact(), e.child()), new Stated(e.value(), entry.happened(), entry.seq()));
                case RunEvent.HalfDecided e ->
                    halves.put(e.role(), new Half(e.stage(), e.outcome(), entry.by(), entry.happened()));
                case RunEvent.OutcomeChosen e -> chosen(e, entry);
                case RunEvent.StageEntered e -> entered(e, entry);
                case RunEvent.Ended e -> {
                    ended = Optional.of(new End(e.stage(), e.outcome(), entry.happened()));
                    owed.addAll(e.owing());
                }
                case RunEvent.PutOnAgenda e -> sitting = Optional.of(new OnAgenda(e.forum(), e.sitting()));
                case RunEvent.SittingMoved e -> sitting = Optional.of(new OnAgenda(e.forum(), e.to()));
                case RunEvent.Marked e -> moment(e.name(), entry);
                case RunEvent.Acted e -> moment(e.action(), entry);
                case RunEvent.LineBegan e -> lines.put(e.line(), e.stays());
                case RunEvent.LineEnded e -> lines.remove(e.line());
                case RunEvent.DisputeRaised e ->
                    dispute = Optional.of(new OpenDispute(
                            e.dispute(),
                            e.stage(),
                            e.outcome(),
                            0,
                            new Party(entry.by(), entry.role()),
                            entry.happened(),
                            entry.happened()));
                case RunEvent.DisputeEscalated e ->
                    dispute = dispute.map(d -> new OpenDispute(
                            d.name(), d.stage(), d.outcome(), e.step(), d.raisedBy(), d.raised(), entry.happened()));
                case RunEvent.DisputeResolved _ -> dispute = Optional.empty();
                case RunEvent.HarmRaised e -> urgent.add(e.urgentRun());
                case RunEvent.DeadlineMissed e -> missed.put(e.what(), e.due());
                case RunEvent.BreachWithdrawn e -> missed.remove(e.what());
                case RunEvent.Corrected e -> correct(e, entry);
                case RunEvent.Divided e -> {
                    var left = new ArrayList<>(children);
                    left.removeAll(e.children());
                    keepOnly(left);
                }
                case RunEvent.DividedOff e -> keepOnly(e.children());
                case RunEvent.QuestionAsked e -> questions.put(e.id(), e.role());
                case RunEvent.QuestionAnswered e -> questions.remove(e.id());
                case RunEvent.RoleTold e -> told.put(entry.seq(), new Told(e.role(), e.about()));
                case RunEvent.Acknowledged e -> told.remove(e.seq());
                case RunEvent.ChildDied e -> died.add(e.child());
                case RunEvent.MovedToVersion e -> {
                    policy = e.policy();
                    stage = e.stage();
                }
                case RunEvent.WentOutsideProcedure _,
                        RunEvent.RecordStated _,
                        RunEvent.AgreementAnswered _,
                        RunEvent.DocumentFiled _,
                        RunEvent.EpisodeOpened _,
                        RunEvent.EpisodeClosed _,
                        RunEvent.HolderChanged _,
                        RunEvent.HolderReleased _,
                        RunEvent.CoWorkerJoined _,
                        RunEvent.CoWorkerLeft _,
                        RunEvent.PutInTray _,
                        RunEvent.Shared _,
                        RunEvent.LetterDrafted _,
                        RunEvent.Linked _,
                        RunEvent.EnteredInSystem _,
                        RunEvent.ChildBorn _ -> {
                    // Nothing a run owns: the facts or the record's other rows carry these.
                }
            }
        }

        private void finished(ItemKey key, Entry entry, boolean excused, String value) {
            items.put(
                    key,
                    new Done(
                            excused, value, entry.by(), entry.role(), entry.happened(), entry.recorded(), entry.seq()));
            moment(key.item(), entry);
            owed.remove(key);
        }

        private void chosen(RunEvent.OutcomeChosen e, Entry entry) {
            moment(e.outcome(), entry);
            var parties = new ArrayList<Party>();
            for (var half : halves.entrySet()) {
                if (half.getValue().stage().equals(e.stage())) {
                    parties.add(new Party(half.getValue().by(), half.getKey()));
                }
            }
            parties.add(new Party(entry.by(), entry.role()));
            last = Optional.of(new Taken(e.stage(), e.outcome(), parties, entry.happened(), entry.seq()));
            halves.clear();
            if (e.byReview()) {
                ended = Optional.empty();
            }
        }

        private void entered(RunEvent.StageEntered e, Entry entry) {
            stage = e.stage();
            stageEntered = entry.happened();
            stageVisits.put(e.stage(), stageVisits.getOrDefault(e.stage(), 0) + 1);
            if (!e.again()) {
                moment("stage:" + e.stage(), entry);
            }
            if (!e.used().isEmpty()) {
                items.keySet().removeIf(key -> e.used().contains(key.item()));
            }
            owed.addAll(e.owing());
            halves.clear();
        }

        private void moment(String name, Entry entry) {
            moments.put(name, new Moment(entry.happened(), entry.seq()));
        }

        private void correct(RunEvent.Corrected e, Entry entry) {
            switch (e.correction()) {
                case Correction.HappenedAt(var happened) -> {
                    items.replaceAll((_, done) -> done.seq() == e.seq()
                            ? new Done(
                                    done.excused(),
                                    done.value(),
                                    done.by(),
                                    done.role(),
                                    happened,
                                    entry.recorded(),
                                    done.seq())
                            : done);
                    moments.replaceAll((_, moment) -> moment.seq() == e.seq() ? new Moment(happened, e.seq()) : moment);
                    stated.replaceAll((_, s) -> s.seq() == e.seq() ? new Stated(s.value(), happened, s.seq()) : s);
                    happenedAt(e.seq(), happened);
                }
                case Correction.DidNotHappen() -> {
                    items.values().removeIf(done -> done.seq() == e.seq());
                    moments.values().removeIf(moment -> moment.seq() == e.seq());
                    stated.values().removeIf(s -> s.seq() == e.seq());
                }
                case Correction.AboutAnother(var subject) -> {
                    var moved = new LinkedHashMap<ItemKey, Done>();
                    items.forEach((key, done) ->
                            moved.put(done.seq() == e.seq() ? new ItemKey(key.item(), subject) : key, done));
                    items.clear();
                    items.putAll(moved);
                    var facts = new LinkedHashMap<String, Stated>();
                    stated.forEach((key, s) -> {
                        int child = key.indexOf('@');
                        boolean moves = s.seq() == e.seq() && child > 0;
                        facts.put(moves ? factKey(key.substring(0, child), Optional.of(new ChildId(subject))) : key, s);
                    });
                    stated.clear();
                    stated.putAll(facts);
                }
                case Correction.ValueWas(var value) -> {
                    items.replaceAll((_, done) -> done.seq() == e.seq()
                            ? new Done(
                                    done.excused(),
                                    value,
                                    done.by(),
                                    done.role(),
                                    done.happened(),
                                    entry.recorded(),
                                    done.seq())
                            : done);
                    stated.replaceAll((_, s) -> s.seq() == e.seq() ? new Stated(value, s.happened(), s.seq()) : s);
                }
            }
        }

        /// Moves what happened with an entry: the beginning, a stage, or the newest decision with all that followed
        /// from it at the same moment.
        private void happenedAt(int seq, Instant happened) {
            if (seq == 1) {
                began = happened;
            }
            var entry = moments.get("stage:" + stage);
            if (entry != null && entry.seq() == seq) {
                stageEntered = happened;
            }
            if (last.isEmpty() || last.get().seq() != seq) {
                return;
            }
            var taken = last.get();
            last = Optional.of(new Taken(taken.stage(), taken.outcome(), taken.parties(), happened, seq));
            int until = entry != null && entry.seq() > seq ? entry.seq() : seq;
            moments.replaceAll((_, moment) -> moment.seq() > seq
                            && moment.seq() <= until
                            && moment.happened().equals(taken.happened())
                    ? new Moment(happened, moment.seq())
                    : moment);
            if (stageEntered.equals(taken.happened())) {
                stageEntered = happened;
            }
            ended = ended.map(
                    end -> end.at().equals(taken.happened()) ? new End(end.stage(), end.outcome(), happened) : end);
        }

        private void keepOnly(List<ChildId> stay) {
            var gone = new LinkedHashSet<String>();
            for (var child : children) {
                if (!stay.contains(child)) {
                    gone.add(child.value());
                }
            }
            children = stay;
            items.keySet().removeIf(key -> gone.contains(key.subject()));
            owed.removeIf(key -> gone.contains(key.subject()));
        }
    }
}
