package stepways.app.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Condition;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.engine.policy.Stage;

/// A council with two people for every role of its procedure, who walk families through one door of a pathway.
final class Walkers {

    private static final Instant MORNING = Instant.parse("2026-06-18T07:52:00Z");
    private static final int LONGEST_WAIT = 200;

    private final InventedCouncil council;
    private final Policy policy;
    private final Pathway pathway;
    private final Pathway.Door door;
    private final Map<String, List<SignedInStaff>> byRole = new LinkedHashMap<>();
    private final Map<String, SignedInStaff> byName = new LinkedHashMap<>();
    private Set<String> sides = Set.of();

    Walkers(InventedCouncil council, Pathway pathway, Pathway.Door door) {
        this.council = council;
        this.policy = council.pack().policy();
        this.pathway = pathway;
        this.door = door;
        hire(policy);
    }

    private void hire(Policy from) {
        if (from.national() != null) {
            hire(from.national());
        }
        for (var role : from.roles().values()) {
            if (!role.anyOf().isEmpty() || role.anyone() || byRole.containsKey(role.name())) {
                continue;
            }
            var team = policy.teams().values().stream()
                    .filter(each -> !role.in().isEmpty() && each.service().equals(role.in()))
                    .map(each -> each.name())
                    .findFirst()
                    .orElse(null);
            for (var number : List.of("One", "Two")) {
                var person = council.staff(role.title() + " " + number, role.name(), team, null);
                byRole.computeIfAbsent(role.name(), _ -> new ArrayList<>()).add(person);
                byName.put(person.name(), person);
            }
        }
    }

    /// What is so of a family before anything begins, so that a way is open to it.
    static final class World {
        final Map<String, String> facts = new LinkedHashMap<>();
        final Set<String> open = new LinkedHashSet<>();
        final Set<String> closed = new LinkedHashSet<>();
        int oldest = 17;
        int youngest = 0;
    }

    /// A way from the door to an ending: the outcomes in order, from and to which service, in which world.
    record Route(String from, String to, List<Outcome> outcomes, World world) {}

    /// The shortest way from the door to this ending, in a world that opens it; empty if its conditions exclude it.
    Optional<Route> route(Stage last, Outcome ending) {
        for (var from : or(door.from())) {
            for (var to : or(door.to())) {
                if (!from.isEmpty() && from.equals(to)) {
                    continue;
                }
                for (var outcomes : waysTo(last, ending)) {
                    var world = new World();
                    if (!from.isEmpty()) {
                        world.open.add(from);
                    }
                    world.open.addAll(door.alsoOpen());
                    boolean opens = make(world, door.when(), true, from, to, List.of());
                    for (int i = 0; i < outcomes.size() && opens; i++) {
                        opens = make(world, outcomes.get(i).when(), true, from, to, outcomes.subList(0, i));
                    }
                    if (opens) {
                        return Optional.of(new Route(from, to, outcomes, world));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> or(List<String> services) {
        return services.isEmpty() ? List.of("") : services;
    }

    /// Ways from the door's stage to the ending that pass no stage twice, shortest first.
    private List<List<Outcome>> waysTo(Stage last, Outcome ending) {
        record Way(String at, List<Outcome> outcomes, Set<String> seen) {}
        var found = new ArrayList<List<Outcome>>();
        var open = new ArrayDeque<Way>();
        open.add(new Way(door.at(), List.of(), Set.of(door.at())));
        while (!open.isEmpty() && found.size() < 40) {
            var way = open.removeFirst();
            if (way.at().equals(last.name())) {
                var whole = new ArrayList<>(way.outcomes());
                whole.add(ending);
                found.add(whole);
                continue;
            }
            for (var outcome : pathway.stage(way.at()).outcomes()) {
                if (outcome.go() instanceof Outcome.Go.To(var next)
                        && !way.seen().contains(next)) {
                    var longer = new ArrayList<>(way.outcomes());
                    longer.add(outcome);
                    var seen = new LinkedHashSet<>(way.seen());
                    seen.add(next);
                    open.add(new Way(next, longer, seen));
                }
            }
        }
        return found;
    }

    /// Changes the world so that a condition is as wanted; false if it cannot be.
    private boolean make(
            World world, Condition condition, boolean wanted, String from, String to, List<Outcome> before) {
        return switch (condition) {
            case Condition.Always() -> wanted;
            case Condition.All(var all) ->
                wanted
                        ? all.stream().allMatch(each -> make(world, each, true, from, to, before))
                        : all.stream().anyMatch(each -> make(world, each, false, from, to, before));
            case Condition.Not(var not) -> make(world, not, !wanted, from, to, before);
            case Condition.ByDoor(var doors) -> doors.contains(door.name()) == wanted;
            case Condition.From(var services) -> services.contains(from) == wanted;
            case Condition.To(var services) -> services.contains(to) == wanted;
            case Condition.Chosen(var outcomes) ->
                before.stream().anyMatch(each -> outcomes.contains(each.name())) == wanted;
            case Condition.OpenTo(var service) -> {
                (wanted ? world.open : world.closed).add(service);
                yield world.open.stream().noneMatch(world.closed::contains);
            }
            case Condition.AgeAtLeast(var age) -> {
                int years = age.years();
                if (wanted) {
                    world.youngest = Math.max(world.youngest, years + 1);
                } else {
                    world.oldest = Math.min(world.oldest, years - 2);
                }
                yield world.youngest <= world.oldest;
            }
            case Condition.FactAtLeast(var fact, var number) -> {
                if (wanted) {
                    world.facts.put(fact, String.valueOf(number));
                }
                yield wanted || !world.facts.containsKey(fact);
            }
            case Condition.FactIs(var fact, var values) -> {
                var known = world.facts.get(fact);
                if (known != null) {
                    yield values.contains(known) == wanted;
                }
                var kind = policy.fact(fact).map(FactType::kind).orElse(FactType.Kind.YES_NO);
                if (wanted) {
                    world.facts.put(fact, values.stream().sorted().findFirst().orElseThrow());
                } else if (kind == FactType.Kind.YES_NO) {
                    world.facts.put(fact, values.contains("true") ? "false" : "true");
                } else {
                    policy.fact(fact).orElseThrow().choices().stream()
                            .filter(choice -> !values.contains(choice))
                            .findFirst()
                            .ifPresent(choice -> world.facts.put(fact, choice));
                }
                yield true;
            }
        };
    }

    /// Walks one family of that world from the door to the ending.
    ///
    /// @return the address of the transfer
    String walk(Route route) {
        TestService.at(MORNING.toString());
        var family = council.family();
        int age = Math.min(route.world().oldest, Math.max(route.world().youngest, 15));
        var child = council.child(
                family,
                "Tyler",
                "Quill",
                LocalDate.of(2026, 6, 18).minusYears(age).minusDays(300).toString());
        council.parent(family, "Kerry", "Quill", child);
        route.world().open.forEach(service -> council.open(child, service, "2026-03-02T09:00:00Z"));
        route.world().facts.forEach((fact, value) -> council.fact(child, fact, value));
        sides = new LinkedHashSet<>(List.of("", route.from(), route.to()));
        var starter = starter(route, child);
        var transfer = begin(starter, family, child, route);
        for (var outcome : route.outcomes()) {
            decide(transfer, outcome);
        }
        return transfer;
    }

    private SignedInStaff starter(Route route, UUID child) {
        var able = concrete(door.by()).stream()
                .filter(role -> role.in().isEmpty()
                        || route.from().isEmpty()
                        || role.in().equals(route.from()))
                .map(role -> Objects.requireNonNull(byRole.get(role.name())).getFirst())
                .findFirst();
        var worker = policy.roles().values().stream()
                .filter(role ->
                        role.practitioner() && role.in().equals(route.from()) && byRole.containsKey(role.name()))
                .findFirst();
        if (worker.isPresent()) {
            var lead = able.filter(person -> concrete(door.by()).stream().anyMatch(Role::practitioner))
                    .orElseGet(
                            () -> Objects.requireNonNull(byRole.get(worker.get().name()))
                                    .getFirst());
            var role = byRole.entrySet().stream()
                    .filter(entry -> entry.getValue().contains(lead))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
            council.lead(child, lead, role, route.from(), null, "2026-03-02T09:00:00Z");
        } else if (!route.from().isEmpty()) {
            policy.dutyTeam(route.from())
                    .ifPresent(
                            team -> council.lead(child, null, null, route.from(), team.name(), "2026-03-02T09:00:00Z"));
        }
        return able.orElseThrow(() -> new AssertionError("Nobody can begin: " + door.by()));
    }

    private List<Role> concrete(String name) {
        var role = policy.role(name);
        if (role.anyone()) {
            return policy.roles().values().stream().filter(Role::practitioner).toList();
        }
        return role.anyOf().isEmpty()
                ? List.of(role)
                : role.anyOf().stream()
                        .sorted()
                        .flatMap(each -> concrete(each).stream())
                        .toList();
    }

    private String begin(SignedInStaff who, UUID family, UUID child, Route route) {
        var address = "/transfers/new?family=" + family + "&direction="
                + door.direction().name() + "&child=" + child;
        var page = TestService.get(who, address);
        var form = page.page().selectFirst("form[action=/transfers]");
        var value = pathway.name() + "|" + door.name() + "|" + route.from() + "|" + route.to();
        if (form == null || form.select("[name=route][value=" + value + "]").isEmpty()) {
            throw new AssertionError("Not offered to " + who.name() + ": " + value + " in " + page.main());
        }
        var answer = TestService.send(who, "/transfers", OneForm.with(form, "route", value));
        if (answer.status() != 302 || answer.location() == null) {
            throw new AssertionError("Not begun: " + answer.main());
        }
        return answer.location();
    }

    // Doing what the pages offer.

    private void decide(String transfer, Outcome outcome) {
        var last = "";
        for (int waited = 0; waited <= LONGEST_WAIT; ) {
            var page = follower(transfer);
            var decision = page.selectFirst("#need-decision, #decision");
            if (decision == null) {
                throw new AssertionError("No decision on " + page.select("main").text());
            }
            boolean moved = false;
            for (var person : named(decision.select(".sw-need__by").text())) {
                var answer = TestService.get(person, transfer + "/decision");
                if (answer.status() == 403 && isElsewhere(person)) {
                    continue;
                }
                must(
                        answer,
                        200,
                        transfer + "/decision as " + person.name() + " for "
                                + decision.select(".sw-need__by").text());
                last = person.name() + " sees: "
                        + answer.page().select(".sw-refused, .sw-blocked").text();
                var form = answer.page().selectFirst("main form[action$=/decision]");
                if (form == null
                        || form.select("input[type=radio][value=" + outcome.name() + "]")
                                .isEmpty()) {
                    explained(answer.page(), outcome);
                    continue;
                }
                var typed = new ArrayList<String>(List.of("reason", "It was talked through."));
                form.select("input[type=radio][value=" + outcome.name() + "]").stream()
                        .map(radio -> radio.attr("name"))
                        .distinct()
                        .forEach(name -> typed.addAll(List.of(name, outcome.name())));
                var sent = TestService.send(
                        person, transfer + "/decision", OneForm.with(form, typed.toArray(String[]::new)));
                if (sent.status() == 302) {
                    if (!isChosen(transfer, outcome)) {
                        moved = true;
                        continue;
                    }
                    return;
                }
                last = person.name() + " is refused: "
                        + sent.page().select(".govuk-error-summary").text();
            }
            moved |= doWhatIsOpen(transfer);
            moved |= last.contains("nobody has recorded its date") && dateThatIsMissing(transfer, outcome);
            if (isRightlyShut(last, outcome)) {
                throw new Shut(last);
            }
            if (!moved) {
                TestService.at(TestService.now()
                        .plus(Duration.ofDays(waited < 40 ? 1 : 30))
                        .toString());
                waited++;
            }
        }
        throw new AssertionError("“" + outcome.title() + "” is never offered. " + last);
    }

    /// An ending that another line of the same procedure keeps shut: the page says which service stays, and why.
    static final class Shut extends RuntimeException {
        private static final long serialVersionUID = 1;

        Shut(String words) {
            super(words);
        }
    }

    private static boolean isRightlyShut(String seen, Outcome outcome) {
        return seen.matches("(?s).*" + java.util.regex.Pattern.quote(outcome.title())
                + " [^“”]*stays open for now, so this cannot close it\\. It ends with [^.]*\\. [A-Z]+-[0-9]+.*");
    }

    /// Records a date on which the outcome waits, where the page says that nobody has recorded it.
    private boolean dateThatIsMissing(String transfer, Outcome outcome) {
        for (var people : byRole.values()) {
            var answer = TestService.get(people.getFirst(), transfer + "/decision");
            if (answer.status() != 200) {
                continue;
            }
            var link =
                    answer.page().selectFirst("#refused-" + outcome.name() + " a[href*=act/fact]:containsOwn(Record)");
            if (link != null && fill(people.getFirst(), link.attr("href"))) {
                return true;
            }
        }
        return false;
    }

    /// What a page that does not offer an outcome has to say of it: what is missing, and by which clause.
    private static void explained(Document page, Outcome outcome) {
        var refused = page.selectFirst("#refused-" + outcome.name());
        if (refused != null && refused.select("ul li").isEmpty()) {
            throw new AssertionError("“" + outcome.title() + "” is refused without a reason");
        }
    }

    private boolean isChosen(String transfer, Outcome outcome) {
        return follower(transfer).select("#decided").text().contains(outcome.title());
    }

    private Document follower(String transfer) {
        for (var people : byRole.values()) {
            var answer = TestService.get(people.getFirst(), transfer);
            if (answer.status() == 200) {
                return answer.page();
            }
        }
        throw new AssertionError("Nobody can open " + transfer);
    }

    /// Everything on the list that somebody named there can do; whether anything was done.
    private boolean doWhatIsOpen(String transfer) {
        boolean moved = false;
        var page = follower(transfer);
        for (var need : page.select(".sw-need")) {
            var state = need.select(".sw-need__state").text();
            var link = need.selectFirst(".sw-need__title a");
            if (link == null
                    || !Set.of("Not started", "In progress", "Overdue").contains(state)
                    || link.attr("href").endsWith("/decision")) {
                continue;
            }
            for (var person : named(need.select(".sw-need__by").text())) {
                if (fill(person, link.attr("href"))) {
                    moved = true;
                    break;
                }
            }
        }
        return moved;
    }

    private boolean fill(SignedInStaff person, String url) {
        var answer = TestService.get(person, url);
        if (answer.status() == 403 && isElsewhere(person)) {
            return false;
        }
        must(answer, 200, url + " as " + person.name());
        var form = answer.page().selectFirst("main form.sw-form");
        if (form == null) {
            return oneOf(answer.page(), url);
        }
        boolean moved = false;
        for (int tries = 0; form != null && tries < 6; tries++) {
            var sent = TestService.send(person, form.attr("action"), OneForm.with(form, fits(form)));
            if (sent.status() != 302 || sent.location() == null) {
                throw new AssertionError(url + " as " + person.name() + ": "
                        + sent.page().select(".govuk-error-summary").text());
            }
            moved = true;
            if (!sent.location().contains("/agreements/")) {
                return true;
            }
            var again = TestService.get(person, sent.location()).page();
            form = again.select(".govuk-tag").eachText().contains("Not asked yet")
                    ? again.selectFirst("main form.sw-form")
                    : null;
        }
        return moved;
    }

    /// Where any of several will do, the first that somebody named beside it can do.
    private boolean oneOf(Document page, String url) {
        for (var option : page.select("main a[href*=/items/]")) {
            var row = option.closest("div");
            if (option.attr("href").equals(url) || row == null || !row.text().contains("; by ")) {
                continue;
            }
            for (var person : named(row.select(".govuk-summary-list__value").text())) {
                if (fill(person, option.attr("href"))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Something that fits each field of a form.
    static String[] fits(Element form) {
        var typed = new ArrayList<String>();
        for (var area : form.select("textarea[name]")) {
            typed.addAll(List.of(area.attr("name"), "Words for " + area.attr("name") + "."));
        }
        for (var select : form.select("select[name]")) {
            select.select("option[value]").stream()
                    .map(option -> option.attr("value"))
                    .filter(value -> !value.isEmpty())
                    .findFirst()
                    .ifPresent(value -> typed.addAll(List.of(select.attr("name"), value)));
        }
        var radios = new LinkedHashSet<String>();
        for (var radio : form.select("input[type=radio]")) {
            if (radios.add(radio.attr("name"))) {
                typed.addAll(List.of(radio.attr("name"), radio.attr("value")));
            }
        }
        for (var box : form.select("input[type=checkbox]")) {
            typed.addAll(List.of(box.attr("name"), box.attr("value")));
        }
        if (form.selectFirst("#value-day") != null) {
            var day = LocalDate.ofInstant(TestService.now(), ZoneId.of("Europe/London"))
                    .minusDays(1);
            typed.addAll(List.of("value-day", String.valueOf(day.getDayOfMonth())));
            typed.addAll(List.of("value-month", String.valueOf(day.getMonthValue())));
            typed.addAll(List.of("value-year", String.valueOf(day.getYear())));
        }
        for (var line : form.select("input[type=text]")) {
            var name = line.attr("name");
            if (!name.startsWith("happened") && !name.startsWith("value-")) {
                typed.addAll(List.of(name, "9"));
            }
        }
        return typed.toArray(String[]::new);
    }

    /// Of a role that several services have, those of the two sides are meant.
    private boolean isElsewhere(SignedInStaff person) {
        return byRole.entrySet().stream()
                .filter(entry -> entry.getValue().contains(person))
                .map(entry -> policy.role(entry.getKey()).in())
                .noneMatch(sides::contains);
    }

    /// The people whom a page names: by their own name, or by their role.
    private List<SignedInStaff> named(String words) {
        var text = words.replaceFirst("^By ", "").replace(" (has signed)", "");
        var all = new LinkedHashSet<SignedInStaff>();
        for (var person : byName.entrySet()) {
            if (text.contains(person.getKey())) {
                all.add(person.getValue());
                text = text.replace(person.getKey(), "");
            }
        }
        for (var role : roles(policy)) {
            if (text.contains(role.title())) {
                concrete(role.name()).forEach(each -> all.addAll(byRole.getOrDefault(each.name(), List.of())));
            }
        }
        if (all.isEmpty()) {
            throw new AssertionError("A page names nobody that there is: " + words);
        }
        return List.copyOf(all);
    }

    private static List<Role> roles(Policy policy) {
        var all = new ArrayList<>(policy.roles().values());
        if (policy.national() != null) {
            all.addAll(roles(policy.national()));
        }
        return all;
    }

    private static void must(TestService.Answer answer, int status, String what) {
        if (answer.status() != status) {
            throw new AssertionError(what + " answers " + answer.status() + ": " + answer.main());
        }
    }
}
