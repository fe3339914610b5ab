package stepways.app.staffing;

import static stepways.app.staffing.HandingOn.at;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.web.Dates;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.LetterType;
import stepways.engine.policy.Policy;
import tools.jackson.databind.json.JsonMapper;

/// Drafts what a family is told when another practitioner of the same service takes over, in the procedure's own words.
/// The letters wait in the outbox; where harm is open for the family they are held there until a manager has looked.
@Component
class ChangeLetters {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Procedures procedures;
    private final TimeOrderedIds ids;

    ChangeLetters(Procedures procedures, TimeOrderedIds ids) {
        this.procedures = procedures;
        this.ids = ids;
    }

    /// Some children of one family who went from one named practitioner to another, in one act.
    private record Change(
            UUID family,
            UUID from,
            UUID to,
            String fromName,
            String toName,
            String service,
            String telephone,
            String children,
            String references,
            UUID[] ids,
            Instant happened,
            boolean harm) {}

    private record Recipient(@Nullable UUID person, String name) {}

    /// Drafts the letters of an act; a letter that was drafted before is not drafted again.
    void draft(JdbcClient sql, SignedInStaff me, UUID act, Instant now) {
        var policy = procedures.active(me.viewer().authority(), sql);
        for (var change : changes(sql, act)) {
            for (var letter : Ways.lettersOfAChange(policy, change.service())) {
                for (var recipient : recipients(sql, letter, change)) {
                    queue(sql, me, policy, act, change, letter, recipient, now);
                }
            }
        }
    }

    private static List<Change> changes(JdbcClient sql, UUID act) {
        return sql.sql("""
                        select m.family, r.from_staff, r.to_staff, s.name as from_name, t.name as to_name, a.service,
                               x.happened_at, coalesce(t.telephone, '') as telephone,
                               string_agg(coalesce(p.known_as, p.forename, 'your unborn child'), ', '
                                          order by p.birth_date nulls last, p.id) as children,
                               min(f.reference) as reference, array_agg(p.id) as ids,
                               exists (
                                   select
                                     from run u
                                    where u.family = m.family
                                      and u.kind = 'urgent'
                                      and u.status = 'open') as harm
                          from staffing_act_row r
                          join staffing_act x on x.authority = r.authority and x.id = r.act
                          join allocation a on a.authority = r.authority and a.id = r.ended
                          join person p on p.authority = r.authority and p.id = r.child
                          join family_member m on m.authority = r.authority and m.person = r.child and m.part = 'child'
                          join family f on f.authority = m.authority and f.id = m.family
                          join staff s on s.authority = r.authority and s.id = r.from_staff
                          join staff t on t.authority = r.authority and t.id = r.to_staff
                         where r.act = :act
                           and r.part = 'lead'
                           and r.begun is not null
                         group by m.family, r.from_staff, r.to_staff, s.name, t.name, a.service, x.happened_at, t.telephone
                         order by min(f.reference), t.name
                        """)
                .param("act", act)
                .query((rs, _) -> {
                    var names = rs.getString("children");
                    int last = names.lastIndexOf(", ");
                    return new Change(
                            rs.getObject("family", UUID.class),
                            rs.getObject("from_staff", UUID.class),
                            rs.getObject("to_staff", UUID.class),
                            rs.getString("from_name"),
                            rs.getString("to_name"),
                            rs.getString("service"),
                            rs.getString("telephone"),
                            last < 0 ? names : names.substring(0, last) + " and " + names.substring(last + 2),
                            rs.getString("reference"),
                            (UUID[]) rs.getArray("ids").getArray(),
                            rs.getObject("happened_at", OffsetDateTime.class).toInstant(),
                            rs.getBoolean("harm"));
                })
                .list();
    }

    /// One letter for each person with parental responsibility, never one for a family. Where nobody is recorded, and
    /// for professionals, one draft waits for a name.
    private static List<Recipient> recipients(JdbcClient sql, LetterType letter, Change change) {
        if (!letter.to().contains("family")) {
            return List.of(new Recipient(null, "[name]"));
        }
        var all = new ArrayList<Recipient>();
        sql.sql("""
                        select distinct p.id, coalesce(p.known_as, p.forename, '') || ' ' || p.surname as name
                          from relationship r
                          join person p on p.authority = r.authority and p.id = r.person
                         where r.other_person = any(:children)
                           and r.parental_responsibility = 'yes'
                           and r.until is null
                           and p.died_on is null
                         order by 2, 1
                        """).param("children", change.ids()).query(rs -> {
            all.add(new Recipient(
                    rs.getObject("id", UUID.class), rs.getString("name").strip()));
        });
        return all.isEmpty() ? List.of(new Recipient(null, "[name]")) : all;
    }

    private void queue(
            JdbcClient sql,
            SignedInStaff me,
            Policy policy,
            UUID act,
            Change change,
            LetterType letter,
            Recipient recipient,
            Instant now) {
        var payload = new LinkedHashMap<String, String>();
        payload.put("letter", letter.name());
        payload.put("title", letter.title());
        payload.put("to", recipient.name());
        payload.put("words", words(me, policy, change, letter, recipient));
        sql.sql("""
                        insert into outbox (authority, id, send_key, kind, family, recipient, payload, send_after,
                                            held_at, held_because, recorded_at)
                        values (:authority, :id, :key, 'letter', :family, :recipient::uuid, :payload, :now,
                                :held::timestamptz, :because::text, :now)
                        on conflict (authority, send_key) do nothing
                        """)
                .param("authority", me.authority())
                .param("id", ids.next())
                .param(
                        "key",
                        act + ":" + change.family() + ":" + change.from() + ":" + change.to() + ":" + letter.name()
                                + ":"
                                + (recipient.person() == null ? "" : recipient.person()))
                .param("family", change.family())
                .param("recipient", recipient.person())
                .param("payload", JSON.writeValueAsString(payload))
                .param("now", at(now))
                .param("held", change.harm() ? at(now) : null)
                .param("because", change.harm() ? "harm" : null)
                .update();
    }

    private static String words(
            SignedInStaff me, Policy policy, Change change, LetterType letter, Recipient recipient) {
        var service =
                policy.service(change.service()).map(found -> found.title()).orElse(change.service());
        var values = Map.ofEntries(
                Map.entry("recipient.name", recipient.name()),
                Map.entry("child.first-name", change.children()),
                Map.entry("child.reference", change.references()),
                Map.entry("sending.service", service),
                Map.entry("receiving.service", service),
                Map.entry("sending.practitioner", change.fromName()),
                Map.entry("receiving.practitioner", change.toName()),
                Map.entry("date-of-change", Dates.date(change.happened())),
                Map.entry("team.telephone", change.telephone().isEmpty() ? "[number]" : change.telephone()),
                Map.entry("council.name", me.authorityName()));
        var words = letter.text();
        for (var value : values.entrySet()) {
            words = words.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        return words;
    }
}
