package stepways.app.families;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.web.Action;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.LocalPath;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.Pages;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;

/// The chronology of a family: narrowed, in either order, in parts; and marking what is significant in it.
@Controller
class ChronologyController {

    private static final int A_PAGE = 50;

    private final Chronologies chronologies;
    private final Database database;
    private final Layouts layouts;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    ChronologyController(
            Chronologies chronologies, Database database, Layouts layouts, TimeOrderedIds ids, InstantSource clock) {
        this.chronologies = chronologies;
        this.database = database;
        this.layouts = layouts;
        this.ids = ids;
        this.clock = clock;
    }

    /// Under both addresses: the second is where it stood before, and what was kept of it still leads here.
    @GetMapping({"/families/{id}/chronology", "/families/{id}/timeline"})
    ModelAndView chronology(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String purpose,
            @RequestParam(defaultValue = "") String after) {
        var opened = chronologies.open(me, id, purpose, Integer.MAX_VALUE);
        var family = opened.family();
        var typed = Typed.posted(request);
        var kinds = opened.chronology().kinds();
        var services = services(family);
        var filter = filter(typed, family, kinds, services);
        boolean oldest = typed.value("order").equals("oldest");
        var views = new FamilyViews(family);
        var all = opened.chronology().of(filter, oldest);
        int start = start(all, after);
        var shown = all.stream().skip(start).limit(A_PAGE).toList();
        var query = query(typed, kinds, services, family);
        var address = views.url() + "/chronology";
        var here = address + with(query, "after", after);
        var layout = layouts.of(request, me, "Chronology, " + family.reference(), "/families");
        int found = (int) all.stream().filter(entry -> !entry.isGap()).count();
        boolean narrowed = filter.leavesOut() || filter.from() != null || filter.until() != null;
        return PageOf.view(
                "families/chronology",
                new ChronologyPage(
                        typed.hasErrors() ? layout.with(typed.problems()) : layout,
                        views.identity(),
                        views.tabs("chronology"),
                        "Chronology",
                        form(typed, layout.csrf(), family, kinds, services, address),
                        narrowed || typed.hasErrors(),
                        (narrowed
                                        ? found + " of "
                                                + FamilyViews.count(
                                                        opened.chronology().size(), "event")
                                        : FamilyViews.count(found, "event"))
                                + ", " + (oldest ? "oldest" : "newest") + " first.",
                        gaps(opened, filter),
                        links(address, query, oldest, narrowed),
                        shown.stream()
                                .map(entry -> entry(entry, views.url(), here))
                                .toList(),
                        pages(all, start, address, query)),
                typed.hasErrors() ? HttpStatus.BAD_REQUEST : HttpStatus.OK);
    }

    private static String gaps(Chronologies.Opened opened, Chronology.Filter filter) {
        var whose = opened.set()
                ? "Your council has set this number."
                : "No procedure gives a number; an administrator can set another.";
        return filter.leavesOut()
                ? "Gaps between entries are not shown while something is left out."
                : "A gap is shown where nothing was recorded for more than "
                        + FamilyViews.count(opened.silentDays(), "day") + " while a service was open. " + whose;
    }

    private static List<Link> links(String address, Map<String, String> query, boolean oldest, boolean narrowed) {
        var all = new ArrayList<Link>();
        all.add(new Link(
                oldest ? "Newest first" : "Oldest first", address + with(query, "order", oldest ? "" : "oldest")));
        if (narrowed) {
            all.add(new Link("Show everything", address + (oldest ? "?order=oldest" : "")));
        }
        return all;
    }

    private static ChronologyPage.Entry entry(Chronology.Entry entry, String url, String here) {
        return new ChronologyPage.Entry(
                entry.event(),
                entry.kind(),
                entry.isGap(),
                entry.significant(),
                entry.mark(),
                entry.isGap()
                        ? null
                        : new Action.Press(
                                entry.significant() ? "Take the mark back" : "Mark as significant",
                                url + "/chronology/mark",
                                List.of(
                                        new Hidden("entry", entry.key()),
                                        new Hidden("significant", entry.significant() ? "no" : "yes"),
                                        new Hidden("page", here)),
                                null));
    }

    /// Where the part begins that comes after an entry; at the beginning where the entry is not there any more.
    private static int start(List<Chronology.Entry> all, String after) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).key().equals(after)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static @Nullable Pages pages(
            List<Chronology.Entry> all, int start, String address, Map<String, String> query) {
        if (all.size() <= A_PAGE && start == 0) {
            return null;
        }
        int end = Math.min(all.size(), start + A_PAGE);
        return new Pages(
                all.isEmpty() || start >= all.size()
                        ? "No more"
                        : (start + 1) + " to " + end + " of " + all.size() + ", gaps included",
                start == 0
                        ? null
                        : address
                                + with(
                                        query,
                                        "after",
                                        start <= A_PAGE
                                                ? ""
                                                : all.get(start - A_PAGE - 1).key()),
                end < all.size()
                        ? address + with(query, "after", all.get(end - 1).key())
                        : null);
    }

    // What to show.

    private static Map<String, String> services(Family family) {
        var all = new LinkedHashMap<String, String>();
        var views = new FamilyViews(family);
        family.episodes().forEach(episode -> all.put(episode.service(), views.serviceTitle(episode.service())));
        return all;
    }

    private static Chronology.Filter filter(
            Typed typed, Family family, Map<String, String> kinds, Map<String, String> services) {
        var from = day(typed, "from");
        var until = day(typed, "until");
        if (from != null && until != null && until.isBefore(from)) {
            typed.fail("until", "The last day cannot be before the first");
        }
        var kind = typed.value("kind");
        var service = typed.value("service");
        return new Chronology.Filter(
                kinds.containsKey(kind) ? kind : "",
                family.members().stream()
                        .map(FamilyRows.Person::id)
                        .filter(person -> person.toString().equals(typed.value("person")))
                        .findFirst()
                        .orElse(null),
                services.containsKey(service) ? service : "",
                typed.value("significant").equals("yes"),
                from,
                until);
    }

    private static @Nullable LocalDate day(Typed typed, String id) {
        if ((typed.value(id + "-day") + typed.value(id + "-month") + typed.value(id + "-year")).isBlank()) {
            return null;
        }
        return TypedDate.readDay(typed, id, "Enter the day").orElse(null);
    }

    /// What is asked for, as it stands in an address; nothing that was not understood.
    private static Map<String, String> query(
            Typed typed, Map<String, String> kinds, Map<String, String> services, Family family) {
        var query = new LinkedHashMap<String, String>();
        keep(query, "kind", kinds.containsKey(typed.value("kind")) ? typed.value("kind") : "");
        keep(
                query,
                "person",
                family.members().stream()
                        .map(member -> member.id().toString())
                        .filter(typed.value("person")::equals)
                        .findFirst()
                        .orElse(""));
        keep(query, "service", services.containsKey(typed.value("service")) ? typed.value("service") : "");
        keep(query, "significant", typed.value("significant").equals("yes") ? "yes" : "");
        for (var day : List.of("from", "until")) {
            for (var part : List.of("-day", "-month", "-year")) {
                var value = typed.value(day + part).strip();
                keep(query, day + part, value.matches("[0-9]{1,4}") ? value : "");
            }
        }
        keep(query, "order", typed.value("order").equals("oldest") ? "oldest" : "");
        return query;
    }

    private static void keep(Map<String, String> query, String name, String value) {
        if (!value.isEmpty()) {
            query.put(name, value);
        }
    }

    private static String with(Map<String, String> query, String name, String value) {
        var all = new LinkedHashMap<>(query);
        all.remove(name);
        keep(all, name, value);
        var words = new StringBuilder();
        all.forEach((key, each) -> words.append(words.isEmpty() ? "?" : "&")
                .append(key)
                .append("=")
                .append(URLEncoder.encode(each, StandardCharsets.UTF_8)));
        return words.toString();
    }

    private static Form form(
            Typed typed,
            stepways.app.web.CsrfField csrf,
            Family family,
            Map<String, String> kinds,
            Map<String, String> services,
            String address) {
        var parts = new ArrayList<FormPart>();
        parts.add(select(typed, "kind", "Kind", "Everything", null, kinds));
        var people = new LinkedHashMap<String, String>();
        family.members().forEach(member -> people.put(member.id().toString(), FactWords.nameAndBirth(member)));
        parts.add(select(typed, "person", "Person", "Everybody", "With what concerns the whole family.", people));
        parts.add(select(
                typed,
                "service",
                "Service",
                "Every service",
                "What speaks of it, and what happened while it was open.",
                services));
        parts.add(new FormPart.Checkboxes(
                "significant",
                "Only what stands out",
                null,
                List.of(FormPart.Choice.of("yes", "Significant entries only", typed.chose("significant", "yes"))),
                null));
        parts.add(TypedDate.day(typed, "from", "From", null));
        parts.add(TypedDate.day(typed, "until", "Until", null));
        return new Form(
                address,
                csrf,
                typed.value("order").equals("oldest") ? List.of(new Hidden("order", "oldest")) : List.of(),
                parts,
                "Show these",
                List.of(new Link("Show everything", address)),
                null,
                null);
    }

    private static FormPart.Select select(
            Typed typed,
            String id,
            String label,
            String everything,
            @Nullable String hint,
            Map<String, String> answers) {
        var options = new ArrayList<FormPart.Option>();
        options.add(new FormPart.Option("", everything, typed.value(id).isEmpty()));
        answers.forEach((value, title) -> options.add(new FormPart.Option(value, title, typed.chose(id, value))));
        return new FormPart.Select(id, label, hint, options, typed.error(id));
    }

    // Marking.

    @PostMapping("/families/{id}/chronology/mark")
    ModelAndView mark(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var key = typed.value("entry");
        boolean significant = typed.value("significant").equals("yes");
        var opened = chronologies.open(me, id, "", Integer.MAX_VALUE);
        var entry = opened.chronology().of(Chronology.Filter.none(), false).stream()
                .filter(each -> each.key().equals(key) && !each.isGap())
                .findFirst()
                .orElseThrow(() -> new NotFound("an entry of this chronology"));
        if (entry.significant() != significant) {
            var now = clock.instant();
            database.write(me.viewer(), sql -> {
                new Marks(sql).set(me, ids.next(), id, key, significant, now);
                return true;
            });
        }
        flash.addFlashAttribute(
                Layouts.NOTICE,
                (significant ? "Marked as significant: " : "Mark taken back: ")
                        + entry.event().title() + ", " + entry.event().happened() + ".");
        var page = LocalPath.of(typed.value("page"));
        return new ModelAndView("redirect:"
                + (page.startsWith("/families/" + id + "/") ? page : "/families/" + id + "/chronology") + "#e-" + key);
    }
}
