package stepways.app.contacts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.web.Dates;
import stepways.app.web.Event;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Stage;

/// What is already known of some children, before anything is asked: earlier contacts and what came of them, those that
/// ended with nothing more, steps down, services, and who knew the family.
///
/// @param summary the counts in a sentence
/// @param events newest first
/// @param knew who worked with the family, newest first
/// @param nothing what is said where there is no past
record Past(
        String summary,
        List<Event> events,
        List<Knew> knew,
        @Nullable String nothing) {

    private static final int MOST = 40;

    Past {
        events = List.copyOf(events);
        knew = List.copyOf(knew);
    }

    /// Somebody who worked with the family, and when.
    record Knew(String name, String words, boolean now) {}

    private record Dated(Instant at, Event event) {}

    /// The past of nobody: a family that is recorded for the first time.
    static Past none(String searched) {
        return new Past("", List.of(), List.of(), "No earlier contact found. " + searched);
    }

    /// @param besides a run that is shown on the same page, and is not its own past
    static Past of(
            JdbcClient sql, Policy policy, @Nullable UUID family, Collection<UUID> people, @Nullable UUID besides) {
        return new Reading(sql, policy, people.toArray(UUID[]::new), family, besides).read();
    }

    private static final class Reading {

        private final JdbcClient sql;
        private final Policy policy;
        private final UUID[] people;
        private final @Nullable UUID family;
        private final @Nullable UUID besides;
        private final List<Dated> all = new ArrayList<>();
        private int contacts;
        private int nothingMore;
        private int down;

        Reading(JdbcClient sql, Policy policy, UUID[] people, @Nullable UUID family, @Nullable UUID besides) {
            this.sql = sql;
            this.policy = policy;
            this.people = withMerged(sql, people);
            this.family = family;
            this.besides = besides;
        }

        /// The records that were merged into these have a past too.
        private static UUID[] withMerged(JdbcClient sql, UUID[] people) {
            return sql.sql("select id from person where id = any(:people) or merged_into = any(:people)")
                    .param("people", people)
                    .query(UUID.class)
                    .list()
                    .toArray(UUID[]::new);
        }

        Past read() {
            runs();
            extract();
            episodes();
            var knew = knew();
            all.sort(Comparator.comparing(Dated::at).reversed());
            return new Past(
                    summary(knew),
                    all.stream().limit(MOST).map(Dated::event).toList(),
                    knew,
                    all.isEmpty() && knew.isEmpty()
                            ? "No earlier contact, service or decision is recorded about these children."
                            : null);
        }

        private String summary(List<Knew> knew) {
            var words = new ArrayList<String>();
            words.add(contacts == 0 ? "No earlier contact" : count(contacts, "earlier contact"));
            if (contacts > 0) {
                words.add(
                        nothingMore == 0
                                ? "none ended with no further action"
                                : nothingMore + " of them ended with no further action");
            }
            words.add(count(down, "step down"));
            var known =
                    knew.stream().filter(Knew::now).map(Knew::name).distinct().toList();
            return String.join(", ", words) + "."
                    + (known.isEmpty() ? "" : " Works with the family now: " + String.join(", ", known) + ".");
        }

        private static String count(int number, String thing) {
            return number == 0 ? "no " + thing : number + " " + thing + (number == 1 ? "" : "s");
        }

        private void add(Instant at, String title, @Nullable String by, String happened, @Nullable String words) {
            all.add(new Dated(
                    at,
                    new Event(
                            "past-" + (all.size() + 1),
                            title,
                            by,
                            happened,
                            Dates.iso(at),
                            null,
                            words,
                            List.of(),
                            null,
                            null)));
        }

        /// Contacts and transfers of this service, each with what was decided last.
        private void runs() {
            sql.sql("""
                            select r.id, r.reference, r.kind, r.pathway, r.door, r.status, r.stage, r.began_at, r.ended_at,
                                   c.source, c.received_at, d.stage as decided_at, d.outcome, d.happened_at, s.name
                              from (select run as id
                                      from run_child
                                     where child = any(:people)
                                    union
                                    select id
                                      from contact
                                     where family = :family::uuid) theirs
                              cross join lateral (select * from run one where one.id = theirs.id limit 1) r
                              left join contact c on c.authority = r.authority and c.id = r.id
                              left join lateral (
                                   select e.payload::json->>'stage' as stage, e.payload::json->>'outcome' as outcome,
                                          e.happened_at, e.by_staff
                                     from run_event e
                                    where e.run = r.id
                                      and e.type = 'outcome-chosen'
                                    order by e.seq desc
                                    limit 1) d on true
                              left join staff s on s.id = d.by_staff
                             where r.id is distinct from :besides::uuid
                               and r.kind <> 'urgent'
                             order by r.began_at desc
                             limit 60
                            """)
                    .param("people", people)
                    .param("family", family)
                    .param("besides", besides)
                    .query(rs -> {
                        var pathway = pathway(rs.getString("pathway"));
                        boolean contact = rs.getString("kind").equals("contact");
                        boolean open = rs.getString("status").equals("open");
                        var door = pathway == null ? null : pathway.doors().get(rs.getString("door"));
                        var source = rs.getString("source");
                        var chosen = rs.getString("outcome");
                        var outcome = outcome(pathway, rs.getString("decided_at"), chosen);
                        var began = instant(rs.getObject("began_at", OffsetDateTime.class));
                        var received = rs.getObject("received_at", OffsetDateTime.class);
                        if (contact) {
                            contacts++;
                            if (!open && outcome != null && endsWithNothing(outcome)) {
                                nothingMore++;
                            }
                        } else if (door != null && door.direction() == Pathway.Direction.DOWN) {
                            down++;
                        }
                        var title = (pathway == null ? plain(rs.getString("pathway")) : pathway.title()) + " "
                                + rs.getString("reference")
                                + (source == null
                                        ? ""
                                        : ", from "
                                                + Source.of(source)
                                                        .map(each ->
                                                                each.title().toLowerCase(java.util.Locale.UK))
                                                        .orElse(source));
                        var words = chosen == null
                                ? open ? "Open now; nothing is decided yet." : null
                                : (outcome == null ? plain(chosen) : outcome.title()) + ", "
                                        + Dates.date(instant(rs.getObject("happened_at", OffsetDateTime.class)))
                                        + (open ? ". Open now." : ".");
                        add(
                                received == null ? began : instant(received),
                                title,
                                rs.getString("name"),
                                Dates.date(received == null ? began : instant(received)),
                                words);
                    });
        }

        private @Nullable Pathway pathway(String name) {
            for (var layer = policy; layer != null; layer = layer.national()) {
                var found = layer.pathways().get(name);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }

        private static @Nullable Outcome outcome(
                @Nullable Pathway pathway, @Nullable String stageName, @Nullable String name) {
            Stage stage = pathway == null || stageName == null
                    ? null
                    : pathway.stages().get(stageName);
            return stage == null || name == null ? null : stage.outcome(name).orElse(null);
        }

        private static boolean endsWithNothing(Outcome outcome) {
            return outcome.go() instanceof Outcome.Go.End && outcome.then().isEmpty();
        }

        /// What an extract of the case system says of contacts and referrals.
        private void extract() {
            sql.sql("""
                            select received_on, source_text, outcomes
                              from source_contact
                             where child = any(:people)
                             order by received_on desc nulls last
                             limit 40
                            """).param("people", people).query(rs -> {
                var day = rs.getObject("received_on", LocalDate.class);
                var flags = List.of((String[]) rs.getArray("outcomes").getArray());
                contacts++;
                if (flags.stream().anyMatch(flag -> flag.contains("NO_ACTION") || flag.contains("NFA"))) {
                    nothingMore++;
                }
                var from = rs.getString("source_text");
                if (day != null) {
                    add(
                            start(day),
                            "Contact in the case system" + (from == null ? "" : ", from " + from),
                            null,
                            Dates.date(day),
                            flags.isEmpty()
                                    ? null
                                    : "Outcome: "
                                            + String.join(
                                                    ", ",
                                                    flags.stream()
                                                            .map(Reading::plain)
                                                            .toList())
                                            + ".");
                }
            });
            sql.sql("""
                            select referred_on, no_action, team
                              from source_referral
                             where child = any(:people)
                             order by referred_on desc
                             limit 40
                            """).param("people", people).query(rs -> {
                var day = rs.getObject("referred_on", LocalDate.class);
                var team = rs.getString("team");
                add(
                        start(day),
                        "Referral in the case system" + (team == null ? "" : ", " + team),
                        null,
                        Dates.date(day),
                        rs.getBoolean("no_action") ? "It ended without an assessment." : null);
            });
        }

        private void episodes() {
            sql.sql("""
                            select service, opened_at, closed_at, closed_in_words, closed_because
                              from episode
                             where child = any(:people)
                             order by opened_at desc
                             limit 60
                            """).param("people", people).query(rs -> {
                var opened = instant(rs.getObject("opened_at", OffsetDateTime.class));
                var closed = rs.getObject("closed_at", OffsetDateTime.class);
                var why = rs.getString("closed_in_words");
                var service = rs.getString("service");
                var title = policy.service(service).map(found -> found.title()).orElse(plain(service))
                        + (closed == null ? ": open now" : ": until " + Dates.date(instant(closed)));
                boolean said = all.stream()
                        .anyMatch(each -> each.event().title().equals(title)
                                && each.event().happened().equals("from " + Dates.date(opened)));
                if (!said) {
                    add(opened, title, null, "from " + Dates.date(opened), why == null ? null : why + ".");
                }
            });
        }

        private List<Knew> knew() {
            var all = new LinkedHashMap<String, Knew>();
            sql.sql("""
                            select coalesce(s.name, pp.name || ', ' || pp.organisation) as name, a.worker_role, a.service,
                                   min(a.held_from) as since,
                                   case when bool_or(a.held_until is null) then null else max(a.held_until) end as until
                              from allocation a
                              left join staff s on s.authority = a.authority and s.id = a.staff
                              left join partner_professional pp on pp.authority = a.authority and pp.id = a.partner
                             where a.child = any(:people)
                               and (a.staff is not null or a.partner is not null)
                             group by 1, 2, 3
                             order by until desc nulls first, since desc
                             limit 20
                            """).param("people", people).query(rs -> {
                var until = rs.getObject("until", OffsetDateTime.class);
                var role = rs.getString("worker_role");
                var since = Dates.date(instant(rs.getObject("since", OffsetDateTime.class)));
                var service = rs.getString("service");
                all.putIfAbsent(
                        rs.getString("name") + role + service,
                        new Knew(
                                rs.getString("name"),
                                (role != null && policy.knowsRole(role)
                                                ? policy.role(role).title()
                                                : policy.service(service)
                                                        .map(found -> found.title())
                                                        .orElse(plain(service)))
                                        + (until == null
                                                ? ", since " + since + ", now"
                                                : ", " + since + " to " + Dates.date(instant(until))),
                                until == null));
            });
            return List.copyOf(all.values());
        }

        private static String plain(String word) {
            var words = word.replace('-', ' ').replace('_', ' ').toLowerCase(java.util.Locale.UK);
            return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
        }

        private static Instant instant(OffsetDateTime at) {
            return at.toInstant();
        }

        private static Instant start(LocalDate day) {
            return day.atStartOfDay(Dates.ZONE).toInstant();
        }
    }
}
