package stepways.app.staffing;

import static stepways.app.staffing.HandingOn.at;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.Grants;
import stepways.app.web.Card;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Link;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;

/// What stands beside somebody's work: who answers for their teams now, who covers for whom, what they hold, and where
/// nobody is free.
public final class WorkAside {

    private final JdbcClient sql;
    private final SignedInStaff me;
    private final Policy policy;
    private final Instant now;

    public WorkAside(JdbcClient sql, SignedInStaff me, Policy policy, Instant now) {
        this.sql = sql;
        this.me = me;
        this.policy = policy;
        this.now = now;
    }

    /// Nobody is free somewhere, and this reader is who was told. What a run has told them itself stands on their list
    /// already.
    public record NobodyFree(UUID id, String team, String reference, String since, String by) {}

    public List<NobodyFree> nobodyFree() {
        var roles = new Grants(sql)
                .actor(policy, me.viewer().staff(), now).grants().stream()
                        .map(Actor.Grant::role)
                        .distinct()
                        .toList();
        return new CapacityCalls(sql)
                .with(roles).stream()
                        .filter(call -> !call.inTheRun())
                        .map(call -> new NobodyFree(
                                call.id(),
                                call.teamTitle(),
                                call.reference() == null ? "" : call.reference(),
                                Dates.dateAndTime(call.since()),
                                call.by()))
                        .toList();
    }

    public List<Card> cards() {
        var all = new ArrayList<Card>();
        all.add(duty());
        all.add(cover());
        all.add(mine());
        return all;
    }

    /// The reader's teams in figures, and who in them has room.
    public List<Card> team() {
        var all = new ArrayList<Card>();
        var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
        for (var team : new Teams(sql, now).of(me.staff())) {
            all.add(figures(team));
            if (Ways.manages(policy, actor, team.service())) {
                all.add(room(team));
            }
        }
        all.add(duty());
        return all;
    }

    private Card figures(Teams.Team team) {
        record Figures(
                int children,
                int families,
                int duty,
                @Nullable Instant longest) {}
        var figures = sql.sql("""
                        with held as (
                            select a.child, a.duty_of_team, a.held_from
                              from allocation a
                             where a.part = 'lead'
                               and a.held_until is null
                               and a.duty_of_team = any(:teams)
                            union all
                            select a.child, null, a.held_from
                              from staff_role r
                              join allocation a on a.authority = r.authority and a.staff = r.staff and a.part = 'lead'
                                   and a.held_until is null
                             where r.team = any(:teams)
                               and r.held_from <= :now
                               and (r.held_until is null or r.held_until > :now))
                        select count(distinct held.child) as children, count(distinct m.family) as families,
                               count(distinct held.child) filter (where held.duty_of_team is not null) as duty,
                               min(held.held_from) filter (where held.duty_of_team is not null) as longest
                          from held
                          left join family_member m on m.person = held.child and m.part = 'child'
                        """)
                .param("teams", team.keys().toArray(String[]::new))
                .param("now", at(now))
                .query((rs, _) -> {
                    var longest = rs.getObject("longest", OffsetDateTime.class);
                    return new Figures(
                            rs.getInt("children"),
                            rs.getInt("families"),
                            rs.getInt("duty"),
                            longest == null ? null : longest.toInstant());
                })
                .single();
        var longest = figures.longest();
        return new Card(
                "figures-" + team.id().replace('/', '-'),
                team.title() + " today",
                Card.Tone.PLAIN,
                List.of(),
                List.of(
                        Fact.of("Children", figures.children() + " in " + families(figures.families())),
                        Fact.of(
                                "With the duty holder",
                                figures.duty() + (longest == null ? "" : ", longest since " + Dates.date(longest)))),
                List.of(new Card.Line(null, null, new Link("The tray", "/trays/" + team.id()))));
    }

    private static String families(int count) {
        return count == 1 ? "1 family" : count + " families";
    }

    private Card room(Teams.Team team) {
        return new Card(
                "room-" + team.id().replace('/', '-'),
                "Who has room",
                Card.Tone.PLAIN,
                List.of(),
                List.of(),
                new Candidates(sql, now)
                        .of(Ways.holding(policy, team.service()), team.service(), team.id()).stream()
                                .filter(each -> team.id().equals(each.team()))
                                .map(each -> new Card.Line(
                                        null,
                                        families(each.families()) + (each.away().isEmpty() ? "" : ". " + each.away()),
                                        new Link(each.name(), "/leaving/" + each.staff())))
                                .toList());
    }

    private Card duty() {
        var teams = new Teams(sql, now);
        var lines = new ArrayList<Card.Line>();
        for (var team : teams.of(me.staff())) {
            lines.add(new Card.Line(
                    team.title(),
                    null,
                    new Link(teams.onDuty(team).orElse("Nobody on the rota now"), "/rota?team=" + team.id())));
        }
        if (lines.isEmpty()) {
            lines.add(new Card.Line(null, null, new Link("Duty rota", "/rota")));
        }
        return new Card("on-duty", "On duty now", Card.Tone.PLAIN, List.of(), List.of(), lines);
    }

    private Card cover() {
        var lines = new ArrayList<Card.Line>();
        sql.sql("""
                        select c.away = :staff as mine, a.name as away, d.name as deputy, c.from_at, c.until_at
                          from cover c
                          join staff a on a.authority = c.authority and a.id = c.away
                          join staff d on d.authority = c.authority and d.id = c.deputy
                         where (c.away = :staff or c.deputy = :staff)
                           and c.until_at > :now
                         order by c.from_at, a.name
                         limit 20
                        """).param("staff", me.staff()).param("now", at(now)).query(rs -> {
            var from = rs.getObject("from_at", OffsetDateTime.class).toInstant();
            var until = rs.getObject("until_at", OffsetDateTime.class).toInstant();
            boolean mine = rs.getBoolean("mine");
            boolean runs = !from.isAfter(now);
            lines.add(new Card.Line(
                    mine ? rs.getString("deputy") + " covers for you" : "You cover for " + rs.getString("away"),
                    runs ? "until " + Dates.dateAndTime(until) : RotaController.span(from, until),
                    !mine && runs ? new Link("Their work", "/work?of=cover") : null));
        });
        lines.add(new Card.Line(null, null, new Link("Cover and deputies", "/cover")));
        return new Card("covering", "Away and covered", Card.Tone.PLAIN, List.of(), List.of(), lines);
    }

    private Card mine() {
        record Count(int families, int children) {}
        var count = sql.sql("""
                        select count(distinct m.family) as families, count(distinct a.child) as children
                          from allocation a
                          left join family_member m on m.authority = a.authority and m.person = a.child and m.part = 'child'
                         where a.staff = :staff
                           and a.held_until is null
                        """)
                .param("staff", me.staff())
                .query((rs, _) -> new Count(rs.getInt("families"), rs.getInt("children")))
                .single();
        return new Card(
                "my-families",
                "What I hold",
                Card.Tone.PLAIN,
                List.of(),
                List.of(),
                List.of(
                        new Card.Line(
                                null,
                                count.children() == 1 ? "1 child" : count.children() + " children",
                                new Link(
                                        count.families() == 1 ? "1 family" : count.families() + " families",
                                        "/work/families")),
                        new Card.Line(null, "what held after my step downs", new Link("My month", "/work/month"))));
    }
}
