package stepways.app.staffing;

import static stepways.app.staffing.HandingOn.at;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.access.WorkingRelationship;
import stepways.app.families.ChronologyPart;
import stepways.app.web.SignedInStaff;

/// Tells in a family's chronology who handed a child on to whom, why, and when it was recorded; and that nobody was
/// free.
@Component
class HandedOnChronology implements ChronologyPart {

    private static final String KIND = "Who holds the family";

    @Override
    public List<Entry> of(JdbcClient sql, SignedInStaff me, UUID family, Instant now) {
        var all = new java.util.ArrayList<Entry>();
        sql.sql("""
                        select x.id, x.kind, x.reason, x.happened_at, x.recorded_at, b.name as by, r.child, r.part,
                               case
                                   when\s""" + WorkingRelationship.MAY_BE_NAMED + """

                                   then coalesce(p.known_as, p.forename, 'The unborn child')
                                   else 'A guarded record'
                               end as name,
                               coalesce(fs.name, fp.name, 'the duty holder of ' || ft.title) as from_name,
                               coalesce(ts.name, 'the duty holder of ' || tt.title) as to_name
                          from family_member m
                          join staffing_act_row r on r.authority = m.authority and r.child = m.person and r.why_not is null
                          join staffing_act x on x.authority = r.authority and x.id = r.act
                          join person p on p.authority = r.authority and p.id = r.child
                          join staff b on b.authority = x.authority and b.id = x.recorded_by
                          left join staff fs on fs.authority = r.authority and fs.id = r.from_staff
                          left join partner_professional fp on fp.authority = r.authority and fp.id = r.from_partner
                          left join team ft on ft.authority = r.authority and ft.id = r.from_team
                          left join staff ts on ts.authority = r.authority and ts.id = r.to_staff
                          left join team tt on tt.authority = r.authority and tt.id = r.to_team
                         where m.family = :family
                           and m.part = 'child'
                         order by x.happened_at, x.id, r.subject
                        """)
                .param("family", family)
                .param("staff", me.staff())
                .param("now", at(now))
                .query(rs -> {
                    var kind = Act.Kind.of(rs.getString("kind"));
                    var reason = rs.getString("reason");
                    all.add(new Entry(
                            KIND,
                            rs.getObject("happened_at", OffsetDateTime.class).toInstant(),
                            false,
                            rs.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                            rs.getString("name") + ": " + kind.title().toLowerCase(java.util.Locale.ROOT) + ", "
                                    + rs.getString("from_name") + " to " + rs.getString("to_name")
                                    + (rs.getString("part").equals("lead") ? "" : " (works beside the practitioner)"),
                            reason.isEmpty() ? null : reason,
                            rs.getString("by"),
                            "/handed-on/" + rs.getObject("id", UUID.class),
                            Set.of(rs.getObject("child", UUID.class)),
                            false,
                            null));
                });
        sql.sql("""
                        select c.raised_at, c.ended_at, c.answer, c.words, t.title, b.name as by
                          from capacity_call c
                          join team t on t.authority = c.authority and t.id = c.team
                          join staff b on b.authority = c.authority and b.id = c.raised_by
                         where c.family = :family
                         order by c.raised_at, c.id
                        """).param("family", family).query(rs -> {
            var raised = rs.getObject("raised_at", OffsetDateTime.class).toInstant();
            var answer = rs.getString("answer");
            all.add(new Entry(
                    KIND,
                    raised,
                    false,
                    raised,
                    "Nobody was free in " + rs.getString("title") + ": raised at once",
                    answer == null
                            ? (rs.getString("words").isEmpty() ? null : rs.getString("words"))
                            : "Answered: " + answer,
                    rs.getString("by"),
                    null,
                    Set.of(),
                    false,
                    null));
        });
        return all;
    }
}
