package stepways.app.staffing;

import static stepways.app.staffing.HandingOn.at;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.web.Dates;

/// Who could take on a family, with what each holds already and whether they know the family.
final class Candidates {

    private static final Duration RECENT = Duration.ofDays(14);

    private final JdbcClient sql;
    private final Instant now;

    Candidates(JdbcClient sql, Instant now) {
        this.sql = sql;
        this.now = now;
    }

    /// Somebody who can be the named practitioner.
    ///
    /// @param recent families they took on in the last two weeks
    /// @param away "off sick since 3 June", or nothing
    /// @param gone whether they have left: then they take nobody on
    record Candidate(
            UUID staff,
            String name,
            String role,
            @Nullable String team,
            @Nullable String teamTitle,
            int families,
            int children,
            int recent,
            @Nullable Instant lastNamed,
            String away,
            boolean gone) {

        String value() {
            return staff + ":" + role;
        }
    }

    /// Everybody who holds one of these roles in a service, those of the team first, then whoever holds fewest.
    List<Candidate> of(Collection<String> roles, String service, String team) {
        return sql.sql("""
                        with able as (
                            select distinct on (s.id) s.id, s.name, r.role, t.id as team, t.title
                              from staff_role r
                              join staff s on s.authority = r.authority and s.id = r.staff
                              left join team t on t.authority = r.authority and t.id = r.team
                             where r.role = any(:roles)
                               and s.active
                               and (t.id is null or t.service = :service or :service = '')
                               and r.held_from <= :now
                               and (r.held_until is null or r.held_until > :now)
                             order by s.id, (t.id = :team) desc nulls last, r.role)
                        select able.id, able.name, able.role, able.team, able.title, held.families, held.children,
                               held.recent, held.last_named, away.kind, away.from_at, away.until_at, leaves.from_at as leaves_at,
                               cover.until_at as covered_until, cover.deputy
                          from able
                          join lateral (
                               select count(distinct m.family) as families, count(distinct a.child) as children,
                                      count(distinct m.family) filter (where a.held_from > :recent) as recent,
                                      max(a.held_from) as last_named
                                 from allocation a
                                 left join family_member m on m.person = a.child and m.part = 'child'
                                where a.staff = able.id
                                  and a.part = 'lead'
                                  and a.held_until is null) held on true
                          left join lateral (
                               select b.kind, b.from_at, b.until_at
                                 from absence b
                                where b.staff = able.id
                                  and b.ended_at is null
                                  and b.from_at <= :now
                                  and (b.until_at is null or b.until_at > :now)
                                order by b.kind = 'leaving' desc, b.from_at
                                limit 1) away on true
                          left join lateral (
                               select min(b.from_at) as from_at
                                 from absence b
                                where b.staff = able.id
                                  and b.ended_at is null
                                  and b.kind = 'leaving'
                                  and b.from_at > :now) leaves on true
                          left join lateral (
                               select c.until_at, d.name as deputy
                                 from cover c
                                 join staff d on d.authority = c.authority and d.id = c.deputy
                                where c.away = able.id
                                  and c.from_at <= :now
                                  and c.until_at > :now
                                limit 1) cover on true
                         order by (able.team is distinct from :team), held.families, able.name, able.id
                         limit 200
                        """)
                .param("roles", roles.toArray(String[]::new))
                .param("service", service)
                .param("team", team)
                .param("now", at(now))
                .param("recent", at(now.minus(RECENT)))
                .query((rs, _) -> new Candidate(
                        rs.getObject("id", UUID.class),
                        rs.getString("name"),
                        rs.getString("role"),
                        rs.getString("team"),
                        rs.getString("title"),
                        rs.getInt("families"),
                        rs.getInt("children"),
                        rs.getInt("recent"),
                        instant(rs.getObject("last_named", OffsetDateTime.class)),
                        away(
                                rs.getString("kind"),
                                instant(rs.getObject("from_at", OffsetDateTime.class)),
                                instant(rs.getObject("until_at", OffsetDateTime.class)),
                                instant(rs.getObject("leaves_at", OffsetDateTime.class)),
                                instant(rs.getObject("covered_until", OffsetDateTime.class)),
                                rs.getString("deputy")),
                        "leaving".equals(rs.getString("kind"))))
                .list();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    /// "off sick since 3 June 2026, back 12 June 2026; Sam Reed covers".
    private static String away(
            @Nullable String kind,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Instant leaves,
            @Nullable Instant coveredUntil,
            @Nullable String deputy) {
        var words = new ArrayList<String>();
        if (kind != null && from != null) {
            words.add(
                    switch (kind) {
                        case "sickness" -> "off sick since " + Dates.date(from);
                        case "leaving" -> "left on " + Dates.date(from);
                        default -> "on leave since " + Dates.date(from);
                    });
            if (until != null) {
                words.add("expected back " + Dates.date(until));
            }
        } else if (coveredUntil != null) {
            words.add("away until " + Dates.dateAndTime(coveredUntil));
        }
        if (deputy != null) {
            words.add(deputy + " covers");
        }
        if (leaves != null) {
            words.add("leaves on " + Dates.date(leaves));
        }
        var all = String.join("; ", words);
        return all.isEmpty() ? "" : Character.toUpperCase(all.charAt(0)) + all.substring(1);
    }

    /// Who has worked with a family, and when last: "Named practitioner until 4 June 2025".
    Map<UUID, String> workedWith(UUID family) {
        var all = new LinkedHashMap<UUID, String>();
        sql.sql("""
                        select a.staff, a.part, max(coalesce(a.held_until, 'infinity')) as until, min(a.held_from) as since
                          from family_member m
                          join allocation a on a.authority = m.authority and a.child = m.person and a.staff is not null
                         where m.family = :family
                           and m.part = 'child'
                         group by a.staff, a.part
                         order by 3 desc, a.part desc
                        """).param("family", family).query(rs -> {
            var until = rs.getObject("until", OffsetDateTime.class);
            var part = rs.getString("part").equals("lead") ? "Named practitioner" : "Co-worker";
            var since = Dates.date(rs.getObject("since", OffsetDateTime.class).toInstant());
            boolean still = until.getYear() > 9999;
            all.putIfAbsent(
                    rs.getObject("staff", UUID.class),
                    still ? part + " since " + since : part + " until " + Dates.date(until.toInstant()));
        });
        sql.sql("""
                        select e.by_staff, max(e.happened_at) as last
                          from run r
                          join run_event e on e.authority = r.authority and e.run = r.id
                         where r.family = :family
                           and e.by_staff is not null
                         group by e.by_staff
                        """).param("family", family).query(rs -> {
            all.putIfAbsent(
                    rs.getObject("by_staff", UUID.class),
                    "Worked on a transfer, last on "
                            + Dates.date(
                                    rs.getObject("last", OffsetDateTime.class).toInstant()));
        });
        return all;
    }
}
