package stepways.app.families;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// Turns what is known of the people of a family into its pages.
final class MembersViews {

    private final Family family;
    private final FactWords words;
    private final boolean addressShown;

    MembersViews(Family family, boolean addressShown) {
        this.family = family;
        this.words = new FactWords(family, addressShown);
        this.addressShown = addressShown;
    }

    private String url(KeptFact fact) {
        return "/families/" + family.id() + "/facts/" + fact.id();
    }

    private Link open(KeptFact fact, String label) {
        return new Link(label, url(fact));
    }

    MembersPage page(Layout layout) {
        var views = new FamilyViews(family);
        return new MembersPage(
                layout,
                views.identity(),
                views.tabs("members"),
                "Members",
                family.members().isEmpty() ? null : Genogram.of(family),
                new Action.Open("Add a person", views.url() + "/people/new", null),
                family.members().stream().map(this::row).toList(),
                orders(true),
                orders(false),
                dates(4),
                ended(),
                actions(views.url()));
    }

    private List<Action> actions(String url) {
        var all = new ArrayList<Action>();
        if (!family.withheld().isEmpty() && !addressShown) {
            all.add(new Action.Open(
                    "Show the addresses that are kept back",
                    url + "/members?show=address",
                    "Look who sees your screen first. It is written down that you looked"));
        }
        for (var kind : List.of(
                FactKind.RELATIONSHIP,
                FactKind.RESPONSIBILITY,
                FactKind.WRITING,
                FactKind.COMMUNICATION,
                FactKind.TELEPHONE,
                FactKind.MOVE,
                FactKind.KEPT_BACK,
                FactKind.ORDER)) {
            all.add(new Action.Open(
                    "Record: " + FactWords.lower(kind.title()), url + "/facts/new?kind=" + kind.word(), null));
        }
        if (family.living().stream().anyMatch(child -> child.born() == null)) {
            all.add(new Action.Open("Record a birth", url + "/record?what=birth", null));
        }
        all.add(new Action.Open("Record a death", url + "/record?what=death", null));
        return all;
    }

    private MembersPage.Row row(FamilyRows.Person person) {
        var name = first(FactKind.NAME, person.id());
        var birth = first(FactKind.BIRTH, person.id());
        return new MembersPage.Row(
                "person-" + person.id(),
                person.name(),
                open(birth, born(person)),
                open(name, "Correct or change the name"),
                name.said("said").isEmpty() ? null : "say it “" + name.said("said") + "”",
                relations(person),
                home(person),
                responsibility(person),
                reaching(person));
    }

    private KeptFact first(FactKind kind, UUID person) {
        return family.facts(kind).stream()
                .filter(thread -> thread.isAbout(person))
                .map(KeptFact.Thread::now)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Expected the " + kind.word() + " of every member"));
    }

    private String born(FamilyRows.Person person) {
        if (person.died() != null) {
            return (person.born() == null ? "" : "born " + Dates.date(person.born()) + ", ") + "died "
                    + Dates.date(person.died());
        }
        if (person.born() != null) {
            return FamilyViews.age(person.born(), family.today()) + ", born " + Dates.date(person.born());
        }
        return person.expected() != null ? "expected " + Dates.date(person.expected()) : "birth date not known";
    }

    private List<KeptFact> standing(FactKind kind) {
        return family.facts(kind).stream()
                .filter(thread -> thread.holds(family.today()))
                .map(KeptFact.Thread::now)
                .toList();
    }

    private static @Nullable String since(KeptFact fact) {
        var from = fact.from();
        return from == null ? null : "since " + Dates.date(from);
    }

    private List<MembersPage.Known> relations(FamilyRows.Person person) {
        var all = new ArrayList<MembersPage.Known>();
        for (var fact : standing(FactKind.RELATIONSHIP)) {
            if (fact.about().contains(person.id())) {
                all.add(new MembersPage.Known(
                        "",
                        since(fact),
                        open(fact, words.relation(fact) + " of " + words.firsts(fact.names())),
                        false));
            } else if (fact.names().contains(person.id()) && person.child()) {
                all.add(new MembersPage.Known(
                        words.first(fact.person()) + " is " + words.relation(fact), null, null, false));
            }
        }
        return all;
    }

    private List<MembersPage.Known> home(FamilyRows.Person person) {
        var all = new ArrayList<MembersPage.Known>();
        if (person.died() != null) {
            return all;
        }
        var beside = family.members().stream()
                .filter(other -> !other.id().equals(person.id())
                        && person.household() != null
                        && person.household().equals(other.household())
                        && other.died() == null)
                .map(FamilyRows.Person::first)
                .toList();
        var move = standing(FactKind.MOVE).stream()
                .filter(fact -> fact.about().contains(person.id())
                        && person.household() != null
                        && fact.says("household", person.household().toString()))
                .max(Comparator.comparing(KeptFact::recorded));
        var lives = new FamilyViews(family).lives(person, addressShown);
        var more = beside.isEmpty() ? null : "with " + FamilyViews.and(beside);
        all.add(move.map(fact -> new MembersPage.Known("", more, open(fact, lives), false))
                .orElseGet(() -> new MembersPage.Known(lives, more, null, false)));
        move.filter(fact -> !fact.said("area").isEmpty() && !fact.says("area", "same"))
                .ifPresent(fact -> all.add(new MembersPage.Known(
                        FactKind.MOVE.field("area").words(fact.said("area")) + ": " + fact.said("to"),
                        FactKind.MOVE.field("answers").words(fact.said("answers")),
                        null,
                        false)));
        for (var fact : standing(FactKind.KEPT_BACK)) {
            if (fact.about().contains(person.id())) {
                all.add(new MembersPage.Known(
                        "",
                        fact.said("decided-by").isEmpty() ? null : "decided by " + fact.said("decided-by"),
                        open(
                                fact,
                                "must not learn where " + words.firsts(fact.names())
                                        + (fact.names().size() == 1 ? " lives" : " live")),
                        true));
            }
        }
        return all;
    }

    private List<MembersPage.Known> responsibility(FamilyRows.Person person) {
        var all = new ArrayList<MembersPage.Known>();
        if (person.child()) {
            var holders = standing(FactKind.RESPONSIBILITY).stream()
                    .filter(fact -> fact.names().contains(person.id()) && fact.says("holds", "yes"))
                    .map(fact -> words.first(fact.person()))
                    .toList();
            all.add(new MembersPage.Known(
                    holders.isEmpty() ? "nobody is recorded" : "held by " + FamilyViews.and(holders),
                    null,
                    null,
                    holders.isEmpty()));
            return all;
        }
        for (var fact : standing(FactKind.RESPONSIBILITY)) {
            if (fact.about().contains(person.id())) {
                var how = fact.said("how").isEmpty()
                        ? null
                        : FactKind.RESPONSIBILITY.field("how").words(fact.said("how"));
                var more = new ArrayList<String>();
                for (var each : new String[] {how, since(fact), fact.said("evidence")}) {
                    if (each != null && !each.isEmpty()) {
                        more.add(each);
                    }
                }
                all.add(new MembersPage.Known(
                        "",
                        more.isEmpty()
                                ? (fact.by() == null ? "how and since when is not recorded" : null)
                                : String.join("; ", more),
                        open(
                                fact,
                                (fact.says("holds", "yes")
                                                ? "for "
                                                : fact.says("holds", "no") ? "none for " : "not known for ")
                                        + words.firsts(fact.names())),
                        false));
            }
        }
        return all;
    }

    private List<MembersPage.Known> reaching(FamilyRows.Person person) {
        var all = new ArrayList<MembersPage.Known>();
        if (person.died() != null) {
            all.add(new MembersPage.Known("No letters", null, null, false));
            return all;
        }
        family.holds(FactKind.WRITING, person.id()).ifPresent(fact -> {
            var more = new ArrayList<String>();
            if (!fact.said("how").isEmpty()) {
                more.add(fact.said("how"));
            }
            if (!fact.said("why").isEmpty() && fact.family().equals(family.id())) {
                more.add(fact.said("why"));
            }
            if (!fact.said("decided-by").isEmpty()) {
                more.add("decided by " + fact.said("decided-by"));
            }
            all.add(new MembersPage.Known(
                    "",
                    more.isEmpty() ? null : String.join("; ", more),
                    open(fact, FactKind.WRITING.field("rule").words(fact.said("rule"))),
                    !fact.says("rule", "may")));
        });
        family.holds(FactKind.COMMUNICATION, person.id())
                .ifPresent(fact -> all.add(new MembersPage.Known("", null, open(fact, FactWords.needs(fact)), false)));
        for (var fact : standing(FactKind.TELEPHONE)) {
            if (fact.about().contains(person.id())) {
                var note = fact.said("note").isEmpty() ? "" : "; " + fact.said("note");
                all.add(new MembersPage.Known(
                        "",
                        FactKind.TELEPHONE.field("message").words(fact.said("message")) + note,
                        open(fact, fact.said("number")),
                        fact.says("message", "no")));
            }
        }
        return all;
    }

    // Court orders.

    /// Orders that run, or those that have ended.
    List<MembersPage.Order> orders(boolean running) {
        return family.facts(FactKind.ORDER).stream()
                .filter(thread -> thread.stands() && thread.holds(family.today()) == running)
                .map(KeptFact.Thread::now)
                .sorted(Comparator.comparing(KeptFact::recorded).reversed())
                .map(this::order)
                .toList();
    }

    private MembersPage.Order order(KeptFact fact) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("For", words.firsts(fact.about())));
        if (!fact.names().isEmpty()) {
            facts.add(Fact.of("Names", words.firsts(fact.names())));
        }
        facts.add(Fact.of("Made", (fact.from() == null ? "" : Dates.date(fact.from()) + ", ") + fact.said("court")));
        if (fact.until() != null) {
            facts.add(Fact.of(fact.until().isAfter(family.today()) ? "Ends" : "Ended", ends(fact.until())));
        }
        facts.add(Fact.of(
                "Says",
                fact.family().equals(family.id()) ? fact.said("terms") : "the words stand in another family’s record"));
        if (!fact.said("reference").isEmpty()) {
            facts.add(Fact.of("Paper", fact.said("reference")));
        }
        if (!FactWords.code(fact).isEmpty()) {
            facts.add(Fact.of("National code", FactWords.code(fact)));
        }
        return new MembersPage.Order(words.order(fact), warning(fact), facts, open(fact, "Correct, change or end it"));
    }

    private String ends(LocalDate day) {
        long left = java.time.temporal.ChronoUnit.DAYS.between(family.today(), day);
        return Dates.date(day) + (left > 0 && left <= 56 ? " (in " + FamilyViews.count(left, "day") + ")" : "");
    }

    private @Nullable String warning(KeptFact fact) {
        if (fact.said("restricts").isEmpty()
                || !family.facts(FactKind.ORDER).stream()
                        .anyMatch(thread -> thread.now().id().equals(fact.id()) && thread.holds(family.today()))) {
            return null;
        }
        return (fact.names().isEmpty() ? "It" : "It restricts " + words.firsts(fact.names()) + ": it") + " limits "
                + FactKind.ORDER.field("restricts").words(fact.said("restricts")) + ".";
    }

    /// What must be read before anybody rings, writes or visits.
    List<String> warnings() {
        var all = new ArrayList<String>();
        for (var fact : standing(FactKind.ORDER)) {
            var warning = warning(fact);
            if (warning != null) {
                all.add(words.order(fact) + " for " + words.firsts(fact.about()) + ". " + warning
                        + (fact.until() == null ? "" : " Until " + Dates.date(fact.until()) + "."));
            }
        }
        for (var fact : standing(FactKind.WRITING)) {
            if (fact.says("rule", "must-not")) {
                all.add(words.title(fact)
                        + (fact.said("decided-by").isEmpty() ? "." : ", decided by " + fact.said("decided-by") + "."));
            }
        }
        for (var fact : standing(FactKind.TELEPHONE)) {
            if (fact.says("message", "no")) {
                all.add("Leave no message on the telephone of " + words.firsts(fact.about()) + ".");
            }
        }
        return all;
    }

    /// What somebody needs to be spoken with and written to.
    List<Fact> needs() {
        return standing(FactKind.COMMUNICATION).stream()
                .map(fact -> new Fact(
                        words.first(fact.person()), FactWords.needs(fact), null, fact.says("interpreter", "yes")))
                .toList();
    }

    /// Days that matter to the children, the soonest first.
    List<Fact> dates(int most) {
        var all = new ArrayList<Fact>();
        for (var child : family.living()) {
            if (child.born() == null && child.expected() != null) {
                all.add(Fact.of(
                        Dates.date(child.expected()),
                        child.first() + " is expected"
                                + (child.expected().isBefore(family.today())
                                        ? ". That day has passed: record the birth"
                                        : "")));
            }
        }
        for (var day : Birthdays.toCome(family, 2)) {
            if (all.size() == most) {
                break;
            }
            var why = Birthdays.why(day);
            all.add(Fact.of(
                    Dates.date(day.on()),
                    words.first(day.child()) + " " + day.what() + (why.isEmpty() ? "" : ". " + why)));
        }
        return all;
    }

    /// What was so and is no longer.
    private List<MembersPage.Known> ended() {
        return family.facts().stream()
                .filter(thread -> thread.kind() != FactKind.ORDER)
                .filter(thread -> !thread.holds(family.today()))
                .map(KeptFact.Thread::now)
                .map(fact -> new MembersPage.Known(
                        "",
                        fact.act() == KeptFact.Act.WITHDRAWN
                                ? "recorded by mistake"
                                : "until " + (fact.until() == null ? "" : Dates.date(fact.until())),
                        open(fact, words.title(fact)),
                        false))
                .toList();
    }
}
