package stepways.app.families;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.TimeOrderedIds;
import stepways.app.web.SignedInStaff;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes the ledger of what is known of people. What other parts of the service read beside it, such as a
/// relationship or a birth date, is brought up to date with it in the same transaction.
final class KeptFacts {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient sql;

    KeptFacts(JdbcClient sql) {
        this.sql = sql;
    }

    // Reading.

    private static final String ROW = """
            select f.id, f.thread, f.replaces, f.act, f.kind, f.family, f.body, f.true_from, f.true_until, f.reason,
                   f.recorded_at, s.name as by_name
              from person_fact f
              left join staff s on s.authority = f.authority and s.id = f.recorded_by
            """;

    /// Everything ever said of these people, the oldest first. Each step is found by its own keys: as one statement it
    /// is at the mercy of what the database believes of a table that is still small.
    List<KeptFact> of(Collection<UUID> people) {
        var facts = sql.sql("select distinct fact from person_fact_person where person = any(:people)")
                .param("people", people.toArray(UUID[]::new))
                .query(UUID.class)
                .list();
        if (facts.isEmpty()) {
            return List.of();
        }
        var threads = sql.sql("select distinct thread from person_fact where id = any(:facts)")
                .param("facts", facts.toArray(UUID[]::new))
                .query(UUID.class)
                .list();
        var rows = sql.sql(ROW + " where f.thread = any(:threads) order by f.recorded_at, f.id")
                .param("threads", threads.toArray(UUID[]::new))
                .query((rs, _) -> row(rs))
                .list();
        return withPeople(rows);
    }

    private List<KeptFact> withPeople(List<KeptFact> rows) {
        var about = new HashMap<UUID, List<UUID>>();
        var names = new HashMap<UUID, List<UUID>>();
        sql.sql("select fact, person, part from person_fact_person where fact = any(:facts) order by fact, person")
                .param("facts", rows.stream().map(KeptFact::id).toArray(UUID[]::new))
                .query(rs -> {
                    (rs.getString("part").equals("about") ? about : names)
                            .computeIfAbsent(rs.getObject("fact", UUID.class), _ -> new ArrayList<>())
                            .add(rs.getObject("person", UUID.class));
                });
        return rows.stream()
                .map(row -> row.of(about.getOrDefault(row.id(), List.of()), names.getOrDefault(row.id(), List.of())))
                .toList();
    }

    private Optional<KeptFact> newest(UUID thread) {
        var rows = sql.sql(ROW + " where f.thread = :thread order by f.recorded_at, f.id")
                .param("thread", thread)
                .query((rs, _) -> row(rs))
                .list();
        return KeptFact.Thread.of(withPeople(rows)).stream()
                .map(KeptFact.Thread::now)
                .findFirst();
    }

    private static KeptFact row(ResultSet rs) throws SQLException {
        var word = rs.getString("kind");
        return new KeptFact(
                rs.getObject("id", UUID.class),
                rs.getObject("thread", UUID.class),
                rs.getObject("replaces", UUID.class),
                KeptFact.Act.of(rs.getString("act")),
                FactKind.of(word)
                        .orElseThrow(() -> new IllegalStateException("Expected a kind of fact, found " + word)),
                rs.getObject("family", UUID.class),
                JSON.readValue(rs.getString("body"), new TypeReference<Map<String, String>>() {}),
                rs.getObject("true_from", LocalDate.class),
                rs.getObject("true_until", LocalDate.class),
                rs.getString("reason"),
                rs.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                rs.getString("by_name"),
                List.of(),
                List.of(),
                true);
    }

    /// The thread of a fact that was taken over, which is the same whoever asks.
    static UUID takenOver(String what) {
        return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
    }

    // Writing.

    /// How an attempt to write ended.
    sealed interface Answer {

        /// Recorded, or recorded before by the same form.
        record Done(UUID fact) implements Answer {}

        /// Somebody was quicker: this is what is said now.
        record Quicker(KeptFact now) implements Answer {}
    }

    /// It does not fit what is known already.
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String field;
        private final String words;

        Refused(String field, String words) {
            super(words, null, false, false);
            this.field = field;
            this.words = words;
        }

        String field() {
            return field;
        }

        String words() {
            return words;
        }
    }

    /// Writes facts that belong together, all or none, once for each form.
    ///
    /// @param before what the form was opened on; null for a new fact
    Answer write(
            SignedInStaff me,
            TimeOrderedIds ids,
            Instant now,
            String key,
            @org.jspecify.annotations.Nullable KeptFact before,
            List<KeptFact> facts) {
        var people = new LinkedHashSet<UUID>();
        facts.forEach(fact -> people.addAll(fact.people()));
        if (before != null) {
            people.addAll(before.people());
        }
        // Whoever writes about the same people waits here, so that what is checked below still holds when it is
        // written.
        sql.sql("select id from person where id = any(:people) order by id for update")
                .param("people", people.toArray(UUID[]::new))
                .query(UUID.class)
                .list();
        var sent = sql.sql("select answer from idempotency_key where key = :key")
                .param("key", key)
                .query((rs, _) -> UUID.fromString(rs.getString("answer")))
                .optional();
        if (sent.isPresent()) {
            return new Answer.Done(sent.get());
        }
        if (before != null) {
            var newest = newest(before.thread());
            if (newest.isPresent() && !newest.get().id().equals(before.id())) {
                return new Answer.Quicker(newest.get());
            }
            if (newest.isEmpty()) {
                insert(me, before);
            }
        }
        for (var fact : facts) {
            if (fact.replaces() == null && fact.kind().single()) {
                refuseASecond(fact);
            }
            insert(me, fact);
            new FactEffects(sql, me, ids, now).of(before, fact);
        }
        sql.sql("""
                        insert into idempotency_key (authority, key, staff, action, answer, recorded_at)
                        values (:authority, :key, :staff, 'family-fact', :answer, :now)
                        """)
                .param("authority", me.authority())
                .param("key", key)
                .param("staff", me.staff())
                .param("answer", facts.getFirst().id().toString())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return new Answer.Done(facts.getFirst().id());
    }

    /// Of some kinds a person, or a pair of people, has one fact at a time.
    private void refuseASecond(KeptFact fact) {
        boolean known = sql.sql("""
                        select exists (
                            select
                              from person_fact f
                              join person_fact_person a on a.authority = f.authority and a.fact = f.id
                               and a.part = 'about' and a.person = :about
                             where f.kind = :kind
                               and f.act <> 'withdrawn'
                               and f.true_until is null
                               and (:alone
                                    or exists (
                                        select
                                          from person_fact_person n
                                         where n.authority = f.authority
                                           and n.fact = f.id
                                           and n.part = 'names'
                                           and n.person = any(:names)))
                               and not exists (
                                   select
                                     from person_fact later
                                    where later.authority = f.authority
                                      and later.replaces = f.id))
                        """)
                .param("about", fact.person())
                .param("kind", fact.kind().word())
                .param("alone", fact.names().isEmpty())
                .param("names", fact.names().toArray(UUID[]::new))
                .query(Boolean.class)
                .single();
        if (known) {
            throw new Refused(
                    "about",
                    "This is recorded already. Open it among the members, and correct it or say what has changed");
        }
    }

    private void insert(SignedInStaff me, KeptFact fact) {
        sql.sql("""
                        insert into person_fact (authority, id, thread, replaces, act, kind, family, body, true_from, true_until,
                                                 reason, recorded_at, recorded_by)
                        values (:authority, :id, :thread, :replaces::uuid, :act, :kind, :family, :body, :from::date, :until::date,
                                :reason, :recorded, :by::uuid)
                        """)
                .param("authority", me.authority())
                .param("id", fact.id())
                .param("thread", fact.thread())
                .param("replaces", fact.replaces())
                .param("act", fact.act().word())
                .param("kind", fact.kind().word())
                .param("family", fact.family())
                .param("body", JSON.writeValueAsString(fact.body()))
                .param("from", fact.from())
                .param("until", fact.until())
                .param("reason", fact.reason())
                .param("recorded", fact.recorded().atOffset(ZoneOffset.UTC))
                .param("by", fact.kept() ? me.staff() : null)
                .update();
        var parts = new ArrayList<Map.Entry<UUID, String>>();
        fact.about().forEach(person -> parts.add(Map.entry(person, "about")));
        fact.names().forEach(person -> parts.add(Map.entry(person, "names")));
        for (var part : parts) {
            sql.sql("""
                            insert into person_fact_person (authority, fact, person, part)
                            values (:authority, :fact, :person, :part)
                            """)
                    .param("authority", me.authority())
                    .param("fact", fact.id())
                    .param("person", part.getKey())
                    .param("part", part.getValue())
                    .update();
        }
    }
}
