package stepways.app.consents;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.access.Grants;
import stepways.app.access.WorkingRelationship;
import stepways.app.procedures.Procedures;
import stepways.app.web.Card;
import stepways.app.web.Dates;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.SignedInStaff;
import stepways.app.worklist.WorkPart;

/// What was shared without agreement and has to be looked at again, beside the work of the managers
/// who may: whatever is late, and what is due in the next weeks.
@Component
class ReviewsDue implements WorkPart {

    private static final int WEEKS_AHEAD = 4;
    private static final int MOST = 20;

    private final Procedures procedures;

    ReviewsDue(Procedures procedures) {
        this.procedures = procedures;
    }

    private record Due(UUID act, UUID family, String reference, String with, LocalDate due, UUID by) {}

    @Override
    public List<Card> of(JdbcClient sql, SignedInStaff me, Instant now) {
        var policy = procedures.active(me.viewer().authority(), sql);
        var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
        boolean manages = actor.grants().stream()
                .anyMatch(grant -> policy.knowsRole(grant.role())
                        && policy.role(grant.role()).manages());
        if (!manages) {
            return List.of();
        }
        var today = Dates.day(now);
        var relationship = new WorkingRelationship(sql, me, now);
        var mine = due(sql, today.plusWeeks(WEEKS_AHEAD)).stream()
                .filter(each -> !each.by().equals(me.staff()))
                .filter(each -> {
                    try {
                        relationship.mustReachFamily(policy, each.family(), actor);
                        return true;
                    } catch (NotYours | NotFound another) {
                        return false;
                    }
                })
                .limit(MOST)
                .toList();
        if (mine.isEmpty()) {
            return List.of();
        }
        return List.of(new Card(
                "sharing-reviews",
                "Shared without agreement, to look at again",
                mine.getFirst().due().isBefore(today) ? Card.Tone.GAP : Card.Tone.WASH,
                List.of(),
                List.of(),
                mine.stream()
                        .map(each -> new Card.Line(
                                each.due().isBefore(today) ? "Late" : null,
                                "With " + Words.and(each.with().lines().toList())
                                        + (each.due().isBefore(today) ? ", was due " : ", due ")
                                        + Dates.weekdayAndYear(each.due()),
                                new Link(
                                        each.reference(),
                                        "/families/" + each.family() + "/consents/ground/" + each.act() + "/review")))
                        .toList()));
    }

    private static List<Due> due(JdbcClient sql, LocalDate until) {
        var seen = new LinkedHashSet<UUID>();
        return sql
                .sql("""
                        select b.act, b.family, f.reference, b.shared_with, coalesce(r.next_on, b.review_on) as due, b.recorded_by
                          from lawful_basis b
                          join family f on f.authority = b.authority and f.id = b.family
                          left join lateral (
                               select id, next_on
                                 from sharing_review
                                where act = b.act
                                order by recorded_at desc, id desc
                                limit 1) r on true
                         where b.review_on is not null
                           and b.ended_on is null
                           and b.without_agreement
                           and (r.id is null or r.next_on is not null)
                           and coalesce(r.next_on, b.review_on) <= :until
                         order by coalesce(r.next_on, b.review_on), b.act
                         limit 200
                        """)
                .param("until", until)
                .query((rs, _) -> new Due(
                        rs.getObject("act", UUID.class),
                        rs.getObject("family", UUID.class),
                        rs.getString("reference"),
                        rs.getString("shared_with"),
                        rs.getObject("due", LocalDate.class),
                        rs.getObject("recorded_by", UUID.class)))
                .list()
                .stream()
                .filter(each -> seen.add(each.act()))
                .toList();
    }
}
