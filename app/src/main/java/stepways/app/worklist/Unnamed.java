package stepways.app.worklist;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Children who need a named practitioner: the duty holder of a team answers for them, and nobody by name.
public final class Unnamed {

    private final JdbcClient sql;

    public Unnamed(JdbcClient sql) {
        this.sql = sql;
    }

    /// A child nobody holds by name.
    ///
    /// @param since since when nobody has
    public record Child(
            UUID id,
            @Nullable String forename,
            String surname,
            @Nullable LocalDate born,
            Optional<UUID> family,
            String team,
            String service,
            Instant since) {}

    /// Those whom one team's duty holder answers for, the longest waiting first; of every team where none is named.
    ///
    /// @param after goes on after this child of a page before
    public List<Child> children(Optional<String> team, Optional<Child> after, int limit) {
        return sql.sql("""
                        select p.id, p.forename, p.surname, p.birth_date, a.duty_of_team, a.service, a.held_from,
                               (select m.family from family_member m where m.person = p.id order by m.family limit 1) as family
                          from allocation a
                          join person p on p.authority = a.authority and p.id = a.child
                         where a.part = 'lead'
                           and a.held_until is null
                           and a.duty_of_team is not null
                           and (:team::text is null or a.duty_of_team = :team)
                           and (:since::timestamptz is null or (a.held_from, p.id) > (:since::timestamptz, :id::uuid))
                           and p.restriction = 'open'
                         order by a.held_from, p.id
                         limit :limit
                        """)
                .param("team", team.orElse(null))
                .param("since", after.map(child -> child.since().toString()).orElse(null))
                .param("id", after.map(Child::id).orElse(null))
                .param("limit", limit)
                .query((rs, _) -> new Child(
                        Objects.requireNonNull(rs.getObject("id", UUID.class)),
                        rs.getString("forename"),
                        rs.getString("surname"),
                        rs.getObject("birth_date", LocalDate.class),
                        Optional.ofNullable(rs.getObject("family", UUID.class)),
                        rs.getString("duty_of_team"),
                        rs.getString("service"),
                        rs.getObject("held_from", OffsetDateTime.class).toInstant()))
                .list();
    }

    /// How many there are in all.
    public long count() {
        return sql.sql("""
                        select count(*)
                          from allocation
                         where part = 'lead'
                           and held_until is null
                           and duty_of_team is not null
                        """).query(Long.class).single();
    }
}
