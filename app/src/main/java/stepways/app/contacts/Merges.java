package stepways.app.contacts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.WorkingRelationship;
import stepways.app.database.TimeOrderedIds;
import stepways.app.web.Dates;
import stepways.app.web.Isolated;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Policy;

/// Two records of one person: what each says, what forbids reading them as one, the pointer that does, and its undoing.
final class Merges {

    private final JdbcClient sql;

    Merges(JdbcClient sql) {
        this.sql = sql;
    }

    /// One record, as far as whoever compares it needs to know.
    ///
    /// @param live what is open about it now, each in words: services, holder, transfers and contacts
    record Compared(
            UUID id,
            String name,
            String forename,
            String surname,
            @Nullable String knownAs,
            @Nullable LocalDate born,
            @Nullable LocalDate expected,
            @Nullable LocalDate died,
            String restriction,
            boolean named,
            @Nullable String askRole,
            @Nullable UUID mergedInto,
            @Nullable String address,
            @Nullable String postcode,
            List<String> families,
            List<String> numbers,
            List<String> live,
            int runs,
            int stoodFor) {

        Compared {
            families = List.copyOf(families);
            numbers = List.copyOf(numbers);
            live = List.copyOf(live);
        }
    }

    /// A merge that was made.
    record Made(
            UUID id,
            UUID kept,
            UUID gone,
            String goneName,
            String reason,
            Instant at,
            String by,
            @Nullable Instant undone,
            @Nullable String undoneBy,
            @Nullable String undoneBecause) {}

    Optional<Compared> read(UUID id, SignedInStaff me, Policy policy, Instant now) {
        return sql.sql("""
                        select p.id, p.forename, p.surname, p.known_as, p.birth_date, p.expected_birth_date, p.died_on,
                               p.restriction, p.ask_role, p.merged_into, a.lines, a.postcode, a.withheld,
                               (select count(*) from run_child c where c.child = p.id) as runs,
                               (select count(*) from person other where other.merged_into = p.id) as stood_for,
                        """ + WorkingRelationship.MAY_BE_NAMED + """
                                as named
                          from person p
                          left join lateral (
                               select address.lines, address.postcode,
                                      exists (select from address_withheld w
                                               where w.authority = h.authority and w.household = h.household) as withheld
                                 from household_member h
                                 join address on address.authority = h.authority and address.household = h.household
                                where h.person = p.id
                                  and h.lived_until is null
                                  and address.lived_until is null
                                order by address.lived_from desc nulls last
                                limit 1) a on true
                         where p.id = :id
                        """)
                .param("id", id)
                .param("staff", me.staff())
                .param("now", ContactRows.at(now))
                .query((rs, _) -> {
                    var forename = rs.getString("forename");
                    var known = rs.getString("known_as");
                    var surname = rs.getString("surname");
                    boolean withheld = rs.getBoolean("withheld");
                    var called = known != null ? known : forename;
                    return new Compared(
                            id,
                            ContactRows.name((called == null ? "" : called) + " " + surname),
                            forename == null ? "" : forename,
                            surname,
                            known,
                            rs.getObject("birth_date", LocalDate.class),
                            rs.getObject("expected_birth_date", LocalDate.class),
                            rs.getObject("died_on", LocalDate.class),
                            rs.getString("restriction"),
                            rs.getBoolean("named"),
                            rs.getString("ask_role"),
                            rs.getObject("merged_into", UUID.class),
                            withheld ? null : rs.getString("lines"),
                            withheld ? null : rs.getString("postcode"),
                            families(id),
                            numbers(id),
                            live(id, policy),
                            rs.getInt("runs"),
                            rs.getInt("stood_for"));
                })
                .optional();
    }

    private List<String> families(UUID id) {
        return sql.sql("""
                        select f.reference
                          from family_member m
                          join family f on f.authority = m.authority and f.id = m.family
                         where m.person = :id
                         order by f.reference
                        """)
                .param("id", id)
                .query((rs, _) -> rs.getString("reference"))
                .list();
    }

    private List<String> numbers(UUID id) {
        return sql.sql("""
                        select system || ' ' || external_id as number
                          from person_external_id
                         where person = :id
                         union all
                        select authority_person_id
                          from person
                         where id = :id
                           and authority_person_id is not null
                         order by 1
                        """)
                .param("id", id)
                .query((rs, _) -> rs.getString("number"))
                .list();
    }

    private List<String> live(UUID id, Policy policy) {
        var all = new ArrayList<String>();
        sql.sql("select service, opened_at from episode where child = :id and closed_at is null order by service")
                .param("id", id)
                .query(rs -> {
                    var service = rs.getString("service");
                    all.add("open to "
                            + policy.service(service)
                                    .map(found -> found.title())
                                    .orElse(service) + " since "
                            + Dates.date(ContactRows.instant(rs, "opened_at")));
                });
        sql.sql("""
                        select coalesce(s.name, pp.name, 'the duty holder of ' || t.title) as holder, a.held_from
                          from allocation a
                          left join staff s on s.authority = a.authority and s.id = a.staff
                          left join partner_professional pp on pp.authority = a.authority and pp.id = a.partner
                          left join team t on t.authority = a.authority and t.id = a.duty_of_team
                         where a.child = :id
                           and a.held_until is null
                        """).param("id", id).query(rs -> {
            all.add("held by " + rs.getString("holder") + " since " + Dates.date(ContactRows.instant(rs, "held_from")));
        });
        sql.sql("""
                        select r.reference
                          from run_child c
                          join run r on r.authority = c.authority and r.id = c.run
                         where c.child = :id
                           and c.left_at is null
                         order by r.reference
                        """).param("id", id).query(rs -> {
            all.add("in " + rs.getString("reference") + ", open now");
        });
        return all;
    }

    /// Why these two cannot be read as one, keeping `kept`; empty if they can.
    static List<String> against(Compared kept, Compared gone) {
        var all = new ArrayList<String>();
        if (kept.id().equals(gone.id())) {
            all.add("This is one record, not two.");
            return all;
        }
        if (kept.mergedInto() != null || gone.mergedInto() != null) {
            all.add("One of the two stands for another record already. Undo that first.");
        }
        if (gone.stoodFor() > 0) {
            all.add(
                    "Another record was merged into the one you would merge. Keep that one, or undo its merging first.");
        }
        if (!gone.live().isEmpty() && !kept.live().isEmpty()) {
            all.add("Both records are open: the one you would merge is " + String.join("; ", gone.live())
                    + ". A child has one accountable holder at a time, and two open records cannot become one by"
                    + " themselves. End what is open on one of them first.");
        } else if (!gone.live().isEmpty()) {
            all.add("The record you would merge is " + String.join("; ", gone.live())
                    + ". Choose that record as the one that stays.");
        }
        return all;
    }

    /// Holds both records still until this transaction ends, in one order for everybody.
    void hold(UUID one, UUID other) {
        sql.sql("select id from person where id in (:one, :other) order by id for update")
                .param("one", one)
                .param("other", other)
                .query(UUID.class)
                .list();
        sql.sql("select child from child_version where child in (:one, :other) order by child for update")
                .param("one", one)
                .param("other", other)
                .query(UUID.class)
                .list();
    }

    UUID merge(SignedInStaff me, TimeOrderedIds ids, UUID kept, UUID gone, String reason, Instant now) {
        var id = ids.next();
        sql.sql("""
                        insert into person_merge (authority, id, kept, gone, reason, merged_at, merged_by)
                        values (:authority, :id, :kept, :gone, :reason, :now, :by)
                        """)
                .param("authority", me.authority())
                .param("id", id)
                .param("kept", kept)
                .param("gone", gone)
                .param("reason", reason)
                .param("now", ContactRows.at(now))
                .param("by", me.staff())
                .update();
        sql.sql("update person set merged_into = :kept where id = :gone and merged_into is null")
                .param("kept", kept)
                .param("gone", gone)
                .update();
        return id;
    }

    /// @return whether it stood until now
    boolean undo(SignedInStaff me, Made made, String because, Instant now) {
        int undone = sql.sql("""
                        update person_merge
                           set undone_at = :now, undone_by = :by, undone_because = :because
                         where id = :id
                           and undone_at is null
                        """)
                .param("now", ContactRows.at(now))
                .param("by", me.staff())
                .param("because", because)
                .param("id", made.id())
                .update();
        if (undone == 1) {
            sql.sql("update person set merged_into = null where id = :gone and merged_into = :kept")
                    .param("gone", made.gone())
                    .param("kept", made.kept())
                    .update();
        }
        return undone == 1;
    }

    Optional<Made> made(UUID id) {
        return made("m.id = :id", id).stream().findFirst();
    }

    /// Merges that this record took part in, the newest first.
    List<Made> of(UUID person) {
        return made("m.kept = :id or m.gone = :id", person);
    }

    private List<Made> made(String which, UUID id) {
        return sql.sql("""
                        select m.id, m.kept, m.gone, m.reason, m.merged_at, m.undone_at, m.undone_because, s.name as by_name,
                               u.name as undone_name, concat_ws(' ', coalesce(p.known_as, p.forename), nullif(p.surname, '')) as gone_name
                          from person_merge m
                          join person p on p.authority = m.authority and p.id = m.gone
                          join staff s on s.authority = m.authority and s.id = m.merged_by
                          left join staff u on u.authority = m.authority and u.id = m.undone_by
                         where\s""" + which + """

                         order by m.merged_at desc, m.id desc
                        """)
                .param("id", id)
                .query((rs, _) -> new Made(
                        rs.getObject("id", UUID.class),
                        rs.getObject("kept", UUID.class),
                        rs.getObject("gone", UUID.class),
                        Isolated.name(rs.getString("gone_name")),
                        rs.getString("reason"),
                        ContactRows.instant(rs, "merged_at"),
                        rs.getString("by_name"),
                        ContactRows.maybe(rs, "undone_at"),
                        rs.getString("undone_name"),
                        rs.getString("undone_because")))
                .list();
    }
}
