package stepways.packs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stepways.engine.calendar.Age;
import stepways.engine.calendar.Amount;
import stepways.engine.policy.Basis;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Condition;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.DueRule.Limit;
import stepways.engine.policy.Effect;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Item;
import stepways.engine.policy.NotBefore;

/// Reads the elements that stand in many places: conditions, clocks, items, effects.
final class Elements {

    private static final Set<String> KINDS = Set.of(
            "task",
            "consider",
            "confirm",
            "told",
            "meeting",
            "document",
            "documents",
            "form",
            "text",
            "named",
            "agreement",
            "one-of");
    private static final Set<String> ITEM_KEYS = with(
            KINDS,
            "name",
            "title",
            "by",
            "per",
            "when",
            "unless",
            "due",
            "not-before",
            "or-reason-from",
            "other-than",
            "hint",
            "clauses",
            "basis",
            "is",
            "at-least",
            "no-older-than",
            "to",
            "attend",
            "invite",
            "of",
            "and-others",
            "strength",
            "items");

    private final Names names;

    Elements(Names names) {
        this.names = names;
    }

    static Set<String> with(Set<String> some, String... more) {
        var all = new LinkedHashSet<>(some);
        all.addAll(List.of(more));
        return all;
    }

    static String title(Yaml title, String name) {
        var text = title.text();
        if (!text.isEmpty()) {
            return text;
        }
        var words = name.replace('-', ' ').replace('.', ' ');
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    static Basis basis(Map<String, Yaml> members, Yaml at) {
        return get(members, "basis", at).oneOf(Basis.class).orElse(Basis.TEXT);
    }

    static Yaml get(Map<String, Yaml> members, String key, Yaml near) {
        return members.getOrDefault(key, Yaml.nothing(near));
    }

    List<ClauseId> clauses(Map<String, Yaml> members, Yaml at) {
        return names.clauses(get(members, "clauses", at));
    }

    // Conditions.

    /// `when` and `unless` of an element, together.
    Condition applies(Map<String, Yaml> members, Yaml at) {
        var all = new ArrayList<Condition>();
        if (members.containsKey("when")) {
            all.add(condition(get(members, "when", at)));
        }
        if (members.containsKey("unless")) {
            all.add(new Condition.Not(condition(get(members, "unless", at))));
        }
        return switch (all.size()) {
            case 0 -> Condition.ALWAYS;
            case 1 -> all.getFirst();
            default -> new Condition.All(all);
        };
    }

    Condition condition(Yaml at) {
        var all = new ArrayList<Condition>();
        at.members().forEach((key, value) -> all.add(line(key, value)));
        return all.size() == 1 ? all.getFirst() : new Condition.All(all);
    }

    private Condition line(String key, Yaml value) {
        return switch (key) {
            case "door" -> new Condition.ByDoor(Set.copyOf(value.words()));
            case "from" -> new Condition.From(Set.copyOf(knownAll(value, names.services, "service")));
            case "to" -> new Condition.To(Set.copyOf(knownAll(value, names.services, "service")));
            case "open-to" -> openTo(knownAll(value, names.services, "service"));
            case "chosen" -> new Condition.Chosen(Set.copyOf(value.words()));
            case "not" -> new Condition.Not(condition(value));
            case "age" -> {
                var age = get(value.members(Set.of("at-least")), "at-least", value)
                        .parse(Age::parse)
                        .orElse(new Age(0, 0));
                yield new Condition.AgeAtLeast(age);
            }
            default -> fact(key, value);
        };
    }

    /// Open to one of several services: it is not so that they are open to none of them.
    private static Condition openTo(List<String> services) {
        if (services.size() == 1) {
            return new Condition.OpenTo(services.getFirst());
        }
        return new Condition.Not(new Condition.All(services.stream()
                .<Condition>map(service -> new Condition.Not(new Condition.OpenTo(service)))
                .toList()));
    }

    private Condition fact(String name, Yaml value) {
        var type = names.facts.get(name);
        if (type == null) {
            value.error(
                    "unknown fact '" + name + "'",
                    Problems.nearest(name, names.facts.keySet()).orElse(""));
            return Condition.ALWAYS;
        }
        if (value.isMap()) {
            var number = get(value.members(Set.of("at-least")), "at-least", value)
                    .parse(Integer::valueOf)
                    .orElse(0);
            return new Condition.FactAtLeast(name, number);
        }
        for (var each : value.list()) {
            checkValue(type, each);
        }
        return new Condition.FactIs(name, Set.copyOf(value.words()));
    }

    void checkValue(FactType type, Yaml value) {
        var text = value.text();
        switch (type.kind()) {
            case YES_NO -> value.flag();
            case ONE_OF -> value.known(type.choices(), "value of " + type.name());
            case SERVICE -> value.known(names.services, "service");
            case TEAM -> value.known(names.teams, "team");
            case NUMBER -> {
                if (!text.matches("-?[0-9]{1,9}")) {
                    value.error("expected a number, found '" + text + "'");
                }
            }
            case DATE -> value.parse(java.time.LocalDate::parse);
        }
    }

    static List<String> knownAll(Yaml at, java.util.Collection<String> known, String what) {
        return at.list().stream()
                .map(each -> each.known(known, what))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    // Clocks.

    private static final Set<String> DUE_KEYS = Set.of(
            "immediately",
            "same-day",
            "within",
            "of",
            "then-every",
            "before",
            "by",
            "day-of",
            "between",
            "window",
            "at-age",
            "between-ages",
            "none",
            "when",
            "unless",
            "clauses",
            "basis");

    List<DueRule> due(Yaml at) {
        var rules = new ArrayList<DueRule>();
        for (var each : at.list()) {
            var members = each.members(DUE_KEYS);
            var limit = limit(members, each);
            if (limit != null) {
                rules.add(new DueRule(limit, applies(members, each), clauses(members, each), basis(members, each)));
            }
        }
        return rules;
    }

    private @Nullable Limit limit(Map<String, Yaml> m, Yaml at) {
        var of = get(m, "of", at).text();
        var from = of.isEmpty() ? "stage" : of;
        if (m.containsKey("immediately")) {
            return new Limit.Immediately(from);
        }
        if (m.containsKey("same-day")) {
            return new Limit.SameDay(from);
        }
        if (m.containsKey("within")) {
            return amount(get(m, "within", at))
                    .map(amount -> new Limit.Within(
                            amount, from, amount(get(m, "then-every", at)).orElse(null)))
                    .orElse(null);
        }
        if (m.containsKey("window")) {
            var window = get(m, "window", at).list();
            if (window.size() == 2) {
                var opens = amount(window.get(0));
                var closes = amount(window.get(1));
                var event = get(m, "before", at).text();
                return opens.isPresent() && closes.isPresent()
                        ? new Limit.WindowBefore(opens.get(), closes.get(), event)
                        : null;
            }
            get(m, "window", at).error("expected the earliest and the latest amount", "window: [8 weeks, 6 weeks]");
            return null;
        }
        if (m.containsKey("before")) {
            return new Limit.Before(
                    amount(get(m, "by", at)).orElse(null), get(m, "before", at).text());
        }
        if (m.containsKey("day-of")) {
            return new Limit.DayOf(get(m, "day-of", at).text());
        }
        if (m.containsKey("between")) {
            var events = get(m, "between", at).words();
            if (events.size() == 2) {
                return new Limit.Between(events.get(0), events.get(1));
            }
            get(m, "between", at).error("expected two events", "between: [first-review, second-review]");
            return null;
        }
        if (m.containsKey("at-age")) {
            return get(m, "at-age", at).parse(Age::parse).map(Limit.AtAge::new).orElse(null);
        }
        if (m.containsKey("between-ages")) {
            var ages = get(m, "between-ages", at).list();
            if (ages.size() == 2) {
                var opens = ages.get(0).parse(Age::parse);
                var closes = ages.get(1).parse(Age::parse);
                return opens.isPresent() && closes.isPresent()
                        ? new Limit.BetweenAges(opens.get(), closes.get())
                        : null;
            }
            get(m, "between-ages", at).error("expected two ages", "between-ages: [15 years 6 months, 16 years]");
            return null;
        }
        if (m.containsKey("none")) {
            return new Limit.None(get(m, "none", at).text());
        }
        at.error("a clock needs its limit", "{within: 5 working days, of: sitting}");
        return null;
    }

    static java.util.Optional<Amount> amount(Yaml at) {
        return at.parse(Amount::parse);
    }

    @Nullable
    NotBefore notBefore(Yaml at) {
        if (!at.isThere()) {
            return null;
        }
        var m = at.members(Set.of("wait", "of", "event", "at-age", "when", "unless", "clauses"));
        NotBefore.Moment moment;
        if (m.containsKey("wait")) {
            var amount = amount(get(m, "wait", at));
            if (amount.isEmpty()) {
                return null;
            }
            var of = get(m, "of", at).text();
            moment = new NotBefore.Moment.Wait(amount.get(), of.isEmpty() ? "stage" : of);
        } else if (m.containsKey("event")) {
            moment = new NotBefore.Moment.Event(get(m, "event", at).text());
        } else if (m.containsKey("at-age")) {
            var age = get(m, "at-age", at).parse(Age::parse);
            if (age.isEmpty()) {
                return null;
            }
            moment = new NotBefore.Moment.AtAge(age.get());
        } else {
            at.error("a minimum needs what has to pass", "{event: proceedings-concluded}");
            return null;
        }
        return new NotBefore(moment, applies(m, at), clauses(m, at));
    }

    // Items.

    List<Item> items(Yaml at) {
        var all = new ArrayList<Item>();
        for (var each : at.list()) {
            var item = item(each);
            if (item != null) {
                all.add(item);
            }
        }
        return all;
    }

    private @Nullable Item item(Yaml at) {
        var m = at.members(ITEM_KEYS);
        var kinds = m.keySet().stream().filter(KINDS::contains).toList();
        if (kinds.size() != 1) {
            at.error("an item has one kind", "one of " + KINDS.stream().sorted().toList());
            return null;
        }
        var word = kinds.getFirst();
        var subject = get(m, word, at);
        var named = get(m, "name", at).text();
        var name = named.isEmpty() ? subject.text() : named;
        var kind = kind(word, subject, m, at);
        if (kind == null) {
            return null;
        }
        return new Item(
                name,
                kind,
                defaultTitle(word, subject, m, at, name),
                get(m, "by", at).known(names.roles, "role"),
                get(m, "per", at).oneOf(Item.Per.class).orElse(Item.Per.FAMILY),
                applies(m, at),
                due(get(m, "due", at)),
                notBefore(get(m, "not-before", at)),
                reason(get(m, "or-reason-from", at)),
                new LinkedHashSet<>(get(m, "other-than", at).words()),
                clauses(m, at),
                basis(m, at),
                get(m, "hint", at).text());
    }

    private String defaultTitle(String word, Yaml subject, Map<String, Yaml> m, Yaml at, String name) {
        if (m.containsKey("title")) {
            return get(m, "title", at).text();
        }
        if (word.equals("form")) {
            var form = names.forms.get(formOf(subject.text()));
            if (form != null) {
                for (var part : form.parts()) {
                    if (part.name().equals(partOf(subject.text()))) {
                        return form.title() + ": " + part.title();
                    }
                }
            }
        }
        return title(Yaml.nothing(at), name);
    }

    private static String formOf(String text) {
        return text.contains(".") ? text.substring(0, text.indexOf('.')) : text;
    }

    private static String partOf(String text) {
        return text.contains(".") ? text.substring(text.indexOf('.') + 1) : "";
    }

    private Item.@Nullable Kind kind(String word, Yaml subject, Map<String, Yaml> m, Yaml at) {
        return switch (word) {
            case "task" -> new Item.Kind.Task();
            case "consider" -> new Item.Kind.Consider();
            case "told" -> new Item.Kind.Told(get(m, "to", at).words());
            case "meeting" ->
                new Item.Kind.Meeting(
                        get(m, "attend", at).words(), get(m, "invite", at).words());
            case "text" -> new Item.Kind.Text();
            case "named" -> new Item.Kind.Named(subject.known(names.roles, "role"));
            case "document" -> {
                subject.known(names.documents, "document");
                yield new Item.Kind.Documents(
                        List.of(subject.text()),
                        amount(get(m, "no-older-than", at)).orElse(null),
                        false);
            }
            case "documents" ->
                new Item.Kind.Documents(
                        knownAll(get(m, "of", at), names.documents, "document"),
                        amount(get(m, "no-older-than", at)).orElse(null),
                        get(m, "and-others", at).flag());
            case "confirm" -> {
                var fact = subject.known(names.facts.keySet(), "fact");
                var is = get(m, "is", at);
                if (is.isThere() && names.facts.get(fact) != null) {
                    checkValue(names.facts.get(fact), is);
                }
                yield new Item.Kind.Confirm(
                        fact,
                        is.text(),
                        get(m, "at-least", at).parse(Integer::valueOf).orElse(null),
                        amount(get(m, "no-older-than", at)).orElse(null));
            }
            case "form" -> {
                var form = names.forms.get(formOf(subject.text()));
                if (form == null
                        || form.parts().stream().noneMatch(part -> part.name().equals(partOf(subject.text())))) {
                    subject.error(
                            "unknown form part '" + subject.text() + "'",
                            Problems.nearest(subject.text(), formParts()).orElse(""));
                }
                yield new Item.Kind.FormPart(formOf(subject.text()), partOf(subject.text()));
            }
            case "agreement" ->
                new Item.Kind.Agreement(
                        subject.known(names.agreements, "agreement"),
                        get(m, "strength", at).oneOf(Item.Strength.class).orElse(Item.Strength.OBTAINED));
            case "one-of" -> new Item.Kind.OneOf(items(get(m, "items", at)));
            default -> null;
        };
    }

    private List<String> formParts() {
        var all = new ArrayList<String>();
        names.forms.forEach((name, form) -> form.parts().forEach(part -> all.add(name + "." + part.name())));
        return all;
    }

    private Item.@Nullable ReasonInstead reason(Yaml at) {
        if (!at.isThere()) {
            return null;
        }
        if (at.isScalar()) {
            return new Item.ReasonInstead(at.known(names.roles, "role"), Condition.ALWAYS, "", "", List.of());
        }
        var m = at.members(Set.of("role", "when", "unless", "only-because", "tell", "clauses"));
        return new Item.ReasonInstead(
                get(m, "role", at).known(names.roles, "role"),
                applies(m, at),
                get(m, "only-because", at).text(),
                get(m, "tell", at).text(),
                clauses(m, at));
    }

    // Effects.

    private static final Set<String> EFFECTS = Set.of(
            "open",
            "close",
            "lead",
            "co-worker",
            "duty-holder",
            "tray",
            "agenda",
            "start",
            "share",
            "letter",
            "tell",
            "file",
            "mark");

    List<Effect> effects(Yaml at) {
        var all = new ArrayList<Effect>();
        for (var each : at.list()) {
            var effect = effect(each);
            if (effect != null) {
                all.add(effect);
            }
        }
        return all;
    }

    private @Nullable Effect effect(Yaml at) {
        var m = at.members(with(EFFECTS, "because", "clauses"));
        var words = m.keySet().stream().filter(EFFECTS::contains).toList();
        if (words.size() != 1) {
            at.error(
                    "an effect does one thing",
                    "one of " + EFFECTS.stream().sorted().toList());
            return null;
        }
        var clauses = clauses(m, at);
        var value = get(m, words.getFirst(), at);
        return switch (words.getFirst()) {
            case "open" -> new Effect.Open(service(value), clauses);
            case "close" ->
                new Effect.Close(service(value), get(m, "because", at).text(), clauses);
            case "lead" -> new Effect.Lead(value.text(), clauses);
            case "co-worker" -> new Effect.CoWorker(value.text(), clauses);
            case "duty-holder" -> new Effect.DutyHolder(value.known(names.teams, "team"), clauses);
            case "tray" -> new Effect.Tray(value.known(names.teams, "team"), clauses);
            case "agenda" -> new Effect.Agenda(value.known(names.forums, "forum"), clauses);
            case "letter" -> new Effect.Letter(value.known(names.letters, "letter"), clauses);
            case "tell" -> new Effect.Tell(value.known(names.roles, "role"), clauses);
            case "mark" -> new Effect.Mark(value.text(), clauses);
            case "file" -> {
                var known = new LinkedHashSet<>(names.documents);
                known.addAll(names.forms.keySet());
                yield new Effect.File(value.known(known, "form or document"), clauses);
            }
            case "start" -> {
                var text = value.text();
                if (!text.contains(".")) {
                    value.error("expected pathway.door, found '" + text + "'", "start: step-down.known-family");
                    yield null;
                }
                yield new Effect.Start(
                        text.substring(0, text.indexOf('.')), text.substring(text.indexOf('.') + 1), clauses);
            }
            case "share" -> share(value, clauses);
            default -> null;
        };
    }

    private Effect share(Yaml at, List<ClauseId> clauses) {
        var m = at.members(Set.of("what", "with", "under", "clauses"));
        var known = new LinkedHashSet<>(names.documents);
        known.addAll(names.forms.keySet());
        var under = get(m, "under", at);
        var bases = new LinkedHashSet<>(names.agreements);
        bases.addAll(Names.LAWFUL_BASES);
        var own = clauses(m, at);
        return new Effect.Share(
                knownAll(get(m, "what", at), known, "form or document"),
                get(m, "with", at).text(),
                under.known(bases, "agreement or lawful basis"),
                own.isEmpty() ? clauses : own);
    }

    private String service(Yaml at) {
        var known = new LinkedHashSet<>(names.services);
        known.addAll(List.of("sending", "receiving"));
        return at.known(known, "service");
    }

    static Map<String, String> texts(Yaml at) {
        var all = new LinkedHashMap<String, String>();
        at.members().forEach((key, value) -> all.put(key, value.text()));
        return all;
    }
}
