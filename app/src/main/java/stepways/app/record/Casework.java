package stepways.app.record;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.Grants;
import stepways.app.database.AuthorityId;
import stepways.app.database.BrokenRule;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.procedures.Procedures;
import stepways.app.worklist.WorkItems;
import stepways.app.worklist.WorkOfChildren;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.Decision;
import stepways.engine.run.Entry;
import stepways.engine.run.Procedure;
import stepways.engine.run.Refusal;
import stepways.engine.run.Run;
import stepways.engine.run.RunId;
import stepways.engine.run.StaffId;

/// The one way to change a run. Every page's handler goes through here: load the run and its facts with their
/// versions, decide, and write everything in one transaction.
public final class Casework {

    private static final int TRIES = 4;

    private final Database database;
    private final Procedures procedures;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    public Casework(Database database, Procedures procedures, TimeOrderedIds ids, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.ids = ids;
        this.clock = clock;
    }

    /// What became of a submission.
    public sealed interface Answer {

        /// It is on record. `again` if the same form had been sent before: nothing new was written.
        record Done(UUID run, List<UUID> newRuns, boolean again) implements Answer {
            public Done {
                newRuns = List.copyOf(newRuns);
            }
        }

        /// The procedure says no; every reason is here, and how things stand.
        record Refused(List<Refusal> refusals, Optional<Loaded> now) implements Answer {
            public Refused {
                refusals = List.copyOf(refusals);
            }
        }

        /// Somebody was quicker: the run has moved on since the form was opened. Nothing was written.
        record Changed(Loaded now, List<Entry> since) implements Answer {
            public Changed {
                since = List.copyOf(since);
            }
        }

        /// There is no such run for this viewer.
        record NotFound() implements Answer {}
    }

    /// One form as it was sent.
    ///
    /// @param key the same for every sending of the same form, so that a double click writes once
    /// @param expectedVersion the version of the run on which the form was opened
    /// @param happened when it took place, as typed; empty for now
    public record Form(String key, long expectedVersion, Optional<Instant> happened) {}

    /// The words of a request become references to rows; so the request is made here, inside the transaction.
    @FunctionalInterface
    public interface Asks extends Function<Texts, Command.Request> {}

    /// Rows of a feature's own that belong to a step: written in its transaction, or not at all.
    @FunctionalInterface
    public interface Beside {

        void write(JdbcClient sql, UUID run, Instant recorded);

        /// Nothing but the step itself.
        static Beside nothing() {
            return (_, _, _) -> {};
        }
    }

    /// New ids, for runs that a decision may begin.
    public List<RunId> newRuns(int count) {
        var all = new ArrayList<RunId>();
        for (int i = 0; i < count; i++) {
            all.add(new RunId(ids.next().toString()));
        }
        return all;
    }

    /// Asks for a run to change.
    public Answer submit(Viewer.Staff viewer, UUID run, Form form, Asks asks) {
        return submit(viewer, run, form, asks, Beside.nothing());
    }

    /// Asks for a run to change, with rows that are written if it does.
    public Answer submit(Viewer.Staff viewer, UUID run, Form form, Asks asks, Beside beside) {
        for (int attempt = 1; ; attempt++) {
            try {
                boolean again = attempt > 1;
                return database.write(viewer, sql -> {
                    if (again) {
                        takeTurn(sql, run);
                    }
                    return submit(sql, viewer, run, form, asks, beside);
                });
            } catch (Clash clash) {
                if (attempt == TRIES) {
                    return changed(viewer, run, form);
                }
            } catch (DataIntegrityViolationException refusal) {
                if (!quicker(refusal)) {
                    throw refusal;
                }
                if (attempt == TRIES) {
                    return changed(viewer, run, form);
                }
            }
        }
    }

    /// Who was too slow once waits for their turn at the run and its children, and reads them then: on a busy run
    /// nobody loses for ever.
    private static void takeTurn(JdbcClient sql, UUID run) {
        holdRun(sql, run);
        waitForChildren(
                sql,
                sql.sql("select child from run_child where run = :run and left_at is null")
                        .param("run", run)
                        .query((rs, _) -> rs.getObject("child", UUID.class))
                        .list());
    }

    private static void holdRun(JdbcClient sql, UUID run) {
        sql.sql("select id from run where id = :run for update")
                .param("run", run)
                .query(UUID.class)
                .optional();
    }

    private static void waitForChildren(JdbcClient sql, List<UUID> children) {
        sql.sql("select child from child_version where child = any(:children) order by child for update")
                .param("children", children.toArray(UUID[]::new))
                .query(UUID.class)
                .list();
    }

    /// Whether a constraint shows that somebody else wrote the same thing first.
    private static boolean quicker(DataIntegrityViolationException refusal) {
        return BrokenRule.in(refusal)
                .map(BrokenRule::name)
                .filter(rule -> rule.equals("a_form_is_sent_once")
                        || rule.equals("an_event_has_its_place_in_its_run")
                        || rule.equals("a_child_has_one_accountable_holder_at_a_time")
                        || rule.equals("a_child_is_open_once_to_a_service")
                        || rule.equals("a_child_has_one_open_transfer_on_a_route"))
                .isPresent();
    }

    private Answer changed(Viewer.Staff viewer, UUID run, Form form) {
        return database.read(
                viewer,
                sql -> new RunReader(sql)
                        .load(run, clock.instant())
                        .<Answer>map(now -> new Answer.Changed(now, since(now, form.expectedVersion())))
                        .orElse(new Answer.NotFound()));
    }

    private static List<Entry> since(Loaded now, long version) {
        return now.history().stream().filter(entry -> entry.seq() > version).toList();
    }

    private Answer submit(JdbcClient sql, Viewer.Staff viewer, UUID id, Form form, Asks asks, Beside beside) {
        var recorded = now();
        var sent = sentBefore(sql, form.key());
        if (sent.isPresent()) {
            return new Answer.Done(sent.get(), List.of(), true);
        }
        var found = new RunReader(sql).load(id, recorded);
        if (found.isEmpty()) {
            return new Answer.NotFound();
        }
        var before = found.get();
        var policy = procedures.of(viewer.authority(), before.run().policy(), sql);
        var texts = new Texts(ids);
        var request = asks.apply(texts);
        if (before.run().seq() != form.expectedVersion() && movesTheRun(request)) {
            return unlessSentMeanwhile(sql, form, new Answer.Changed(before, since(before, form.expectedVersion())));
        }
        var actor = new Grants(sql).actor(policy, viewer.staff(), recorded);
        var command = new Command(actor, happened(form, recorded), recorded, request);
        return switch (Procedure.decide(policy, before.run(), before.facts(), command)) {
            case Decision.Refused(var refusals) ->
                unlessSentMeanwhile(
                        sql,
                        form,
                        before.run().seq() == form.expectedVersion()
                                ? new Answer.Refused(refusals, Optional.of(before))
                                : new Answer.Changed(before, since(before, form.expectedVersion())));
            case Decision.Accepted accepted -> {
                var begun = write(sql, viewer.authority(), policy, before, accepted, texts, recorded);
                beside.write(sql, id, recorded);
                remember(sql, viewer, form.key(), id);
                yield new Answer.Done(id, begun, false);
            }
        };
    }

    /// Writes a step, what its run waits for now, and what the other runs of the same children do.
    ///
    /// @return the runs that it began
    private List<UUID> write(
            JdbcClient sql,
            AuthorityId authority,
            Policy policy,
            Loaded before,
            Decision.Accepted accepted,
            Texts texts,
            Instant recorded) {
        var changed = changed(before.run().children(), accepted);
        var others = new WorkOfChildren(sql, authority, procedures);
        if (!changed.isEmpty()) {
            holdRun(sql, before.id());
            others.hold(changed);
        }
        var begun = new RunWriter(sql, authority, ids).write(policy, before, accepted, texts);
        var work = new WorkItems(sql, authority);
        for (var started : begun) {
            project(sql, work, authority, started, recorded);
        }
        if (changed.isEmpty()) {
            work.write(policy, before.after(accepted.entries()), recorded);
        } else {
            project(sql, work, authority, before.id(), recorded);
            others.changedBy(before.id(), changed, recorded);
        }
        return begun;
    }

    /// The children about whom something changes that other runs of theirs look at.
    private static List<UUID> changed(List<ChildId> travellers, Decision.Accepted accepted) {
        var entries = new ArrayList<>(accepted.entries());
        accepted.newRuns().forEach(begun -> entries.addAll(begun.entries()));
        return RunWriter.touched(travellers, entries).stream()
                .map(child -> UUID.fromString(child.value()))
                .toList();
    }

    /// The same form may have been recorded after it was looked for and before the run was read. A second click then
    /// sees its own first one in the run, and has nothing to be told but that it is done.
    private static Answer unlessSentMeanwhile(JdbcClient sql, Form form, Answer otherwise) {
        return sentBefore(sql, form.key())
                .<Answer>map(run -> new Answer.Done(run, List.of(), true))
                .orElse(otherwise);
    }

    /// A decision, a review or a correction is made about what was on the page; recording that something was done is
    /// not.
    private static boolean movesTheRun(Command.Request request) {
        return switch (request) {
            case Command.Request.Choose _,
                    Command.Request.ResolveDispute _,
                    Command.Request.RaiseDispute _,
                    Command.Request.EscalateDispute _,
                    Command.Request.StepOutside _,
                    Command.Request.Correct _,
                    Command.Request.MoveSitting _ -> true;
            case Command.Request.Begin _,
                    Command.Request.DoItem _,
                    Command.Request.GiveReason _,
                    Command.Request.StateFact _,
                    Command.Request.AnswerAgreement _,
                    Command.Request.Act _,
                    Command.Request.RaiseHarm _,
                    Command.Request.NoteDeadlines _,
                    Command.Request.EnterInSystem _,
                    Command.Request.Ask _,
                    Command.Request.Answer _,
                    Command.Request.Acknowledge _,
                    Command.Request.RecordBirth _,
                    Command.Request.RecordDeath _ -> false;
        };
    }

    private void project(JdbcClient sql, WorkItems work, AuthorityId authority, UUID run, Instant now) {
        var stored = new RunReader(sql)
                .load(run, now)
                .orElseThrow(() -> new IllegalStateException("Expected the run just written: " + run));
        work.write(procedures.of(authority, stored.run().policy(), sql), stored, now);
    }

    /// Somebody outside the council who was asked to lead acts in a run under their own name, and only in the role for
    /// which they were asked.
    public final class ActingPartner {

        private final JdbcClient sql;
        private final Viewer.Job viewer;
        private final UUID run;
        private final Actor actor;

        private ActingPartner(JdbcClient sql, Viewer.Job viewer, UUID run, UUID partner, String role) {
            this.sql = sql;
            this.viewer = viewer;
            this.run = run;
            this.actor = new Actor(new StaffId("partner:" + partner), List.of(new Actor.Grant(role)));
        }

        /// The run as it stands now, with its procedure.
        public Optional<Seen> see() {
            var now = now();
            return new RunReader(sql)
                    .load(run, now)
                    .map(loaded -> new Seen(
                            loaded,
                            procedures.of(viewer.authority(), loaded.run().policy(), sql),
                            actor,
                            now));
        }

        /// Asks for the run to change.
        public Answer ask(Asks asks) {
            var found = see();
            if (found.isEmpty()) {
                return new Answer.NotFound();
            }
            var seen = found.get();
            var texts = new Texts(ids);
            var command = new Command(actor, seen.now(), seen.now(), asks.apply(texts));
            return switch (Procedure.decide(
                    seen.policy(), seen.run(), seen.loaded().facts(), command)) {
                case Decision.Refused(var refusals) -> new Answer.Refused(refusals, Optional.of(seen.loaded()));
                case Decision.Accepted accepted -> {
                    var begun =
                            write(sql, viewer.authority(), seen.policy(), seen.loaded(), accepted, texts, seen.now());
                    yield new Answer.Done(run, begun, false);
                }
            };
        }
    }

    /// Work of a partner that is recorded whole or not at all, with what belongs to it: the link that it uses up.
    @FunctionalInterface
    public interface PartnersWork<T> {
        T with(JdbcClient sql, ActingPartner acting);
    }

    /// Lets a partner act in a run. Where somebody else was quicker it is tried again on how things stand then.
    public <T> T asPartner(Viewer.Job viewer, UUID run, UUID partner, String role, PartnersWork<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                boolean again = attempt > 1;
                return database.write(viewer, sql -> {
                    if (again) {
                        takeTurn(sql, run);
                    }
                    return work.with(sql, new ActingPartner(sql, viewer, run, partner, role));
                });
            } catch (Clash clash) {
                if (attempt == TRIES) {
                    throw clash;
                }
            } catch (DataIntegrityViolationException refusal) {
                if (!quicker(refusal) || attempt == TRIES) {
                    throw refusal;
                }
            }
        }
    }

    /// Asks for a run to begin, for children of one family.
    public Answer begin(Viewer.Staff viewer, Optional<UUID> family, Form form, Command.Request.Begin begin) {
        return begin(viewer, family, form, begin, Beside.nothing());
    }

    /// Asks for a run to begin, with rows that are written if it does.
    public Answer begin(
            Viewer.Staff viewer, Optional<UUID> family, Form form, Command.Request.Begin begin, Beside beside) {
        for (int attempt = 1; ; attempt++) {
            try {
                boolean again = attempt > 1;
                return database.write(viewer, sql -> {
                    if (again) {
                        waitForChildren(
                                sql,
                                begin.children().stream()
                                        .map(child -> UUID.fromString(child.value()))
                                        .toList());
                    }
                    return begin(sql, viewer, family, form, begin, beside);
                });
            } catch (Clash clash) {
                if (attempt == TRIES) {
                    throw clash;
                }
            } catch (DataIntegrityViolationException refusal) {
                if (!quicker(refusal) || attempt == TRIES) {
                    throw refusal;
                }
            }
        }
    }

    private Answer begin(
            JdbcClient sql,
            Viewer.Staff viewer,
            Optional<UUID> family,
            Form form,
            Command.Request.Begin begin,
            Beside beside) {
        var recorded = now();
        var sent = sentBefore(sql, form.key());
        if (sent.isPresent()) {
            return new Answer.Done(sent.get(), List.of(), true);
        }
        var policy = procedures.active(viewer.authority(), sql);
        var facts = new RunReader(sql).facts(begin.children(), recorded);
        var actor = new Grants(sql).actor(policy, viewer.staff(), recorded);
        var command = new Command(actor, happened(form, recorded), recorded, begin);
        return switch (Procedure.begin(policy, facts, command)) {
            case Decision.Refused(var refusals) ->
                unlessSentMeanwhile(sql, form, new Answer.Refused(refusals, Optional.empty()));
            case Decision.Accepted accepted -> {
                var id = UUID.fromString(begin.id().value());
                var changed = changed(begin.children(), accepted);
                var others = new WorkOfChildren(sql, viewer.authority(), procedures);
                others.hold(changed);
                new RunWriter(sql, viewer.authority(), ids)
                        .begin(policy, id, accepted.entries(), family, facts, new Texts(ids));
                project(sql, new WorkItems(sql, viewer.authority()), viewer.authority(), id, recorded);
                others.changedBy(id, changed, recorded);
                beside.write(sql, id, recorded);
                remember(sql, viewer, form.key(), id);
                yield new Answer.Done(id, List.of(), false);
            }
        };
    }

    /// The moment as the database can keep it, so that what is hashed is what is read again.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant happened(Form form, Instant recorded) {
        return form.happened()
                .map(typed -> typed.truncatedTo(ChronoUnit.MICROS))
                .orElse(recorded);
    }

    /// Records in a run which dates have passed. The dates have passed whether or not this is asked; it can be asked
    /// again.
    ///
    /// @return whether anything was new
    public boolean noteDeadlines(Viewer.Job viewer, UUID id) {
        for (int attempt = 1; ; attempt++) {
            try {
                boolean again = attempt > 1;
                return database.write(viewer, sql -> {
                    if (again) {
                        takeTurn(sql, id);
                    }
                    return noteDeadlines(sql, viewer, id);
                });
            } catch (Clash clash) {
                if (attempt == TRIES) {
                    throw clash;
                }
            }
        }
    }

    private boolean noteDeadlines(JdbcClient sql, Viewer.Job viewer, UUID id) {
        var recorded = now();
        var found = new RunReader(sql).load(id, recorded);
        if (found.isEmpty()) {
            return false;
        }
        var before = found.get();
        var policy = procedures.of(viewer.authority(), before.run().policy(), sql);
        var actor = new Actor(new StaffId("job:" + viewer.job()), List.of());
        var command = new Command(actor, recorded, recorded, new Command.Request.NoteDeadlines());
        if (!(Procedure.decide(policy, before.run(), before.facts(), command) instanceof Decision.Accepted accepted)
                || accepted.entries().isEmpty()) {
            return false;
        }
        new RunWriter(sql, viewer.authority(), ids).write(policy, before, accepted, new Texts(ids));
        project(sql, new WorkItems(sql, viewer.authority()), viewer.authority(), id, recorded);
        return true;
    }

    private static Optional<UUID> sentBefore(JdbcClient sql, String key) {
        return sql.sql("select answer from idempotency_key where key = :key")
                .param("key", key)
                .query((rs, _) -> UUID.fromString(rs.getString("answer")))
                .optional();
    }

    private void remember(JdbcClient sql, Viewer.Staff viewer, String key, UUID run) {
        sql.sql("""
                        insert into idempotency_key (authority, key, staff, action, answer, recorded_at)
                        values (:authority, :key, :staff, 'run', :answer, :now)
                        """)
                .param("authority", viewer.authority().value())
                .param("key", key)
                .param("staff", viewer.staff().value())
                .param("answer", run.toString())
                .param("now", RunReader.at(now()))
                .update();
    }

    /// A run as it stands, with the procedure it runs under; empty if there is none for this viewer.
    public Optional<Seen> see(Viewer.Staff viewer, UUID run) {
        return database.read(viewer, sql -> {
            var now = clock.instant();
            return new RunReader(sql).load(run, now).map(loaded -> {
                var policy = procedures.of(viewer.authority(), loaded.run().policy(), sql);
                return new Seen(loaded, policy, new Grants(sql).actor(policy, viewer.staff(), now), now);
            });
        });
    }

    /// What a page needs to show a run: the same that deciding would see.
    public record Seen(Loaded loaded, Policy policy, stepways.engine.run.Actor actor, Instant now) {
        public Run run() {
            return loaded.run();
        }

        public List<ChildId> children() {
            return loaded.run().children();
        }
    }
}
