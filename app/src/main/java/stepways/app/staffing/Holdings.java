package stepways.app.staffing;

import static stepways.app.staffing.HandingOn.at;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.WorkingRelationship;
import stepways.app.web.Dates;

/// Reads who is held by whom, child by child.
final class Holdings {

    private final JdbcClient sql;
    private final UUID reader;
    private final Instant now;

    Holdings(JdbcClient sql, UUID reader, Instant now) {
        this.sql = sql;
        this.reader = reader;
        this.now = now;
    }

    /// One running allocation of one child.
    ///
    /// @param name the child's, as this reader may know it; where they may not, the family is left out too
    record Holding(
            UUID allocation,
            UUID child,
            String part,
            String name,
            @Nullable LocalDate born,
            @Nullable UUID family,
            @Nullable String reference,
            @Nullable UUID staff,
            @Nullable String team,
            String holder,
            String service,
            Instant since,
            int openRuns) {

        String childWords(LocalDate today) {
            return born == null
                    ? name
                    : name + " (" + java.time.Period.between(born, today).getYears() + ")";
        }

        String holderWords() {
            return (staff == null && team != null ? "duty holder of " + holder : holder) + " since "
                    + Dates.date(since);
        }
    }

    private static final String ROWS = """
            select a.id, a.child, a.part, a.staff, a.duty_of_team, a.service, a.held_from, p.birth_date,
                   case
                       when\s""" + WorkingRelationship.MAY_BE_NAMED + """

                       then coalesce(p.known_as, p.forename, 'Unborn child') || ' ' || p.surname
                       else 'a guarded record'
                   end as name,
                   case
                       when\s""" + WorkingRelationship.MAY_BE_NAMED
            + """

                       then f.id
                   end as family,
                   case
                       when\s""" + WorkingRelationship.MAY_BE_NAMED + """

                       then f.reference
                   end as reference,
                   coalesce(s.name, pp.name, t.title) as holder,
                   (select count(*)
                      from run_child c
                     where c.child = a.child
                       and c.left_at is null) as open_runs
              from allocation a
              join person p on p.authority = a.authority and p.id = a.child
              left join lateral (
                   select m.family
                     from family_member m
                    where m.person = a.child
                      and m.part = 'child'
                    order by m.family
                    limit 1) m on true
              left join family f on f.authority = a.authority and f.id = m.family
              left join staff s on s.authority = a.authority and s.id = a.staff
              left join partner_professional pp on pp.authority = a.authority and pp.id = a.partner
              left join team t on t.authority = a.authority and t.id = a.duty_of_team
            """;

    /// Everything that somebody holds or works on beside another, family by family.
    List<Holding> of(UUID staff) {
        return list(sql.sql(ROWS + """
                         where a.staff = :holder
                           and a.held_until is null
                         order by f.reference nulls last, a.part desc, p.birth_date nulls last, p.id
                        """).param("holder", staff));
    }

    /// The children of a family, each with the accountable holder.
    List<Holding> ofFamily(UUID family) {
        return list(sql.sql(ROWS + """
                         where a.child in (select person from family_member where family = :family and part = 'child')
                           and a.part = 'lead'
                           and a.held_until is null
                         order by p.birth_date nulls last, p.id
                        """).param("family", family));
    }

    /// Whom the duty holder of a team answers for, in these families.
    List<Holding> ofDuty(Collection<String> teams, Collection<UUID> families) {
        return list(sql.sql(ROWS + """
                         where a.duty_of_team = any(:teams)
                           and a.part = 'lead'
                           and a.held_until is null
                           and f.id = any(:families)
                         order by f.reference, p.birth_date nulls last, p.id
                        """)
                .param("teams", teams.toArray(String[]::new))
                .param("families", families.toArray(UUID[]::new)));
    }

    /// These allocations, running or not.
    List<Holding> these(Collection<UUID> allocations) {
        return list(sql.sql(ROWS + """
                         where a.id = any(:these)
                         order by f.reference nulls last, p.birth_date nulls last, p.id
                        """).param("these", allocations.toArray(UUID[]::new)));
    }

    private List<Holding> list(JdbcClient.StatementSpec statement) {
        return statement
                .param("staff", reader)
                .param("now", at(now))
                .query((rs, _) -> holding(rs))
                .list();
    }

    private static Holding holding(ResultSet rs) throws SQLException {
        return new Holding(
                rs.getObject("id", UUID.class),
                rs.getObject("child", UUID.class),
                rs.getString("part"),
                rs.getString("name"),
                rs.getObject("birth_date", LocalDate.class),
                rs.getObject("family", UUID.class),
                rs.getString("reference"),
                rs.getObject("staff", UUID.class),
                rs.getString("duty_of_team"),
                rs.getString("holder"),
                rs.getString("service"),
                rs.getObject("held_from", OffsetDateTime.class).toInstant(),
                rs.getInt("open_runs"));
    }
}
