package stepways.app.families;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Card;
import stepways.app.web.Citing;
import stepways.app.web.Dates;
import stepways.app.web.DeadlineText;
import stepways.app.web.Due;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Need;
import stepways.app.web.Tab;
import stepways.app.web.Tag;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.run.Outstanding;

/// Turns a family into its pages.
final class FamilyViews {

    private final Family family;

    FamilyViews(Family family) {
        this.family = family;
    }

    String url() {
        return "/families/" + family.id();
    }

    Identity identity() {
        var open = family.episodes().stream()
                .filter(episode -> episode.closed() == null)
                .map(episode -> service(episode.service()))
                .distinct()
                .toList();
        var names = family.children().stream().map(FamilyRows.Person::name).collect(Collectors.joining(", "));
        return new Identity(
                names.isEmpty() ? "Family " + family.reference() : names,
                family.reference(),
                url(),
                open.isEmpty() ? "open to no service" : "open to " + and(open));
    }

    List<Tab> tabs(String current) {
        return List.of(
                new Tab("At a glance", url(), current.equals("glance")),
                new Tab("Members", url() + "/members", current.equals("members")),
                new Tab("Chronology", url() + "/chronology", current.equals("chronology")),
                new Tab("Notes", url() + "/notes", current.equals("notes")),
                new Tab("Documents", url() + "/documents", current.equals("documents")),
                new Tab("Decisions", url() + "/decisions", current.equals("decisions")),
                new Tab("Consent", url() + "/consents", current.equals("consents")));
    }

    FamilyPage page(Layout layout, List<Event> newest, boolean addressShown) {
        var open = openServices();
        return new FamilyPage(
                layout,
                identity(),
                tabs("glance"),
                "The family at a glance",
                new MembersViews(family, addressShown).warnings(),
                family.members().size() < 2 ? null : Genogram.of(family),
                practitioner(),
                primary(),
                others(addressShown),
                open,
                whyOpen(),
                open.isEmpty()
                        ? "No service is open"
                        : open.size() == 1 ? "One service is open" : open.size() + " services are open at once",
                history(),
                clocks(),
                members(addressShown),
                agreements(),
                newest,
                newest.isEmpty() ? null : new Link("The whole chronology", url() + "/chronology"),
                runs(),
                cards());
    }

    // Who answers.

    private FamilyPage.Practitioner practitioner() {
        var known = responsible();
        var facts = new ArrayList<>(known.facts());
        facts.addAll(standing());
        return new FamilyPage.Practitioner(
                known.name(), known.named(), known.since(), known.telephone(), known.before(), known.needed(), facts);
    }

    /// Level, plan, legal status and what is due next, in the words of the procedure and of the record.
    private List<Fact> standing() {
        var all = new ArrayList<Fact>();
        var levels = new LinkedHashMap<String, List<UUID>>();
        for (var episode : family.episodes()) {
            if (episode.closed() == null) {
                family.policy()
                        .service(episode.service())
                        .map(found -> found.level())
                        .filter(level -> !level.isBlank())
                        .ifPresent(level -> levels.computeIfAbsent(level, _ -> new ArrayList<>())
                                .add(episode.child()));
            }
        }
        if (!levels.isEmpty()) {
            all.add(Fact.of(
                    "Level",
                    levels.entrySet().stream()
                            .map(level -> level.getKey()
                                    + (level.getValue().stream().distinct().count()
                                                    < family.living().size()
                                            ? " (" + names(level.getValue()) + ")"
                                            : ""))
                            .collect(Collectors.joining("; "))));
        }
        var stated = new LinkedHashMap<String, List<String>>();
        for (var fact : family.stated()) {
            stated.computeIfAbsent(statedTitle(fact.key()), _ -> new ArrayList<>())
                    .add(first(fact.child()) + ": " + statedValue(fact));
        }
        stated.forEach((title, values) -> {
            var same = values.stream()
                    .map(value -> value.substring(value.indexOf(": ") + 2))
                    .distinct()
                    .toList();
            all.add(Fact.of(
                    title,
                    same.size() == 1 && values.size() == family.living().size()
                            ? same.getFirst()
                            : String.join("; ", values)));
        });
        var orders = family.facts(FactKind.ORDER).stream()
                .filter(thread -> thread.holds(family.today()))
                .count();
        all.add(new Fact(
                "Court orders",
                orders == 0 ? "none recorded that runs now" : count(orders, "order") + (orders == 1 ? " runs" : " run"),
                orders == 0 ? null : new Link("See it", url() + "/members#orders"),
                orders > 0));
        for (var move : family.facts(FactKind.MOVE)) {
            var now = move.now();
            if (move.holds(family.today())
                    && !now.said("area").isEmpty()
                    && !now.says("area", "same")
                    && now.about().stream()
                            .anyMatch(person -> family.member(person)
                                    .filter(member -> now.says("household", String.valueOf(member.household())))
                                    .isPresent())) {
                all.add(new Fact(
                        "Moved " + FactKind.MOVE.field("area").words(now.said("area")),
                        now.said("to")
                                + (now.from() == null ? "" : ", " + Dates.date(now.from()))
                                + (now.said("answers").isEmpty()
                                        ? ""
                                        : ": " + FactKind.MOVE.field("answers").words(now.said("answers"))),
                        new Link("See it", url() + "/facts/" + now.id()),
                        now.says("answers", "passes") || now.says("area", "out")));
            }
        }
        return all;
    }

    private String statedTitle(String key) {
        var type = factType(key);
        return type == null ? key.replace('-', ' ') : type.title();
    }

    private @Nullable FactType factType(String key) {
        for (var layer = family.policy(); layer != null; layer = layer.national()) {
            var type = layer.facts().get(key);
            if (type != null) {
                return type;
            }
        }
        return null;
    }

    private String statedValue(FamilyRows.Stated fact) {
        var value = fact.value();
        if (value.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            return Dates.date(LocalDate.parse(value));
        }
        var type = factType(fact.key());
        return switch (value) {
            case "true" -> "yes";
            case "false" -> "no";
            default -> type != null && type.kind() == FactType.Kind.SERVICE ? service(value) : value.replace('-', ' ');
        };
    }

    private FamilyPage.Practitioner responsible() {
        var leads = new LinkedHashMap<UUID, FamilyRows.Held>();
        for (var held : family.held()) {
            if (held.lead() && held.until() == null) {
                leads.putIfAbsent(held.child(), held);
            }
        }
        if (leads.isEmpty()) {
            return nobody();
        }
        // Whoever is not named stands first: it is what has to change.
        var shown = leads.values().stream()
                .min(Comparator.comparing(FamilyRows.Held::named).thenComparing(FamilyRows.Held::from))
                .orElseThrow();
        var facts = new ArrayList<Fact>();
        if (leads.values().stream().map(FamilyRows.Held::name).distinct().count() > 1
                || leads.size() < family.living().size()) {
            for (var child : family.living()) {
                var lead = leads.get(child.id());
                facts.add(new Fact(
                        child.first(),
                        lead == null ? "nobody: open to no service" : who(lead) + ", since " + Dates.date(lead.from()),
                        null,
                        lead != null && !lead.named()));
            }
        }
        family.held().stream()
                .filter(held -> !held.lead() && held.until() == null)
                .map(held -> who(held) + ", since " + Dates.date(held.from()))
                .distinct()
                .forEach(words -> facts.add(Fact.of("Works alongside", words)));
        long days = days(family.held().stream()
                .filter(held -> held.lead() && !held.named() && held.child().equals(shown.child()))
                .toList());
        return new FamilyPage.Practitioner(
                who(shown),
                shown.named(),
                "since " + Dates.weekdayAndYear(Dates.day(shown.from())) + " at " + Dates.time(shown.from()) + " · "
                        + service(shown.service()),
                shown.telephone() == null
                        ? null
                        : new Link(shown.telephone(), "tel:" + shown.telephone().replaceAll("[^0-9+]", "")),
                before(shown),
                shown.named() ? null : count(days, "day") + " without one. Somebody has to be named.",
                facts);
    }

    private FamilyPage.Practitioner nobody() {
        boolean open = family.episodes().stream().anyMatch(episode -> episode.closed() == null);
        return new FamilyPage.Practitioner(
                "Nobody",
                !open,
                open
                        ? "although a service is open: the record has to be put right"
                        : "no service is open, so nobody needs to answer",
                null,
                null,
                open ? "Tell the manager of the service that is open." : null,
                List.of());
    }

    private String who(FamilyRows.Held held) {
        if (!held.named()) {
            return "The duty holder of " + held.name();
        }
        return held.role() == null || held.role().isEmpty() ? held.name() : held.name() + ", " + role(held.role());
    }

    private @Nullable String before(FamilyRows.Held now) {
        return family.held().stream()
                .filter(held -> held.lead() && held.child().equals(now.child()) && held.until() != null)
                .findFirst()
                .map(held -> "Before: " + who(held) + ", " + Dates.date(held.from()) + " to "
                        + Dates.date(Objects.requireNonNull(held.until())) + ".")
                .orElse(null);
    }

    private long days(List<FamilyRows.Held> held) {
        return held.stream()
                .mapToLong(each -> ChronoUnit.DAYS.between(
                        Dates.day(each.from()), Dates.day(each.until() == null ? family.now() : each.until())))
                .sum();
    }

    // What to do.

    private @Nullable Action primary() {
        if (family.living().isEmpty()) {
            return null;
        }
        var next = timed().stream().findFirst();
        if (next.isPresent()) {
            return new Action.Open(
                    "Go on with " + next.get().reference(),
                    "/transfers/" + next.get().run(),
                    next.get().title());
        }
        if (!family.open().isEmpty()) {
            var loaded = family.open().getFirst();
            return new Action.Open("Go on with " + loaded.reference(), "/transfers/" + loaded.id(), null);
        }
        return new Action.Open("Start a transfer", "/transfers/new?family=" + family.id(), null);
    }

    private List<Action> others(boolean addressShown) {
        var all = new ArrayList<Action>();
        for (var message : family.heldBack()) {
            var what = "The " + message.kind() + " held since " + Dates.dateAndTime(message.since());
            all.add(
                    family.manager()
                            ? new Action.Press(
                                    "Let it go: " + what.substring(4),
                                    url() + "/held/" + message.id() + "/release",
                                    List.of(),
                                    switch (message.because()) {
                                        case "death" -> "A child has died. Read it first";
                                        case "agreement" -> "An agreement was taken back. Read it first";
                                        default -> "There is a harm call. Read it first";
                                    })
                            : new Action.Blocked(what, "waits for a manager to let it go.", List.of(), null));
        }
        if (!family.withheld().isEmpty() && !addressShown) {
            all.add(new Action.Open(
                    "Show the address that is kept back",
                    url() + "?show=address",
                    "Look who sees your screen first. It is written down that you looked"));
        }
        if (!family.living().isEmpty()) {
            if (!timed().isEmpty() || !family.open().isEmpty()) {
                all.add(new Action.Open("Start a transfer", "/transfers/new?family=" + family.id(), null));
            }
            if (family.living().stream().anyMatch(child -> child.born() == null)) {
                all.add(new Action.Open("Record a birth", url() + "/record?what=birth", null));
            }
            if (family.policy().facts().values().stream().anyMatch(fact -> fact.kind() == FactType.Kind.DATE)) {
                all.add(new Action.Open(
                        "Record a date", url() + "/record?what=date", "A hearing, a review: clocks count from it"));
            }
            all.add(new Action.Open("Record a death", url() + "/record?what=death", null));
            all.add(new Action.Open("Harm now", "/harm-now?family=" + family.id(), "A child may be at harm"));
        }
        return all;
    }

    /// Something dated that waits in an open run, soonest first.
    private record Waiting(UUID run, String reference, String title, Outstanding.Timed timed, Pathway pathway) {}

    private List<Waiting> timed() {
        var all = new ArrayList<Waiting>();
        for (var loaded : family.open()) {
            var policy = family.policies().getOrDefault(loaded.run().policy(), family.policy());
            for (var timed : Outstanding.of(policy, loaded.run(), loaded.facts(), family.now())
                    .timed()) {
                if (timed.clock().dated().isPresent()) {
                    all.add(new Waiting(
                            loaded.id(),
                            loaded.reference(),
                            title(timed),
                            timed,
                            policy.pathway(loaded.run().pathway())));
                }
            }
        }
        all.sort(Comparator.comparing(
                waiting -> waiting.timed().clock().dated().orElseThrow().latest()));
        return all;
    }

    private static String title(Outstanding.Timed timed) {
        return switch (timed) {
            case Outstanding.Need need -> need.item().title();
            case Outstanding.Choice choice -> choice.stage().title();
            case Outstanding.Running running -> running.title();
            case Outstanding.Review review -> "Review: " + review.dispute().replace('-', ' ');
        };
    }

    private String by(Outstanding.Timed timed) {
        return switch (timed) {
            case Outstanding.Need need -> role(need.by());
            case Outstanding.Choice choice ->
                choice.by().stream().map(this::role).collect(Collectors.joining(" or "));
            case Outstanding.Running running -> role(running.owner());
            case Outstanding.Review review ->
                review.reviewers().stream().map(this::role).collect(Collectors.joining(" or "));
        };
    }

    private List<Need> clocks() {
        var text = new DeadlineText(family.policy().calendar(), family.now());
        var citing = new Citing(family.policy());
        var all = new ArrayList<Need>();
        for (var waiting : timed()) {
            if (all.size() == 8) {
                break;
            }
            var due = text.of(waiting.timed().clock());
            all.add(new Need(
                    "clock-" + (all.size() + 1),
                    waiting.title(),
                    "/transfers/" + waiting.run(),
                    citing.why(null, waiting.timed().clock().clauses()),
                    by(waiting.timed()),
                    due,
                    due.state() == Due.State.LATE ? Tag.overdue() : Tag.inProgress(),
                    List.of(),
                    List.of(),
                    false));
        }
        return all;
    }

    // What is open, and why.

    private List<OpenService> openServices() {
        var all = new ArrayList<OpenService>();
        var services = new LinkedHashSet<String>();
        family.episodes().stream()
                .filter(episode -> episode.closed() == null)
                .forEach(episode -> services.add(episode.service()));
        var leads = family.held().stream()
                .filter(held -> held.lead() && held.until() == null)
                .toList();
        for (var service : services) {
            var episodes = family.episodes().stream()
                    .filter(episode ->
                            episode.closed() == null && episode.service().equals(service))
                    .toList();
            var accountable = leads.stream()
                    .filter(lead -> lead.service().equals(service))
                    .toList();
            var alongside = family.held().stream()
                    .filter(held -> !held.lead() && held.until() == null)
                    .toList();
            var holders = accountable.isEmpty() ? alongside : accountable;
            all.add(new OpenService(
                    service(service),
                    !accountable.isEmpty() || services.size() == 1 ? "accountable" : "stays alongside",
                    !accountable.isEmpty() || services.size() == 1,
                    holders.isEmpty()
                            ? leads.isEmpty() ? "nobody is named" : who(leads.getFirst())
                            : holders.stream()
                                    .map(held -> who(held) + ", since " + Dates.date(held.from()))
                                    .distinct()
                                    .collect(Collectors.joining("; ")),
                    Dates.date(episodes.getFirst().opened())
                            + (episodes.size() < family.living().size()
                                    ? " ("
                                            + names(episodes.stream()
                                                    .map(FamilyRows.Episode::child)
                                                    .toList()) + ")"
                                    : ""),
                    family.policy()
                            .service(service)
                            .map(found -> found.system())
                            .filter(system -> !system.isBlank())
                            .orElse(null),
                    endsWhen(service)));
        }
        all.sort(Comparator.comparing(service -> !service.accountable()));
        return all;
    }

    private String endsWhen(String service) {
        for (var loaded : family.open()) {
            var policy = family.policies().getOrDefault(loaded.run().policy(), family.policy());
            var pathway = policy.pathway(loaded.run().pathway());
            for (var line : pathway.alongside()) {
                if (loaded.run().lines().containsKey(line.name())
                        && line.stays().equals(service)) {
                    return outcomes(pathway, line.until()) + " is decided in " + loaded.reference();
                }
            }
            if (loaded.run().from().equals(service) || loaded.run().to().equals(service)) {
                return loaded.reference() + ", “" + pathway.title() + "”, decides it";
            }
        }
        return "a transfer out of it is decided, or it closes in its own system";
    }

    private List<Fact> whyOpen() {
        var facts = new ArrayList<Fact>();
        for (var loaded : family.open()) {
            var policy = family.policies().getOrDefault(loaded.run().policy(), family.policy());
            var pathway = policy.pathway(loaded.run().pathway());
            for (var line : pathway.alongside()) {
                if (loaded.run().lines().containsKey(line.name())
                        && !line.stays().isEmpty()) {
                    var clauses = line.clauses().stream().map(Object::toString).collect(Collectors.joining(", "));
                    var cite = line.clauses().isEmpty()
                            ? null
                            : new Citing(policy).cite(line.clauses().getFirst(), line.basis());
                    facts.add(new Fact(
                            "Why both",
                            service(line.stays()) + " stays open from " + outcomes(pathway, line.from())
                                    + ", so that nothing stops and starts.",
                            cite == null ? null : new Link(clauses, cite.url()),
                            false));
                    facts.add(Fact.of("What ends it", outcomes(pathway, line.until())));
                }
            }
        }
        return facts;
    }

    private static String outcomes(Pathway pathway, java.util.Set<String> names) {
        return names.stream()
                .sorted()
                .map(name -> "“"
                        + pathway.stages().values().stream()
                                .flatMap(stage -> stage.outcome(name).stream())
                                .map(Outcome::title)
                                .findFirst()
                                .orElse(name.replace('-', ' '))
                        + "”")
                .collect(Collectors.joining(" or "));
    }

    /// How often the family has been open before, in figures and without a judgement.
    private @Nullable String history() {
        var spells = spells();
        if (spells.isEmpty()) {
            return null;
        }
        var closed = spells.stream().filter(spell -> spell.until() != null).toList();
        var words = new StringBuilder("Open ")
                .append(times(spells.size()))
                .append(" since ")
                .append(Dates.date(spells.getFirst().from()))
                .append(". ");
        var gaps = new ArrayList<String>();
        for (int i = 1; i < spells.size(); i++) {
            var until = spells.get(i - 1).until();
            if (until != null) {
                gaps.add(span(until, spells.get(i).from()));
            }
        }
        if (!gaps.isEmpty()) {
            words.append("The family came back after ").append(and(gaps)).append(". ");
        } else if (!closed.isEmpty() && closed.size() == spells.size()) {
            words.append("Closed ")
                    .append(Dates.date(Objects.requireNonNull(closed.getLast().until())))
                    .append(". ");
        }
        var practitioners = family.held().stream()
                .filter(held -> held.lead() && held.named())
                .map(FamilyRows.Held::name)
                .distinct()
                .count();
        words.append(count(practitioners, "practitioner"))
                .append(practitioners == 1 ? " has" : " have")
                .append(" been named. These are facts from the record, not a score.");
        return words.toString();
    }

    private record Spell(Instant from, @Nullable Instant until) {}

    /// Times during which at least one service was open to at least one child.
    private List<Spell> spells() {
        var spells = new ArrayList<Spell>();
        for (var episode : family.episodes()) {
            if (spells.isEmpty()) {
                spells.add(new Spell(episode.opened(), episode.closed()));
                continue;
            }
            var last = spells.getLast();
            if (last.until() == null || !episode.opened().isAfter(last.until())) {
                var until = last.until() == null || episode.closed() == null
                        ? null
                        : last.until().isAfter(episode.closed()) ? last.until() : episode.closed();
                spells.set(spells.size() - 1, new Spell(last.from(), until));
            } else {
                spells.add(new Spell(episode.opened(), episode.closed()));
            }
        }
        return spells;
    }

    private static String times(int number) {
        return number == 1 ? "once" : number == 2 ? "twice" : number + " times";
    }

    private static String span(Instant from, Instant until) {
        long months = ChronoUnit.MONTHS.between(Dates.day(from), Dates.day(until));
        return months >= 1
                ? count(months, "month")
                : count(ChronoUnit.DAYS.between(Dates.day(from), Dates.day(until)), "day");
    }

    // Who is who.

    private List<FamilyPage.Member> members(boolean addressShown) {
        var all = new ArrayList<FamilyPage.Member>();
        for (var person : family.members()) {
            var keptFrom = family.withheld().stream()
                    .filter(withheld -> withheld.household().equals(person.household()))
                    .map(withheld -> name(withheld.from()))
                    .distinct()
                    .toList();
            var mustNotKnow = family.withheld().stream()
                    .filter(withheld -> withheld.from().equals(person.id()))
                    .flatMap(withheld -> family.members().stream()
                            .filter(other -> withheld.household().equals(other.household()))
                            .map(FamilyRows.Person::first))
                    .distinct()
                    .toList();
            all.add(new FamilyPage.Member(
                    person.name(),
                    ageAndRelation(person),
                    lives(person, keptFrom, addressShown),
                    responsibility(person),
                    writing(person, mustNotKnow),
                    !mustNotKnow.isEmpty()
                            || family.holds(FactKind.WRITING, person.id())
                                    .filter(fact -> !fact.says("rule", "may"))
                                    .isPresent()));
        }
        return all;
    }

    /// Where somebody lives; an address that is kept back only where it was asked for.
    String lives(FamilyRows.Person person, boolean addressShown) {
        return lives(
                person,
                family.withheld().stream()
                        .filter(withheld -> withheld.household().equals(person.household()))
                        .map(withheld -> name(withheld.from()))
                        .distinct()
                        .toList(),
                addressShown);
    }

    private static String lives(FamilyRows.Person person, List<String> keptFrom, boolean addressShown) {
        if (person.died() != null) {
            return "";
        }
        if (person.address() == null || person.address().isEmpty()) {
            return "not known";
        }
        if (!keptFrom.isEmpty()) {
            return addressShown
                    ? person.address() + ". " + and(keptFrom) + " must not learn it"
                    : "Address kept back: " + and(keptFrom) + " must not learn it";
        }
        return person.address();
    }

    private String writing(FamilyRows.Person person, List<String> mustNotKnow) {
        if (person.died() != null) {
            return "No letters";
        }
        var words = new ArrayList<String>();
        family.holds(FactKind.WRITING, person.id()).ifPresent(fact -> {
            var rule = FactKind.WRITING.field("rule").words(fact.said("rule"));
            words.add(Character.toUpperCase(rule.charAt(0))
                    + rule.substring(1)
                    + (fact.said("how").isEmpty() ? "" : ": " + fact.said("how")));
        });
        if (!mustNotKnow.isEmpty()) {
            words.add("Own letter. Nothing in it about where " + and(mustNotKnow) + " live");
        }
        if (words.isEmpty()) {
            return person.child() ? "" : "Own letter";
        }
        return String.join(". ", words);
    }

    private String ageAndRelation(FamilyRows.Person person) {
        var words = new ArrayList<String>();
        if (person.died() != null) {
            words.add("died " + Dates.date(person.died()));
        } else if (person.born() != null) {
            words.add(age(person.born(), Dates.day(family.now())));
        } else if (person.expected() != null) {
            words.add("expected " + Dates.date(person.expected()));
        }
        if (!person.child()) {
            var kinds = new LinkedHashMap<String, List<String>>();
            for (var relation : family.relations()) {
                if (relation.person().equals(person.id()) && isChild(relation.other())) {
                    kinds.computeIfAbsent(relation.kind(), _ -> new ArrayList<>())
                            .add(first(relation.other()));
                }
            }
            boolean ofAll = kinds.size() == 1
                    && kinds.values().iterator().next().size()
                            == family.children().size();
            kinds.forEach((kind, of) -> words.add(ofAll ? kind : kind + " of " + and(of)));
        }
        if (person.left() != null) {
            words.add("in the family until " + Dates.date(person.left()));
        }
        return String.join(", ", words);
    }

    static String age(LocalDate born, LocalDate today) {
        long years = ChronoUnit.YEARS.between(born, today);
        if (years >= 2) {
            return Long.toString(years);
        }
        long months = ChronoUnit.MONTHS.between(born, today);
        return months >= 2 ? months + " months" : count(Math.max(0, ChronoUnit.DAYS.between(born, today)), "day");
    }

    private String responsibility(FamilyRows.Person person) {
        if (person.child()) {
            return "";
        }
        var yes = new ArrayList<String>();
        var unknown = new ArrayList<String>();
        for (var relation : family.relations()) {
            if (relation.person().equals(person.id()) && isChild(relation.other())) {
                switch (relation.responsibility()) {
                    case "yes" -> yes.add(first(relation.other()));
                    case "not-known" -> unknown.add(first(relation.other()));
                    default -> {
                        // Recorded as having none.
                    }
                }
            }
        }
        var words =
                yes.isEmpty() ? "none" : "for " + and(yes.stream().distinct().toList());
        return unknown.isEmpty()
                ? words
                : (yes.isEmpty() ? "" : words + "; ") + "not known for "
                        + and(unknown.stream().distinct().toList());
    }

    private boolean isChild(UUID person) {
        return family.children().stream().anyMatch(child -> child.id().equals(person));
    }

    private String first(UUID person) {
        return family.members().stream()
                .filter(member -> member.id().equals(person))
                .map(FamilyRows.Person::first)
                .findFirst()
                .orElse("somebody else");
    }

    private String name(UUID person) {
        return family.members().stream()
                .filter(member -> member.id().equals(person))
                .map(FamilyRows.Person::name)
                .findFirst()
                .orElse("somebody outside this family");
    }

    private String names(List<UUID> people) {
        return and(people.stream().map(this::first).distinct().toList());
    }

    // The rest.

    private List<Fact> agreements() {
        var all = new ArrayList<Fact>();
        for (var answer : family.agreements()) {
            all.add(Fact.of(
                    agreementTitle(answer.key()) + ": " + answer.status().replace('-', ' '),
                    (answer.person() == null || answer.person().isBlank() ? "" : answer.person() + ", ")
                            + Dates.date(answer.happened())));
        }
        for (var withheld : family.withheld()) {
            var who = family.members().stream()
                    .filter(member -> withheld.household().equals(member.household()))
                    .map(FamilyRows.Person::first)
                    .toList();
            all.add(Fact.of("Not to be told", name(withheld.from()) + " must not learn where " + and(who) + " live."));
        }
        for (var basis : family.lawfulBases()) {
            all.add(Fact.of("Grounds for sharing, kept apart", basis.getKey() + ", " + Dates.date(basis.getValue())));
        }
        return all;
    }

    private List<FamilyPage.Run> runs() {
        return family.runs().stream()
                .map(run -> {
                    var pathway = family.policy(run).pathway(run.pathway());
                    return new FamilyPage.Run(
                            new Link(pathway.title() + " " + run.reference(), "/transfers/" + run.id()),
                            switch (pathway.kind()) {
                                case TRANSFER -> "transfer";
                                case CONTACT -> "contact";
                                case URGENT -> "harm now";
                            },
                            run.children().isEmpty() ? "no child named" : and(run.children()),
                            run.open()
                                            && run.stage() != null
                                            && pathway.stages().containsKey(run.stage())
                                    ? pathway.stage(run.stage()).title()
                                    : "Ended",
                            run.ended() == null
                                    ? "since " + Dates.date(run.began())
                                    : Dates.date(run.began()) + " to " + Dates.date(run.ended()),
                            run.open() ? Tag.inProgress() : Tag.completed());
                })
                .toList();
    }

    private List<Card> cards() {
        var all = new ArrayList<Card>();
        var calls = family.harm().stream().filter(call -> !call.mistake()).toList();
        if (!calls.isEmpty()) {
            all.add(new Card(
                    "harm-calls",
                    "Harm calls",
                    Card.Tone.LEAD,
                    List.of(),
                    List.of(),
                    calls.stream()
                            .map(call -> new Card.Line(
                                    Dates.dateAndTime(call.raised()),
                                    call.confirmedName() == null
                                            ? "nobody has confirmed"
                                            : call.confirmedName() + " was told",
                                    new Link("Open the call", "/harm-now/" + call.id())))
                            .toList()));
        }
        var members = new MembersViews(family, false);
        var needs = members.needs();
        if (!needs.isEmpty()) {
            all.add(new Card("needs", "Language and needs", Card.Tone.TEAL, List.of(), needs, List.of()));
        }
        var dates = members.dates(4);
        if (!dates.isEmpty()) {
            all.add(new Card(
                    "dates",
                    "Dates that matter",
                    Card.Tone.PLAIN,
                    List.of(),
                    List.of(),
                    dates.stream()
                            .map(date -> new Card.Line(date.label(), date.words(), null))
                            .toList()));
        }
        all.add(new Card(
                "papers",
                "Documents",
                Card.Tone.PLAIN,
                family.papers().isEmpty() ? List.of("None is on file here.") : List.of(),
                List.of(),
                family.papers().stream()
                        .map(paper -> new Card.Line(
                                paper.title() + (paper.child() == null ? "" : ", " + paper.child()),
                                Dates.date(paper.dated()) + ", " + old(paper.dated()),
                                null))
                        .toList()));
        return all;
    }

    private String old(LocalDate dated) {
        long days = ChronoUnit.DAYS.between(dated, Dates.day(family.now()));
        if (days < 1) {
            return "today";
        }
        return days < 60
                ? count(days, "day") + " old"
                : count(ChronoUnit.MONTHS.between(dated, Dates.day(family.now())), "month") + " old";
    }

    // Words.

    String serviceTitle(String name) {
        return service(name);
    }

    String firsts(List<UUID> people) {
        return names(people);
    }

    String agreementTitle(String key) {
        return family.policy().agreement(key).map(type -> type.title()).orElse(key.replace('-', ' '));
    }

    private String service(String name) {
        return family.policy().service(name).map(found -> found.title()).orElse(name.replace('-', ' '));
    }

    /// A role in the words of the procedure in force; a role of an earlier version by its name.
    private String role(String name) {
        for (var layer = family.policy(); layer != null; layer = layer.national()) {
            var role = layer.roles().get(name);
            if (role != null) {
                return role.title();
            }
        }
        return name.replace('-', ' ');
    }

    static String and(List<String> words) {
        if (words.size() < 2) {
            return String.join("", words);
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }

    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
