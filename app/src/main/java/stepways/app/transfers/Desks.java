package stepways.app.transfers;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.access.AccessLog;
import stepways.app.access.Grants;
import stepways.app.access.WorkingRelationship;
import stepways.app.database.Database;
import stepways.app.handover.Reopenings;
import stepways.app.handover.Returns;
import stepways.app.procedures.Procedures;
import stepways.app.record.EventCodec;
import stepways.app.record.Loaded;
import stepways.app.record.RunReader;
import stepways.app.web.NotFound;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Policy;
import stepways.engine.run.Entry;
import stepways.engine.run.Holder;
import stepways.engine.run.RunEvent;

/// Opens a run for somebody who works with it, and writes down that they did.
@Component
class Desks {

    private final Database database;
    private final Procedures procedures;
    private final AccessLog log;
    private final InstantSource clock;

    Desks(Database database, Procedures procedures, AccessLog log, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.log = log;
        this.clock = clock;
    }

    /// The run, for a page that shows it.
    Desk open(SignedInStaff me, UUID run) {
        var desk = again(me, run);
        log.openedRun(me, run, desk.loaded.family().orElse(null));
        return desk;
    }

    /// The run once more within one request: what has just been opened is not written down twice.
    Desk again(SignedInStaff me, UUID run) {
        return database.read(me.viewer(), sql -> read(sql, me, run, clock.instant()));
    }

    Desk read(JdbcClient sql, SignedInStaff me, UUID run, Instant now) {
        var loaded = new RunReader(sql).load(run, now).orElseThrow(() -> new NotFound("a transfer"));
        var policy = procedures.of(me.viewer().authority(), loaded.run().policy(), sql);
        var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
        var reach = new WorkingRelationship(sql, me, now).mustReachRun(policy, loaded.run(), run, actor);
        boolean preview = reach == WorkingRelationship.Reach.PREVIEW;
        var pathway = policy.pathway(loaded.run().pathway());
        var people = preview ? firstNames(people(sql, loaded)) : people(sql, loaded);
        return new Desk(
                me,
                loaded,
                policy,
                actor,
                now,
                loaded.family().flatMap(family -> reference(sql, family)).orElse(null),
                people,
                staff(sql, loaded),
                teams(sql),
                texts(
                        sql,
                        preview
                                ? loaded.history().stream()
                                        .filter(entry -> Desk.isInPreview(pathway, entry.event()))
                                        .toList()
                                : loaded.history()),
                relations(sql, loaded, people),
                heldSince(sql, loaded),
                others(sql, loaded),
                earlier(sql, loaded, policy),
                new Returns(sql, me.viewer().authority().value()).of(run),
                preview
                        ? new CaseLinks(Map.of(), Map.of())
                        : CaseLinks.read(sql, loaded.run().children()),
                reach,
                preview
                        ? Optional.empty()
                        : new Reopenings(sql, me.viewer().authority().value()).of(run));
    }

    private static Optional<String> reference(JdbcClient sql, UUID family) {
        return sql.sql("select reference from family where id = :id")
                .param("id", family)
                .query(String.class)
                .optional();
    }

    private static Map<String, Desk.Person> people(JdbcClient sql, Loaded loaded) {
        var ids = new LinkedHashSet<UUID>();
        loaded.run().children().forEach(child -> ids.add(UUID.fromString(child.value())));
        loaded.facts().people().keySet().forEach(person -> ids.add(UUID.fromString(person.value())));
        if (loaded.history().getFirst().event() instanceof RunEvent.Began began) {
            began.children().forEach(child -> ids.add(UUID.fromString(child.value())));
        }
        return people(sql, ids);
    }

    /// A preview names nobody by more than a first name.
    private static Map<String, Desk.Person> firstNames(Map<String, Desk.Person> people) {
        var all = new LinkedHashMap<String, Desk.Person>();
        people.forEach((id, person) -> all.put(id, new Desk.Person(id, person.forename(), "", person.born())));
        return all;
    }

    static Map<String, Desk.Person> people(JdbcClient sql, Collection<UUID> ids) {
        var people = new LinkedHashMap<String, Desk.Person>();
        sql.sql("""
                        select id, coalesce(known_as, forename, '') as forename, surname, birth_date
                          from person
                         where id = any(:ids)
                        """).param("ids", ids.toArray(UUID[]::new)).query(rs -> {
            var id = rs.getString("id");
            people.put(
                    id,
                    new Desk.Person(
                            id,
                            rs.getString("forename"),
                            rs.getString("surname"),
                            rs.getObject("birth_date", LocalDate.class)));
        });
        return people;
    }

    private static Map<String, String> staff(JdbcClient sql, Loaded loaded) {
        var ids = new LinkedHashSet<String>();
        for (var entry : loaded.history()) {
            ids.add(entry.by().value());
            switch (entry.event()) {
                case RunEvent.ItemDone done -> ids.add(done.value());
                case RunEvent.HolderChanged(var _, var holder, var _) -> {
                    if (holder instanceof Holder.Practitioner worker) {
                        ids.add(worker.staff().value());
                    }
                }
                case RunEvent.CoWorkerJoined joined -> ids.add(joined.staff().value());
                case RunEvent.CoWorkerLeft left -> ids.add(left.staff().value());
                default -> {
                    // Names nobody else.
                }
            }
        }
        for (var child : loaded.facts().children().values()) {
            if (child.holder() instanceof Holder.Practitioner worker) {
                ids.add(worker.staff().value());
            }
            child.coWorkers().forEach(worker -> ids.add(worker.value()));
        }
        var keys = ids.stream().filter(Desks::isId).map(UUID::fromString).toArray(UUID[]::new);
        var staff = new LinkedHashMap<String, String>();
        sql.sql("select id, name from staff where id = any(:ids)")
                .param("ids", keys)
                .query(rs -> {
                    staff.put(rs.getString("id"), rs.getString("name"));
                });
        var partners = ids.stream()
                .filter(id -> id.startsWith("partner:"))
                .map(id -> UUID.fromString(id.substring("partner:".length())))
                .toArray(UUID[]::new);
        if (partners.length > 0) {
            sql.sql("select id, name, organisation from partner_professional where id = any(:ids)")
                    .param("ids", partners)
                    .query(rs -> {
                        staff.put(
                                "partner:" + rs.getString("id"),
                                rs.getString("name") + ", " + rs.getString("organisation"));
                    });
        }
        return staff;
    }

    static boolean isId(String value) {
        return value.matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    }

    private static Map<String, String> teams(JdbcClient sql) {
        var teams = new LinkedHashMap<String, String>();
        sql.sql("select id, title from team").query(rs -> {
            teams.put(rs.getString("id"), rs.getString("title"));
        });
        return teams;
    }

    private static Map<String, String> texts(JdbcClient sql, List<Entry> history) {
        var ids = history.stream()
                .map(Entry::event)
                .flatMap(event -> HistoryText.textOf(event).stream())
                .map(ref -> UUID.fromString(ref.id()))
                .toArray(UUID[]::new);
        var texts = new LinkedHashMap<String, String>();
        if (ids.length > 0) {
            sql.sql("select id, body from run_text where id = any(:ids) and body is not null")
                    .param("ids", ids)
                    .query(rs -> {
                        texts.put(rs.getString("id"), rs.getString("body"));
                    });
        }
        return texts;
    }

    /// What each adult is to the children: "mother".
    private static Map<String, List<String>> relations(JdbcClient sql, Loaded loaded, Map<String, Desk.Person> people) {
        var children = loaded.run().children().stream()
                .map(child -> UUID.fromString(child.value()))
                .toArray(UUID[]::new);
        var relations = new LinkedHashMap<String, List<String>>();
        sql.sql("""
                        select distinct person, kind
                          from relationship
                         where other_person = any(:children)
                           and until is null
                         order by person, kind
                        """).param("children", children).query(rs -> {
            relations
                    .computeIfAbsent(rs.getString("person"), _ -> new ArrayList<>())
                    .add(rs.getString("kind"));
        });
        return relations;
    }

    private static Map<String, Instant> heldSince(JdbcClient sql, Loaded loaded) {
        var children = loaded.run().children().stream()
                .map(child -> UUID.fromString(child.value()))
                .toArray(UUID[]::new);
        var since = new LinkedHashMap<String, Instant>();
        sql.sql("""
                        select child, held_from
                          from allocation
                         where child = any(:children)
                           and part = 'lead'
                           and held_until is null
                        """).param("children", children).query(rs -> {
            since.put(
                    rs.getString("child"),
                    rs.getObject("held_from", OffsetDateTime.class).toInstant());
        });
        return since;
    }

    private static List<Desk.Other> others(JdbcClient sql, Loaded loaded) {
        Set<String> ids = new LinkedHashSet<>();
        for (var entry : loaded.history()) {
            switch (entry.event()) {
                case RunEvent.Began began -> began.because().ifPresent(run -> ids.add(run.value()));
                case RunEvent.Linked linked -> ids.add(linked.run().value());
                case RunEvent.Divided divided -> ids.add(divided.into().value());
                case RunEvent.DividedOff divided -> ids.add(divided.parent().value());
                case RunEvent.HarmRaised harm -> ids.add(harm.urgentRun().value());
                default -> {
                    // Links to nothing.
                }
            }
        }
        ids.remove(loaded.id().toString());
        if (ids.isEmpty()) {
            return List.of();
        }
        return sql.sql("select id, reference, pathway from run where id = any(:ids) order by began_at")
                .param("ids", ids.stream().map(UUID::fromString).toArray(UUID[]::new))
                .query((rs, _) -> new Desk.Other(
                        Objects.requireNonNull(rs.getObject("id", UUID.class)),
                        rs.getString("reference"),
                        rs.getString("pathway")))
                .list();
    }

    /// What was decided about the family in other transfers and contacts, newest first.
    private static List<Desk.Earlier> earlier(JdbcClient sql, Loaded loaded, Policy policy) {
        if (loaded.family().isEmpty()) {
            return List.of();
        }
        return sql.sql("""
                        select e.type, e.payload, e.happened_at, s.name, r.reference, r.pathway, r.status
                          from run r
                          join run_event e on e.authority = r.authority and e.run = r.id and e.type = 'outcome-chosen'
                          left join staff s on s.authority = e.authority and s.id = e.by_staff
                         where r.family = :family
                           and r.id <> :run
                         order by e.happened_at desc
                         limit 20
                        """)
                .param("family", loaded.family().get())
                .param("run", loaded.id())
                .query((rs, _) -> new Desk.Earlier(
                        rs.getObject("happened_at", OffsetDateTime.class).toInstant(),
                        outcome(
                                policy,
                                rs.getString("pathway"),
                                EventCodec.read(rs.getString("type"), rs.getString("payload"))),
                        Objects.requireNonNullElse(rs.getString("name"), ""),
                        rs.getString("reference") + (rs.getString("status").equals("open") ? ", open now" : ", ended")))
                .list();
    }

    /// The words of an earlier outcome, where this procedure still has them.
    private static String outcome(Policy policy, String pathway, RunEvent event) {
        if (!(event instanceof RunEvent.OutcomeChosen chosen)) {
            throw new IllegalArgumentException("Expected a decision, found " + event);
        }
        var plain = chosen.outcome().replace('-', ' ');
        var known = policy.pathways().get(pathway);
        if (known == null) {
            return plain;
        }
        var stage = known.stages().get(chosen.stage());
        return known.title() + ": "
                + (stage == null
                        ? plain
                        : stage.outcome(chosen.outcome())
                                .map(outcome -> outcome.title())
                                .orElse(plain));
    }

    /// Earlier transfers of the same children in the same family, with what was written in them and by whom.
    record Before(List<Loaded> runs, Map<String, String> words, Map<String, String> staff) {}

    /// The newest that have ended, a few.
    static Before before(JdbcClient sql, Desk desk) {
        var children = desk.run().children().stream()
                .map(child -> UUID.fromString(child.value()))
                .toArray(UUID[]::new);
        var runs = new ArrayList<Loaded>();
        var words = new LinkedHashMap<>(desk.texts);
        var staff = new LinkedHashMap<String, String>();
        sql.sql("""
                        select r.id
                          from run r
                         where r.family = :family::uuid
                           and r.id <> :run
                           and r.status = 'ended'
                           and r.kind = 'transfer'
                           and not exists (
                               select
                                 from run_child c
                                where c.authority = r.authority
                                  and c.run = r.id
                                  and c.child <> all (:children))
                         order by r.ended_at desc, r.id
                         limit 5
                        """)
                .param("family", desk.loaded.family().orElse(null))
                .param("run", desk.id)
                .param("children", children)
                .query((rs, _) -> rs.getObject("id", UUID.class))
                .list()
                .forEach(id -> new RunReader(sql).load(id, desk.now).ifPresent(runs::add));
        for (var run : runs) {
            words.putAll(texts(sql, run.history()));
            staff.putAll(staff(sql, run));
        }
        return new Before(runs, words, staff);
    }

    /// Somebody who could be named for a role.
    record Candidate(String id, String name, @Nullable String team) {}

    /// Everybody who holds one of these roles now, by name.
    List<Candidate> holdersOf(SignedInStaff me, Collection<String> roles) {
        return database.read(
                me.viewer(),
                sql -> sql.sql("""
                                select distinct on (s.name, s.id) s.id, s.name, t.title
                                  from staff_role r
                                  join staff s on s.authority = r.authority and s.id = r.staff
                                  left join team t on t.authority = r.authority and t.id = r.team
                                 where r.role = any(:roles)
                                   and s.active
                                   and r.held_from <= :now
                                   and (r.held_until is null or r.held_until > :now)
                                 order by s.name, s.id
                                 limit 500
                                """)
                        .param("roles", roles.toArray(String[]::new))
                        .param("now", clock.instant().atOffset(java.time.ZoneOffset.UTC))
                        .query((rs, _) ->
                                new Candidate(rs.getString("id"), rs.getString("name"), rs.getString("title")))
                        .list());
    }

    /// Partners on record who could be named for a role that somebody from outside may hold.
    List<Candidate> partners(SignedInStaff me) {
        return database.read(
                me.viewer(),
                sql -> sql.sql("""
                                select 'partner:' || id as id, name, organisation
                                  from partner_professional
                                 order by organisation, name, id
                                 limit 200
                                """)
                        .query((rs, _) ->
                                new Candidate(rs.getString("id"), rs.getString("name"), rs.getString("organisation")))
                        .list());
    }
}
