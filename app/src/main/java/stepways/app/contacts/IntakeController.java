package stepways.app.contacts;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.record.RunReader;
import stepways.app.search.HiddenMatches;
import stepways.app.search.PeopleMatches;
import stepways.app.search.PeopleMatches.Match;
import stepways.app.search.PeopleMatches.Sought;
import stepways.app.web.Action;
import stepways.app.web.Citing;
import stepways.app.web.Dates;
import stepways.app.web.Drafts;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.RefusalText;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.Policy;
import stepways.engine.run.ChildId;

/// Taking a contact: whom it is about, whether they are recorded already, what is known of them, and only then what was
/// said. Everything typed is one draft from the first page on.
@Controller
class IntakeController {

    private static final String PURPOSE = "A contact is being taken";

    private static final List<String> RELATIONS = List.of("mother", "father", "parent", "carer", "grandparent");

    private final Database database;
    private final Procedures procedures;
    private final Casework casework;
    private final TimeOrderedIds ids;
    private final InstantSource clock;
    private final Layouts layouts;
    private final Drafts drafts;
    private final AccessLog log;
    private final HiddenMatches hidden;

    IntakeController(
            Database database,
            Procedures procedures,
            Casework casework,
            TimeOrderedIds ids,
            InstantSource clock,
            Layouts layouts,
            Drafts drafts,
            AccessLog log,
            HiddenMatches hidden) {
        this.database = database;
        this.procedures = procedures;
        this.casework = casework;
        this.ids = ids;
        this.clock = clock;
        this.layouts = layouts;
        this.drafts = drafts;
        this.log = log;
        this.hidden = hidden;
    }

    private FrontDoor door(SignedInStaff me) {
        var now = clock.instant();
        var door = database.read(me.viewer(), sql -> FrontDoor.of(sql, procedures, me, now));
        door.mustTakeContacts();
        return door;
    }

    private Intake intake(SignedInStaff me, UUID id) {
        return new Intake(id, drafts.typed(me, id + ":contact"));
    }

    private Intake posted(UUID id, HttpServletRequest request) {
        return new Intake(id, Typed.posted(request));
    }

    /// Keeps everything typed so far; the drafts list leads on to `step`.
    private void keep(SignedInStaff me, Intake intake, String step, Map<String, String> changed) {
        var values = new LinkedHashMap<>(intake.typed.values());
        changed.forEach((field, value) -> values.put(field, List.of(value)));
        values.put("page", List.of(intake.url(step)));
        drafts.save(me, intake.draft(), Typed.draft(values));
    }

    private static ModelAndView to(Intake intake, String step) {
        return new ModelAndView("redirect:" + intake.url(step));
    }

    // Beginning.

    @GetMapping("/contacts/new")
    ModelAndView begin(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String family) {
        var door = door(me);
        if (family.isEmpty()) {
            return who(me, request, door, new Intake(ids.next(), Typed.nothing()), HttpStatus.OK);
        }
        return aboutAFamily(me, door, family);
    }

    /// About a family whose page is open: its children are known, and need not be typed again.
    private ModelAndView aboutAFamily(SignedInStaff me, FrontDoor door, String family) {
        if (!isId(family)) {
            throw new NotFound("a family");
        }
        var id = UUID.fromString(family);
        var values = database.read(me.viewer(), sql -> {
            if (sql.sql("select id from family where id = :id")
                    .param("id", id)
                    .query(UUID.class)
                    .optional()
                    .isEmpty()) {
                throw new NotFound("a family");
            }
            door.mustReachFamily(sql, me, id);
            return ofTheFamily(sql, id);
        });
        var intake = new Intake(ids.next(), Typed.draft(values));
        keep(me, intake, "take", Map.of("family", family, "known", "yes"));
        return to(intake, "take");
    }

    private static Map<String, List<String>> ofTheFamily(JdbcClient sql, UUID family) {
        var values = new LinkedHashMap<String, List<String>>();
        sql.sql("""
                        select p.id, coalesce(p.known_as, p.forename, '') as forename, p.surname, p.birth_date,
                               p.expected_birth_date
                          from family_member m
                          join person p on p.authority = m.authority and p.id = m.person
                         where m.family = :family
                           and m.part = 'child'
                           and m.member_until is null
                           and p.died_on is null
                           and p.merged_into is null
                           and p.restriction <> 'hidden'
                         order by p.birth_date nulls last, p.id
                         limit\s""" + Intake.MOST_CHILDREN).param("family", family).query(rs -> {
            int i = values.keySet().stream()
                            .filter(key -> key.startsWith("pick-"))
                            .toList()
                            .size()
                    + 1;
            values.put("pick-" + i, List.of(rs.getString("id")));
            values.put("child-" + i + "-forename", List.of(rs.getString("forename")));
            values.put("child-" + i + "-surname", List.of(rs.getString("surname")));
            var born = rs.getObject("birth_date", LocalDate.class);
            var expected = rs.getObject("expected_birth_date", LocalDate.class);
            var day = born == null ? expected : born;
            if (day != null) {
                values.put("child-" + i + "-born-day", List.of(String.valueOf(day.getDayOfMonth())));
                values.put("child-" + i + "-born-month", List.of(String.valueOf(day.getMonthValue())));
                values.put("child-" + i + "-born-year", List.of(String.valueOf(day.getYear())));
            }
            if (born == null && expected != null) {
                values.put("child-" + i + "-unborn", List.of("yes"));
            }
            values.put("children", List.of(String.valueOf(i)));
        });
        return values;
    }

    private static boolean isId(String value) {
        return value.matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    }

    // Whom it is about.

    @GetMapping("/contacts/new/{id}")
    ModelAndView who(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        return who(me, request, door(me), intake(me, id), HttpStatus.OK);
    }

    @PostMapping("/contacts/new/{id}")
    ModelAndView whoIsGiven(
            @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        var door = door(me);
        var intake = posted(id, request);
        if (!intake.typed.value("add").isEmpty()) {
            int count = Math.min(intake.count() + 1, Intake.MOST_CHILDREN);
            keep(me, intake, "", Map.of("children", String.valueOf(count)));
            return new ModelAndView("redirect:" + intake.url("") + "#child-" + count + "-forename");
        }
        intake.checkWho(door.now());
        if (intake.typed.hasErrors()) {
            keep(me, intake, "", Map.of());
            return who(me, request, door, intake, HttpStatus.BAD_REQUEST);
        }
        keep(me, intake, "people", Map.of("known", ""));
        return to(intake, "people");
    }

    private ModelAndView who(
            SignedInStaff me, HttpServletRequest request, FrontDoor door, Intake intake, HttpStatus status) {
        var layout = layouts.of(request, me, "Take a contact: who is it about", "/contacts");
        var typed = intake.typed;
        var groups = new ArrayList<WhoPage.Group>();
        for (int i = 1; i <= intake.count(); i++) {
            var field = "child-" + i;
            groups.add(new WhoPage.Group(
                    field,
                    intake.count() == 1 ? "The child" : "Child " + i,
                    List.<FormPart>of(
                            Fields.line(typed, field + "-forename", "First name", null, 20),
                            Fields.line(typed, field + "-surname", "Surname", "Leave it empty if nobody knows it.", 20),
                            TypedDate.day(typed, field + "-born", "Birth date, or the date a baby is expected", null),
                            new FormPart.Checkboxes(
                                    field + "-unborn",
                                    "Is this child not yet born?",
                                    null,
                                    List.of(FormPart.Choice.of("yes", "Not yet born", intake.unborn(i))),
                                    typed.error(field + "-unborn")),
                            Fields.line(
                                    typed,
                                    field + "-number",
                                    "A number in another system, if one was given",
                                    "For example of the case system, or the pupil number.",
                                    20))));
        }
        var household = List.<FormPart>of(
                Fields.line(typed, "adult-forename", "First name of a parent or carer, if one was named", null, 20),
                Fields.line(typed, "adult-surname", "Surname of that parent or carer", null, 20),
                TypedDate.day(typed, "adult-born", "Birth date of that parent or carer", null),
                Fields.select(
                        typed,
                        "adult-relation",
                        "Who is that to the children?",
                        null,
                        RELATIONS.stream()
                                .map(word -> new Fields.Answer(word, capital(word)))
                                .toList()),
                Fields.line(typed, "address", "Where do the children live?", "House and street, as it was given.", 0),
                Fields.line(typed, "postcode", "Postcode", null, 10));
        var page = new WhoPage(
                typed.hasErrors() ? layout.with(typed.problems()) : layout,
                new Link("Contacts", "/contacts"),
                "Who is the contact about?",
                "Type what you were told, as you heard it. The next page shows who is recorded already; nothing is made"
                        + " before that.",
                groups,
                intake.count() < Intake.MOST_CHILDREN,
                household,
                form(
                        intake,
                        layout,
                        "",
                        "",
                        Intake::isWho,
                        List.of(),
                        "Look for them",
                        drafts.saved(me, intake.draft())),
                null);
        return PageOf.view("contacts/who", page, status);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private static Form form(
            Intake intake,
            stepways.app.web.Layout layout,
            String step,
            String pageStep,
            java.util.function.Predicate<String> onThePage,
            List<FormPart> parts,
            String button,
            @Nullable String saved) {
        var all = new ArrayList<>(intake.carried(onThePage));
        all.add(new Hidden("draft", intake.draft()));
        all.add(new Hidden("page", intake.url(pageStep)));
        return new Form(
                intake.url(step), layout.csrf(), all, parts, button, List.of(), "/drafts/" + intake.draft(), saved);
    }

    // Who is recorded already.

    /// Everybody named, each with the records that may be theirs.
    private record Found(Map<Integer, List<Match>> children, List<Match> adults, Map<UUID, String> families) {

        Optional<Match> match(String pick) {
            return java.util.stream.Stream.concat(children.values().stream().flatMap(List::stream), adults.stream())
                    .filter(match -> !match.guarded() && match.id().toString().equals(pick))
                    .findFirst();
        }

        /// Records that nobody should pass by unawares.
        List<Match> strong(int child) {
            return children.getOrDefault(child, List.of()).stream()
                    .filter(match -> match.strong() && !match.hidden())
                    .toList();
        }
    }

    private Found find(JdbcClient sql, SignedInStaff me, FrontDoor door, Intake intake) {
        var matches = new PeopleMatches(sql);
        var children = new LinkedHashMap<Integer, List<Match>>();
        for (int i : intake.children()) {
            children.put(i, matches.of(intake.child(i), me.staff(), door.wide(), door.now()));
        }
        var adults = matches.of(intake.adult(), me.staff(), door.wide(), door.now());
        var families = new LinkedHashMap<UUID, String>();
        java.util.stream.Stream.concat(children.values().stream().flatMap(List::stream), adults.stream())
                .filter(match -> !match.guarded())
                .forEach(match -> {
                    var family = match.family();
                    var reference = match.familyReference();
                    if (family != null && reference != null) {
                        families.merge(
                                family,
                                reference + ": " + match.name(),
                                (before, now) -> before.contains(match.name()) ? before : before + ", " + match.name());
                    }
                });
        return new Found(children, adults, families);
    }

    @GetMapping("/contacts/new/{id}/people")
    ModelAndView people(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        var door = door(me);
        var intake = intake(me, id);
        if (intake.children().isEmpty()) {
            return to(intake, "");
        }
        var found = database.read(me.viewer(), sql -> find(sql, me, door, intake));
        log.searched(me, sought(intake), PURPOSE);
        hidden.tellTheGuardians(
                me,
                java.util.stream.Stream.concat(
                                found.children().values().stream().flatMap(List::stream), found.adults().stream())
                        .filter(Match::hidden)
                        .toList());
        return people(me, request, door, intake, found, HttpStatus.OK);
    }

    private static String sought(Intake intake) {
        var all = new ArrayList<String>();
        intake.children().forEach(i -> all.add(sought(intake.child(i))));
        if (!intake.adult().isNobody()) {
            all.add(sought(intake.adult()));
        }
        return String.join("; ", all);
    }

    private static String sought(Sought sought) {
        return (sought.name()
                        + (sought.born() == null ? "" : " born " + sought.born())
                        + (sought.postcode().isEmpty() ? "" : " at " + sought.postcode())
                        + (sought.number().isEmpty() ? "" : " number " + sought.number()))
                .strip();
    }

    @PostMapping("/contacts/new/{id}/people")
    ModelAndView peopleAreChosen(
            @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        var door = door(me);
        var intake = posted(id, request);
        var found = database.read(me.viewer(), sql -> find(sql, me, door, intake));
        checkPicks(intake, found, door);
        if (intake.typed.hasErrors()) {
            keep(me, intake, "people", Map.of());
            return people(me, request, door, intake, found, HttpStatus.BAD_REQUEST);
        }
        var step = passedBy(intake, found).isEmpty() ? "take" : "beside";
        keep(me, intake, step, Map.of());
        return to(intake, step);
    }

    /// What is wrong with the records chosen.
    private static void checkPicks(Intake intake, Found found, FrontDoor door) {
        var typed = intake.typed;
        var chosen = new LinkedHashSet<String>();
        var families = new LinkedHashSet<UUID>();
        for (int i : intake.children()) {
            var pick = intake.pick(i);
            var match = found.match(pick);
            if (pick.equals("new")) {
                if (!door.wide()) {
                    typed.fail(
                            "pick-" + i,
                            "Only the front door makes a new record, because only it may search everyone. Ring it");
                }
            } else if (match.isEmpty()) {
                typed.fail("pick-" + i, "Choose a record, or say that this is somebody new");
            } else {
                if (!chosen.add(pick)) {
                    typed.fail("pick-" + i, "Two of the children cannot be the same record");
                }
                var family = match.get().family();
                if (family != null) {
                    families.add(family);
                }
            }
        }
        var adult = typed.value("pick-adult");
        if (!intake.adult().isNobody()
                && !adult.equals("new")
                && found.match(adult).isEmpty()) {
            typed.fail("pick-adult", "Choose a record, or say that this is somebody new");
        }
        if (typed.hasErrors()) {
            return;
        }
        if (families.size() > 1) {
            typed.fail(
                    found.families().isEmpty() ? "pick-" + intake.children().getFirst() : "family",
                    "These children are of different families. Take a contact for each family");
            return;
        }
        if (found.families().isEmpty()) {
            return;
        }
        var family = typed.value("family");
        if (family.isEmpty() && families.isEmpty()) {
            typed.fail("family", "Choose the family, or say that it is a new one");
        } else if (!family.isEmpty()
                && !family.equals("new")
                && found.families().keySet().stream()
                        .noneMatch(each -> each.toString().equals(family))) {
            typed.fail("family", "Choose the family, or say that it is a new one");
        } else if (!families.isEmpty()
                && !family.isEmpty()
                && !families.iterator().next().toString().equals(family)) {
            typed.fail(
                    "family",
                    "A child you chose is of "
                            + found.families()
                                    .getOrDefault(families.iterator().next(), "another family")
                                    .split(":", 2)[0]
                            + ". Choose that family");
        }
    }

    /// Records that are very likely the same, and are about to be passed by; unless that was confirmed for them.
    private static List<Match> passedBy(Intake intake, Found found) {
        var all = new ArrayList<Match>();
        for (int i : intake.children()) {
            if (intake.pick(i).equals("new")) {
                all.addAll(found.strong(i));
            }
        }
        return all.isEmpty() || fingerprint(all).equals(intake.typed.value("beside")) ? List.of() : all;
    }

    private static String fingerprint(List<Match> matches) {
        return matches.stream()
                .map(match -> match.id().toString())
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    private ModelAndView people(
            SignedInStaff me,
            HttpServletRequest request,
            FrontDoor door,
            Intake intake,
            Found found,
            HttpStatus status) {
        var layout = layouts.of(request, me, "Take a contact: who is recorded already", "/contacts");
        var typed = intake.typed;
        var people = new ArrayList<PeoplePage.Person>();
        var automatic = new ArrayList<Hidden>();
        for (int i : intake.children()) {
            people.add(person(
                    door,
                    intake,
                    "pick-" + i,
                    intake.child(i),
                    found.children().getOrDefault(i, List.of()),
                    automatic));
        }
        if (!intake.adult().isNobody()) {
            people.add(person(door, intake, "pick-adult", intake.adult(), found.adults(), automatic));
        }
        var families = new ArrayList<Fields.Answer>();
        found.families().forEach((family, words) -> families.add(new Fields.Answer(family.toString(), words)));
        if (!families.isEmpty() && door.wide()) {
            families.add(new Fields.Answer("new", "A family that is not recorded yet"));
        }
        var base = form(
                intake,
                layout,
                "people",
                "people",
                Intake::isPick,
                List.of(),
                "Continue",
                drafts.saved(me, intake.draft()));
        var carried = new ArrayList<>(base.hidden());
        carried.addAll(automatic);
        var page = new PeoplePage(
                typed.hasErrors() ? layout.with(typed.problems()) : layout,
                new Link("Change what was given", intake.url("")),
                "Who is recorded already?",
                people,
                families.isEmpty()
                        ? null
                        : Fields.radios(
                                typed,
                                "family",
                                "Which family is it?",
                                "Needed where everybody above is new. Otherwise it is the family of the record chosen.",
                                families),
                new Form(
                        base.url(),
                        base.csrf(),
                        carried,
                        base.parts(),
                        base.button(),
                        base.others(),
                        base.draftUrl(),
                        base.saved()));
        return PageOf.view("contacts/people", page, status);
    }

    private static PeoplePage.Person person(
            FrontDoor door, Intake intake, String field, Sought sought, List<Match> matches, List<Hidden> automatic) {
        var open = matches.stream().filter(match -> !match.guarded()).toList();
        var guarded = matches.stream()
                .filter(match -> match.guarded() && !match.hidden())
                .map(match -> ask(door.policy(), match))
                .distinct()
                .toList();
        var answers = new ArrayList<FormPart.Choice>();
        for (var match : open) {
            answers.add(new FormPart.Choice(
                    match.id().toString(),
                    "It is " + match.name() + born(match),
                    match.familyReference() == null ? "in no family yet" : match.familyReference(),
                    List.of(),
                    intake.typed.chose(field, match.id().toString()),
                    List.of()));
        }
        if (door.wide()) {
            answers.add(new FormPart.Choice(
                    "new",
                    "Somebody new: none of these",
                    null,
                    List.of(),
                    intake.typed.chose(field, "new"),
                    List.of()));
        }
        boolean nobody = open.isEmpty();
        if (nobody && door.wide()) {
            automatic.add(new Hidden(field, "new"));
        }
        return new PeoplePage.Person(
                field,
                sought.name(),
                PeopleMatches.searched(sought, door.wide())
                        + (matches.size() < PeopleMatches.MOST
                                ? ""
                                : " The " + PeopleMatches.MOST
                                        + " likeliest are shown: a birth date or an address would tell them apart."),
                given(sought),
                open.stream().map(match -> candidate(door.policy(), match)).toList(),
                guarded,
                !nobody
                        ? null
                        : door.wide()
                                ? guarded.isEmpty()
                                        ? "Nobody was found. A new record will be made."
                                        : "Ask before you go on. If it is somebody else, a new record will be made."
                                : "Nobody was found among the families you or your team hold. Only the front door may"
                                        + " search everyone and make a new record: ring it.",
                nobody
                        ? null
                        : new FormPart.Radios(field, "Which record is it?", null, answers, intake.typed.error(field)));
    }

    private static String ask(Policy policy, Match match) {
        var role = match.askRole();
        return "A record exists. Ask the "
                + (role != null && policy.knowsRole(role) ? policy.role(role).title() : "front door manager") + ".";
    }

    private static String born(Match match) {
        var died = match.died();
        if (died != null) {
            return ", died " + Dates.date(died);
        }
        var born = match.born();
        var expected = match.expected();
        return born != null
                ? ", born " + Dates.date(born)
                : expected != null ? ", expected " + Dates.date(expected) : ", birth date not known";
    }

    private static List<Fact> given(Sought sought) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("Name", sought.name()));
        var born = sought.born();
        facts.add(Fact.of(sought.unborn() ? "Expected" : "Born", born == null ? "not given" : Dates.date(born)));
        facts.add(Fact.of(
                "Address",
                sought.address().isBlank() && sought.postcode().isBlank()
                        ? "not given"
                        : (sought.address() + " " + sought.postcode()).strip()));
        if (!sought.number().isBlank()) {
            facts.add(Fact.of("Number", sought.number()));
        }
        return facts;
    }

    private static PeoplePage.Candidate candidate(Policy policy, Match match) {
        var born = match.born();
        var expected = match.expected();
        var services = match.services();
        return new PeoplePage.Candidate(
                match.name(),
                match.strong(),
                match.why(),
                List.of(
                        Fact.of("Name", match.name()),
                        Fact.of(
                                "Born",
                                born != null
                                        ? Dates.date(born)
                                        : expected != null ? "expected " + Dates.date(expected) : "not known"),
                        Fact.of("Address", match.address() == null ? "not known" : match.address()),
                        Fact.of(
                                "Open to",
                                services == null
                                        ? "nothing"
                                        : List.of(services.split(",")).stream()
                                                .map(each -> policy.service(each)
                                                        .map(service -> service.title())
                                                        .orElse(each))
                                                .collect(Collectors.joining(", "))),
                        Fact.of("Works with them", match.practitioner() == null ? "nobody" : match.practitioner()),
                        Fact.of("Family", match.familyReference() == null ? "none yet" : match.familyReference())));
    }

    // Stop and think.

    @GetMapping("/contacts/new/{id}/beside")
    ModelAndView beside(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        var door = door(me);
        var intake = intake(me, id);
        if (intake.children().isEmpty()) {
            return to(intake, "");
        }
        var found = database.read(me.viewer(), sql -> find(sql, me, door, intake));
        var passed = passedBy(intake, found);
        if (passed.isEmpty()) {
            return to(intake, "take");
        }
        var records = passed.stream()
                .map(match -> match.guarded()
                        ? ask(door.policy(), match)
                        : match.name() + born(match) + ". " + String.join(" ", match.why()))
                .distinct()
                .toList();
        return PageOf.view(
                "contacts/beside",
                new BesidePage(
                        layouts.of(request, me, "Take a contact: stop and think", "/contacts"),
                        passed.size() == 1
                                ? "This may be a child who is recorded already"
                                : "These may be children who are recorded already",
                        List.of(
                                "A second record hides what is known: the next worker would see no earlier contact,"
                                        + " no plan and nobody who knows the family.",
                                "If it turns out to be the same child, the two records can be merged later, and the"
                                        + " merging undone."),
                        records,
                        new Link("Go back and use the record", intake.url("people")),
                        new Action.Press(
                                "It is another child: make a new record",
                                intake.url("beside"),
                                List.of(new Hidden("passed", fingerprint(passed))),
                                null)));
    }

    @PostMapping("/contacts/new/{id}/beside")
    ModelAndView besideAll(
            @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        door(me);
        var intake = intake(me, id);
        var passed = Typed.posted(request).value("passed");
        for (var record : passed.split(",")) {
            if (isId(record)) {
                log.write(me, "new-record-beside-match", UUID.fromString(record), null, null, PURPOSE, null);
            }
        }
        keep(me, intake, "take", Map.of("beside", passed));
        return to(intake, "take");
    }

    // What was said.

    /// Who the people of an intake turned out to be.
    ///
    /// @param family absent where a new one is made
    private record Settled(
            Map<Integer, UUID> children,
            @Nullable UUID adult,
            @Nullable UUID family) {

        List<ChildId> ids() {
            return children.values().stream()
                    .map(child -> new ChildId(child.toString()))
                    .toList();
        }
    }

    /// The records chosen, checked once more against what this reader may find; empty if a page has to be filled in
    /// first. New people have ids and no records yet.
    private Optional<Settled> settle(JdbcClient sql, SignedInStaff me, FrontDoor door, Intake intake) {
        if (intake.typed.value("known").equals("yes")) {
            return ofTheFamily(sql, me, door, intake);
        }
        if (intake.children().isEmpty()) {
            return Optional.empty();
        }
        var found = find(sql, me, door, intake);
        var checked = new Intake(intake.id, Typed.draft(intake.typed.values()));
        checkPicks(checked, found, door);
        if (checked.typed.hasErrors() || !passedBy(intake, found).isEmpty()) {
            return Optional.empty();
        }
        var children = new LinkedHashMap<Integer, UUID>();
        UUID family = null;
        for (int i : intake.children()) {
            var match = found.match(intake.pick(i));
            children.put(i, match.map(Match::id).orElseGet(ids::next));
            if (match.isPresent() && match.get().family() != null) {
                family = match.get().family();
            }
        }
        var chosen = intake.typed.value("family");
        if (family == null && isId(chosen)) {
            family = UUID.fromString(chosen);
        }
        if (family != null) {
            door.mustReachFamily(sql, me, family);
        }
        var adult = intake.adult().isNobody()
                ? null
                : found.match(intake.typed.value("pick-adult")).map(Match::id).orElseGet(ids::next);
        return Optional.of(new Settled(children, adult, family));
    }

    private Optional<Settled> ofTheFamily(JdbcClient sql, SignedInStaff me, FrontDoor door, Intake intake) {
        var chosen = intake.typed.value("family");
        if (!isId(chosen)) {
            return Optional.empty();
        }
        var family = UUID.fromString(chosen);
        door.mustReachFamily(sql, me, family);
        var members = ofTheFamily(sql, family).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("pick-"))
                .map(entry -> entry.getValue().getFirst())
                .collect(Collectors.toSet());
        var children = new LinkedHashMap<Integer, UUID>();
        for (int i : intake.children()) {
            if (members.contains(intake.pick(i))
                    && (!intake.typed.isPosted() || intake.typed.chose("about", intake.pick(i)))) {
                children.put(i, UUID.fromString(intake.pick(i)));
            }
        }
        return Optional.of(new Settled(children, null, family));
    }

    @GetMapping("/contacts/new/{id}/take")
    ModelAndView take(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        var door = door(me);
        var intake = intake(me, id);
        var settled = database.read(me.viewer(), sql -> settle(sql, me, door, intake));
        if (settled.isEmpty()) {
            return to(intake, intake.children().isEmpty() ? "" : "people");
        }
        var family = settled.get().family();
        if (family != null) {
            log.openedFamily(me, family, PURPOSE);
        }
        return take(me, request, door, intake, settled.get(), HttpStatus.OK);
    }

    private ModelAndView take(
            SignedInStaff me,
            HttpServletRequest request,
            FrontDoor door,
            Intake intake,
            Settled settled,
            HttpStatus status) {
        var layout = layouts.of(request, me, "Take a contact: what was said", "/contacts");
        var typed = intake.typed;
        record Known(
                Past past,
                List<FrontDoor.Door> open,
                List<Action.Blocked> closed,
                List<Link> openAlready,
                @Nullable String reference) {}
        var known = database.read(me.viewer(), sql -> {
            var closed = new ArrayList<Action.Blocked>();
            var open = open(sql, door, settled, closed, intake);
            var family = settled.family();
            return new Known(
                    family == null
                            ? Past.none(searched(intake, door))
                            : Past.of(sql, door.policy(), family, members(sql, family, settled), null),
                    open,
                    closed,
                    openAlready(sql, settled),
                    family == null
                            ? null
                            : sql.sql("select reference from family where id = :id")
                                    .param("id", family)
                                    .query(String.class)
                                    .single());
        });
        var about = new ArrayList<Fact>();
        boolean chooses = typed.value("known").equals("yes");
        if (!chooses) {
            for (int i : intake.children()) {
                about.add(new Fact(
                        intake.pick(i).equals("new") ? "New record" : "Recorded already",
                        intake.child(i).name(),
                        new Link("Change", intake.url("people")),
                        false));
            }
        }
        about.add(Fact.of("Family", known.reference() == null ? "A new family will be recorded" : known.reference()));
        var page = new TakePage(
                typed.hasErrors() ? layout.with(typed.problems()) : layout,
                chooses
                        ? new Link(String.valueOf(known.reference()), "/families/" + settled.family())
                        : new Link("Who is recorded already", intake.url("people")),
                "Take a contact",
                "What is already known, and what was said",
                PastPart.of(known.past()),
                about,
                known.open().isEmpty() ? known.closed() : List.of(),
                known.openAlready(),
                known.open().isEmpty()
                        ? null
                        : form(
                                intake,
                                layout,
                                "take",
                                "take",
                                field -> Intake.isTold(field) && !field.equals("known"),
                                questions(intake, door, known.open(), chooses),
                                "Record the contact",
                                drafts.saved(me, intake.draft())));
        return PageOf.view("contacts/take", page, status);
    }

    /// All children of the family: what is known of a brother or sister matters too.
    private static Set<UUID> members(JdbcClient sql, UUID family, Settled settled) {
        var all = new LinkedHashSet<>(settled.children().values());
        all.addAll(sql.sql("select person from family_member where family = :family and part = 'child'")
                .param("family", family)
                .query(UUID.class)
                .list());
        return all;
    }

    private static String searched(Intake intake, FrontDoor door) {
        var all = new ArrayList<String>();
        intake.children().forEach(i -> all.add(PeopleMatches.searched(intake.child(i), door.wide())));
        if (!intake.adult().isNobody()) {
            all.add(PeopleMatches.searched(intake.adult(), door.wide()));
        }
        return String.join(" ", all);
    }

    /// Contacts about these children that are open, where a second one of the kind cannot begin beside the first.
    private static List<Link> openAlready(JdbcClient sql, Settled settled) {
        return sql.sql("""
                        select distinct r.id, r.reference
                          from run_child c
                          join run r on r.authority = c.authority and r.id = c.run
                          join contact t on t.authority = r.authority and t.id = r.id
                         where c.child = any(:children)
                           and c.left_at is null
                         order by r.reference
                        """)
                .param("children", settled.children().values().toArray(UUID[]::new))
                .query((rs, _) -> new Link(
                        "Add what you were told to " + rs.getString("reference") + ", which is open",
                        "/contacts/" + rs.getString("id") + "/add"))
                .list();
    }

    /// The doors that are open for these children; why the others are not goes into `closed`.
    private static List<FrontDoor.Door> open(
            JdbcClient sql, FrontDoor door, Settled settled, List<Action.Blocked> closed, Intake intake) {
        var facts = new RunReader(sql).facts(settled.ids(), door.now());
        var citing = new Citing(door.policy());
        var names = new LinkedHashMap<String, String>();
        settled.children()
                .forEach((i, child) ->
                        names.put(child.toString(), intake.child(i).name()));
        var open = new ArrayList<FrontDoor.Door>();
        for (var each : door.doors()) {
            var refusals = door.refusals(each, facts, settled.ids());
            if (refusals.isEmpty()) {
                open.add(each);
                continue;
            }
            var text = new RefusalText(door.policy(), each.pathway(), name -> names.getOrDefault(name, name));
            closed.add(new Action.Blocked(
                    each.door().title(),
                    refusals.stream().map(text::words).distinct().collect(Collectors.joining(" ")),
                    citing.cites(each.door().clauses(), each.door().basis()),
                    null));
        }
        return open;
    }

    private static List<FormPart> questions(Intake intake, FrontDoor door, List<FrontDoor.Door> open, boolean chooses) {
        var typed = intake.typed;
        var citing = new Citing(door.policy());
        var parts = new ArrayList<FormPart>();
        if (chooses) {
            parts.add(new FormPart.Checkboxes(
                    "about",
                    "Which children is it about?",
                    null,
                    intake.children().stream()
                            .map(i -> FormPart.Choice.of(
                                    intake.pick(i),
                                    intake.child(i).name(),
                                    !typed.isPosted() && typed.all("about").isEmpty()
                                            || typed.chose("about", intake.pick(i))))
                            .toList(),
                    typed.error("about")));
        }
        var sources = new ArrayList<FormPart.Choice>();
        for (var source : Source.values()) {
            sources.add(new FormPart.Choice(
                    source.word(),
                    source.title(),
                    source.hint(),
                    List.of(),
                    typed.chose("source", source.word()),
                    source == Source.POLICE
                            ? List.of(Fields.line(typed, "notice", "Number of the police notice", null, 20))
                            : List.of()));
        }
        parts.add(new FormPart.Radios("source", "Who made the contact?", null, sources, typed.error("source")));
        if (open.size() > 1) {
            parts.add(Fields.radios(
                    typed,
                    "door",
                    "Which kind of contact is it?",
                    null,
                    open.stream()
                            .map(each -> new Fields.Answer(
                                    each.value(),
                                    each.door().title(),
                                    each.pathway().title(),
                                    citing.cites(
                                            each.door().clauses(), each.door().basis())))
                            .toList()));
        }
        parts.add(Fields.line(
                typed, "referrer", "Their name", "Leave it empty if they gave none, and say so below.", 30));
        parts.add(Fields.line(typed, "organisation", "Where they work, or what they are to the family", null, 0));
        parts.add(Fields.line(typed, "telephone", "Telephone", "So that they can be told what was decided.", 20));
        parts.add(Fields.line(typed, "email", "E-mail", null, 30));
        parts.add(received(typed, door.now()));
        parts.add(Fields.area(
                typed,
                "worries",
                "What were you told?",
                "What was seen or heard, when, and what worries them; in their words where you can. If a child may be"
                        + " at harm now, leave this page and use Harm now.",
                8));
        parts.add(Fields.area(
                typed, "wishes", "What do the children and the family want, as far as anybody knows?", null, 3));
        parts.add(Fields.radios(
                typed,
                "knows",
                "Does the family know of this contact?",
                null,
                List.of(
                        new Fields.Answer("yes", "Yes"),
                        new Fields.Answer("no", "No"),
                        new Fields.Answer("not-known", "It is not known"))));
        parts.add(Fields.area(
                typed,
                "consent",
                "What was said about agreement?",
                "Who agreed to what, and when. The agreement itself is recorded on the contact afterwards.",
                2));
        return parts;
    }

    private static FormPart.DateInput received(Typed typed, Instant now) {
        var date = TypedDate.happened(typed.value("happened-day").isEmpty() ? Typed.nothing() : typed, now);
        return new FormPart.DateInput(
                date.id(),
                "When did the contact arrive?",
                "When it came in, not when you write it down. Now, unless you change it.",
                date.day(),
                date.month(),
                date.year(),
                date.time(),
                typed.error("happened"));
    }

    @PostMapping("/contacts/new/{id}/take")
    ModelAndView record(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        var door = door(me);
        var intake = posted(id, request);
        var before = alreadyRecorded(me, intake);
        if (before.isPresent()) {
            return begin(me, intake, before.get(), flash);
        }
        record Now(Optional<Settled> settled, List<FrontDoor.Door> open) {}
        var now = database.read(me.viewer(), sql -> {
            var settled = settle(sql, me, door, intake);
            return new Now(
                    settled,
                    settled.map(each -> open(sql, door, each, new ArrayList<>(), intake))
                            .orElse(List.of()));
        });
        if (now.settled().isEmpty()) {
            keep(me, intake, "people", Map.of());
            return to(intake, intake.children().isEmpty() ? "" : "people");
        }
        var received = check(intake, door, now.open(), now.settled().get());
        var chosen = chosen(intake, now.open());
        if (intake.typed.hasErrors() || chosen.isEmpty()) {
            keep(me, intake, "take", Map.of());
            return take(me, request, door, intake, now.settled().get(), HttpStatus.BAD_REQUEST);
        }
        var contact = write(me, door, intake, now.settled().get(), chosen.get(), received);
        return begin(me, intake, contact, flash);
    }

    private static Optional<FrontDoor.Door> chosen(Intake intake, List<FrontDoor.Door> open) {
        return open.size() == 1
                ? Optional.of(open.getFirst())
                : open.stream()
                        .filter(each -> each.value().equals(intake.typed.value("door")))
                        .findFirst();
    }

    private static Instant check(Intake intake, FrontDoor door, List<FrontDoor.Door> open, Settled settled) {
        var typed = intake.typed;
        if (settled.children().isEmpty()) {
            typed.fail("about", "Choose at least one child");
        }
        if (Source.of(typed.value("source")).isEmpty()) {
            typed.fail("source", "Choose who made the contact");
        }
        if (open.size() > 1 && chosen(intake, open).isEmpty()) {
            typed.fail("door", "Choose which kind of contact it is");
        }
        intake.tooLong("notice", 40);
        intake.tooLong("referrer", 120);
        intake.tooLong("organisation", 200);
        intake.tooLong("telephone", 40);
        intake.tooLong("email", 200);
        if (!typed.value("email").isBlank() && !Mail.isAddress(typed.value("email"))) {
            typed.fail("email", "Enter an e-mail address, such as name@school.example, or leave it empty");
        }
        var received = TypedDate.readHappened(typed, door.now());
        typed.text("worries", "Say what you were told");
        typed.optional("wishes");
        typed.optional("consent");
        if (!Set.of("yes", "no", "not-known").contains(typed.value("knows"))) {
            typed.fail("knows", "Say whether the family knows of this contact");
        }
        return received.orElse(door.now()).truncatedTo(ChronoUnit.MICROS);
    }

    private static String key(Intake intake) {
        return intake.id + ":contact";
    }

    /// A second sending of the same form finds the contact of the first.
    private Optional<UUID> alreadyRecorded(SignedInStaff me, Intake intake) {
        return database.read(me.viewer(), sql -> answer(sql, key(intake)));
    }

    private static Optional<UUID> answer(JdbcClient sql, String key) {
        return sql.sql("select answer from idempotency_key where key = :key")
                .param("key", key)
                .query((rs, _) -> UUID.fromString(rs.getString("answer")))
                .optional();
    }

    /// Everything of the contact in one transaction: the people who are new, and what was said. Once, however often the
    /// form is sent.
    private UUID write(
            SignedInStaff me, FrontDoor door, Intake intake, Settled settled, FrontDoor.Door chosen, Instant received) {
        var contact = ids.next();
        var now = door.now().truncatedTo(ChronoUnit.MICROS);
        return database.write(me.viewer(), sql -> {
            int first = sql.sql("""
                            insert into idempotency_key (authority, key, staff, action, answer, recorded_at)
                            values (:authority, :key, :staff, 'contact', :answer, :now)
                            on conflict (authority, key) do nothing
                            """)
                    .param("authority", me.authority())
                    .param("key", key(intake))
                    .param("staff", me.staff())
                    .param("answer", contact.toString())
                    .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                    .update();
            if (first == 0) {
                return answer(sql, key(intake))
                        .orElseThrow(() -> new IllegalStateException("Expected the contact sent before"));
            }
            var family = people(sql, me, intake, settled, now);
            var rows = new ContactRows(sql);
            var typed = intake.typed;
            rows.insert(
                    me.authority(),
                    new ContactRows.Contact(
                            contact,
                            family,
                            chosen.pathway().name(),
                            chosen.door().name(),
                            chosen.from(),
                            chosen.to(),
                            null,
                            typed.value("source"),
                            or(typed, "referrer"),
                            or(typed, "organisation"),
                            or(typed, "telephone"),
                            or(typed, "email"),
                            or(typed, "notice"),
                            typed.optional("worries"),
                            or(typed, "wishes"),
                            typed.value("knows"),
                            or(typed, "consent"),
                            or(typed, "address"),
                            typed.value("postcode").isBlank() ? null : PeopleMatches.postcode(typed.value("postcode")),
                            typed.value("known").equals("yes")
                                    ? "Taken from the page of the family."
                                    : searched(intake, door),
                            received.isAfter(now) ? now : received,
                            now,
                            me.staff(),
                            me.name()));
            settled.children()
                    .forEach((i, child) -> rows.child(
                            me.authority(),
                            contact,
                            child,
                            i,
                            intake.child(i),
                            intake.pick(i).equals("new")));
            return contact;
        });
    }

    private static @Nullable String or(Typed typed, String field) {
        var value = typed.value(field).strip();
        return value.isEmpty() ? null : value;
    }

    private UUID people(JdbcClient sql, SignedInStaff me, Intake intake, Settled settled, Instant now) {
        var newcomers = new Newcomers(sql, me, ids, now);
        var known = settled.family();
        var family = known == null ? newcomers.family() : known;
        if (intake.typed.value("known").equals("yes")) {
            return family;
        }
        var made = new ArrayList<UUID>();
        settled.children().forEach((i, child) -> {
            if (intake.pick(i).equals("new")) {
                newcomers.person(child, intake.child(i));
                made.add(child);
            }
            newcomers.child(child, family);
        });
        var adult = settled.adult();
        if (adult != null) {
            if (intake.typed.value("pick-adult").equals("new")) {
                newcomers.person(adult, intake.adult());
            }
            newcomers.member(adult, family, "adult");
            var relation = intake.typed.value("adult-relation");
            if (RELATIONS.contains(relation)) {
                settled.children().values().stream()
                        .filter(child -> !child.equals(adult))
                        .forEach(child -> newcomers.relation(adult, child, relation));
            }
        }
        var address = intake.typed.value("address").strip();
        if (!address.isEmpty() && !made.isEmpty()) {
            var postcode = PeopleMatches.postcode(intake.typed.value("postcode"));
            newcomers.household(made, address, postcode.isEmpty() ? null : postcode);
        }
        return family;
    }

    /// Begins the run of a contact that is recorded; what was typed is no draft any more.
    private ModelAndView begin(SignedInStaff me, Intake intake, UUID contact, RedirectAttributes flash) {
        var begun = new Beginning(database, casework).begin(me, contact);
        drafts.forget(me, intake.draft());
        flash.addFlashAttribute(
                Layouts.NOTICE,
                begun
                        ? "The contact is recorded, and is with those who decide on it."
                        : "The contact is recorded. It has not begun yet: see below.");
        return new ModelAndView("redirect:/contacts/" + contact);
    }
}
