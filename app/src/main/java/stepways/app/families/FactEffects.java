package stepways.app.families;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.TimeOrderedIds;
import stepways.app.search.NameTokens;
import stepways.app.web.Dates;
import stepways.app.web.SignedInStaff;

/// Brings what other parts of the service read up to date with a fact that was just written: names and birth dates,
/// relationships, who holds parental responsibility, who lives where and who must not learn it.
final class FactEffects {

    private final JdbcClient sql;
    private final SignedInStaff me;
    private final TimeOrderedIds ids;
    private final Instant now;

    FactEffects(JdbcClient sql, SignedInStaff me, TimeOrderedIds ids, Instant now) {
        this.sql = sql;
        this.me = me;
        this.ids = ids;
        this.now = now;
    }

    void of(@Nullable KeptFact before, KeptFact fact) {
        switch (fact.kind()) {
            case NAME -> name(fact);
            case BIRTH -> birth(before, fact);
            case DEATH -> death(before, fact);
            case RELATIONSHIP -> relationship(fact);
            case RESPONSIBILITY -> responsibility(before, fact);
            case MOVE -> move(before, fact);
            case KEPT_BACK -> keptBack(before, fact);
            case WRITING, COMMUNICATION, TELEPHONE, ORDER -> {
                // Read from the ledger alone.
            }
        }
        switch (fact.kind()) {
            case BIRTH, DEATH, RELATIONSHIP, RESPONSIBILITY ->
                // What a decision about these children was worked out from has changed.
                sql.sql("update child_version set version = version + 1 where child = any(:people)")
                        .param("people", fact.people().toArray(UUID[]::new))
                        .update();
            case NAME, MOVE, KEPT_BACK, WRITING, COMMUNICATION, TELEPHONE, ORDER -> {
                // Nothing that the procedure reads.
            }
        }
    }

    private static boolean withdrawn(KeptFact fact) {
        return fact.act() == KeptFact.Act.WITHDRAWN;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private void name(KeptFact fact) {
        sql.sql("""
                        update person
                           set forename = :forename, surname = :surname, known_as = :known, sex = :sex, version = version + 1
                         where id = :id
                        """)
                .param("forename", orNull(fact.said("forename")))
                .param("surname", fact.said("surname"))
                .param("known", orNull(fact.said("known-as")))
                .param("sex", orNull(fact.said("sex")))
                .param("id", fact.person())
                .update();
        sql.sql("delete from person_name_token where person = :id")
                .param("id", fact.person())
                .update();
        tokens(fact.person(), fact.said("forename"), fact.said("surname"), fact.said("known-as"));
    }

    /// The names by which somebody is found.
    void tokens(UUID person, String... names) {
        for (var token : NameTokens.of(names)) {
            sql.sql("""
                            insert into person_name_token (authority, kind, token, person)
                            values (:authority, :kind, :token, :person)
                            on conflict do nothing
                            """)
                    .param("authority", me.authority())
                    .param("kind", token.kind())
                    .param("token", token.token())
                    .param("person", person)
                    .update();
        }
    }

    private void birth(@Nullable KeptFact before, KeptFact fact) {
        move(before, fact.person());
        var expected = fact.said("expected");
        var died = sql.sql("select died_on from person where id = :id")
                .param("id", fact.person())
                .query((rs, _) -> java.util.Optional.ofNullable(rs.getObject("died_on", LocalDate.class)))
                .single();
        var from = fact.from();
        if (from != null && died.isPresent() && died.get().isBefore(from)) {
            throw new KeptFacts.Refused(
                    "from", "The date of birth cannot be after the death on " + Dates.date(died.get()));
        }
        sql.sql("""
                        update person
                           set birth_date = :born::date, expected_birth_date = :expected::date, version = version + 1
                         where id = :id
                        """)
                .param("born", from)
                .param("expected", expected.isEmpty() ? null : LocalDate.parse(expected))
                .param("id", fact.person())
                .update();
    }

    private static void move(@Nullable KeptFact before, UUID person) {
        if (before != null && !before.person().equals(person)) {
            throw new KeptFacts.Refused("about", "A birth cannot be moved to another child. Correct each child’s own");
        }
    }

    private void death(@Nullable KeptFact before, KeptFact fact) {
        if (before != null && !before.person().equals(fact.person())) {
            died(before.person(), null);
        }
        died(fact.person(), withdrawn(fact) ? null : fact.from());
    }

    private void died(UUID person, @Nullable LocalDate day) {
        var born = sql.sql("select birth_date from person where id = :id")
                .param("id", person)
                .query((rs, _) -> java.util.Optional.ofNullable(rs.getObject("birth_date", LocalDate.class)))
                .single();
        if (day != null && born.isPresent() && day.isBefore(born.get())) {
            throw new KeptFacts.Refused(
                    "from", "The date of death cannot be before the birth on " + Dates.date(born.get()));
        }
        sql.sql("update person set died_on = :day::date, version = version + 1 where id = :id")
                .param("day", day)
                .param("id", person)
                .update();
    }

    private void relationship(KeptFact fact) {
        var kind = fact.says("kind", "other")
                ? fact.said("other")
                : fact.said("kind").replace('-', ' ');
        var other = fact.names().getFirst();
        var until = withdrawn(fact) ? Objects.requireNonNullElse(fact.from(), Dates.day(now)) : fact.until();
        boolean again = sql.sql("""
                        select exists (
                            select
                              from relationship
                             where person = :person
                               and other_person = :other
                               and kind = :kind
                               and id <> :thread
                               and until is null)
                        """)
                .param("person", fact.person())
                .param("other", other)
                .param("kind", kind)
                .param("thread", fact.thread())
                .query(Boolean.class)
                .single();
        if (again && until == null) {
            throw new KeptFacts.Refused("names", "This is recorded already");
        }
        int known = sql.sql("""
                        update relationship
                           set person = :person, other_person = :other, kind = :kind, since = :since::date, until = :until::date
                         where id = :thread
                        """)
                .param("person", fact.person())
                .param("other", other)
                .param("kind", kind)
                .param("since", fact.from())
                .param("until", until)
                .param("thread", fact.thread())
                .update();
        if (known == 0) {
            sql.sql("""
                            insert into relationship (authority, id, person, other_person, kind, parental_responsibility, since, until, recorded_at)
                            values (:authority, :thread, :person, :other, :kind,
                                    coalesce((select max(parental_responsibility) from relationship
                                               where person = :person and other_person = :other and until is null), 'not-known'),
                                    :since::date, :until::date, :now)
                            """)
                    .param("authority", me.authority())
                    .param("thread", fact.thread())
                    .param("person", fact.person())
                    .param("other", other)
                    .param("kind", kind)
                    .param("since", fact.from())
                    .param("until", until)
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    private void responsibility(@Nullable KeptFact before, KeptFact fact) {
        var child = fact.names().getFirst();
        if (before != null
                && (!before.person().equals(fact.person()) || !before.names().equals(fact.names()))) {
            holds(before.person(), before.names().getFirst(), "not-known");
        }
        var holds = switch (fact.act()) {
            case RECORDED, CORRECTED, CHANGED -> fact.until() == null ? fact.said("holds") : "no";
            case ENDED -> "no";
            case WITHDRAWN -> "not-known";
        };
        if (holds(fact.person(), child, holds) == 0) {
            throw new KeptFacts.Refused("names", "Record first how they are related to this child");
        }
    }

    private int holds(UUID adult, UUID child, String holds) {
        return sql.sql("""
                        update relationship
                           set parental_responsibility = :holds
                         where person = :adult
                           and other_person = :child
                           and until is null
                        """)
                .param("holds", holds)
                .param("adult", adult)
                .param("child", child)
                .update();
    }

    // Homes.

    private void move(@Nullable KeptFact before, KeptFact fact) {
        var household = UUID.fromString(fact.said("household"));
        if (before == null) {
            moveIn(fact, household);
        } else if (withdrawn(fact)) {
            moveBack(fact, household);
        } else {
            sql.sql("""
                            update address
                               set lines = :lines, postcode = :postcode
                             where household = :household
                               and lived_until is null
                            """)
                    .param("lines", fact.said("lines"))
                    .param("postcode", orNull(fact.said("postcode")))
                    .param("household", household)
                    .update();
            sql.sql("""
                            update household_member
                               set lived_from = :from::date
                             where household = :household
                               and person = any(:people)
                               and lived_until is null
                            """)
                    .param("from", fact.from())
                    .param("household", household)
                    .param("people", fact.about().toArray(UUID[]::new))
                    .update();
        }
    }

    private void moveIn(KeptFact fact, UUID household) {
        var day = Objects.requireNonNull(fact.from());
        var people = fact.about().toArray(UUID[]::new);
        var later = sql.sql("""
                        select max(lived_from)
                          from household_member
                         where person = any(:people)
                           and lived_until is null
                           and lived_from > :day
                        """)
                .param("people", people)
                .param("day", day)
                .query((rs, _) -> java.util.Optional.ofNullable(rs.getObject(1, LocalDate.class)))
                .single();
        if (later.isPresent()) {
            throw new KeptFacts.Refused(
                    "from", "A later move, on " + Dates.date(later.get()) + ", is recorded already. Correct that one");
        }
        boolean isNew = sql.sql("select not exists (select from household where id = :household)")
                .param("household", household)
                .query(Boolean.class)
                .single();
        if (isNew) {
            sql.sql("insert into household (authority, id, recorded_at) values (:authority, :household, :now)")
                    .param("authority", me.authority())
                    .param("household", household)
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
            sql.sql("""
                            insert into address (authority, id, household, lines, postcode, lived_from, recorded_at)
                            values (:authority, :id, :household, :lines, :postcode, :day, :now)
                            """)
                    .param("authority", me.authority())
                    .param("id", ids.next())
                    .param("household", household)
                    .param("lines", fact.said("lines"))
                    .param("postcode", orNull(fact.said("postcode")))
                    .param("day", day)
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
        }
        keepBackThereToo(household, people);
        sql.sql("""
                        update household_member
                           set lived_until = :day
                         where person = any(:people)
                           and lived_until is null
                           and household <> :household
                        """)
                .param("day", day)
                .param("people", people)
                .param("household", household)
                .update();
        for (var person : fact.about()) {
            sql.sql("""
                            insert into household_member (authority, id, household, person, lived_from)
                            values (:authority, :id, :household, :person, :day)
                            on conflict do nothing
                            """)
                    .param("authority", me.authority())
                    .param("id", ids.next())
                    .param("household", household)
                    .param("person", person)
                    .param("day", day)
                    .update();
        }
    }

    /// Whoever must not learn where somebody lives must not learn it after a move either. A child may move in with
    /// somebody who must not learn where the others stay; all of them may not.
    private void keepBackThereToo(UUID household, UUID[] people) {
        var livesThere = sql.sql("""
                        select concat_ws(' ', coalesce(p.known_as, p.forename), p.surname)
                          from household_member h
                          join address_withheld w on w.authority = h.authority and w.household = h.household
                          join person p on p.authority = w.authority and p.id = w.withheld_from
                         where h.person = any(:people)
                           and h.lived_until is null
                           and h.household <> :household
                           and (w.withheld_from = any(:people)
                                or exists (
                                    select
                                      from household_member there
                                     where there.authority = w.authority
                                       and there.household = :household
                                       and there.person = w.withheld_from
                                       and there.lived_until is null))
                           and not exists (
                               select
                                 from household_member stays
                                where stays.authority = h.authority
                                  and stays.household = h.household
                                  and stays.lived_until is null
                                  and stays.person <> all(:people))
                         limit 1
                        """)
                .param("people", people)
                .param("household", household)
                .query(String.class)
                .optional();
        if (livesThere.isPresent()) {
            throw new KeptFacts.Refused(
                    "about",
                    livesThere.get()
                            + " lives there and must not learn where they live. End that first, with who decided it");
        }
        sql.sql("""
                        insert into address_withheld (authority, household, withheld_from, because, withheld_since, recorded_at, recorded_by)
                        select distinct on (w.withheld_from) w.authority, :household::uuid, w.withheld_from, w.because, w.withheld_since,
                               :now::timestamptz, :by::uuid
                          from household_member h
                          join address_withheld w on w.authority = h.authority and w.household = h.household
                         where h.person = any(:people)
                           and h.lived_until is null
                           and h.household <> :household
                           and w.withheld_from <> all(:people)
                           and not exists (
                               select
                                 from household_member there
                                where there.authority = w.authority
                                  and there.household = :household
                                  and there.person = w.withheld_from
                                  and there.lived_until is null)
                        on conflict do nothing
                        """)
                .param("household", household)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("by", me.staff())
                .param("people", people)
                .update();
    }

    private void moveBack(KeptFact fact, UUID household) {
        sql.sql("""
                        update household_member
                           set lived_until = coalesce(lived_from, :day::date)
                         where household = :household
                           and person = any(:people)
                           and lived_until is null
                        """)
                .param("day", Dates.day(now))
                .param("household", household)
                .param("people", fact.about().toArray(UUID[]::new))
                .update();
        sql.sql("""
                        update household_member h
                           set lived_until = null
                         where h.person = any(:people)
                           and h.household <> :household
                           and h.lived_until = :day::date
                           and not exists (
                               select
                                 from household_member other
                                where other.authority = h.authority
                                  and other.person = h.person
                                  and other.lived_until is null)
                        """)
                .param("people", fact.about().toArray(UUID[]::new))
                .param("household", household)
                .param("day", fact.from())
                .update();
    }

    private void keptBack(@Nullable KeptFact before, KeptFact fact) {
        if (before != null) {
            for (var household : households(before)) {
                sql.sql("""
                                delete from address_withheld
                                 where household = :household
                                   and withheld_from = :from
                                   and not exists (
                                       select
                                         from person_fact f
                                         join person_fact_person a on a.authority = f.authority and a.fact = f.id
                                              and a.part = 'about' and a.person = :from
                                         join person_fact_person n on n.authority = f.authority and n.fact = f.id
                                              and n.part = 'names'
                                         join household_member h on h.authority = n.authority and h.person = n.person
                                              and h.household = :household and h.lived_until is null
                                        where f.kind = 'kept-back'
                                          and f.thread <> :thread
                                          and f.act <> 'withdrawn'
                                          and f.true_until is null
                                          and not exists (
                                              select
                                                from person_fact later
                                               where later.authority = f.authority
                                                 and later.replaces = f.id))
                                """)
                        .param("household", household)
                        .param("from", before.person())
                        .param("thread", before.thread())
                        .update();
            }
        }
        if (withdrawn(fact) || fact.until() != null) {
            return;
        }
        var households = households(fact);
        if (households.isEmpty()) {
            throw new KeptFacts.Refused("names", "Nobody of them has a home on record yet. Record a move first");
        }
        var since = Objects.requireNonNullElse(fact.from(), Dates.day(now));
        for (var household : households) {
            boolean own = sql.sql("""
                            select exists (
                                select
                                  from household_member
                                 where household = :household
                                   and person = :person
                                   and lived_until is null)
                            """)
                    .param("household", household)
                    .param("person", fact.person())
                    .query(Boolean.class)
                    .single();
            if (own) {
                throw new KeptFacts.Refused("names", "They live together. Record first that somebody has moved");
            }
            sql.sql("""
                            insert into address_withheld (authority, household, withheld_from, because, withheld_since, recorded_at, recorded_by)
                            values (:authority, :household, :from, :because, :since, :now, :by)
                            on conflict do nothing
                            """)
                    .param("authority", me.authority())
                    .param("household", household)
                    .param("from", fact.person())
                    .param("because", fact.said("why"))
                    .param("since", since.atStartOfDay(Dates.ZONE).toOffsetDateTime())
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .param("by", me.staff())
                    .update();
        }
    }

    /// Where those live whose home is kept back.
    private List<UUID> households(KeptFact fact) {
        return sql.sql("""
                        select distinct household
                          from household_member
                         where person = any(:people)
                           and lived_until is null
                        """)
                .param("people", fact.names().toArray(UUID[]::new))
                .query((rs, _) -> rs.getObject("household", UUID.class))
                .list();
    }
}
