package stepways.engine.run;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a run does not own: the children's episodes, holders, documents and dated facts, what their families
/// have answered, and which sittings are cancelled. Read with one version per child.
public record Facts(
        Map<ChildId, Child> children,
        Map<PersonId, Person> people,
        Map<AgreementKey, Answer> answers,
        Map<String, Set<LocalDate>> cancelledSittings) {

    public Facts {
        children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
        people = Collections.unmodifiableMap(new LinkedHashMap<>(people));
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        cancelledSittings = Map.copyOf(cancelledSittings);
    }

    /// One child as the record knows them.
    ///
    /// @param born the birth date; null for an unborn or unknown child
    /// @param died the day of death, if the child has died
    /// @param open the services the child is open to, and since when
    /// @param holder who is accountable; null only for a child open to nothing
    /// @param values dated and other facts of the record, by name
    /// @param documents what is on file, and the date it bears
    /// @param keptOpen services that another run keeps open, and which run
    /// @param openRuns routes the child is on now, as `pathway.door`, and the run
    public record Child(
            ChildId id,
            long version,
            @Nullable LocalDate born,
            @Nullable LocalDate died,
            Map<String, Instant> open,
            @Nullable Holder holder,
            Set<StaffId> coWorkers,
            Map<String, String> values,
            Map<String, LocalDate> documents,
            Map<String, RunId> keptOpen,
            Map<String, RunId> openRuns) {

        public Child {
            open = Collections.unmodifiableMap(new TreeMap<>(open));
            coWorkers = Collections.unmodifiableSet(new LinkedHashSet<>(coWorkers));
            values = Map.copyOf(values);
            documents = Map.copyOf(documents);
            keptOpen = Map.copyOf(keptOpen);
            openRuns = Map.copyOf(openRuns);
        }

        Child withOpen(Map<String, Instant> open) {
            return new Child(id, version, born, died, open, holder, coWorkers, values, documents, keptOpen, openRuns);
        }

        Child withHolder(@Nullable Holder holder) {
            return new Child(id, version, born, died, open, holder, coWorkers, values, documents, keptOpen, openRuns);
        }

        Child withCoWorkers(Set<StaffId> coWorkers) {
            return new Child(id, version, born, died, open, holder, coWorkers, values, documents, keptOpen, openRuns);
        }

        Child withDocument(String kind, LocalDate dated) {
            var more = new LinkedHashMap<>(documents);
            more.merge(kind, dated, (one, other) -> one.isAfter(other) ? one : other);
            return new Child(id, version, born, died, open, holder, coWorkers, values, more, keptOpen, openRuns);
        }

        public Child withValue(String fact, String value) {
            var more = new LinkedHashMap<>(values);
            more.put(fact, value);
            return new Child(id, version, born, died, open, holder, coWorkers, more, documents, keptOpen, openRuns);
        }

        Child withLife(@Nullable LocalDate born, @Nullable LocalDate died) {
            return new Child(id, version, born, died, open, holder, coWorkers, values, documents, keptOpen, openRuns);
        }

        Child withOpenRuns(Map<String, RunId> openRuns) {
            return new Child(id, version, born, died, open, holder, coWorkers, values, documents, keptOpen, openRuns);
        }
    }

    /// A person of the family whose answer may count.
    ///
    /// @param parentFor the children for whom they have parental responsibility
    /// @param child whether this is a child of the run, old enough to answer
    public record Person(PersonId id, List<ChildId> parentFor, boolean child) {
        public Person {
            parentFor = List.copyOf(parentFor);
        }
    }

    /// One agreement of one person.
    public record AgreementKey(String agreement, PersonId person) {}

    /// What somebody answered, newest only.
    ///
    /// @param run the run for which they were asked; null if it was before
    public record Answer(
            Given given, Instant happened, @Nullable RunId run) {}

    /// An answer to a request for agreement.
    public enum Given {
        ASKED,
        GIVEN,
        REFUSED,
        WITHDRAWN,
        /// Asking would put the child at further risk: with a reason and a manager's name.
        UNSAFE_TO_ASK
    }

    public Child child(ChildId id) {
        var child = children.get(id);
        if (child == null) {
            throw new IllegalArgumentException("Expected facts about child " + id + ", found none");
        }
        return child;
    }

    Facts with(Child child) {
        var more = new LinkedHashMap<>(children);
        more.put(child.id(), child);
        return new Facts(more, people, answers, cancelledSittings);
    }

    Facts with(AgreementKey key, Answer answer) {
        var more = new LinkedHashMap<>(answers);
        more.put(key, answer);
        return new Facts(children, people, more, cancelledSittings);
    }

    /// These facts after an event: the same that the record's own rows say once the event is stored.
    public Facts after(RunId run, Entry entry) {
        return switch (entry.event()) {
            case RunEvent.Began e -> {
                var facts = this;
                for (var id : e.children()) {
                    var child = facts.child(id);
                    var runs = new LinkedHashMap<>(child.openRuns());
                    runs.put(e.pathway() + "." + e.door(), run);
                    facts = facts.with(child.withOpenRuns(runs));
                }
                yield facts;
            }
            case RunEvent.Ended _ -> {
                var facts = this;
                for (var child : children.values()) {
                    var runs = new LinkedHashMap<>(child.openRuns());
                    runs.values().removeIf(run::equals);
                    facts = facts.with(child.withOpenRuns(runs));
                }
                yield facts;
            }
            case RunEvent.EpisodeOpened e -> {
                var child = child(e.child());
                var open = new TreeMap<>(child.open());
                open.put(e.service(), entry.happened());
                yield with(child.withOpen(open));
            }
            case RunEvent.EpisodeClosed e -> {
                var child = child(e.child());
                var open = new TreeMap<>(child.open());
                open.remove(e.service());
                yield with(child.withOpen(open));
            }
            case RunEvent.HolderChanged e -> with(child(e.child()).withHolder(e.holder()));
            case RunEvent.HolderReleased e -> with(child(e.child()).withHolder(null));
            case RunEvent.CoWorkerJoined e -> {
                var child = child(e.child());
                var all = new LinkedHashSet<>(child.coWorkers());
                all.add(e.staff());
                yield with(child.withCoWorkers(all));
            }
            case RunEvent.CoWorkerLeft e -> {
                var child = child(e.child());
                var all = new LinkedHashSet<>(child.coWorkers());
                all.remove(e.staff());
                yield with(child.withCoWorkers(all));
            }
            case RunEvent.DocumentFiled e -> with(child(e.child()).withDocument(e.document(), e.dated()));
            case RunEvent.AgreementAnswered e -> {
                var key = new AgreementKey(e.agreement(), e.person());
                var standing = answers.get(key);
                boolean isNewer = standing == null || !standing.happened().isAfter(entry.happened());
                yield isNewer ? with(key, new Answer(e.given(), entry.happened(), run)) : this;
            }
            case RunEvent.RecordStated e -> with(child(e.child()).withValue(e.fact(), e.value()));
            case RunEvent.ChildBorn e ->
                with(child(e.child()).withLife(e.born(), child(e.child()).died()));
            case RunEvent.ChildDied e ->
                with(child(e.child()).withLife(child(e.child()).born(), e.died()));
            case RunEvent.ItemDone _,
                    RunEvent.ItemExcused _,
                    RunEvent.FactStated _,
                    RunEvent.HalfDecided _,
                    RunEvent.OutcomeChosen _,
                    RunEvent.StageEntered _,
                    RunEvent.PutInTray _,
                    RunEvent.PutOnAgenda _,
                    RunEvent.SittingMoved _,
                    RunEvent.Shared _,
                    RunEvent.LetterDrafted _,
                    RunEvent.RoleTold _,
                    RunEvent.Acknowledged _,
                    RunEvent.Marked _,
                    RunEvent.Acted _,
                    RunEvent.LineBegan _,
                    RunEvent.LineEnded _,
                    RunEvent.DisputeRaised _,
                    RunEvent.DisputeEscalated _,
                    RunEvent.DisputeResolved _,
                    RunEvent.HarmRaised _,
                    RunEvent.WentOutsideProcedure _,
                    RunEvent.DeadlineMissed _,
                    RunEvent.BreachWithdrawn _,
                    RunEvent.Corrected _,
                    RunEvent.Divided _,
                    RunEvent.DividedOff _,
                    RunEvent.Linked _,
                    RunEvent.EnteredInSystem _,
                    RunEvent.QuestionAsked _,
                    RunEvent.QuestionAnswered _,
                    RunEvent.MovedToVersion _ -> this;
        };
    }
}
