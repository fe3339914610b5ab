package stepways.app.harm;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.access.AccessLog;
import stepways.app.access.Grants;
import stepways.app.access.WorkingRelationship;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.DatabaseBusy;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.record.HeldMessages;
import stepways.app.settings.Settings;
import stepways.app.web.Dates;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.packs.LoadedPack;
import stepways.packs.Packs;

/// Harm now. The numbers come first and need nothing: no run, no family, no child, no agreement, no working
/// relationship. The record follows the call.
@Controller
class HarmController {

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final HarmRecord record;
    private final AccessLog log;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    /// The last order that was read for each authority: shown while the database cannot be asked.
    private final Map<AuthorityId, WhomToRing.Order> last = new ConcurrentHashMap<>();

    HarmController(
            Database database,
            Procedures procedures,
            Layouts layouts,
            HarmRecord record,
            AccessLog log,
            TimeOrderedIds ids,
            InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.record = record;
        this.log = log;
        this.ids = ids;
        this.clock = clock;
    }

    private record Start(
            WhomToRing.Order order,
            @Nullable Policy policy,
            WhomToRing.Person line,
            @Nullable About about) {}

    /// The numbers, before anything is recorded.
    @GetMapping("/harm-now")
    ModelAndView start(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var now = clock.instant();
        var typed = Typed.posted(request);
        boolean another = !typed.value("another").isEmpty();
        var run = another ? Optional.<UUID>empty() : id(typed.value("run")).or(() -> cameFrom(request, "transfers"));
        var family =
                another ? Optional.<UUID>empty() : id(typed.value("family")).or(() -> cameFrom(request, "families"));
        Start start;
        try {
            start = database.read(me.viewer(), sql -> {
                var policy = policy(me, sql);
                var settings = Settings.read(sql);
                var whom = new WhomToRing(sql, policy, settings, now);
                return new Start(
                        whom.forReader(me.staff()),
                        policy,
                        whom.line(),
                        family.flatMap(each -> about(sql, "family", each))
                                .or(() -> run.filter(each -> exists(sql, "run", each))
                                        .flatMap(each -> familyOf(sql, each)
                                                .map(of -> new About("run", each, reference(sql, of)))))
                                .orElse(null));
            });
            last.put(me.viewer().authority(), start.order());
        } catch (DatabaseBusy busy) {
            var order = last.getOrDefault(
                    me.viewer().authority(),
                    new WhomToRing.Order(
                            List.of(new WhomToRing.Person(
                                    null, "The police", "the service cannot read its numbers now", "101")),
                            List.of(),
                            false,
                            "The service is busy and shows the numbers it read last."));
            start = new Start(order, null, order.people().getLast(), null);
        }
        return PageOf.view(
                "harm/harm",
                HarmViews.start(
                        layout(me, request, typed),
                        start.order(),
                        start.line(),
                        start.policy(),
                        typed,
                        ids.next(),
                        start.about()));
    }

    /// What the page that somebody came from is about: they need not say it again.
    ///
    /// @param field under which it is posted: `family` or `run`
    record About(String field, UUID id, String reference) {}

    private static Optional<About> about(JdbcClient sql, String field, UUID family) {
        return exists(sql, "family", family)
                ? Optional.of(new About(field, family, reference(sql, family)))
                : Optional.empty();
    }

    /// The transfer or family whose page led here.
    private static Optional<UUID> cameFrom(HttpServletRequest request, String pages) {
        var referer = request.getHeader("Referer");
        if (referer == null) {
            return Optional.empty();
        }
        var found =
                Pattern.compile("/" + pages + "/([0-9a-f-]{36})(?:[/?#].*)?$").matcher(referer);
        return found.find() ? id(found.group(1)) : Optional.empty();
    }

    private static String reference(JdbcClient sql, UUID family) {
        return sql.sql("select reference from family where id = :id")
                .param("id", family)
                .query(String.class)
                .single();
    }

    /// The council's procedure; the national one where none is in force, so that there is always a harm route.
    private @Nullable Policy policy(SignedInStaff me, JdbcClient sql) {
        var authority = me.viewer().authority();
        return procedures
                .inForce(authority, sql)
                .map(version -> procedures.of(authority, version, sql))
                .or(() -> procedures.newest(Packs.NATIONAL).map(LoadedPack::policy))
                .orElse(null);
    }

    private Layout layout(SignedInStaff me, HttpServletRequest request, Typed typed) {
        var layout = layouts.bare(request, me, "Harm now").withoutHarmCorner();
        return typed.hasErrors() ? layout.with(typed.problems()) : layout;
    }

    /// The minutes begin.
    @PostMapping("/harm-now")
    ModelAndView raise(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var now = clock.instant();
        var typed = Typed.posted(request);
        var call = typed.key().map(UUID::fromString).orElseGet(ids::next);
        // Whatever is typed wrong is left out: nothing here may hold somebody up.
        var checked = Typed.posted(request);
        var born = checked.value("born-year").isBlank()
                ? Optional.<LocalDate>empty()
                : TypedDate.readPastDay(checked, "born", now, "", "");
        var about = cut(typed.value("name"));
        var place = cut(typed.value("where"));
        var raised = database.write(me.viewer(), sql -> {
            var calls = new HarmCalls(sql, me.viewer().authority(), ids);
            var fromRun = id(typed.value("run")).filter(run -> exists(sql, "run", run));
            var family = id(typed.value("family"))
                    .filter(each -> exists(sql, "family", each))
                    .or(() -> fromRun.flatMap(run -> familyOf(sql, run)))
                    .or(() -> byReference(sql, typed.value("reference")));
            var already = family.flatMap(calls::openAbout);
            if (already.isPresent()) {
                calls.step(already.get().id(), "raised", "", null, now, now, me.staff());
                return already.get().id();
            }
            var order = new WhomToRing(sql, policy(me, sql), Settings.read(sql), now).forReader(me.staff());
            calls.raise(
                    call,
                    me.staff(),
                    new HarmCalls.Known(fromRun.orElse(null), family.orElse(null), about, born.orElse(null), place),
                    order.people(),
                    now);
            return call;
        });
        var stored =
                database.read(me.viewer(), sql -> new HarmCalls(sql, me.viewer().authority(), ids).find(raised));
        stored.ifPresent(found -> record.begin(me.viewer(), found));
        return to(raised);
    }

    private static boolean exists(JdbcClient sql, String table, UUID id) {
        return (table.equals("run")
                        ? sql.sql("select exists (select from run where id = :id)")
                        : sql.sql("select exists (select from family where id = :id)"))
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    private static Optional<UUID> familyOf(JdbcClient sql, UUID run) {
        return sql.sql("select family from run where id = :id and family is not null")
                .param("id", run)
                .query(UUID.class)
                .optional();
    }

    private static Optional<UUID> byReference(JdbcClient sql, String reference) {
        return sql.sql("select id from family where reference = :reference")
                .param("reference", reference.strip())
                .query(UUID.class)
                .optional();
    }

    private static String cut(String words) {
        var text = words.strip();
        return text.length() > 500 ? text.substring(0, 500) : text;
    }

    private static Optional<UUID> id(String value) {
        return value.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                ? Optional.of(UUID.fromString(value))
                : Optional.empty();
    }

    private static ModelAndView to(UUID call) {
        return new ModelAndView("redirect:/harm-now/" + call);
    }

    /// A call, all there is to show.
    record Shown(
            HarmCalls.Call call,
            List<HarmCalls.Child> children,
            List<HarmCalls.Step> steps,
            List<HeldMessages.Message> held,
            @Nullable Policy policy,
            Settings settings,
            WhomToRing.Person line,
            boolean manager,
            Instant now) {}

    @GetMapping("/harm-now/{call}")
    ModelAndView call(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID call) {
        var shown = shown(me, call);
        if (shown.call().family() != null) {
            log.openedFamily(me, shown.call().family(), "harm now");
        }
        return page(me, request, shown, Typed.nothing(), HttpStatus.OK);
    }

    private ModelAndView page(
            SignedInStaff me, HttpServletRequest request, Shown shown, Typed typed, HttpStatus status) {
        return PageOf.view("harm/harm", HarmViews.call(layout(me, request, typed), shown, typed, ids::next), status);
    }

    /// The call, for whoever raised it, whoever is to be rung, managers, and those who work with the family, whose
    /// chronology shows it; nobody else learns that there is one.
    private Shown shown(SignedInStaff me, UUID id) {
        return database.read(me.viewer(), sql -> {
            var now = clock.instant();
            var policy = policy(me, sql);
            var settings = Settings.read(sql);
            var calls = new HarmCalls(sql, me.viewer().authority(), ids);
            var call = calls.find(id).orElseThrow(() -> new NotFound("harm call " + id));
            boolean manager = policy != null && manages(sql, policy, me, now);
            boolean rung = call.ring().stream().anyMatch(person -> me.staff().equals(person.staff()));
            if (!manager && !rung && !call.raisedBy().equals(me.staff())) {
                mustWorkWithTheFamily(sql, policy, me, call, now);
            }
            return new Shown(
                    call,
                    calls.children(call),
                    calls.steps(id),
                    call.family() == null ? List.of() : new HeldMessages(sql).of(call.family()),
                    policy,
                    settings,
                    new WhomToRing(sql, policy, settings, now).line(),
                    manager,
                    now);
        });
    }

    private static void mustWorkWithTheFamily(
            JdbcClient sql, @Nullable Policy policy, SignedInStaff me, HarmCalls.Call call, Instant now) {
        if (policy == null || call.family() == null) {
            throw new NotFound("harm call " + call.id());
        }
        try {
            new WorkingRelationship(sql, me, now)
                    .mustReachFamily(
                            policy,
                            call.family(),
                            new Grants(sql).actor(policy, me.viewer().staff(), now));
        } catch (NotYours colleagues) {
            throw new NotFound("harm call " + call.id());
        }
    }

    static boolean manages(JdbcClient sql, Policy policy, SignedInStaff me, Instant now) {
        var managing = WhomToRing.allRoles(policy).stream()
                .filter(Role::manages)
                .map(Role::name)
                .toList();
        return new Grants(sql)
                .actor(policy, me.viewer().staff(), now).grants().stream()
                        .anyMatch(grant -> managing.contains(grant.role()));
    }

    /// Who answered; or that nobody did; or that the page was opened by mistake.
    @PostMapping("/harm-now/{call}/told")
    ModelAndView told(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID call) {
        var shown = shown(me, call);
        var typed = Typed.posted(request);
        var now = shown.now();
        var who = typed.value("who");
        switch (who) {
            case "" -> typed.fail("who", "Choose who answered you");
            case "none" -> {
                var position = turn(shown);
                database.write(
                        me.viewer(),
                        sql -> new HarmCalls(sql, me.viewer().authority(), ids)
                                .step(call, "no-answer", name(shown, position), position, now, now, me.staff()));
                return to(call);
            }
            case "mistake" -> {
                var why = typed.text("mistake-why", "Say in a few words why this was no harm call");
                if (!typed.hasErrors()) {
                    database.write(me.viewer(), sql -> {
                        var calls = new HarmCalls(sql, me.viewer().authority(), ids);
                        calls.mistake(call, now);
                        return calls.step(call, "mistake", why, null, now, now, me.staff());
                    });
                    return to(call);
                }
            }
            default -> {
                var staff = id(who).filter(
                                each -> shown.call().ring().stream().anyMatch(person -> each.equals(person.staff())));
                var name = staff.flatMap(each -> shown.call().ring().stream()
                                .filter(person -> each.equals(person.staff()))
                                .map(WhomToRing.Person::name)
                                .findFirst())
                        .orElseGet(() -> typed.text("name", "Enter the name of the person who answered you"));
                var happened = happened(typed, shown);
                if (!typed.hasErrors()) {
                    confirm(me, shown.call(), staff.orElse(null), name, happened, now);
                    return to(call);
                }
            }
        }
        return page(me, request, shown, typed, HttpStatus.BAD_REQUEST);
    }

    private void confirm(
            SignedInStaff me, HarmCalls.Call call, @Nullable UUID staff, String name, Instant happened, Instant now) {
        database.write(me.viewer(), sql -> {
            var calls = new HarmCalls(sql, me.viewer().authority(), ids);
            return calls.told(call.id(), staff, name, happened)
                    && calls.step(call.id(), "told", name, null, happened, now, me.staff());
        });
        record.told(me.viewer(), call, staff, happened);
    }

    /// The time typed, on the day of the call or the next; now where none is typed.
    private static Instant happened(Typed typed, Shown shown) {
        var words = typed.value("at").strip();
        if (words.isEmpty()) {
            return shown.now();
        }
        var time = TypedDate.time(words);
        if (time.isEmpty()) {
            typed.fail("at", "Enter the time, such as 8:52am");
            return shown.now();
        }
        var raised = shown.call().raised();
        var minute = raised.truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
        for (var day = Dates.day(raised); !day.isAfter(Dates.day(shown.now())); day = day.plusDays(1)) {
            var at = day.atTime(time.get()).atZone(Dates.ZONE).toInstant();
            if (!at.isBefore(minute) && !at.isAfter(shown.now())) {
                return at.isBefore(raised) ? raised : at;
            }
        }
        typed.fail(
                "at",
                "Enter a time between " + Dates.time(raised) + ", when this was raised, and now, "
                        + Dates.time(shown.now()));
        return shown.now();
    }

    private static int turn(Shown shown) {
        return HarmViews.turn(shown.call(), shown.steps(), shown.settings(), shown.now());
    }

    private static String name(Shown shown, int position) {
        return shown.call().ring().isEmpty()
                ? ""
                : shown.call().ring().get(position).name();
    }

    /// What is known of each child. The record follows the call.
    @PostMapping("/harm-now/{call}/children")
    ModelAndView children(
            @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID call) {
        var shown = shown(me, call);
        var typed = Typed.posted(request);
        var what = typed.optional("what");
        var other = typed.optional("other");
        if (typed.hasErrors()) {
            return page(me, request, shown, typed, HttpStatus.BAD_REQUEST);
        }
        database.write(me.viewer(), sql -> {
            var calls = new HarmCalls(sql, me.viewer().authority(), ids);
            for (int i = 0; i < shown.children().size(); i++) {
                var child = shown.children().get(i);
                var seen = typed.value("child-" + (i + 1));
                if (List.of("worried", "safe", "not-seen").contains(seen) && !seen.equals(child.seen())) {
                    calls.seen(
                            call,
                            child.person(),
                            child.person() == null ? child.name() : "",
                            seen,
                            me.staff(),
                            shown.now());
                }
            }
            if (!other.isEmpty()) {
                calls.seen(call, null, cut(other), "not-seen", me.staff(), shown.now());
            }
            if (!what.isEmpty()) {
                calls.step(call, "seen", what, null, shown.now(), shown.now(), me.staff());
            }
            return true;
        });
        return to(call);
    }

    /// The call turns out to be about a family that the service knows.
    @PostMapping("/harm-now/{call}/family")
    ModelAndView family(
            @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID call) {
        var shown = shown(me, call);
        var typed = Typed.posted(request);
        var reference = typed.text("reference", "Enter the family’s reference, such as F-20417");
        var linked = !typed.hasErrors()
                && database.write(me.viewer(), sql -> {
                    var calls = new HarmCalls(sql, me.viewer().authority(), ids);
                    var family = byReference(sql, reference);
                    family.ifPresent(found -> {
                        calls.about(shown.call(), found, shown.now());
                        calls.step(call, "linked", reference, null, shown.now(), shown.now(), me.staff());
                    });
                    return family.isPresent();
                });
        if (!linked) {
            typed.fail("reference", "There is no family with this reference. Check it, or ring first and look later");
            return page(me, request, shown, typed, HttpStatus.BAD_REQUEST);
        }
        return to(call);
    }

    /// A manager lets one held letter, invitation or notice go.
    @PostMapping("/harm-now/{call}/held/{message}/release")
    ModelAndView release(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID call,
            @PathVariable UUID message) {
        var shown = shown(me, call);
        var family = shown.call().family();
        if (!shown.manager() || family == null) {
            throw new NotFound("held message " + message);
        }
        database.write(me.viewer(), sql -> {
            var calls = new HarmCalls(sql, me.viewer().authority(), ids);
            return new HeldMessages(sql).release(message, family, me.staff(), shown.now())
                    && calls.step(call, "released", "", null, shown.now(), shown.now(), me.staff());
        });
        return to(call);
    }

    /// How long ago, in the words of the clock: "4 min", "1 h 12 min".
    static String minutes(Instant since, Instant until) {
        long minutes = Math.max(0, Duration.between(since, until).toMinutes());
        return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
