package stepways.app.directory;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
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
import stepways.app.families.FamilyDoor;
import stepways.app.families.OpenFamily;
import stepways.app.record.SentForms;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.Pages;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;

/// Looking for a service, and signposting a family to one.
@Controller
class DirectoryController {

    private static final int BEGINNING = 160;

    private final Database database;
    private final FamilyDoor door;
    private final Layouts layouts;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    DirectoryController(Database database, FamilyDoor door, Layouts layouts, TimeOrderedIds ids, InstantSource clock) {
        this.database = database;
        this.door = door;
        this.layouts = layouts;
        this.ids = ids;
        this.clock = clock;
    }

    /// For which family, and in which of its transfers, a service is chosen.
    private record Choosing(
            OpenFamily family, @Nullable UUID run, @Nullable String reference) {

        String query() {
            return "family=" + family.id() + (run == null ? "" : "&run=" + run);
        }

        Link back() {
            return run == null
                    ? new Link("Family " + family.reference(), family.url())
                    : new Link("Transfer " + reference, "/transfers/" + run);
        }

        List<OpenFamily.Member> living() {
            return family.children().stream()
                    .filter(child -> child.died() == null)
                    .toList();
        }
    }

    private Optional<Choosing> choosing(SignedInStaff me, String family, String run) {
        if (!family.matches("[0-9a-f-]{36}")) {
            return Optional.empty();
        }
        var opened = door.open(me, UUID.fromString(family));
        if (!run.matches("[0-9a-f-]{36}")) {
            return Optional.of(new Choosing(opened, null, null));
        }
        var id = UUID.fromString(run);
        if (!opened.runs().contains(id)) {
            throw new NotFound("a transfer of this family");
        }
        var reference = database.read(
                me.viewer(),
                sql -> sql.sql("select reference from run where id = :id")
                        .param("id", id)
                        .query(String.class)
                        .single());
        return Optional.of(new Choosing(opened, id, reference));
    }

    @GetMapping("/directory")
    ModelAndView search(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String family,
            @RequestParam(defaultValue = "") String run,
            @RequestParam(defaultValue = "0") String from) {
        var choosing = choosing(me, family, run);
        var typed = Typed.posted(request);
        var words = typed.atMost("words", 200);
        var age = age(typed);
        var typedPostcode = typed.atMost("postcode", 10);
        var postcode = Folded.postcodeArea(typedPostcode);
        if (!typedPostcode.isEmpty() && postcode.isEmpty()) {
            typed.fail("postcode", "Enter a postcode, or its first half, such as CV4");
        }
        var term = typed.atMost("term", 200);
        int start = from.matches("[0-9]{1,6}") ? Integer.parseInt(from) : 0;
        boolean asked = !words.isEmpty() || age != null || postcode.isPresent() || !term.isEmpty();
        var read = database.read(me.viewer(), sql -> {
            var services = new Services(sql);
            var found = typed.hasErrors()
                    ? List.<Services.Service>of()
                    : services.find(new Services.Sought(words, age, postcode.orElse(""), term, start));
            var where = new LinkedHashMap<UUID, String>();
            for (var each : found.stream().limit(Services.A_PAGE).toList()) {
                where.put(
                        each.id(),
                        services.lines(each.id()).stream()
                                .filter(line -> line.kind().equals("place"))
                                .map(Services.Line::words)
                                .limit(2)
                                .collect(Collectors.joining("; ")));
            }
            return new Read(services.standing(), services.terms(), found, where);
        });
        return PageOf.view(
                "directory/directory",
                page(me, request, choosing, typed, start, asked, read),
                typed.hasErrors() ? HttpStatus.BAD_REQUEST : HttpStatus.OK);
    }

    private record Read(
            Services.Standing standing,
            List<String> terms,
            List<Services.Service> found,
            LinkedHashMap<UUID, String> where) {}

    private static @Nullable Integer age(Typed typed) {
        var words = typed.value("age").strip();
        if (words.isEmpty()) {
            return null;
        }
        if (!words.matches("[0-9]{1,3}")) {
            typed.fail("age", "Enter an age in years, such as 12");
            return null;
        }
        return Integer.valueOf(words);
    }

    private DirectoryPage page(
            SignedInStaff me,
            HttpServletRequest request,
            Optional<Choosing> choosing,
            Typed typed,
            int start,
            boolean asked,
            Read read) {
        var layout = layouts.of(request, me, "Directory of services", "/directory");
        if (typed.hasErrors()) {
            layout = layout.with(typed.problems());
        }
        var parts = new ArrayList<FormPart>();
        parts.add(Fields.line(typed, "words", "Words", "Such as: young carers, debt, speech.", 30));
        parts.add(Fields.line(typed, "age", "Age of the child", "In years.", 3));
        parts.add(Fields.line(typed, "postcode", "Postcode", "Whole, or its first half, such as CV4.", 10));
        if (!read.terms().isEmpty()) {
            parts.add(Fields.select(
                    typed,
                    "term",
                    "Kind of service",
                    null,
                    read.terms().stream()
                            .map(term -> new Fields.Answer(term, term))
                            .toList()));
        }
        var hidden = new ArrayList<Hidden>();
        choosing.ifPresent(each -> {
            hidden.add(new Hidden("family", each.family().id().toString()));
            if (each.run() != null) {
                hidden.add(new Hidden("run", each.run().toString()));
            }
        });
        var form = new Form("/directory", layout.csrf(), hidden, parts, "Look for services", List.of(), null, null);
        var shown = read.found().stream().limit(Services.A_PAGE).toList();
        var query = choosing.map(Choosing::query).orElse("");
        return new DirectoryPage(
                layout,
                choosing.map(Choosing::back).orElse(null),
                choosing.isPresent() ? "Choose a service" : "Directory of services",
                standing(read.standing()),
                form,
                typed.hasErrors() ? null : found(read, shown.size(), start, asked),
                shown.stream()
                        .map(each -> new DirectoryPage.Row(
                                new Link(each.name(), "/directory/" + each.id() + (query.isEmpty() ? "" : "?" + query)),
                                each.organisation(),
                                beginning(each.description()),
                                each.ages().isEmpty() ? "any age, as far as the feed says" : each.ages(),
                                read.where().getOrDefault(each.id(), "")))
                        .toList(),
                pages(typed, query, start, shown.size(), read.found().size() > Services.A_PAGE));
    }

    private static String standing(Services.Standing standing) {
        return standing.read() == null
                ? "No directory has been read in yet. An administrator imports the council’s feed."
                : standing.listed() + (standing.listed() == 1 ? " service is" : " services are")
                        + " listed. The feed was read on " + Dates.dateAndTime(standing.read()) + ".";
    }

    private static String found(Read read, int shown, int start, boolean asked) {
        if (read.standing().read() == null) {
            return "";
        }
        if (shown == 0) {
            return "No service was found. Look with fewer words, or leave out the postcode: many services come to people.";
        }
        return (asked ? "Found: " : "All services: ") + (start + 1) + " to " + (start + shown)
                + (read.found().size() > Services.A_PAGE ? ", and there are more." : ".");
    }

    private static String beginning(String words) {
        var line = words.replace('\n', ' ');
        return line.length() > BEGINNING ? line.substring(0, BEGINNING).stripTrailing() + "…" : line;
    }

    private static @Nullable Pages pages(Typed typed, String query, int start, int shown, boolean more) {
        if (start == 0 && !more) {
            return null;
        }
        var address = new StringBuilder("/directory?").append(query);
        for (var field : List.of("words", "age", "postcode", "term")) {
            if (!typed.value(field).isEmpty()) {
                address.append('&')
                        .append(field)
                        .append('=')
                        .append(URLEncoder.encode(typed.value(field), StandardCharsets.UTF_8));
            }
        }
        return new Pages(
                (start + 1) + " to " + (start + shown),
                start == 0 ? null : address + "&from=" + Math.max(0, start - Services.A_PAGE),
                more ? address + "&from=" + (start + Services.A_PAGE) : null);
    }

    // One service.

    @GetMapping("/directory/{id}")
    ModelAndView show(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String family,
            @RequestParam(defaultValue = "") String run) {
        return service(me, request, id, choosing(me, family, run), Typed.nothing(), HttpStatus.OK);
    }

    private ModelAndView service(
            SignedInStaff me,
            HttpServletRequest request,
            UUID id,
            Optional<Choosing> choosing,
            Typed typed,
            HttpStatus status) {
        var service = one(me, id);
        var lines = database.read(me.viewer(), sql -> new Services(sql).lines(id));
        var layout = layouts.of(request, me, "Directory of services", "/directory");
        if (typed.hasErrors()) {
            layout = layout.with(typed.problems());
        }
        var query = choosing.map(each -> "?" + each.query()).orElse("");
        return PageOf.view(
                "directory/service",
                new ServicePage(
                        layout,
                        new Link("Directory of services", "/directory" + query),
                        service.organisation().isEmpty() ? "Directory of services" : service.organisation(),
                        service.name(),
                        closed(service),
                        service.alert().isEmpty() ? null : service.alert(),
                        service.description()
                                .lines()
                                .filter(line -> !line.isBlank())
                                .toList(),
                        facts(service, lines),
                        service.url(),
                        choosing.isPresent() && service.takesPeople()
                                ? "Signpost " + choosing.get().family().reference() + " to this service"
                                : null,
                        choosing.filter(_ -> service.takesPeople())
                                .map(each -> form(
                                        layouts.of(request, me, "", "/directory")
                                                .csrf(),
                                        service,
                                        each,
                                        typed))
                                .orElse(null)),
                status);
    }

    private Services.Service one(SignedInStaff me, UUID id) {
        return database.read(me.viewer(), sql -> new Services(sql).one(id))
                .orElseThrow(() -> new NotFound("a service of the directory"));
    }

    private static @Nullable String closed(Services.Service service) {
        var unlisted = service.unlisted();
        if (unlisted != null) {
            return "The directory has not listed this service since " + Dates.date(unlisted) + ".";
        }
        return switch (service.status()) {
            case "inactive", "defunct" -> "The directory says that this service does not run any more.";
            case "temporarily closed" -> "The directory says that this service is closed for now.";
            default -> null;
        };
    }

    private static List<Fact> facts(Services.Service service, List<Services.Line> lines) {
        var facts = new ArrayList<Fact>();
        if (service.telephone() != null) {
            facts.add(Fact.of("Telephone", service.telephone()));
        }
        if (service.email() != null) {
            facts.add(Fact.of("Email", service.email()));
        }
        add(facts, "Ages", service.ages());
        add(facts, "Where", of(lines, "place"));
        add(facts, "Area", of(lines, "area"));
        add(facts, "When", service.whenOpen());
        add(facts, "Cost", service.fees());
        add(facts, "Kind of service", of(lines, "term"));
        if (service.assured() != null) {
            facts.add(Fact.of("Checked by the directory", Dates.date(service.assured())));
        }
        facts.add(Fact.of("Changed here", Dates.date(service.changed())));
        facts.add(Fact.of("Number in the feed", service.feedId()));
        return facts;
    }

    private static String of(List<Services.Line> lines, String kind) {
        return lines.stream()
                .filter(line -> line.kind().equals(kind))
                .map(Services.Line::words)
                .limit(10)
                .collect(Collectors.joining("; "));
    }

    private static void add(List<Fact> facts, String label, String words) {
        if (!words.isEmpty()) {
            facts.add(Fact.of(label, words));
        }
    }

    private Form form(stepways.app.web.CsrfField csrf, Services.Service service, Choosing choosing, Typed typed) {
        var parts = new ArrayList<FormPart>();
        parts.add(new FormPart.Checkboxes(
                "children",
                "For which children?",
                null,
                choosing.living().stream()
                        .map(child -> new FormPart.Choice(
                                child.id().toString(),
                                child.name(),
                                child.birth(),
                                List.of(),
                                typed.isNew()
                                        || typed.chose("children", child.id().toString()),
                                List.of()))
                        .toList(),
                typed.error("children")));
        parts.add(Fields.area(typed, "purpose", "What is it for?", "A sentence that the family could read.", 2));
        var today = Dates.day(clock.instant());
        var on = typed.isNew()
                ? new FormPart.DateInput(
                        "on",
                        "On which day was the family told of it?",
                        null,
                        String.valueOf(today.getDayOfMonth()),
                        String.valueOf(today.getMonthValue()),
                        String.valueOf(today.getYear()),
                        null,
                        null)
                : TypedDate.day(typed, "on", "On which day was the family told of it?", null);
        parts.add(on);
        var hidden = new ArrayList<Hidden>();
        hidden.add(new Hidden("key", typed.key().orElseGet(() -> ids.next().toString())));
        hidden.add(new Hidden("service", service.id().toString()));
        if (choosing.run() != null) {
            hidden.add(new Hidden("run", choosing.run().toString()));
        }
        return new Form(
                choosing.family().url() + "/signposted",
                csrf,
                hidden,
                parts,
                "Record the signposting",
                List.of(new Link("Choose another service", "/directory?" + choosing.query())),
                null,
                null);
    }

    @PostMapping("/families/{family}/signposted")
    ModelAndView signpost(
            @PathVariable UUID family,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var choosing = choosing(me, family.toString(), typed.value("run")).orElseThrow(() -> new NotFound("a family"));
        if (!typed.value("service").matches("[0-9a-f-]{36}")) {
            throw new NotFound("a service of the directory");
        }
        var id = UUID.fromString(typed.value("service"));
        var service = one(me, id);
        var children = choosing.living().stream()
                .map(OpenFamily.Member::id)
                .filter(child -> typed.chose("children", child.toString()))
                .toList();
        if (children.isEmpty()) {
            typed.fail("children", "Choose the children it is for");
        }
        var purpose = typed.text("purpose", "Say what it is for");
        var on = TypedDate.readPastDay(
                typed,
                "on",
                clock.instant(),
                "Enter the day the family was told of it",
                "The day the family was told of it cannot be in the future");
        if (!service.takesPeople()) {
            typed.fail("purpose", String.valueOf(closed(service)) + " Choose another");
        }
        if (typed.hasErrors()) {
            return service(me, request, id, Optional.of(choosing), typed, HttpStatus.BAD_REQUEST);
        }
        var key = typed.key().orElseGet(() -> UUID.randomUUID().toString());
        var now = clock.instant();
        once(
                me,
                key,
                now,
                sql -> new Signposted(sql)
                        .to(ids, me, family, choosing.run(), service, children, purpose, on.orElseThrow(), now));
        flash.addFlashAttribute(
                Layouts.NOTICE,
                "Recorded: signposted to " + service.name() + ". It stands on the record as it is called today.");
        return new ModelAndView("redirect:" + choosing.back().url());
    }

    private void once(
            SignedInStaff me,
            String key,
            Instant now,
            java.util.function.Function<org.springframework.jdbc.core.simple.JdbcClient, UUID> write) {
        try {
            database.write(me.viewer(), sql -> {
                var sent = new SentForms(sql, me);
                if (sent.before(key, "signposted").isEmpty()) {
                    sent.remember(key, "signposted", write.apply(sql), now);
                }
                return true;
            });
        } catch (DataIntegrityViolationException refusal) {
            if (!SentForms.sentMeanwhile(refusal)) {
                throw refusal;
            }
        }
    }

    // Everything a family was signposted to.

    @GetMapping("/families/{family}/signposted")
    ModelAndView signposted(
            @PathVariable UUID family, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        return list(me, request, family, Typed.nothing(), HttpStatus.OK);
    }

    private ModelAndView list(
            SignedInStaff me, HttpServletRequest request, UUID family, Typed typed, HttpStatus status) {
        var opened = door.open(me, family);
        var all = database.read(me.viewer(), sql -> new Signposted(sql).ofFamily(family));
        var layout = layouts.of(request, me, "Signposted, " + opened.reference(), "/families");
        if (typed.hasErrors()) {
            layout = layout.with(typed.problems());
        }
        var csrf = layout.csrf();
        return PageOf.view(
                "directory/signposted",
                new SignpostedPage(
                        layout,
                        opened.identity(),
                        opened.tabs("signposted"),
                        "Signposted to",
                        new Link("Choose a service from the directory", "/directory?family=" + family),
                        all.stream()
                                .map(to -> new SignpostedPage.Row(
                                        "to-" + to.id(),
                                        to.name(),
                                        new Link("As the directory has it now", "/directory/" + to.service()),
                                        facts(opened, to),
                                        to.struckBecause() == null
                                                ? null
                                                : "Struck out by " + to.struckBy() + ": " + to.struckBecause(),
                                        to.struckBecause() != null
                                                ? null
                                                : new Form(
                                                        opened.url() + "/signposted/" + to.id() + "/strike",
                                                        csrf,
                                                        List.of(),
                                                        List.of(new FormPart.TextInput(
                                                                "because-" + to.id(),
                                                                "What was wrong?",
                                                                null,
                                                                typed.value("because-" + to.id()),
                                                                0,
                                                                typed.error("because-" + to.id()))),
                                                        "Strike it out",
                                                        List.of(),
                                                        null,
                                                        null)))
                                .toList()),
                status);
    }

    private static List<Fact> facts(OpenFamily family, Signposted.To to) {
        var facts = new ArrayList<Fact>();
        add(facts, "Of", to.organisation());
        facts.add(Fact.of(
                "For",
                to.children().stream()
                        .map(child -> family.child(child)
                                .map(OpenFamily.Member::first)
                                .orElse("a child"))
                        .collect(Collectors.joining(", "))));
        facts.add(Fact.of("What for", to.purpose()));
        facts.add(Fact.of("When", Dates.weekdayAndYear(to.on()) + ", by " + to.by()));
        add(facts, "Reached at", to.contact());
        facts.add(Fact.of("Number in the feed", to.feedId()));
        if (to.changed()) {
            facts.add(Fact.of("Since then", "the directory has renamed it or lists it no longer"));
        }
        return facts;
    }

    @PostMapping("/families/{family}/signposted/{id}/strike")
    ModelAndView strike(
            @PathVariable UUID family,
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        door.open(me, family);
        var typed = Typed.posted(request);
        var because = typed.text("because-" + id, "Say what was wrong");
        if (typed.hasErrors()) {
            return list(me, request, family, typed, HttpStatus.BAD_REQUEST);
        }
        boolean struck = database.write(
                me.viewer(), sql -> new Signposted(sql).strike(me, family, id, because, clock.instant()));
        if (struck) {
            flash.addFlashAttribute(Layouts.NOTICE, "Struck out. It stays readable with the reason.");
        }
        return new ModelAndView("redirect:/families/" + family + "/signposted");
    }
}
