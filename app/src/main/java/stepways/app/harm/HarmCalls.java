package stepways.app.harm;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.database.TimeOrderedIds;
import stepways.app.record.HeldMessages;
import stepways.app.web.Isolated;

/// Stores harm calls. A call is a row of its own, written first and alone, so that nothing about a procedure, a run or
/// a
/// family can stand in its way.
final class HarmCalls {

    private final JdbcClient sql;
    private final AuthorityId authority;
    private final TimeOrderedIds ids;

    HarmCalls(JdbcClient sql, AuthorityId authority, TimeOrderedIds ids) {
        this.sql = sql;
        this.authority = authority;
        this.ids = ids;
    }

    /// A call as it stands.
    record Call(
            UUID id,
            UUID raisedBy,
            String raisedByName,
            Instant raised,
            @Nullable UUID fromRun,
            @Nullable UUID run,
            @Nullable String runReference,
            @Nullable UUID family,
            @Nullable String familyReference,
            String about,
            @Nullable LocalDate birthDate,
            String place,
            @Nullable Instant confirmed,
            @Nullable String confirmedName,
            @Nullable Instant mistake,
            List<WhomToRing.Person> ring) {

        Call {
            ring = List.copyOf(ring);
        }

        boolean isOpen() {
            return confirmed == null && mistake == null;
        }

        /// Whose turn it is: every few minutes without a confirmation it is the next one's, and the last one's for
        /// good.
        int turn(Instant now, int minutes, int noAnswers) {
            var passed = (int) (Duration.between(raised, now).toMinutes() / minutes);
            return Math.clamp(Math.max(passed, noAnswers), 0, Math.max(0, ring.size() - 1));
        }
    }

    /// What the caller knew.
    record Known(
            @Nullable UUID fromRun,
            @Nullable UUID family,
            String about,
            @Nullable LocalDate birthDate,
            String place) {}

    /// Raises a call; the same form sent twice raises one. Everything that waits to leave for the family is held.
    void raise(UUID id, UUID by, Known known, List<WhomToRing.Person> ring, Instant now) {
        int inserted = sql.sql("""
                        insert into harm_call (authority, id, raised_by, raised_at, from_run, family, about, birth_date, place)
                        values (:authority, :id, :by, :now, :fromRun::uuid, :family::uuid, :about, :born::date, :place)
                        on conflict (authority, id) do nothing
                        """)
                .param("authority", authority.value())
                .param("id", id)
                .param("by", by)
                .param("now", at(now))
                .param("fromRun", known.fromRun())
                .param("family", known.family())
                .param("about", known.about())
                .param("born", known.birthDate())
                .param("place", known.place())
                .update();
        if (inserted == 0) {
            return;
        }
        for (int position = 0; position < ring.size(); position++) {
            var person = ring.get(position);
            sql.sql("""
                            insert into harm_call_ring (authority, call, position, staff, name, role, telephone)
                            values (:authority, :call, :position, :staff::uuid, :name, :role, :telephone)
                            """)
                    .param("authority", authority.value())
                    .param("call", id)
                    .param("position", position)
                    .param("staff", person.staff())
                    .param("name", person.name())
                    .param("role", person.role())
                    .param("telephone", person.telephone())
                    .update();
        }
        step(id, "raised", "", null, now, now, by);
        if (known.family() != null) {
            hold(known.family(), now);
        }
    }

    /// Holds every letter, invitation and notice to the family that has not left.
    void hold(UUID family, Instant now) {
        new HeldMessages(sql).hold(family, HeldMessages.Because.HARM, now);
    }

    Optional<Call> find(UUID id) {
        return one("c.id = :key", id);
    }

    /// The newest call about the family that nobody has confirmed.
    Optional<Call> openAbout(UUID family) {
        return one("c.family = :key and c.confirmed_at is null and c.mistake_at is null", family);
    }

    private Optional<Call> one(String where, UUID key) {
        return sql.sql(SELECT + " where " + where + " order by c.raised_at desc limit 1")
                .param("key", key)
                .query((rs, _) -> call(rs))
                .optional();
    }

    /// Every call of the authority that nobody has confirmed, oldest first.
    List<Call> open() {
        return sql.sql(SELECT
                        + " where c.confirmed_at is null and c.mistake_at is null order by c.raised_at, c.id limit 100")
                .query((rs, _) -> call(rs))
                .list();
    }

    private static final String SELECT = """
            select c.id, c.raised_by, s.name as raised_by_name, c.raised_at, c.from_run, c.run, r.reference as run_reference,
                   c.family, f.reference as family_reference, c.about, c.birth_date, c.place, c.confirmed_at,
                   c.confirmed_name, c.mistake_at
              from harm_call c
              join staff s on s.authority = c.authority and s.id = c.raised_by
              left join run r on r.authority = c.authority and r.id = c.run
              left join family f on f.authority = c.authority and f.id = c.family
            """;

    private Call call(java.sql.ResultSet rs) throws java.sql.SQLException {
        var id = rs.getObject("id", UUID.class);
        return new Call(
                id,
                rs.getObject("raised_by", UUID.class),
                rs.getString("raised_by_name"),
                instant(rs, "raised_at"),
                rs.getObject("from_run", UUID.class),
                rs.getObject("run", UUID.class),
                rs.getString("run_reference"),
                rs.getObject("family", UUID.class),
                rs.getString("family_reference"),
                rs.getString("about"),
                rs.getObject("birth_date", LocalDate.class),
                rs.getString("place"),
                rs.getObject("confirmed_at") == null ? null : instant(rs, "confirmed_at"),
                rs.getString("confirmed_name"),
                rs.getObject("mistake_at") == null ? null : instant(rs, "mistake_at"),
                ring(id));
    }

    private List<WhomToRing.Person> ring(UUID call) {
        return sql.sql("""
                        select staff, name, role, telephone
                          from harm_call_ring
                         where call = :call
                         order by position
                        """)
                .param("call", call)
                .query((rs, _) -> new WhomToRing.Person(
                        rs.getObject("staff", UUID.class),
                        rs.getString("name"),
                        rs.getString("role"),
                        rs.getString("telephone")))
                .list();
    }

    /// A child to ask about.
    ///
    /// @param person absent for a child that no record knows
    /// @param seen the newest word about the child; empty while there is none
    record Child(
            @Nullable UUID person, String name, @Nullable LocalDate born, String seen) {}

    /// Every living child of the family and of the households its children live in, then those the caller named.
    List<Child> children(Call call) {
        var all = new ArrayList<Child>();
        if (call.family() != null) {
            all.addAll(sql.sql("""
                            with known as (
                                select m.person
                                  from family_member m
                                 where m.family = :family
                                   and m.part = 'child'
                                   and m.member_until is null
                                union
                                select beside.person
                                  from family_member m
                                  join household_member h on h.authority = m.authority and h.person = m.person
                                                         and h.lived_until is null
                                  join household_member beside on beside.authority = h.authority
                                                         and beside.household = h.household and beside.lived_until is null
                                  join person p on p.authority = beside.authority and p.id = beside.person
                                 where m.family = :family
                                   and m.part = 'child'
                                   and m.member_until is null
                                   and p.birth_date > :adult
                            )
                            select p.id, coalesce(p.known_as, p.forename, 'Unborn child') as name, p.surname, p.birth_date,
                                   (select w.seen
                                      from harm_call_child w
                                     where w.call = :call
                                       and w.person = p.id
                                     order by w.recorded_at desc, w.id desc
                                     limit 1) as seen
                              from known k
                              join person p on p.id = k.person
                             where p.died_on is null
                             order by p.birth_date nulls last, p.id
                            """)
                    .param("family", call.family())
                    .param(
                            "adult",
                            call.raised().atZone(ZoneOffset.UTC).toLocalDate().minusYears(18))
                    .param("call", call.id())
                    .query((rs, _) -> new Child(
                            rs.getObject("id", UUID.class),
                            Isolated.name(rs.getString("name") + " " + rs.getString("surname")),
                            rs.getObject("birth_date", LocalDate.class),
                            orEmpty(rs.getString("seen"))))
                    .list());
        }
        all.addAll(sql.sql("""
                        select distinct on (name) name, seen
                          from harm_call_child
                         where call = :call
                           and person is null
                         order by name, recorded_at desc, id desc
                        """)
                .param("call", call.id())
                .query((rs, _) -> new Child(null, rs.getString("name"), null, rs.getString("seen")))
                .list());
        return all;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    void seen(UUID call, @Nullable UUID person, String name, String seen, UUID by, Instant now) {
        sql.sql("""
                        insert into harm_call_child (authority, id, call, person, name, seen, recorded_at, recorded_by)
                        values (:authority, :id, :call, :person::uuid, :name, :seen, :now, :by)
                        """)
                .param("authority", authority.value())
                .param("id", ids.next())
                .param("call", call)
                .param("person", person)
                .param("name", name)
                .param("seen", seen)
                .param("now", at(now))
                .param("by", by)
                .update();
    }

    /// Records that a named person has been told; false if that is on record already.
    boolean told(UUID call, @Nullable UUID staff, String name, Instant happened) {
        return sql.sql("""
                        update harm_call
                           set confirmed_at = :at, confirmed_staff = :staff::uuid, confirmed_name = :name
                         where id = :id
                           and confirmed_at is null
                        """)
                        .param("at", at(happened))
                        .param("staff", staff)
                        .param("name", name)
                        .param("id", call)
                        .update()
                == 1;
    }

    void mistake(UUID call, Instant now) {
        sql.sql("update harm_call set mistake_at = :now where id = :id and confirmed_at is null")
                .param("now", at(now))
                .param("id", call)
                .update();
    }

    void recordedIn(UUID call, UUID run) {
        sql.sql("update harm_call set run = :run where id = :id")
                .param("run", run)
                .param("id", call)
                .update();
    }

    /// The call turns out to be about a family: its urgent run is linked to it, and its letters are held.
    void about(Call call, UUID family, Instant now) {
        sql.sql("update harm_call set family = :family where id = :id")
                .param("family", family)
                .param("id", call.id())
                .update();
        if (call.run() != null) {
            sql.sql("update run set family = :family where id = :run")
                    .param("family", family)
                    .param("run", call.run())
                    .update();
        }
        hold(family, now);
    }

    /// Something done about a call. A call passes on to each next person once.
    boolean step(
            UUID call,
            String kind,
            String words,
            @Nullable Integer position,
            Instant happened,
            Instant now,
            @Nullable UUID by) {
        return sql.sql("""
                        insert into harm_call_step (authority, id, call, kind, words, position, happened_at, recorded_at, recorded_by)
                        values (:authority, :id, :call, :kind, :words, :position::integer, :happened, :now, :by::uuid)
                        on conflict (authority, call, kind, position) do nothing
                        """)
                        .param("authority", authority.value())
                        .param("id", ids.next())
                        .param("call", call)
                        .param("kind", kind)
                        .param("words", words)
                        .param("position", position)
                        .param("happened", at(happened))
                        .param("now", at(now))
                        .param("by", by)
                        .update()
                == 1;
    }

    /// One thing done about a call, as it was recorded.
    ///
    /// @param alert what became of the mail that went with it; null where none went
    record Step(
            String kind,
            String words,
            @Nullable Integer position,
            Instant happened,
            @Nullable String by,
            @Nullable Alert alert) {}

    /// A mail that alerts somebody: when it left, or that it cannot.
    record Alert(@Nullable Instant mailed, boolean givenUp) {}

    List<Step> steps(UUID call) {
        return sql.sql("""
                        select h.kind, h.words, h.position, h.happened_at, s.name, o.id as alert, o.sent_at, o.given_up_at
                          from harm_call_step h
                          left join staff s on s.authority = h.authority and s.id = h.recorded_by
                          left join outbox o
                            on o.authority = h.authority
                           and o.send_key = 'harm-call:' || h.call || ':' || h.position
                           and h.kind = 'passed-on'
                         where h.call = :call
                         order by h.happened_at, h.id
                        """)
                .param("call", call)
                .query((rs, _) -> new Step(
                        rs.getString("kind"),
                        rs.getString("words"),
                        rs.getObject("position", Integer.class),
                        instant(rs, "happened_at"),
                        rs.getString("name"),
                        rs.getString("alert") == null
                                ? null
                                : new Alert(
                                        rs.getString("sent_at") == null ? null : instant(rs, "sent_at"),
                                        rs.getString("given_up_at") != null)))
                .list();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(java.sql.ResultSet rs, String column) throws java.sql.SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }
}
