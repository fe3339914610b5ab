package stepways.app.meetings;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.access.AccessLog;
import stepways.app.access.Grants;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.record.Loaded;
import stepways.app.record.RunReader;
import stepways.app.web.Citing;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.Hidden;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tag;
import stepways.app.web.Typed;
import stepways.engine.policy.Forum;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.engine.run.Command;
import stepways.engine.run.Outstanding;

/// Meetings and panels: their next sittings, and one agenda in order.
@Controller
class SittingController {

    /// A sitting stays among those to come until it is surely over.
    private static final Duration LASTS = Duration.ofHours(6);

    private final Database database;
    private final Procedures procedures;
    private final Casework casework;
    private final Layouts layouts;
    private final AccessLog log;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    SittingController(
            Database database,
            Procedures procedures,
            Casework casework,
            Layouts layouts,
            AccessLog log,
            TimeOrderedIds ids,
            InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.casework = casework;
        this.layouts = layouts;
        this.log = log;
        this.ids = ids;
        this.clock = clock;
    }

    private record Calendar(Policy policy, List<SittingRows.Sitting> coming, List<SittingRows.Sitting> held) {}

    @GetMapping("/meetings")
    ModelAndView sittings(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var now = clock.instant();
        var calendar = database.read(me.viewer(), sql -> {
            var rows = new SittingRows(sql);
            return new Calendar(
                    procedures.active(me.viewer().authority(), sql),
                    rows.coming(now.minus(LASTS)),
                    rows.held(now.minus(LASTS)));
        });
        var policy = calendar.policy();
        var coming = new ArrayList<SittingsPage.Row>();
        for (var forum : policy.forums().values()) {
            var planned = calendar.coming().stream()
                    .filter(sitting -> sitting.forum().equals(forum.name()))
                    .toList();
            next(policy, forum, planned, now).ifPresent(coming::add);
        }
        calendar.coming().forEach(sitting -> coming.add(row(policy, sitting, now)));
        return PageOf.view(
                "meetings/sittings",
                new SittingsPage(
                        layouts.of(request, me, "Meetings", "/meetings"),
                        "Meetings and panels",
                        coming,
                        calendar.held().stream()
                                .map(sitting -> row(policy, sitting, now))
                                .toList(),
                        policy.forums().isEmpty()
                                ? "This procedure names no meeting or panel."
                                : "No sitting is planned, and nothing is on an agenda."));
    }

    /// The next sitting by the forum's own rule, where nothing is on its agenda yet.
    private static Optional<SittingsPage.Row> next(
            Policy policy, Forum forum, List<SittingRows.Sitting> planned, Instant now) {
        var cancelled = planned.stream()
                .filter(sitting -> sitting.status().equals("cancelled"))
                .map(sitting -> Dates.day(sitting.sits()))
                .collect(Collectors.toSet());
        var next = forum.sittings().firstFor(policy.calendar(), now, cancelled);
        boolean known = planned.stream().anyMatch(sitting -> sitting.sits().equals(next.opens()));
        return known
                ? Optional.empty()
                : Optional.of(new SittingsPage.Row(
                        forum.title(),
                        null,
                        when(next.opens()),
                        cutOff(next.cutOff(), now),
                        "No requests yet",
                        new Tag("Planned", Tag.Tone.GREY)));
    }

    private static String when(Instant sits) {
        return Dates.weekdayAndYear(Dates.day(sits)) + " at " + Dates.time(sits);
    }

    private static String cutOff(Instant cutOff, Instant now) {
        var words = Dates.time(cutOff) + " on " + Dates.weekday(Dates.day(cutOff), Dates.day(now));
        return now.isAfter(cutOff) ? "closed at " + words : "by " + words;
    }

    private static SittingsPage.Row row(Policy policy, SittingRows.Sitting sitting, Instant now) {
        return new SittingsPage.Row(
                title(policy, sitting),
                new Link(when(sitting.sits()), "/meetings/" + sitting.id()),
                when(sitting.sits()),
                requestsBy(policy, sitting).map(by -> cutOff(by, now)).orElse("not said"),
                sitting.items() == 0 ? "nothing" : sitting.items() == 1 ? "1 family" : sitting.items() + " families",
                state(sitting, now));
    }

    /// Until when a request may be put: as it was set for this sitting, else as the procedure says.
    private static Optional<Instant> requestsBy(Policy policy, SittingRows.Sitting sitting) {
        var set = sitting.requestsBy();
        if (set != null) {
            return Optional.of(set);
        }
        var day = Dates.day(sitting.sits());
        return policy.forum(sitting.forum())
                .flatMap(forum -> forum.sittings().between(policy.calendar(), day, day).stream()
                        .findFirst())
                .map(stepways.engine.calendar.Sitting::cutOff);
    }

    private static Tag state(SittingRows.Sitting sitting, Instant now) {
        return switch (sitting.status()) {
            case "cancelled" -> new Tag("Called off", Tag.Tone.RED);
            case "held" -> new Tag("Held", Tag.Tone.PLAIN);
            default ->
                sitting.sits().plus(LASTS).isBefore(now)
                        ? new Tag("Not closed", Tag.Tone.RED)
                        : new Tag("Planned", Tag.Tone.BLUE);
        };
    }

    private static String title(Policy policy, SittingRows.Sitting sitting) {
        var forum = policy.forum(sitting.forum())
                .map(found -> found.title())
                .orElse(sitting.forum().replace('-', ' '));
        return sitting.locality() == null ? forum : forum + ", " + sitting.locality();
    }

    /// A sitting with its items, each as its run stands now.
    private record Shown(
            Policy policy,
            SittingRows.Sitting sitting,
            Optional<Forum> forum,
            List<Listed> items,
            boolean keeps,
            Instant now) {}

    private record Listed(SittingRows.Item item, Loaded loaded, Policy policy) {}

    @GetMapping("/meetings/{id}")
    ModelAndView sitting(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String item,
            @RequestParam(defaultValue = "") String view) {
        var shown = shown(me, id);
        log.write(
                me, "open-sitting", null, null, null, null, shown.sitting().id().toString());
        boolean print = view.equals("print");
        return PageOf.view(
                print ? "meetings/print" : "meetings/sitting",
                page(me, layout(me, request, shown), shown, item, Typed.nothing(), print));
    }

    private Layout layout(SignedInStaff me, HttpServletRequest request, Shown shown) {
        return layouts.of(
                request,
                me,
                title(shown.policy(), shown.sitting()) + ", "
                        + Dates.date(shown.sitting().sits()),
                "/meetings");
    }

    private Shown shown(SignedInStaff me, UUID id) {
        return database.read(me.viewer(), sql -> {
            var now = clock.instant();
            var policy = procedures.active(me.viewer().authority(), sql);
            var rows = new SittingRows(sql);
            var sitting = rows.find(id).orElseThrow(() -> new NotFound("sitting " + id));
            var forum = policy.forum(sitting.forum());
            var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
            var keeping = new LinkedHashSet<String>();
            var coming = new LinkedHashSet<String>();
            forum.ifPresent(found -> {
                keeping.add(found.chair());
                if (!found.administrator().isEmpty()) {
                    keeping.add(found.administrator());
                }
                coming.addAll(keeping);
                coming.addAll(found.attends());
            });
            if (!holds(policy, actor, coming) && !presents(sql, me, id, now)) {
                throw new NotYours(
                        "You have no part in this meeting",
                        "Ask the "
                                + forum.map(found -> policy.role(found.chair()).title())
                                        .orElse("chair")
                                + ", who chairs it.");
            }
            var reader = new RunReader(sql);
            var items = new ArrayList<Listed>();
            for (var item : rows.items(id, me.staff(), now)) {
                reader.load(item.run(), now)
                        .ifPresent(loaded -> items.add(new Listed(
                                item,
                                loaded,
                                procedures.of(
                                        me.viewer().authority(), loaded.run().policy(), sql))));
            }
            return new Shown(policy, sitting, forum, items, holds(policy, actor, keeping), now);
        });
    }

    /// Whether one of these roles is held; a name for several roles means each of them.
    private static boolean holds(Policy policy, Actor actor, Set<String> roles) {
        var all = new HashSet<String>();
        roles.forEach(role -> expand(policy, role, all));
        return actor.grants().stream().anyMatch(grant -> all.contains(grant.role()));
    }

    private static void expand(Policy policy, String name, Set<String> all) {
        if (all.add(name)) {
            policy.role(name).anyOf().forEach(each -> expand(policy, each, all));
        }
    }

    /// Whether a family on the agenda is this reader's, or they present one.
    private static boolean presents(JdbcClient sql, SignedInStaff me, UUID sitting, Instant now) {
        return sql.sql("""
                        select exists (
                            select
                              from sitting_item i
                              left join run_child c on c.authority = i.authority and c.run = i.run
                              left join allocation a on a.authority = c.authority and a.child = c.child and a.held_until is null
                             where i.sitting = :sitting
                               and (i.presented_by = :staff or a.staff = :staff))
                        """)
                .param("sitting", sitting)
                .param("staff", me.staff())
                .query(Boolean.class)
                .single();
    }

    private SittingPage page(SignedInStaff me, Layout layout, Shown shown, String chosen, Typed typed, boolean print) {
        var sitting = shown.sitting();
        var present = shown.items().stream()
                .filter(listed -> listed.item().run().toString().equals(chosen))
                .findFirst()
                .or(() ->
                        shown.items().stream().filter(SittingController::toCome).findFirst())
                .or(() -> shown.items().stream().findFirst());
        var agenda = new ArrayList<SittingPage.AgendaItem>();
        for (int i = 0; i < shown.items().size(); i++) {
            var listed = shown.items().get(i);
            agenda.add(new SittingPage.AgendaItem(
                    Integer.toString(i + 1),
                    families(listed),
                    "/meetings/" + sitting.id() + "?item=" + listed.item().run(),
                    words(listed),
                    present.filter(listed::equals).isPresent()
                            ? SittingPage.Standing.NOW
                            : !listed.loaded().run().urgent().isEmpty()
                                    ? SittingPage.Standing.STOPPED
                                    : toCome(listed) ? SittingPage.Standing.TO_COME : SittingPage.Standing.DECIDED));
        }
        long decided = shown.items().stream().filter(listed -> !toCome(listed)).count();
        return new SittingPage(
                typed.hasErrors() ? layout.with(typed.problems()) : layout,
                when(sitting.sits()) + (sitting.chair() == null ? "" : " · chair " + sitting.chair()),
                title(shown.policy(), sitting),
                facts(shown),
                agenda,
                shown.items().isEmpty()
                        ? "Nothing is on the agenda yet."
                        : decided + " of " + shown.items().size() + " decided.",
                present.map(listed -> item(shown, listed)).orElse(null),
                print
                        ? shown.items().stream()
                                .map(listed -> item(shown, listed))
                                .toList()
                        : List.of(),
                print ? null : cancel(layout, shown, typed),
                print ? null : new Link("Print the agenda", "/meetings/" + sitting.id() + "?view=print"),
                print ? "Printed by " + me.name() + " on " + Dates.dateAndTime(shown.now()) : null);
    }

    /// Whether the run still waits for this forum.
    private static boolean toCome(Listed listed) {
        return listed.item().status().equals("listed")
                && listed.loaded().run().isOpen()
                && listed.policy()
                                .pathway(listed.loaded().run().pathway())
                                .stage(listed.loaded().run().stage())
                                .decider()
                                .who()
                        instanceof stepways.engine.policy.Decider.Who.Forum;
    }

    private static String families(Listed listed) {
        var children = listed.item().children();
        return children == null ? listed.item().reference() : children;
    }

    private static String words(Listed listed) {
        var pathway = listed.policy().pathway(listed.loaded().run().pathway());
        var run = listed.loaded().run();
        var state = run.isOpen() ? pathway.stage(run.stage()).title() : "ended";
        return (listed.item().late() ? "Late item. " : "") + pathway.title() + ": " + state
                + (run.urgent().isEmpty() ? "" : ". Stopped by a harm call");
    }

    private static List<Fact> facts(Shown shown) {
        var facts = new ArrayList<Fact>();
        var sitting = shown.sitting();
        requestsBy(shown.policy(), sitting).ifPresent(by -> facts.add(Fact.of("Requests", cutOff(by, shown.now()))));
        shown.forum().ifPresent(forum -> {
            facts.add(Fact.of("Chaired by", shown.policy().role(forum.chair()).title()));
            if (!forum.attends().isEmpty()) {
                facts.add(Fact.of(
                        "Attends",
                        forum.attends().stream()
                                .map(role -> shown.policy().role(role).title())
                                .collect(Collectors.joining(", "))));
            }
        });
        if (sitting.status().equals("cancelled")) {
            facts.add(new Fact("Called off", String.valueOf(sitting.cancelledBecause()), null, true));
        }
        return facts;
    }

    private static SittingPage.Item item(Shown shown, Listed listed) {
        var run = listed.loaded().run();
        var policy = listed.policy();
        var pathway = policy.pathway(run.pathway());
        var citing = new Citing(policy);
        var outstanding = Outstanding.of(policy, run, listed.loaded().facts(), shown.now());
        var ready = new ArrayList<SittingPage.Ready>();
        for (var need : outstanding.items()) {
            boolean done = need.standing() != Outstanding.Standing.OPEN;
            ready.add(new SittingPage.Ready(
                    done,
                    need.item().title(),
                    citing.cites(need.clauses(), need.basis()),
                    done ? null : policy.role(need.by()).title() + " can supply it"));
        }
        long finished = ready.stream().filter(SittingPage.Ready::done).count();
        var item = listed.item();
        var since = item.heldSince();
        var standing = new ArrayList<Fact>();
        standing.add(Fact.of("Presented by", item.presenter() == null ? presenters(shown) : item.presenter()));
        standing.add(Fact.of(
                "Named practitioner",
                item.practitioner() == null
                        ? "nobody"
                        : item.practitioner() + (since == null ? "" : ", since " + Dates.date(since))));
        if (item.familyReference() != null) {
            standing.add(Fact.of("Family", item.familyReference()));
        }
        return new SittingPage.Item(
                families(listed),
                standing,
                run.isOpen()
                        ? citing.why(
                                pathway.title() + ".",
                                pathway.stage(run.stage()).clauses())
                        : citing.why(pathway.title() + ".", List.of()),
                toCome(listed)
                        ? finished == ready.size()
                                ? new Tag("Ready", Tag.Tone.BLUE)
                                : new Tag("Not ready", Tag.Tone.RED)
                        : new Tag("Decided", Tag.Tone.PLAIN),
                ready.isEmpty() ? "Nothing had to be ready" : "Ready: " + finished + " of " + ready.size(),
                ready,
                toCome(listed)
                        ? new Link("Record the outcome for each child", "/transfers/" + item.run() + "/decision")
                        : null,
                new Link(item.reference(), "/transfers/" + item.run()));
    }

    private static String presenters(Shown shown) {
        return shown.forum()
                .filter(forum -> !forum.presentedBy().isEmpty())
                .map(forum -> forum.presentedBy().stream()
                        .map(role -> shown.policy().role(role).title())
                        .collect(Collectors.joining(" or ")))
                .orElse("not said");
    }

    private @Nullable Form cancel(Layout layout, Shown shown, Typed typed) {
        var sitting = shown.sitting();
        if (!shown.keeps() || !sitting.status().equals("planned")) {
            return null;
        }
        return new Form(
                "/meetings/" + sitting.id() + "/cancel",
                layout.csrf(),
                List.of(
                        new Hidden("version", Long.toString(sitting.version())),
                        new Hidden("key", typed.key().orElseGet(() -> ids.next().toString()))),
                List.of(Fields.line(
                        typed,
                        "because",
                        "Why is it called off?",
                        "Everything on its agenda moves to the next sitting.",
                        0)),
                "Call this sitting off",
                List.of(),
                null,
                null);
    }

    /// Called off: every item moves to the next sitting, each in its own run.
    @PostMapping("/meetings/{id}/cancel")
    ModelAndView cancel(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var shown = shown(me, id);
        if (!shown.keeps()) {
            throw new NotYours("You do not keep this meeting", "Ask whoever chairs it or keeps its agenda.");
        }
        var because = typed.text("because", "Say why the sitting is called off");
        if (typed.hasErrors()) {
            return PageOf.view(
                    "meetings/sitting",
                    page(me, layout(me, request, shown), shown, "", typed, false),
                    HttpStatus.BAD_REQUEST);
        }
        var cancelled = database.write(me.viewer(), sql -> new SittingRows(sql).cancel(id, typed.version(), because));
        if (!cancelled) {
            return new ModelAndView("redirect:/meetings/" + id);
        }
        var next = next(shown);
        var key = typed.key().orElseGet(() -> ids.next().toString());
        var stayed = new ArrayList<String>();
        int moved = 0;
        for (var listed : shown.items()) {
            if (!toCome(listed)) {
                continue;
            }
            var answer = next.isEmpty()
                    ? new Casework.Answer.NotFound()
                    : casework.submit(
                            me.viewer(),
                            listed.item().run(),
                            new Casework.Form(
                                    key + ":" + listed.item().run(),
                                    listed.loaded().run().seq(),
                                    Optional.empty()),
                            _ -> new Command.Request.MoveSitting(next.get()));
            if (answer instanceof Casework.Answer.Done) {
                moved++;
            } else {
                stayed.add(listed.item().reference());
            }
        }
        flash.addFlashAttribute(
                Layouts.NOTICE,
                "Called off. "
                        + (next.isEmpty()
                                ? "The procedure names no next sitting."
                                : moved + " moved to " + Dates.date(next.get()) + ".")
                        + (stayed.isEmpty() ? "" : " Move these yourself: " + String.join(", ", stayed) + "."));
        return new ModelAndView("redirect:/meetings/" + id);
    }

    private static Optional<LocalDate> next(Shown shown) {
        var off = Dates.day(shown.sitting().sits());
        return shown.forum()
                .map(forum -> forum.sittings()
                        .firstFor(
                                shown.policy().calendar(),
                                shown.now().isAfter(shown.sitting().sits())
                                        ? shown.now()
                                        : shown.sitting().sits(),
                                Set.of(off))
                        .day());
    }
}
