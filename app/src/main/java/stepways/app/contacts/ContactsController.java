package stepways.app.contacts;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.access.WorkingRelationship;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.transfers.RunPages;
import stepways.app.web.Dates;
import stepways.app.web.Isolated;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.PageOf;
import stepways.app.web.Pages;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tab;
import stepways.app.web.Tag;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;

/// The list of contacts, for those who take them and those who decide on them.
@Controller
class ContactsController {

    private static final int A_PAGE = 50;
    private static final Duration LATELY = Duration.ofDays(28);

    /// Every contact.
    private static final String ANY = "contact c";

    /// Those that wait for somebody: found from the open runs, which are few.
    private static final String WAITING = """
            (select id from run where kind = 'contact' and status = 'open'
                         union
                        select id from contact where run is null) waiting
                  join contact c on c.id = waiting.id""";

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final InstantSource clock;

    ContactsController(Database database, Procedures procedures, Layouts layouts, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.clock = clock;
    }

    /// Which contacts, and in which order: what waits is shown the oldest first.
    private enum Which {
        OPEN("open", "Open", WAITING, "true", true, "No contact is open."),
        MINE("mine", "Taken by you", ANY, "c.recorded_by = :staff", false, "You have taken no contact."),
        NOT_TOLD(
                "not-told",
                "Referrers not told",
                ANY,
                """
                c.told_at is null
                       and exists (
                           select
                             from run_event answer
                            where answer.run = c.run
                              and answer.type = 'outcome-chosen'
                              and not (r.pathway || '.' || (answer.payload::json->>'stage')) = any(:takingIn))""",
                true,
                "Everybody who made a contact has been told what was decided."),
        LATELY(
                "lately",
                "Last four weeks",
                ANY,
                "c.received_at > :lately",
                false,
                "No contact came in the last four weeks.");

        private final String word;
        private final String title;
        private final String from;
        private final String where;
        private final boolean oldestFirst;
        private final String nothing;

        Which(String word, String title, String from, String where, boolean oldestFirst, String nothing) {
            this.word = word;
            this.title = title;
            this.from = from;
            this.where = where;
            this.oldestFirst = oldestFirst;
            this.nothing = nothing;
        }

        static Which of(String word) {
            for (var which : values()) {
                if (which.word.equals(word)) {
                    return which;
                }
            }
            return OPEN;
        }
    }

    private record Line(
            UUID id,
            @Nullable String reference,
            @Nullable String pathway,
            @Nullable String stage,
            @Nullable String outcome,
            boolean answered,
            boolean told,
            Source source,
            @Nullable String organisation,
            @Nullable String children,
            Instant received) {}

    private record Listed(Policy policy, boolean takes, List<Line> lines) {}

    @GetMapping("/contacts")
    ModelAndView list(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String show,
            @RequestParam(defaultValue = "") String after) {
        var which = Which.of(show);
        var now = clock.instant();
        var listed = database.read(me.viewer(), sql -> {
            var door = FrontDoor.of(sql, procedures, me, now);
            return new Listed(door.policy(), door.takesContacts(), lines(sql, me, which, after, door.policy(), now));
        });
        var shown = listed.lines().stream().limit(A_PAGE).toList();
        var address = "/contacts?show=" + which.word;
        var tabs = new ArrayList<Tab>();
        for (var each : Which.values()) {
            tabs.add(new Tab(each.title, "/contacts?show=" + each.word, each == which));
        }
        return PageOf.view(
                "contacts/contacts",
                new ContactsPage(
                        layouts.of(request, me, "Contacts", "/contacts"),
                        "Contacts",
                        tabs,
                        listed.takes() ? new Link("Take a contact", "/contacts/new") : null,
                        shown.stream().map(line -> row(listed.policy(), line)).toList(),
                        which.nothing,
                        listed.lines().size() <= A_PAGE && after.isEmpty()
                                ? null
                                : new Pages(
                                        shown.isEmpty() ? "No more" : shown.size() + " contacts",
                                        after.isEmpty() ? null : address,
                                        listed.lines().size() > A_PAGE
                                                ? address + "&after=" + key(shown.getLast())
                                                : null)));
    }

    private static String key(Line line) {
        return line.received().getEpochSecond() + "." + line.received().getNano() + "_" + line.id();
    }

    private static List<Line> lines(
            JdbcClient sql, SignedInStaff me, Which which, String after, Policy policy, Instant now) {
        var place = place(after);
        var order = which.oldestFirst ? "asc" : "desc";
        var statement = """
                with mine as (
                    select r.team
                      from staff_role r
                     where r.staff = :staff
                       and r.team is not null
                       and r.held_from <= :now
                       and (r.held_until is null or r.held_until > :now)
                     union
                    select d.team
                      from duty_rota d
                     where d.staff = :staff
                       and d.on_from <= :now
                       and d.on_until > :now)
                select c.id, c.source, c.organisation, c.received_at, r.reference, r.pathway, d.stage, d.outcome,
                       exists (select from run_event answer
                                where answer.run = c.run and answer.type = 'outcome-chosen'
                                  and not (r.pathway || '.' || (answer.payload::json->>'stage')) = any(:takingIn)) as answered,
                       c.told_at is not null as told,
                       (select string_agg(concat_ws(' ', coalesce(p.known_as, p.forename), nullif(p.surname, '')), ', '
                                          order by n.place)
                          from contact_child n
                          join person q on q.authority = n.authority and q.id = n.child
                          cross join lateral (
                               select *
                                 from person one
                                where one.authority = q.authority
                                  and one.id = coalesce(q.merged_into, q.id)
                                limit 1) p
                         where n.contact = c.id
                           and\s""" + WorkingRelationship.MAY_BE_NAMED + """
                       ) as children
                  from\s""" + which.from + """
                  left join run r on r.authority = c.authority and r.id = c.run
                  left join lateral (
                       select e.payload::json->>'stage' as stage, e.payload::json->>'outcome' as outcome
                         from run_event e
                        where e.run = c.run
                          and e.type = 'outcome-chosen'
                        order by e.seq desc
                        limit 1) d on true
                 where (c.recorded_by = :staff
                        or exists (
                            select
                              from staff_role taker
                             where taker.staff = c.recorded_by
                               and taker.team in (select team from mine)
                               and taker.held_from <= :now
                               and (taker.held_until is null or taker.held_until > :now))
                        or exists (
                            select
                              from work_item w
                             where w.run = c.run
                               and (w.staff = :staff or w.team in (select team from mine)))
                        or exists (
                            select
                              from run_event acted
                             where acted.run = c.run
                               and acted.by_staff = :staff))
                   and not exists (
                       select
                         from contact_child n
                         join person p on p.authority = n.authority and p.id = n.child
                        where n.contact = c.id
                          and p.restriction = 'hidden'
                          and not\s"""
                + WorkingRelationship.MAY_BE_NAMED + """
                       )
                   and (\s""" + which.where + """
                       )
                """
                + (place == null
                        ? ""
                        : "   and (c.received_at, c.id) " + (which.oldestFirst ? ">" : "<") + " (:received, :id)\n")
                + " order by c.received_at "
                + order + ", c.id " + order + " limit " + (A_PAGE + 1);
        var query = sql.sql(statement)
                .param("staff", me.staff())
                .param("now", ContactRows.at(now))
                .param("lately", ContactRows.at(now.minus(LATELY)))
                .param("takingIn", takingIn(policy));
        if (place != null) {
            query = query.param("received", ContactRows.at(place.received())).param("id", place.id());
        }
        return query.query((rs, _) -> new Line(
                        rs.getObject("id", UUID.class),
                        rs.getString("reference"),
                        rs.getString("pathway"),
                        rs.getString("stage"),
                        rs.getString("outcome"),
                        rs.getBoolean("answered"),
                        rs.getBoolean("told"),
                        Source.of(rs.getString("source")).orElse(Source.OTHER),
                        rs.getString("organisation"),
                        rs.getString("children"),
                        ContactRows.instant(rs, "received_at")))
                .list();
    }

    private record Place(Instant received, UUID id) {}

    private static @Nullable Place place(String after) {
        if (!after.matches("[0-9]{1,11}\\.[0-9]{1,9}_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")) {
            return null;
        }
        var parts = after.split("[._]");
        return new Place(
                Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1])), UUID.fromString(parts[2]));
    }

    /// The stages at which a contact is only taken in: nobody who may answer decides there.
    private static String[] takingIn(Policy policy) {
        var all = new ArrayList<String>();
        for (var layer = policy; layer != null; layer = layer.national()) {
            for (var pathway : layer.pathways().values()) {
                if (pathway.kind() == Pathway.Kind.CONTACT) {
                    for (var stage : pathway.stages().values()) {
                        if (!RunPages.answers(policy, stage)) {
                            all.add(pathway.name() + "." + stage.name());
                        }
                    }
                }
            }
        }
        return all.toArray(String[]::new);
    }

    private static ContactsPage.Row row(Policy policy, Line line) {
        var reference = Objects.requireNonNullElse(line.reference(), "Not begun");
        return new ContactsPage.Row(
                new Link(reference, "/contacts/" + line.id()),
                line.children() == null ? "A record exists" : Isolated.name(line.children()),
                line.source().title() + (line.organisation() == null ? "" : ", " + line.organisation()),
                Dates.dateAndTime(line.received()),
                line.reference() == null ? "it has not begun" : decided(policy, line),
                !line.answered()
                        ? new Tag("Not decided", Tag.Tone.GREY)
                        : line.told()
                                ? new Tag("Referrer told", Tag.Tone.PLAIN)
                                : new Tag("Referrer not told", Tag.Tone.RED));
    }

    private static String decided(Policy policy, Line line) {
        var outcome = line.outcome();
        if (outcome == null || line.pathway() == null) {
            return "nothing yet";
        }
        for (var layer = policy; layer != null; layer = layer.national()) {
            var pathway = layer.pathways().get(line.pathway());
            var stage = pathway == null || line.stage() == null
                    ? null
                    : pathway.stages().get(line.stage());
            if (stage != null) {
                return stage.outcome(outcome).map(each -> each.title()).orElse(outcome.replace('-', ' '));
            }
        }
        return outcome.replace('-', ' ');
    }
}
