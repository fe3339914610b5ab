package stepways.app.contacts;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.TimeOrderedIds;
import stepways.app.search.NameTokens;
import stepways.app.search.PeopleMatches;
import stepways.app.web.SignedInStaff;

/// Makes the records of people whom nobody had recorded, and puts them into their family.
final class Newcomers {

    private final JdbcClient sql;
    private final SignedInStaff me;
    private final TimeOrderedIds ids;
    private final OffsetDateTime now;

    Newcomers(JdbcClient sql, SignedInStaff me, TimeOrderedIds ids, Instant now) {
        this.sql = sql;
        this.me = me;
        this.ids = ids;
        this.now = now.atOffset(ZoneOffset.UTC);
    }

    UUID family() {
        var id = ids.next();
        sql.sql("""
                        insert into family (authority, id, reference, recorded_at)
                        values (:authority, :id, 'F-' || nextval('reference_number'), :now)
                        """)
                .param("authority", me.authority())
                .param("id", id)
                .param("now", now)
                .update();
        return id;
    }

    /// Somebody new, found from now on by their names. A name that was not given stays empty.
    UUID person(UUID id, PeopleMatches.Sought who) {
        sql.sql("""
                        insert into person (authority, id, forename, surname, birth_date, expected_birth_date, recorded_at)
                        values (:authority, :id, nullif(:forename, ''), :surname, :born::date, :expected::date, :now)
                        """)
                .param("authority", me.authority())
                .param("id", id)
                .param("forename", who.forename())
                .param("surname", who.surname())
                .param("born", who.unborn() ? null : who.born())
                .param("expected", who.unborn() ? who.born() : null)
                .param("now", now)
                .update();
        for (var token : NameTokens.of(who.forename(), who.surname())) {
            sql.sql("""
                            insert into person_name_token (authority, kind, token, person)
                            values (:authority, :kind, :token, :id)
                            """)
                    .param("authority", me.authority())
                    .param("kind", token.kind())
                    .param("token", token.token())
                    .param("id", id)
                    .update();
        }
        return id;
    }

    /// A child whose services can be changed, in this family.
    void child(UUID person, UUID family) {
        sql.sql("""
                        insert into child_version (authority, child)
                        values (:authority, :child)
                        on conflict (authority, child) do nothing
                        """).param("authority", me.authority()).param("child", person).update();
        member(person, family, "child");
    }

    void member(UUID person, UUID family, String part) {
        sql.sql("""
                        insert into family_member (authority, family, person, part)
                        values (:authority, :family, :person, :part)
                        on conflict (authority, family, person) do nothing
                        """)
                .param("authority", me.authority())
                .param("family", family)
                .param("person", person)
                .param("part", part)
                .update();
    }

    /// What an adult is to a child; whether they hold parental responsibility nobody has said.
    void relation(UUID adult, UUID child, String kind) {
        sql.sql("""
                        insert into relationship (authority, id, person, other_person, kind, recorded_at)
                        values (:authority, :id, :adult, :child, :kind, :now)
                        on conflict (authority, person, other_person, kind) where until is null do nothing
                        """)
                .param("authority", me.authority())
                .param("id", ids.next())
                .param("adult", adult)
                .param("child", child)
                .param("kind", kind)
                .param("now", now)
                .update();
    }

    /// Where new people live, as it was given.
    void household(List<UUID> people, String lines, @Nullable String postcode) {
        var household = ids.next();
        sql.sql("insert into household (authority, id, recorded_at) values (:authority, :id, :now)")
                .param("authority", me.authority())
                .param("id", household)
                .param("now", now)
                .update();
        sql.sql("""
                        insert into address (authority, id, household, lines, postcode, recorded_at)
                        values (:authority, :id, :household, :lines, :postcode, :now)
                        """)
                .param("authority", me.authority())
                .param("id", ids.next())
                .param("household", household)
                .param("lines", lines)
                .param("postcode", postcode)
                .param("now", now)
                .update();
        for (var person : people) {
            sql.sql("""
                            insert into household_member (authority, id, household, person)
                            values (:authority, :id, :household, :person)
                            """)
                    .param("authority", me.authority())
                    .param("id", ids.next())
                    .param("household", household)
                    .param("person", person)
                    .update();
        }
    }
}
