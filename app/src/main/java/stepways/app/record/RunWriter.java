package stepways.app.record;

import static stepways.app.record.RunReader.at;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.database.TimeOrderedIds;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.run.ChildId;
import stepways.engine.run.Decision;
import stepways.engine.run.Entry;
import stepways.engine.run.Facts;
import stepways.engine.run.Holder;
import stepways.engine.run.Run;
import stepways.engine.run.RunEvent;
import stepways.engine.run.RunId;
import stepways.engine.run.StaffId;

/// Writes what was decided, in the transaction it is given: events, the rows they change, and nothing else.
///
/// It expects the run and its children to be as they were read. Where they are not, it throws [Clash] and the
/// transaction ends with nothing written.
final class RunWriter {

    private final JdbcClient sql;
    private final AuthorityId authority;
    private final TimeOrderedIds ids;

    RunWriter(JdbcClient sql, AuthorityId authority, TimeOrderedIds ids) {
        this.sql = sql;
        this.authority = authority;
        this.ids = ids;
    }

    /// Writes a run that begins, with its entries.
    void begin(Policy policy, UUID id, List<Entry> entries, Optional<UUID> family, Facts facts, Texts texts) {
        insert(policy, id, entries, family, null, null);
        lockChildren(facts, touched(List.of(), entries));
        writeTexts(id, texts, entries.getFirst());
        apply(policy, id, family, entries);
    }

    /// Writes an accepted command: the entries of the run, then the runs that begin with it.
    ///
    /// @return the runs that began
    List<UUID> write(Policy policy, Loaded before, Decision.Accepted accepted, Texts texts) {
        var entries = accepted.entries();
        if (entries.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<>(entries);
        accepted.newRuns().forEach(started -> all.addAll(started.entries()));
        advance(before, entries);
        lockChildren(before.facts(), touched(before.run().children(), all));
        writeTexts(before.id(), texts, entries.getFirst());
        apply(policy, before.id(), before.family(), entries);
        var begun = new ArrayList<UUID>();
        for (var started : accepted.newRuns()) {
            var id = UUID.fromString(started.id().value());
            boolean divided = started.entries().getFirst().event() instanceof RunEvent.DividedOff;
            insert(
                    policy,
                    id,
                    started.entries(),
                    before.family(),
                    divided ? before : null,
                    divided ? before.run() : null);
            apply(policy, id, before.family(), started.entries());
            begun.add(id);
        }
        return begun;
    }

    /// The run's own row comes first: whoever is slower waits for it there, and holds nothing that others wait for.
    private void advance(Loaded before, List<Entry> entries) {
        var hashes = hashes(before.id(), entries, before.head());
        var after = before.run();
        for (var entry : entries) {
            after = after.evolve(entry);
        }
        int updated = sql.sql("""
                        update run
                           set version = :version, event_count = :version, head_hash = :head, stage = :stage,
                               status = :status, ended_at = :ended
                         where id = :id
                           and version = :expected
                        """)
                .param("version", after.seq())
                .param("head", hashes.getLast())
                .param("stage", after.stage())
                .param("status", after.isOpen() ? "open" : "ended")
                .param("ended", after.ended().map(end -> at(end.at())).orElse(null))
                .param("id", before.id())
                .param("expected", before.run().seq())
                .update();
        if (updated != 1) {
            throw new Clash("Expected run " + before.id() + " at version "
                    + before.run().seq() + ", updated " + updated);
        }
        writeEvents(before.id(), entries, before.head(), hashes);
    }

    private void insert(
            Policy policy,
            UUID id,
            List<Entry> entries,
            Optional<UUID> family,
            @Nullable Loaded dividedFrom,
            @Nullable Run parent) {
        var run = parent == null
                ? Run.replay(new RunId(id.toString()), entries)
                : replay(parent.dividedInto(new RunId(id.toString())), entries);
        var first = entries.getFirst();
        var kind = policy.pathway(run.pathway()).kind();
        var reference = reference(kind);
        var before = dividedFrom == null ? null : dividedFrom.head();
        var kindWord = word(kind);
        var hashes = hashes(id, entries, before);
        sql.sql("""
                        insert into run (authority, id, reference, kind, pathway, door, pack_id, pack_version, pack_hash,
                                         family, divided_from, stage, status, version, event_count, head_hash,
                                         began_at, ended_at, recorded_at)
                        values (:authority, :id, :reference, :kind, :pathway, :door, :pack, :packVersion, :packHash,
                                :family, :dividedFrom, :stage, :status, :version, :version, :head,
                                :began, :ended, :recorded)
                        """)
                .param("authority", authority.value())
                .param("id", id)
                .param("reference", reference)
                .param("kind", kindWord)
                .param("pathway", run.pathway())
                .param("door", run.door())
                .param("pack", run.policy().pack())
                .param("packVersion", run.policy().version())
                .param("packHash", run.policy().contentHash())
                .param("family", family.orElse(null))
                .param("dividedFrom", dividedFrom == null ? null : dividedFrom.id())
                .param("stage", run.stage())
                .param("status", run.isOpen() ? "open" : "ended")
                .param("version", run.seq())
                .param("head", hashes.getLast())
                .param("began", at(run.began()))
                .param("ended", run.ended().map(end -> at(end.at())).orElse(null))
                .param("recorded", at(first.recorded()))
                .update();
        writeEvents(id, entries, before, hashes);
        for (var child : run.children()) {
            sql.sql("""
                            insert into run_child (authority, run, child, kind, pathway, door, joined_at)
                            values (:authority, :run, :child, :kind, :pathway, :door, :joined)
                            """)
                    .param("authority", authority.value())
                    .param("run", id)
                    .param("child", UUID.fromString(child.value()))
                    .param("kind", kindWord)
                    .param("pathway", run.pathway())
                    .param("door", run.door())
                    .param("joined", at(first.happened()))
                    .update();
        }
        for (var line : parent == null
                ? java.util.Map.<String, String>of().entrySet()
                : run.lines().entrySet()) {
            line(id, line.getKey(), line.getValue());
        }
    }

    private static Run replay(Run from, List<Entry> entries) {
        var run = from;
        for (var entry : entries) {
            run = run.evolve(entry);
        }
        return run;
    }

    private static String word(Pathway.Kind kind) {
        return switch (kind) {
            case TRANSFER -> "transfer";
            case CONTACT -> "contact";
            case URGENT -> "urgent";
        };
    }

    private String reference(Pathway.Kind kind) {
        var number =
                sql.sql("select nextval('reference_number')").query(Long.class).single();
        return switch (kind) {
                    case TRANSFER -> "T-";
                    case CONTACT -> "C-";
                    case URGENT -> "H-";
                }
                + number;
    }

    private List<byte[]> hashes(UUID run, List<Entry> entries, byte @Nullable [] before) {
        var all = new ArrayList<byte[]>();
        var previous = before;
        for (var entry : entries) {
            var stored = EventCodec.write(entry.event());
            previous = Chain.hash(
                    previous,
                    authority.value(),
                    run,
                    entry.seq(),
                    stored.type(),
                    stored.payload(),
                    entry.happened(),
                    entry.recorded(),
                    entry.by().value(),
                    entry.role());
            all.add(previous);
        }
        return all;
    }

    private void writeEvents(UUID run, List<Entry> entries, byte @Nullable [] before, List<byte[]> hashes) {
        var rows = new StringJoiner(",\n       ");
        for (int i = 0; i < entries.size(); i++) {
            rows.add(
                    "(:authority, :run, :seq#, :type#, :payload#, :happened#, :recorded#, :staff#::uuid, :job#::text, :partner#::uuid, :role#,"
                                    .replace("#", Integer.toString(i))
                            + (" :previous#::bytea, :hash#)").replace("#", Integer.toString(i)));
        }
        var insert = sql.sql("""
                        insert into run_event (authority, run, seq, type, payload, happened_at, recorded_at,
                                               by_staff, by_job, by_partner, role, previous_hash, hash)
                        values\s""" + rows).param("authority", authority.value()).param("run", run);
        var previous = before;
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            var stored = EventCodec.write(entry.event());
            var by = entry.by().value();
            boolean job = by.startsWith("job:");
            boolean partner = by.startsWith("partner:");
            insert = insert.param("seq" + i, entry.seq())
                    .param("type" + i, stored.type())
                    .param("payload" + i, stored.payload())
                    .param("happened" + i, at(entry.happened()))
                    .param("recorded" + i, at(entry.recorded()))
                    .param("staff" + i, job || partner ? null : UUID.fromString(by))
                    .param("job" + i, job ? by.substring(4) : null)
                    .param("partner" + i, partner ? UUID.fromString(by.substring("partner:".length())) : null)
                    .param("role" + i, entry.role())
                    .param("previous" + i, previous)
                    .param("hash" + i, hashes.get(i));
            previous = hashes.get(i);
        }
        insert.update();
    }

    /// Checks that no child has changed since they were read, and marks those whose facts change now. They are locked
    /// in
    /// one order, so that two steps about the same children wait for each other and never in a circle.
    private void lockChildren(Facts facts, TreeSet<ChildId> touched) {
        var ids = new TreeSet<>(facts.children().keySet());
        if (ids.isEmpty()) {
            return;
        }
        int updated = sql.sql("""
                        with locked as (
                            select authority, child
                              from child_version
                             where child = any(:children)
                             order by child
                               for update)
                        update child_version v
                           set version = v.version + read.step
                          from locked
                          join unnest(:children::uuid[], :expected::bigint[], :steps::integer[]) as read (child, version, step)
                            on read.child = locked.child
                         where v.authority = locked.authority
                           and v.child = locked.child
                           and v.version = read.version
                        """)
                .param(
                        "children",
                        ids.stream().map(id -> UUID.fromString(id.value())).toArray(UUID[]::new))
                .param(
                        "expected",
                        ids.stream().map(id -> facts.child(id).version()).toArray(Long[]::new))
                .param(
                        "steps",
                        ids.stream().map(id -> touched.contains(id) ? 1 : 0).toArray(Integer[]::new))
                .update();
        if (updated != ids.size()) {
            throw new Clash("Expected " + ids.size() + " children at the versions read, updated " + updated);
        }
    }

    /// The children whose own rows change: their episodes, holders, documents, answers and routes.
    static TreeSet<ChildId> touched(List<ChildId> travellers, List<Entry> entries) {
        var all = new TreeSet<ChildId>();
        for (var entry : entries) {
            switch (entry.event()) {
                case RunEvent.Began e -> all.addAll(e.children());
                case RunEvent.AgreementAnswered _ -> all.addAll(travellers);
                case RunEvent.EpisodeOpened e -> all.add(e.child());
                case RunEvent.EpisodeClosed e -> all.add(e.child());
                case RunEvent.HolderChanged e -> all.add(e.child());
                case RunEvent.HolderReleased e -> all.add(e.child());
                case RunEvent.CoWorkerJoined e -> all.add(e.child());
                case RunEvent.CoWorkerLeft e -> all.add(e.child());
                case RunEvent.DocumentFiled e -> all.add(e.child());
                case RunEvent.RecordStated e -> all.add(e.child());
                case RunEvent.ChildBorn e -> all.add(e.child());
                case RunEvent.ChildDied e -> all.add(e.child());
                default -> {
                    // Changes the run only.
                }
            }
        }
        return all;
    }

    private void writeTexts(UUID run, Texts texts, Entry first) {
        for (var text : texts.written()) {
            sql.sql("""
                            insert into run_text (authority, id, run, body, salt, written_by, recorded_at)
                            values (:authority, :id, :run, :body, :salt, :by, :recorded)
                            """)
                    .param("authority", authority.value())
                    .param("id", text.id())
                    .param("run", run)
                    .param("body", text.body())
                    .param("salt", text.salt())
                    .param("by", staff(first.by()))
                    .param("recorded", at(first.recorded()))
                    .update();
        }
    }

    private static @Nullable UUID staff(StaffId by) {
        return by.value().startsWith("job:") || by.value().startsWith("partner:") ? null : UUID.fromString(by.value());
    }

    /// Changes the rows that say what the events say.
    private void apply(Policy policy, UUID run, Optional<UUID> family, List<Entry> entries) {
        for (var entry : entries) {
            switch (entry.event()) {
                case RunEvent.EpisodeOpened e -> openEpisode(policy, run, e, entry);
                case RunEvent.EpisodeClosed e -> closeEpisode(run, e, entry);
                case RunEvent.HolderChanged e -> {
                    endLead(run, e.child(), entry.happened());
                    allocate(run, e.child(), "lead", e.holder(), entry);
                }
                case RunEvent.HolderReleased e -> endLead(run, e.child(), entry.happened());
                case RunEvent.CoWorkerJoined e ->
                    allocate(run, e.child(), "co-worker", new Holder.Practitioner(e.staff(), e.role(), ""), entry);
                case RunEvent.CoWorkerLeft e -> endCoWorker(run, e.child(), e.staff(), entry.happened());
                case RunEvent.DocumentFiled e -> file(policy, run, e, entry);
                case RunEvent.AgreementAnswered e -> answer(run, e, entry);
                case RunEvent.RecordStated e -> state(run, e, entry);
                case RunEvent.LineBegan e -> line(run, e.line(), e.stays());
                case RunEvent.LineEnded e ->
                    sql.sql("delete from run_line where run = :run and line = :line")
                            .param("run", run)
                            .param("line", e.line())
                            .update();
                case RunEvent.Divided e -> leave(run, e.children(), entry.happened());
                case RunEvent.Ended _ -> {
                    leave(run, List.of(), entry.happened());
                    sql.sql("delete from run_line where run = :run")
                            .param("run", run)
                            .update();
                }
                case RunEvent.ChildBorn e -> life(e.child(), "birth_date", e.born());
                case RunEvent.ChildDied e -> life(e.child(), "died_on", e.died());
                case RunEvent.LetterDrafted e -> letter(run, family, e, entry);
                case RunEvent.HarmRaised _ -> hold(family, entry);
                case RunEvent.PutOnAgenda e -> agenda(policy, run, family, e.forum(), e.sitting(), entry);
                case RunEvent.SittingMoved e -> agenda(policy, run, family, e.forum(), e.to(), entry);
                case RunEvent.MovedToVersion e ->
                    sql.sql("""
                                    update run
                                       set pack_id = :pack, pack_version = :version, pack_hash = :hash
                                     where id = :run
                                    """)
                            .param("pack", e.policy().pack())
                            .param("version", e.policy().version())
                            .param("hash", e.policy().contentHash())
                            .param("run", run)
                            .update();
                default -> {
                    // The event is the whole of it.
                }
            }
        }
    }

    private void line(UUID run, String line, String service) {
        sql.sql("""
                        insert into run_line (authority, run, line, service)
                        values (:authority, :run, :line, :service)
                        """)
                .param("authority", authority.value())
                .param("run", run)
                .param("line", line)
                .param("service", service)
                .update();
    }

    private void openEpisode(Policy policy, UUID run, RunEvent.EpisodeOpened e, Entry entry) {
        sql.sql("""
                        insert into episode (authority, id, child, service, opened_at, source_system, source_id, opened_by_run, recorded_at)
                        values (:authority, :id, :child, :service, :opened, :system, :id::text, :run, :recorded)
                        """)
                .param("authority", authority.value())
                .param("id", ids.next())
                .param("child", UUID.fromString(e.child().value()))
                .param("service", e.service())
                .param("opened", at(entry.happened()))
                .param(
                        "system",
                        policy.service(e.service()).map(s -> s.system()).orElse("stepways"))
                .param("run", run)
                .param("recorded", at(entry.recorded()))
                .update();
    }

    private void closeEpisode(UUID run, RunEvent.EpisodeClosed e, Entry entry) {
        int closed = sql.sql("""
                        update episode
                           set closed_at = greatest(opened_at, :closed::timestamptz), closed_because = :because, closed_by_run = :run
                         where child = :child
                           and service = :service
                           and closed_at is null
                        """)
                .param("closed", at(entry.happened()))
                .param("because", e.because())
                .param("run", run)
                .param("child", UUID.fromString(e.child().value()))
                .param("service", e.service())
                .update();
        if (closed != 1) {
            throw new Clash("Expected one open episode of " + e.child() + " in " + e.service() + ", closed " + closed);
        }
    }

    private void endLead(UUID run, ChildId child, Instant happened) {
        sql.sql("""
                        update allocation
                           set held_until = greatest(held_from, :until::timestamptz), ended_by_run = :run
                         where child = :child
                           and part = 'lead'
                           and held_until is null
                        """)
                .param("until", at(happened))
                .param("run", run)
                .param("child", UUID.fromString(child.value()))
                .update();
    }

    private void endCoWorker(UUID run, ChildId child, StaffId worker, Instant happened) {
        sql.sql("""
                        update allocation
                           set held_until = greatest(held_from, :until::timestamptz), ended_by_run = :run
                         where child = :child
                           and part = 'co-worker'
                           and coalesce(staff::text, 'partner:' || partner::text) = :worker
                           and held_until is null
                        """)
                .param("until", at(happened))
                .param("run", run)
                .param("child", UUID.fromString(child.value()))
                .param("worker", worker.value())
                .update();
    }

    private void allocate(UUID run, ChildId child, String part, Holder holder, Entry entry) {
        UUID staff = null;
        UUID partner = null;
        String team = null;
        String role = null;
        switch (holder) {
            case Holder.Practitioner(var worker, var asRole, var _) -> {
                role = asRole;
                if (worker.value().startsWith("partner:")) {
                    partner = UUID.fromString(worker.value().substring("partner:".length()));
                } else {
                    staff = UUID.fromString(worker.value());
                }
            }
            case Holder.Duty(var name, var _) -> team = name;
        }
        sql.sql("""
                        insert into allocation (authority, id, child, part, staff, duty_of_team, partner, worker_role, service,
                                                held_from, begun_by_run, recorded_at, recorded_by)
                        select :authority, :id, :child, :part, :staff::uuid, :team::text, :partner::uuid, :role::text, :service,
                               greatest(:from::timestamptz, max(before.held_until)), :run, :recorded, :by::uuid
                          from (select held_until from allocation where child = :child and part = 'lead' and :part = 'lead') before
                        """)
                .param("authority", authority.value())
                .param("id", ids.next())
                .param("child", UUID.fromString(child.value()))
                .param("part", part)
                .param("staff", staff)
                .param("team", team)
                .param("partner", partner)
                .param("role", role)
                .param("service", holder.service())
                .param("from", at(entry.happened()))
                .param("run", run)
                .param("recorded", at(entry.recorded()))
                .param("by", staff(entry.by()))
                .update();
    }

    /// Notes that a document is on file; one of the same kind and date that is on file already is not noted again.
    private void file(Policy policy, UUID run, RunEvent.DocumentFiled e, Entry entry) {
        sql.sql("""
                        insert into document (authority, id, child, run, kind, title, dated, recorded_at, recorded_by, source)
                        select :authority, :id, :child, :run, :kind, :title, :dated, :recorded, :by, 'person'
                         where not exists (
                               select
                                 from document d
                                where d.child = :child
                                  and d.kind = :kind
                                  and d.dated = :dated
                                  and not exists (
                                      select
                                        from document_withdrawal w
                                       where w.authority = d.authority
                                         and w.document = d.id)
                                  and not exists (
                                      select
                                        from document later
                                       where later.authority = d.authority
                                         and later.first = coalesce(d.first, d.id)
                                         and later.version > d.version))
                        """)
                .param("authority", authority.value())
                .param("id", ids.next())
                .param("child", UUID.fromString(e.child().value()))
                .param("run", run)
                .param("kind", e.document())
                .param(
                        "title",
                        policy.form(e.document()).map(form -> form.title()).orElse(policy.documentTitle(e.document())))
                .param("dated", e.dated())
                .param("recorded", at(entry.recorded()))
                .param("by", staff(entry.by()))
                .update();
    }

    private void answer(UUID run, RunEvent.AgreementAnswered e, Entry entry) {
        // For whom somebody answers: for themself, and for the children they have parental responsibility for. Where
        // the
        // record knows neither, the answer is kept for all.
        var children = sql.sql("""
                        with here as (
                            select c.child, c.child = :of or exists (
                                       select
                                         from relationship l
                                        where l.authority = c.authority
                                          and l.person = :of
                                          and l.other_person = c.child
                                          and l.parental_responsibility = 'yes'
                                          and l.until is null) as theirs
                              from run_child c
                             where c.run = :run
                               and c.left_at is null)
                        select child
                          from here
                         where theirs
                            or not exists (select from here where theirs)
                        """)
                .param("run", run)
                .param("of", UUID.fromString(e.person().value()))
                .query(UUID.class)
                .list();
        for (var child : children) {
            sql.sql("""
                            insert into agreement (authority, id, child, agreement_key, status, asked_of, asked_by, note, run,
                                                   happened_at, recorded_at, recorded_by, source)
                            values (:authority, :id, :child, :agreement, :status, :of, :by, :note, :run,
                                    :happened, :recorded, :by, 'person')
                            """)
                    .param("authority", authority.value())
                    .param("id", ids.next())
                    .param("child", child)
                    .param("agreement", e.agreement())
                    .param("status", RunReader.status(e.given()))
                    .param("of", UUID.fromString(e.person().value()))
                    .param("by", staff(entry.by()))
                    .param(
                            "note",
                            e.evidence().map(text -> UUID.fromString(text.id())).orElse(null))
                    .param("run", run)
                    .param("happened", at(entry.happened()))
                    .param("recorded", at(entry.recorded()))
                    .update();
        }
    }

    private void state(UUID run, RunEvent.RecordStated e, Entry entry) {
        sql.sql("""
                        insert into child_fact (authority, id, child, key, value, happened_at, recorded_at, recorded_by, run, source)
                        values (:authority, :id, :child, :key, :value, :happened, :recorded, :by, :run, 'person')
                        """)
                .param("authority", authority.value())
                .param("id", ids.next())
                .param("child", UUID.fromString(e.child().value()))
                .param("key", e.fact())
                .param("value", e.value())
                .param("happened", at(entry.happened()))
                .param("recorded", at(entry.recorded()))
                .param("by", staff(entry.by()))
                .param("run", run)
                .update();
    }

    private void leave(UUID run, List<ChildId> some, Instant happened) {
        var statement = some.isEmpty()
                ? sql.sql("""
                        update run_child
                           set left_at = greatest(joined_at, :left::timestamptz)
                         where run = :run
                           and left_at is null
                        """)
                : sql.sql("""
                        update run_child
                           set left_at = greatest(joined_at, :left::timestamptz)
                         where run = :run
                           and left_at is null
                           and child = any(:children)
                        """)
                        .param(
                                "children",
                                some.stream()
                                        .map(c -> UUID.fromString(c.value()))
                                        .toArray(UUID[]::new));
        statement.param("left", at(happened)).param("run", run).update();
    }

    private void life(ChildId child, String column, java.time.LocalDate day) {
        var statement = column.equals("birth_date")
                ? sql.sql("update person set birth_date = :day, version = version + 1 where id = :child")
                : sql.sql("update person set died_on = :day, version = version + 1 where id = :child");
        statement
                .param("day", day)
                .param("child", UUID.fromString(child.value()))
                .update();
    }

    /// A letter waits in the outbox until it has been read and sent; nothing in it is sent by this row alone.
    private void letter(UUID run, Optional<UUID> family, RunEvent.LetterDrafted e, Entry entry) {
        var held = family.isPresent() && harmIsOpen(family.get());
        sql.sql("""
                        insert into outbox (authority, id, send_key, kind, run, family, payload, send_after, held_at, held_because, recorded_at)
                        values (:authority, :id, :key, 'letter', :run, :family, :payload, :after, :held::timestamptz, :because::text, :recorded)
                        on conflict (authority, send_key) do nothing
                        """)
                .param("authority", authority.value())
                .param("id", ids.next())
                .param("key", run + ":" + entry.seq() + ":" + e.letter())
                .param("run", run)
                .param("family", family.orElse(null))
                .param("payload", "{\"letter\":\"" + e.letter() + "\"}")
                .param("after", at(entry.recorded()))
                .param("held", held ? at(entry.recorded()) : null)
                .param("because", held ? "harm" : null)
                .param("recorded", at(entry.recorded()))
                .update();
    }

    private boolean harmIsOpen(UUID family) {
        return sql.sql("select exists (select from run where family = :family and kind = 'urgent' and status = 'open')")
                .param("family", family)
                .query(Boolean.class)
                .single();
    }

    /// Harm now: whatever waits to leave for the family is held until a manager releases each.
    private void hold(Optional<UUID> family, Entry entry) {
        family.ifPresent(id -> new HeldMessages(sql).hold(id, HeldMessages.Because.HARM, entry.recorded()));
    }

    private void agenda(
            Policy policy, UUID run, Optional<UUID> family, String forumName, java.time.LocalDate day, Entry entry) {
        var forum = policy.forum(forumName).orElseThrow(() -> new IllegalStateException("Expected forum " + forumName));
        var opens = forum.sittings().opensOn(day, policy.calendar().zone());
        sql.sql("""
                        insert into sitting (authority, id, forum, sits_at, recorded_at)
                        values (:authority, :id, :forum, :sits, :recorded)
                        on conflict (authority, forum, locality, sits_at) do nothing
                        """)
                .param("authority", authority.value())
                .param("id", ids.next())
                .param("forum", forumName)
                .param("sits", at(opens))
                .param("recorded", at(entry.recorded()))
                .update();
        sql.sql("""
                        update sitting_item
                           set status = 'deferred'
                         where run = :run
                           and status = 'listed'
                        """).param("run", run).update();
        sql.sql("""
                        insert into sitting_item (authority, sitting, run, family, position, added_at, recorded_at)
                        select :authority, s.id, :run, :family::uuid,
                               1 + (select count(*) from sitting_item i where i.sitting = s.id), :added, :recorded
                          from sitting s
                         where s.forum = :forum
                           and s.sits_at = :sits
                        on conflict (authority, sitting, run) do update set status = 'listed'
                        """)
                .param("authority", authority.value())
                .param("run", run)
                .param("family", family.orElse(null))
                .param("added", at(entry.happened()))
                .param("recorded", at(entry.recorded()))
                .param("forum", forumName)
                .param("sits", at(opens))
                .update();
    }
}
