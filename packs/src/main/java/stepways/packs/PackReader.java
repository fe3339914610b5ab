package stepways.packs;

import static stepways.packs.Elements.basis;
import static stepways.packs.Elements.get;
import static stepways.packs.Elements.title;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stepways.engine.calendar.WorkingCalendar;
import stepways.engine.policy.AgreementType;
import stepways.engine.policy.Clause;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.ClockRule;
import stepways.engine.policy.ClosingCode;
import stepways.engine.policy.DisputeRule;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Form;
import stepways.engine.policy.Forum;
import stepways.engine.policy.Gap;
import stepways.engine.policy.HarmRoute;
import stepways.engine.policy.LetterType;
import stepways.engine.policy.Never;
import stepways.engine.policy.PackLine;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.PolicyVersion;
import stepways.engine.policy.Reading;
import stepways.engine.policy.Review;
import stepways.engine.policy.Role;
import stepways.engine.policy.Service;
import stepways.engine.policy.Team;

/// Reads one version of one council's pack.
final class PackReader {

    private static final String AUTHORS = "the pack's authors, not the council";

    private final Path root;
    private final Path folder;
    private final @Nullable Policy national;
    private final WorkingCalendar calendar;
    private final Problems problems;
    private final Names names;
    private final Elements elements;
    private final Places places = new Places();

    PackReader(Path root, Path folder, @Nullable Policy national, WorkingCalendar calendar, Problems problems) {
        this.root = root;
        this.folder = folder;
        this.national = national;
        this.calendar = calendar;
        this.problems = problems;
        this.names = Names.of(national);
        this.elements = new Elements(names);
    }

    private Yaml yaml(String file) {
        var path = folder.resolve(file);
        if (!Files.isRegularFile(path)) {
            return Yaml.parse(name(path), "", problems);
        }
        return Yaml.parse(name(path), Packs.text(path), problems);
    }

    private String name(Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }

    Optional<LoadedPack> read() {
        var at = yaml("pack.yaml");
        if (!at.isMap()) {
            at.error("a pack needs its pack.yaml");
            return Optional.empty();
        }
        var m = at.members(Set.of(
                "pack",
                "title",
                "council",
                "version",
                "effective-from",
                "source",
                "inherits",
                "reasons-recorded-in",
                "review-every",
                "reviews",
                "services",
                "teams",
                "roles",
                "facts",
                "documents",
                "forms",
                "agreements",
                "harm-route"));
        var manual = folder.resolve("manual.md");
        var clauses = Files.isRegularFile(manual)
                ? Manual.read(name(manual), Packs.text(manual), problems)
                : Map.<ClauseId, Clause>of();
        names.clauses.addAll(clauses.keySet());

        var services = services(get(m, "services", at));
        names.services.addAll(services.keySet());
        var roleNames = get(m, "roles", at).members().keySet();
        names.roles.addAll(roleNames);
        var teams = teams(get(m, "teams", at));
        names.teams.addAll(teams.keySet());
        var roles = roles(get(m, "roles", at));
        var facts = facts(get(m, "facts", at));
        names.facts.putAll(facts);
        var documents = Elements.texts(get(m, "documents", at));
        names.documents.addAll(documents.keySet());
        var forms = forms(get(m, "forms", at));
        names.forms.putAll(forms);
        names.agreements.addAll(get(m, "agreements", at).members().keySet());
        var agreements = agreements(get(m, "agreements", at));
        var forumsAt = yaml("forums.yaml");
        names.forums.addAll(forumsAt.members().keySet());
        var forums = forums(forumsAt);
        var lettersAt = yaml("letters.yaml");
        names.letters.addAll(lettersAt.members().keySet());
        var letters = letters(lettersAt);

        var pathways = new LinkedHashMap<String, Pathway>();
        for (var file : files("pathways")) {
            var pathway = new PathwayReader(names, places).read(yaml("pathways/" + file));
            if (pathway != null) {
                pathways.put(pathway.name(), pathway);
            }
        }
        var gapsAt = yaml("gaps.yaml");
        var clocksAt = yaml("clocks.yaml");
        var clockMembers = new LinkedHashMap<>(clocksAt.members());
        var closing = clockMembers.remove("closing-codes");
        var version = new PolicyVersion(
                orUnknown(get(m, "pack", at).text()),
                orUnknown(get(m, "version", at).text()),
                Packs.hash(folder, national));
        var policy = new Policy(
                version,
                line(m, at),
                clauses,
                services,
                teams,
                roles,
                facts,
                agreements,
                documents,
                forms,
                pathways,
                forums,
                disputes(yaml("disputes.yaml"), pathways.keySet()),
                letters,
                readings(yaml("readings.yaml")),
                gaps(gapsAt),
                nevers(gapsAt),
                clocks(clockMembers),
                closing == null ? List.of() : closingCodes(closing),
                harm(get(m, "harm-route", at)),
                national,
                calendar);
        if (!problems.anyUnreadable(name(folder))) {
            Meaning.check(policy, places, problems, name(folder));
        }
        return Optional.of(new LoadedPack(policy, folder, places, states(yaml("rules.yaml"), clauses.keySet())));
    }

    private static String orUnknown(String text) {
        return text.isEmpty() ? "unknown" : text;
    }

    private List<String> files(String below) {
        var path = folder.resolve(below);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (var all = Files.list(path)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }

    private PackLine line(Map<String, Yaml> m, Yaml at) {
        return new PackLine(
                get(m, "title", at).text(),
                get(m, "council", at).text(),
                get(m, "effective-from", at).text(),
                get(m, "source", at).text(),
                get(m, "reasons-recorded-in", at).text(),
                get(m, "review-every", at).text(),
                reviews(get(m, "reviews", at)));
    }

    private List<Review> reviews(Yaml at) {
        var all = new ArrayList<Review>();
        at.members().forEach((name, value) -> {
            var m = value.members(Set.of("title", "every", "within", "from", "clauses", "basis"));
            boolean repeats = m.containsKey("every");
            if (repeats == m.containsKey("within")) {
                value.error("a review comes once or again and again", "every: 3 months, or within: 6 months");
                return;
            }
            var amountAt = get(m, repeats ? "every" : "within", value);
            var amount = Elements.amount(amountAt);
            var from = get(m, "from", value).parse(LocalDate::parse);
            if (amount.isEmpty() || from.isEmpty()) {
                return;
            }
            if (!Review.isCalendarTime(amount.get())) {
                amountAt.error("a review is due after days, weeks, months or years", "3 months");
                return;
            }
            all.add(new Review(
                    name,
                    title(get(m, "title", value), name),
                    from.get(),
                    amount.get(),
                    repeats,
                    elements.clauses(m, value),
                    basis(m, value)));
        });
        return all;
    }

    private static Map<String, Service> services(Yaml at) {
        var all = new LinkedHashMap<String, Service>();
        at.members().forEach((name, value) -> {
            var m = value.members(Set.of("title", "level", "system", "statutory", "holds-contacts"));
            all.put(
                    name,
                    new Service(
                            name,
                            title(get(m, "title", value), name),
                            get(m, "level", value).text(),
                            get(m, "system", value).text(),
                            get(m, "statutory", value).flag(),
                            get(m, "holds-contacts", value).flag()));
        });
        return all;
    }

    private Map<String, Team> teams(Yaml at) {
        var all = new LinkedHashMap<String, Team>();
        at.members().forEach((name, value) -> {
            var m = value.members(Set.of("title", "service", "tray", "duty-role"));
            all.put(
                    name,
                    new Team(
                            name,
                            title(get(m, "title", value), name),
                            get(m, "service", value).known(names.services, "service"),
                            get(m, "tray", value).text(),
                            get(m, "duty-role", value).known(names.roles, "role")));
        });
        return all;
    }

    private Map<String, Role> roles(Yaml at) {
        var all = new LinkedHashMap<String, Role>();
        at.members().forEach((name, value) -> {
            var m = value.members(Set.of("title", "in", "side", "is-any-of", "practitioner", "manages", "anyone"));
            all.put(
                    name,
                    new Role(
                            name,
                            title(get(m, "title", value), name),
                            get(m, "in", value).known(names.services, "service"),
                            get(m, "side", value).oneOf(Role.Side.class).orElse(Role.Side.EITHER),
                            new LinkedHashSet<>(Elements.knownAll(get(m, "is-any-of", value), names.roles, "role")),
                            get(m, "practitioner", value).flag(),
                            get(m, "manages", value).flag(),
                            get(m, "anyone", value).flag()));
        });
        return all;
    }

    private Map<String, FactType> facts(Yaml at) {
        var all = new LinkedHashMap<String, FactType>();
        at.members().forEach((name, value) -> {
            var m = value.members(
                    Set.of("title", "yes-no", "one-of", "date", "number", "service", "team", "asked-of", "may-move"));
            var kind = m.containsKey("one-of")
                    ? FactType.Kind.ONE_OF
                    : m.containsKey("date")
                            ? FactType.Kind.DATE
                            : m.containsKey("number")
                                    ? FactType.Kind.NUMBER
                                    : m.containsKey("service")
                                            ? FactType.Kind.SERVICE
                                            : m.containsKey("team") ? FactType.Kind.TEAM : FactType.Kind.YES_NO;
            for (var word : List.of("yes-no", "date", "number", "service", "team")) {
                get(m, word, value).flag();
            }
            if (kind == FactType.Kind.YES_NO && !m.containsKey("yes-no")) {
                value.error("a fact needs its kind", "yes-no: true, date: true, number: true or one-of: [..]");
            }
            all.put(
                    name,
                    new FactType(
                            name,
                            title(get(m, "title", value), name),
                            kind,
                            get(m, "one-of", value).words(),
                            get(m, "asked-of", value).known(names.roles, "role"),
                            get(m, "may-move", value).flag()));
        });
        return all;
    }

    private Map<String, Form> forms(Yaml at) {
        var all = new LinkedHashMap<String, Form>();
        at.members().forEach((name, value) -> {
            var m = value.members(Set.of("title", "filed", "parts"));
            var parts = new ArrayList<Form.Part>();
            get(m, "parts", value).members().forEach((part, place) -> {
                var p = place.members(Set.of("title", "by", "questions"));
                parts.add(new Form.Part(
                        part,
                        title(get(p, "title", place), part),
                        get(p, "by", place).known(names.roles, "role"),
                        get(p, "questions", place).words()));
            });
            all.put(
                    name,
                    new Form(
                            name,
                            title(get(m, "title", value), name),
                            parts,
                            get(m, "filed", value).flag()));
        });
        return all;
    }

    private Map<String, AgreementType> agreements(Yaml at) {
        var all = new LinkedHashMap<String, AgreementType>();
        at.members().forEach((name, value) -> {
            var m = value.members(Set.of("title", "from", "if-refused", "if-withdrawn", "signed", "clauses", "basis"));
            all.put(
                    name,
                    new AgreementType(
                            name,
                            title(get(m, "title", value), name),
                            get(m, "from", value)
                                    .oneOf(AgreementType.From.class)
                                    .orElse(AgreementType.From.FAMILY),
                            new LinkedHashSet<>(get(m, "if-refused", value).words()),
                            get(m, "if-withdrawn", value).known(names.roles, "role"),
                            get(m, "signed", value).flag(),
                            elements.clauses(m, value)));
            places.put("agreement." + name, value);
        });
        return all;
    }

    private Map<String, Forum> forums(Yaml at) {
        var all = new LinkedHashMap<String, Forum>();
        at.members().forEach((name, value) -> {
            var m = value.members(Set.of(
                    "title",
                    "meets",
                    "requests-by",
                    "bank-holiday",
                    "chair",
                    "administrator",
                    "attends",
                    "presented-by",
                    "lists",
                    "partners",
                    "per",
                    "clauses",
                    "basis"));
            places.put("forum." + name, value);
            var cutOff = get(m, "requests-by", value);
            all.put(
                    name,
                    new Forum(
                            name,
                            title(get(m, "title", value), name),
                            Sittings.read(get(m, "meets", value), cutOff, get(m, "bank-holiday", value)),
                            get(m, "chair", value).known(names.roles, "role"),
                            get(m, "administrator", value).known(names.roles, "role"),
                            Elements.knownAll(get(m, "attends", value), names.roles, "role"),
                            Elements.knownAll(get(m, "presented-by", value), names.roles, "role"),
                            new LinkedHashSet<>(get(m, "lists", value).words()),
                            get(m, "partners", value).flag(),
                            get(m, "per", value).text(),
                            elements.clauses(m, value),
                            cutOff.isMap() ? names.clauses(get(cutOff.members(), "clauses", cutOff)) : List.of(),
                            basis(m, value)));
        });
        return all;
    }

    private List<DisputeRule> disputes(Yaml at, Set<String> pathways) {
        var all = new ArrayList<DisputeRule>();
        at.members().forEach((name, value) -> {
            var m = value.members(Set.of(
                    "title", "between", "pathways", "stages", "steps", "if-party", "meanwhile", "clauses", "basis"));
            places.put("dispute." + name, value);
            var steps = new ArrayList<DisputeRule.Step>();
            for (var each : get(m, "steps", value).list()) {
                var s = each.members(Set.of("by", "due", "clauses"));
                steps.add(new DisputeRule.Step(
                        get(s, "by", each).known(names.roles, "role"),
                        elements.due(get(s, "due", each)),
                        elements.clauses(s, each)));
            }
            if (steps.isEmpty()) {
                value.error("a dispute needs at least one step", "steps: [{by: a-role}]");
                return;
            }
            all.add(new DisputeRule(
                    name,
                    title(get(m, "title", value), name),
                    new LinkedHashSet<>(Elements.knownAll(get(m, "between", value), names.roles, "role")),
                    new LinkedHashSet<>(Elements.knownAll(get(m, "pathways", value), pathways, "pathway")),
                    new LinkedHashSet<>(get(m, "stages", value).words()),
                    steps,
                    get(m, "if-party", value).known(names.roles, "role"),
                    get(m, "meanwhile", value).text(),
                    elements.clauses(m, value),
                    basis(m, value)));
        });
        return all;
    }

    private Map<String, LetterType> letters(Yaml at) {
        var all = new LinkedHashMap<String, LetterType>();
        at.members().forEach((name, value) -> {
            var m = value.members(Set.of("title", "to", "text", "fields", "clauses", "basis"));
            places.put("letter." + name, value);
            var file = folder.resolve(get(m, "text", value).text());
            var text = "";
            if (Files.isRegularFile(file)) {
                text = Packs.text(file);
            } else {
                get(m, "text", value).error("the text of letter '" + name + "' is missing: " + name(file));
            }
            all.put(
                    name,
                    new LetterType(
                            name,
                            title(get(m, "title", value), name),
                            get(m, "to", value).words(),
                            text,
                            get(m, "fields", value).words(),
                            elements.clauses(m, value)));
        });
        return all;
    }

    private List<Reading> readings(Yaml at) {
        var all = new ArrayList<Reading>();
        for (var each : at.list()) {
            var m = each.members(Set.of("clause", "as-written", "read-as", "others", "used-in", "status", "by"));
            for (var clause : names.clauses(get(m, "clause", each))) {
                var status = get(m, "status", each).text();
                places.put(
                        "reading." + clause + "." + get(m, "as-written", each).text(), each);
                all.add(new Reading(
                        clause,
                        get(m, "as-written", each).text(),
                        get(m, "read-as", each).text(),
                        get(m, "others", each).words(),
                        get(m, "used-in", each).words(),
                        AUTHORS,
                        status.isEmpty() ? "proposed" : status));
            }
        }
        return all;
    }

    private List<Gap> gaps(Yaml at) {
        var all = new ArrayList<Gap>();
        for (var each : get(at.members(Set.of("gaps", "never")), "gaps", at).list()) {
            var m = each.members(Set.of("finding", "at", "clauses", "says", "accepted"));
            var finding = get(m, "finding", each);
            if (!finding.text().matches("S([12456789]|3|10)")) {
                finding.error("expected a property S1 to S10, found '" + finding.text() + "'");
                continue;
            }
            var accepted = get(m, "accepted", each).text();
            places.put("gap." + get(m, "at", each).text(), each);
            all.add(new Gap(
                    finding.text(),
                    get(m, "at", each).text(),
                    elements.clauses(m, each),
                    get(m, "says", each).text(),
                    accepted.equals("none") ? "" : accepted));
        }
        return all;
    }

    private List<Never> nevers(Yaml at) {
        var all = new ArrayList<Never>();
        for (var each : get(at.members(), "never", at).list()) {
            var m = each.members(Set.of("code", "at", "clauses"));
            var clauses = elements.clauses(m, each);
            get(m, "code", each)
                    .members()
                    .forEach((system, code) -> all.add(new Never(
                            system,
                            code.text(),
                            new LinkedHashSet<>(get(m, "at", each).words()),
                            clauses)));
        }
        return all;
    }

    private List<ClockRule> clocks(Map<String, Yaml> members) {
        var all = new ArrayList<ClockRule>();
        members.forEach((name, value) -> {
            var m = value.members(Set.of("title", "due", "until", "owner", "tightens", "clauses", "basis"));
            places.put("clock." + name, value);
            all.add(new ClockRule(
                    name,
                    title(get(m, "title", value), name),
                    elements.due(get(m, "due", value)),
                    new LinkedHashSet<>(get(m, "until", value).words()),
                    get(m, "owner", value).known(names.roles, "role"),
                    get(m, "tightens", value).text(),
                    elements.clauses(m, value),
                    basis(m, value)));
        });
        return all;
    }

    private List<ClosingCode> closingCodes(Yaml at) {
        var all = new ArrayList<ClosingCode>();
        for (var each : at.list()) {
            var m = each.members(Set.of("because", "when", "unless", "census", "clauses"));
            all.add(new ClosingCode(
                    get(m, "because", each).text(),
                    elements.applies(m, each),
                    get(m, "census", each).text(),
                    elements.clauses(m, each)));
        }
        return all;
    }

    private Optional<HarmRoute> harm(Yaml at) {
        if (!at.isThere()) {
            return Optional.empty();
        }
        var m = at.members(Set.of("pathway", "door", "call", "out-of-hours", "clauses"));
        places.put("harm-route", at);
        return Optional.of(new HarmRoute(
                get(m, "pathway", at).text(),
                get(m, "door", at).text(),
                Elements.knownAll(get(m, "call", at), names.roles, "role"),
                Elements.knownAll(get(m, "out-of-hours", at), names.roles, "role"),
                elements.clauses(m, at)));
    }

    private Map<ClauseId, LoadedPack.RuleState> states(Yaml at, Set<ClauseId> clauses) {
        var all = new LinkedHashMap<ClauseId, LoadedPack.RuleState>();
        at.members().forEach((name, value) -> {
            var m = value.members(Set.of("guidance", "product", "planned", "test"));
            var known = clauses.stream().filter(id -> id.value().equals(name)).findFirst();
            if (known.isEmpty()) {
                value.error("no clause " + name + " in the manual of this pack");
                return;
            }
            for (var kind : LoadedPack.RuleState.Kind.values()) {
                var word = kind.name().toLowerCase(java.util.Locale.ROOT);
                if (m.containsKey(word)) {
                    all.put(
                            known.get(),
                            new LoadedPack.RuleState(
                                    kind,
                                    get(m, word, value).text(),
                                    get(m, "test", value).text(),
                                    value.file(),
                                    value.line()));
                }
            }
            if (!all.containsKey(known.get())) {
                value.error("a rule's line says what became of it", "guidance:, product: or planned:");
            }
        });
        return all;
    }
}
