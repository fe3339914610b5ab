package stepways.app.search;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.web.Isolated;

/// Finds people by their names and birth dates.
///
/// Every word of a name has to match, by its beginning or by its sound. Tokens are found by equality or by a range: a
/// pattern search cannot use its index behind row-level security.
final class FoundPeople {

    /// More than this is no answer: then a birth date or another name is asked for.
    static final int MOST = 50;

    private static final int MOST_WORDS = 5;

    private final JdbcClient sql;

    FoundPeople(JdbcClient sql) {
        this.sql = sql;
    }

    /// @param askRole whom to ask about a restricted record, and who guards a hidden one
    record Person(
            UUID id,
            String name,
            @Nullable LocalDate born,
            @Nullable LocalDate expected,
            @Nullable LocalDate died,
            String restriction,
            @Nullable String askRole,
            @Nullable UUID family,
            @Nullable String familyReference,
            @Nullable String address,
            @Nullable String services,
            @Nullable String practitioner) {}

    /// Those who match, the most alike first; one more than [#MOST] if there are more.
    ///
    /// @param born the day of birth, or null for any; there is a word or a day
    /// @param reader among whose own families it is looked, or null for everyone in the authority
    List<Person> find(List<String> words, @Nullable LocalDate born, @Nullable UUID reader, Instant now) {
        int sought = Math.min(words.size(), MOST_WORDS);
        var statement = new StringBuilder("with ");
        if (reader != null) {
            statement.append(OWN_FAMILIES).append(",\n");
        }
        if (born != null || reader != null) {
            statement.append(born == null ? IN_OWN_FAMILIES : BORN).append(amongBase(sought));
        } else if (sought == 1) {
            statement.append(OF_ONE_WORD);
        } else {
            statement.append(everywhere(sought));
        }
        // Those who are shown are chosen first: a common name has thousands, and only of these is more looked up.
        statement.append("""
                , shown as materialized (
                select found.alike, p.*
                  from (select coalesce(q.merged_into, q.id) as person, max(found.alike) as alike
                          from found
                          join person q on q.id = found.person
                         group by 1) found
                  join person p on p.id = found.person
                 where true
                """);
        if (born != null) {
            statement.append("   and (p.birth_date = :born or p.expected_birth_date = :born)\n");
        }
        if (reader != null) {
            statement.append(born == null ? "   and p.id in (select person from own)\n" : IN_OWN_FAMILY);
        }
        statement
                .append(" order by found.alike desc, p.surname, p.forename, p.id limit ")
                .append(MOST + 1)
                .append("""

                )
                select p.id,
                       concat_ws(' ', coalesce(p.known_as, p.forename,
                                               case when p.birth_date is null and p.expected_birth_date is not null
                                                    then 'Unborn child' end), p.surname) as name, p.birth_date, p.expected_birth_date,
                       p.died_on, p.restriction, p.ask_role, m.family, f.reference, a.lines, e.services,
                       coalesce(s.name, t.title || ', duty holder', pp.name || ', ' || pp.organisation) as practitioner
                  from shown p
                  left join lateral (
                       select family from family_member where person = p.id and member_until is null order by family limit 1) m on true
                  left join family f on f.id = m.family
                  left join lateral (
                       select case when exists (
                                            select from address_withheld w
                                             where w.authority = h.authority and w.household = h.household)
                                   then 'kept back'
                                   else concat_ws(', ', address.lines, address.postcode) end as lines
                         from household_member h
                         join address on address.authority = h.authority and address.household = h.household
                        where h.person = p.id
                          and h.lived_until is null
                          and address.lived_until is null
                        order by address.lived_from desc nulls last
                        limit 1) a on true
                  left join lateral (
                       select string_agg(distinct o.service, ',' order by o.service) as services
                         from (select p.id as child
                               union
                               select person from family_member where family = m.family) k
                         join episode o on o.child = k.child and o.closed_at is null) e on true
                  left join lateral (
                       select l.staff, l.duty_of_team, l.partner
                         from (select p.id as child
                               union
                               select person from family_member where family = m.family) k
                         join allocation l on l.child = k.child and l.part = 'lead' and l.held_until is null
                        order by l.child = p.id desc, l.held_from
                        limit 1) l on true
                  left join staff s on s.id = l.staff
                  left join team t on t.id = l.duty_of_team
                  left join partner_professional pp on pp.id = l.partner
                 order by p.alike desc, p.surname, p.forename, p.id
                """);
        var query = sql.sql(statement.toString());
        for (int i = 0; i < sought; i++) {
            var word = words.get(i);
            query = query.param("word" + i, word)
                    .param("after" + i, after(word))
                    .param("sounds" + i, NameTokens.sounds(word).toArray(String[]::new));
        }
        if (born != null) {
            query = query.param("born", born);
        }
        if (reader != null) {
            query = query.param("reader", reader).param("now", now.atOffset(ZoneOffset.UTC));
        }
        return query.query((rs, _) -> new Person(
                        rs.getObject("id", UUID.class),
                        Isolated.name(rs.getString("name")),
                        rs.getObject("birth_date", LocalDate.class),
                        rs.getObject("expected_birth_date", LocalDate.class),
                        rs.getObject("died_on", LocalDate.class),
                        rs.getString("restriction"),
                        rs.getString("ask_role"),
                        rs.getObject("family", UUID.class),
                        rs.getString("reference"),
                        rs.getString("lines"),
                        rs.getString("services"),
                        rs.getString("practitioner")))
                .list();
    }

    /// Those born or expected on the day, and whose record was merged into one of theirs.
    private static final String BORN = """
            born as (
                select id from person where birth_date = :born
                 union
                select id from person where expected_birth_date = :born),
            base as (
                select id as person from born
                 union
                select q.id from born join person q on q.merged_into = born.id)
            """;

    /// Members of the reader's own families, and whose record was merged into one of theirs.
    private static final String IN_OWN_FAMILIES = """
            own as materialized (
                select distinct m.person
                  from family_member m
                 where m.family in (select family from own_families)),
            base as (
                select person from own
                 union
                select q.id from own join person q on q.merged_into = own.person)
            """;

    /// Of few people each is asked whether every word fits one of their names.
    private static String amongBase(int words) {
        var found = new StringBuilder(", found as (\nselect base.person, 0");
        for (int i = 0; i < words; i++) {
            found.append(" + w").append(i).append(".exact");
        }
        found.append(" as alike\n  from base\n");
        for (int i = 0; i < words; i++) {
            found.append("""
                      join lateral (
                           select max((t.kind = 'spelling' and t.token = :word%1$d)::int) as exact
                             from person_name_token t
                            where t.person = base.person
                              and ((t.kind = 'spelling' and t.token >= :word%1$d and t.token < :after%1$d)
                                   or (t.kind = 'sound' and t.token = any(:sounds%1$d)))
                           having count(*) > 0) w%1$d on true
                    """.formatted(i));
        }
        return found.append(")\n").toString();
    }

    /// A single word may be the name of thousands, of whom nobody looks at more than [#MOST]: some of each sort are
    /// enough to choose them from.
    private static final String OF_ONE_WORD = """
            found as (
            select person, max(alike) as alike
              from ((select t.person, 1 as alike
                       from person_name_token t
                      where t.kind = 'spelling' and t.token = :word0
                      order by t.person
                      limit 500)
                    union all
                    (select t.person, 0
                       from person_name_token t
                      where t.kind = 'spelling' and t.token >= :word0 and t.token < :after0
                      order by t.token, t.person
                      limit 500)
                    union all
                    (select t.person, 0
                       from unnest(:sounds0) as s (token)
                      cross join lateral (
                            select person
                              from person_name_token
                             where kind = 'sound' and token = s.token
                             order by person
                             limit 500) t)) each
             group by person)
            """;

    /// Of everyone those in whose names each of the words is found.
    private static String everywhere(int words) {
        var found = new StringBuilder("found as (\nselect w0.person, ");
        for (int i = 0; i < words; i++) {
            found.append(i == 0 ? "" : " + ").append("max(w").append(i).append(".exact::int)");
        }
        found.append(" as alike\n  from ");
        for (int i = 0; i < words; i++) {
            found.append(i == 0 ? "" : "  join ")
                    .append("""
                            (select t.person, t.token = :word%1$d as exact
                               from person_name_token t
                              where t.kind = 'spelling' and t.token >= :word%1$d and t.token < :after%1$d
                             union all
                             select t.person, false
                               from person_name_token t
                              where t.kind = 'sound' and t.token = any(:sounds%1$d)) w%1$d
                            """.formatted(i))
                    .append(i == 0 ? "" : " on w" + i + ".person = w0.person\n");
        }
        return found.append(" group by w0.person)\n").toString();
    }

    /// The families that the reader or one of their teams holds.
    static final String OWN_FAMILIES = """
            own_teams as materialized (
                select distinct team
                  from staff_role
                 where staff = :reader
                   and team is not null
                   and held_from <= :now
                   and (held_until is null or held_until > :now)),
            own_held as (
                select authority, child
                  from allocation
                 where held_until is null
                   and staff in (
                       select :reader::uuid
                        union
                       select r.staff
                         from staff_role r
                        where r.team in (select team from own_teams)
                          and r.held_from <= :now
                          and (r.held_until is null or r.held_until > :now))
                 union all
                select authority, child
                  from allocation
                 where held_until is null
                   and duty_of_team in (select team from own_teams)),
            own_families as materialized (
                select distinct m.family
                  from own_held h
                  join family_member m on m.authority = h.authority and m.person = h.child)
            """;

    /// Only members of [#OWN_FAMILIES].
    static final String IN_OWN_FAMILY = """
               and exists (
                   select
                     from family_member own
                    where own.person = p.id
                      and own.family in (select family from own_families))
            """;

    /// The first word that no longer begins with this one.
    static String after(String word) {
        return word + Character.toString(Character.MAX_CODE_POINT);
    }
}
