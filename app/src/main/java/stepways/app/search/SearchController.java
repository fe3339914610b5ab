package stepways.app.search;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.access.AccessLog;
import stepways.app.access.Grants;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.web.Dates;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.Policy;

/// Finding a family: everybody among their own, the front door and whoever is on duty among all, for a purpose.
@Controller
class SearchController {

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final AccessLog log;
    private final HiddenMatches hidden;
    private final InstantSource clock;

    SearchController(
            Database database,
            Procedures procedures,
            Layouts layouts,
            AccessLog log,
            HiddenMatches hidden,
            InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.log = log;
        this.hidden = hidden;
        this.clock = clock;
    }

    private record Reader(Policy policy, boolean wide) {}

    @GetMapping("/search")
    ModelAndView search(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var typed = Typed.posted(request);
        var now = clock.instant();
        var reader = database.read(me.viewer(), sql -> {
            var policy = procedures.active(me.viewer().authority(), sql);
            return new Reader(
                    policy,
                    WideSearch.mayBy(
                            policy, new Grants(sql).actor(policy, me.viewer().staff(), now)));
        });
        boolean asked = !typed.isNew() && request.getParameter("name") != null;
        if (!asked) {
            return page(me, request, typed, reader, null, List.of(), HttpStatus.OK);
        }
        var words = NameTokens.words(typed.optional("name"));
        var born = typed.value("born-day").isBlank()
                        && typed.value("born-month").isBlank()
                        && typed.value("born-year").isBlank()
                ? Optional.<LocalDate>empty()
                : TypedDate.readDay(typed, "born", "Enter a birth date");
        if (words.isEmpty() && born.isEmpty()) {
            typed.fail("name", "Enter a name or a birth date");
        }
        if (words.stream().anyMatch(word -> word.length() < 2)) {
            typed.fail("name", "Enter at least two letters of each name");
        }
        var purpose = typed.optional("purpose");
        if (reader.wide() && purpose.length() < 5) {
            typed.fail("purpose", "Say why you are looking, in a few words. It is kept with the search");
        }
        if (typed.hasErrors()) {
            return page(me, request, typed, reader, null, List.of(), HttpStatus.BAD_REQUEST);
        }
        var found = database.read(
                me.viewer(),
                sql -> new FoundPeople(sql).find(words, born.orElse(null), reader.wide() ? null : me.staff(), now));
        var sought = String.join(" ", words) + born.map(day -> " born " + day).orElse("");
        log.searched(me, sought.strip(), reader.wide() ? purpose : null);
        tellTheGuardians(me, found);
        var shown = found.stream()
                .filter(person -> !person.restriction().equals("hidden"))
                .toList();
        return page(me, request, typed, reader, searched(reader, sought, shown), shown, HttpStatus.OK);
    }

    private void tellTheGuardians(SignedInStaff me, List<FoundPeople.Person> found) {
        found.stream()
                .filter(person -> person.restriction().equals("hidden"))
                .forEach(person -> hidden.tell(me, person.id(), person.askRole()));
    }

    private static String searched(Reader reader, String sought, List<FoundPeople.Person> shown) {
        var count = shown.size() > FoundPeople.MOST
                ? "More than " + FoundPeople.MOST + " people"
                : shown.size() == 1 ? "1 person" : shown.size() + " people";
        return "Searched " + (reader.wide() ? "everyone in this authority" : "the families you or your team hold")
                + " for “" + sought.strip() + "”, by spelling and by sound. " + count + " found."
                + (shown.size() > FoundPeople.MOST
                        ? " The first " + FoundPeople.MOST + " are shown: add a birth date or another name."
                        : "");
    }

    private ModelAndView page(
            SignedInStaff me,
            HttpServletRequest request,
            Typed typed,
            Reader reader,
            @Nullable String searched,
            List<FoundPeople.Person> found,
            HttpStatus status) {
        var layout = layouts.of(request, me, "Find a family", "/search");
        var parts = new ArrayList<FormPart>();
        if (reader.wide()) {
            parts.add(Fields.line(
                    typed,
                    "purpose",
                    "Why are you looking?",
                    "For example: a contact from school about this child. Your manager reviews searches.",
                    0));
        }
        parts.add(Fields.line(
                typed, "name", "Name", "Any part of the name, in any order. Spelling need not be exact.", 30));
        parts.add(TypedDate.day(typed, "born", "Birth date, or the date a baby is expected", null));
        var form = new Form("/search", layout.csrf(), List.of(), parts, "Search", List.of(), null, null);
        return PageOf.view(
                "search/search",
                new SearchPage(
                        typed.hasErrors() ? layout.with(typed.problems()) : layout,
                        "Find a family",
                        reader.wide()
                                ? "You may search everyone in this authority because of the work you do now. Every search is kept, with its purpose."
                                : "You search among the families that you or your team hold. Every search is kept.",
                        form,
                        searched,
                        found.stream()
                                .limit(FoundPeople.MOST)
                                .map(person -> row(reader.policy(), reader.wide(), person, typed))
                                .toList(),
                        List.of(
                                "Try the first letters of the surname and a birth date.",
                                "Try another spelling, the name before a marriage, or the name in its own script.",
                                "A baby not yet born is found by the date expected.",
                                "Nothing found is not “no record”: ask the front door before you begin a new one."),
                        null),
                status);
    }

    private static SearchPage.Row row(Policy policy, boolean wide, FoundPeople.Person person, Typed typed) {
        if (person.restriction().equals("restricted")) {
            var role = person.askRole() == null
                    ? "your manager"
                    : policy.role(person.askRole()).title();
            return new SearchPage.Row(null, "A record exists. Ask the " + role + ".", "", "", "", "", null);
        }
        var purpose = typed.value("purpose").strip();
        var link = person.family() == null
                ? null
                : new Link(
                        person.name() + ", " + person.familyReference(),
                        "/families/" + person.family()
                                + (purpose.isEmpty()
                                        ? ""
                                        : "?purpose="
                                                + java.net.URLEncoder.encode(
                                                        purpose, java.nio.charset.StandardCharsets.UTF_8)));
        return new SearchPage.Row(
                link,
                link == null ? person.name() + ", in no family yet" : "",
                born(person),
                person.address() == null ? "not known" : person.address(),
                services(policy, person.services()),
                person.practitioner() == null ? "nobody" : person.practitioner(),
                wide ? new Link("Recorded twice?", "/people/" + person.id() + "/duplicates") : null);
    }

    private static String born(FoundPeople.Person person) {
        if (person.died() != null) {
            return (person.born() == null ? "" : Dates.date(person.born()) + ", ") + "died "
                    + Dates.date(person.died());
        }
        if (person.born() != null) {
            return Dates.date(person.born());
        }
        return person.expected() == null ? "not known" : "expected " + Dates.date(person.expected());
    }

    private static String services(Policy policy, @Nullable String services) {
        if (services == null || services.isEmpty()) {
            return "none";
        }
        var titles = new ArrayList<String>();
        for (var service : services.split(",")) {
            titles.add(policy.service(service).map(found -> found.title()).orElse(service));
        }
        return String.join(", ", titles);
    }
}
