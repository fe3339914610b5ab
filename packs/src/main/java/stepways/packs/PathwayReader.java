package stepways.packs;

import static stepways.packs.Elements.basis;
import static stepways.packs.Elements.get;
import static stepways.packs.Elements.title;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Stage;

/// Reads one pathway file.
final class PathwayReader {

    private final Names names;
    private final Elements elements;
    private final Places places;

    PathwayReader(Names names, Places places) {
        this.names = names;
        this.elements = new Elements(names);
        this.places = places;
    }

    @Nullable
    Pathway read(Yaml at) {
        if (!at.isThere()) {
            return null;
        }
        var m = at.members(
                Set.of("pathway", "title", "kind", "doors", "stages", "no-clock", "alongside", "any-time", "clauses"));
        var name = get(m, "pathway", at).text();
        if (name.isEmpty()) {
            at.error("a pathway needs its name", "pathway: step-up");
            return null;
        }
        places.put(name, get(m, "pathway", at));
        var doors = new LinkedHashMap<String, Pathway.Door>();
        for (var each : get(m, "doors", at).list()) {
            var door = door(name, each);
            if (doors.put(door.name(), door) != null) {
                each.error("door '" + door.name() + "' stands here twice");
            }
        }
        var stages = new LinkedHashMap<String, Stage>();
        for (var each : get(m, "stages", at).list()) {
            var stage = stage(name, each);
            if (stages.put(stage.name(), stage) != null) {
                each.error("stage '" + stage.name() + "' stands here twice");
            }
        }
        var beside = new ArrayList<Pathway.Alongside>();
        for (var each : get(m, "alongside", at).list()) {
            beside.add(alongside(name, each, beside.size()));
        }
        var acts = new ArrayList<Pathway.AnyTime>();
        for (var each : get(m, "any-time", at).list()) {
            acts.add(anyTime(name, each));
        }
        var silences = new ArrayList<Pathway.Silence>();
        for (var each : get(m, "no-clock", at).list()) {
            var s = each.members(Set.of("stages", "because"));
            var about = Elements.knownAll(get(s, "stages", each), stages.keySet(), "stage");
            silences.add(new Pathway.Silence(
                    new LinkedHashSet<>(about), get(s, "because", each).text()));
        }
        return new Pathway(
                name,
                title(get(m, "title", at), name),
                get(m, "kind", at).oneOf(Pathway.Kind.class).orElse(Pathway.Kind.TRANSFER),
                doors,
                stages,
                beside,
                acts,
                silences,
                elements.clauses(m, at));
    }

    private Pathway.Door door(String pathway, Yaml at) {
        var m = at.members(Set.of(
                "door",
                "title",
                "direction",
                "from",
                "to",
                "at",
                "by",
                "when",
                "unless",
                "also-open",
                "held-by",
                "clauses",
                "basis"));
        var name = get(m, "door", at).text();
        places.put(pathway + "." + name, at);
        return new Pathway.Door(
                name,
                title(get(m, "title", at), name),
                get(m, "direction", at).oneOf(Pathway.Direction.class).orElse(Pathway.Direction.ACROSS),
                Elements.knownAll(get(m, "from", at), names.services, "service"),
                Elements.knownAll(get(m, "to", at), names.services, "service"),
                get(m, "at", at).text(),
                get(m, "by", at).known(names.roles, "role"),
                elements.applies(m, at),
                Elements.knownAll(get(m, "also-open", at), names.services, "service"),
                get(m, "held-by", at).known(names.teams, "team"),
                elements.clauses(m, at),
                basis(m, at));
    }

    private Stage stage(String pathway, Yaml at) {
        var m = at.members(Set.of(
                "stage",
                "title",
                "waits-for",
                "doorstep",
                "per-child",
                "checklist",
                "decided-by",
                "due",
                "not-before",
                "outcomes",
                "clauses"));
        var name = get(m, "stage", at).text();
        places.put(pathway + "." + name, at);
        var items = elements.items(get(m, "checklist", at));
        var itemPlaces = get(m, "checklist", at).list();
        for (int i = 0; i < Math.min(items.size(), itemPlaces.size()); i++) {
            places.put(pathway + "." + items.get(i).name(), itemPlaces.get(i));
        }
        var outcomes = new ArrayList<Outcome>();
        for (var each : get(m, "outcomes", at).list()) {
            outcomes.add(outcome(pathway, each));
        }
        return new Stage(
                name,
                title(get(m, "title", at), name),
                get(m, "waits-for", at).known(names.roles, "role"),
                items,
                decider(get(m, "decided-by", at)),
                outcomes,
                elements.due(get(m, "due", at)),
                elements.notBefore(get(m, "not-before", at)),
                get(m, "per-child", at).flag(),
                elements.clauses(m, at),
                get(m, "doorstep", at).text());
    }

    private Decider decider(Yaml at) {
        if (at.isScalar() || at.isList()) {
            return new Decider(new Decider.Who.AnyOf(Elements.knownAll(at, names.roles, "role")), Set.of(), List.of());
        }
        var m = at.members(Set.of("any-of", "both", "same-person", "forum", "other-than", "clauses"));
        var otherThan = new LinkedHashSet<>(get(m, "other-than", at).words());
        var clauses = elements.clauses(m, at);
        return new Decider(who(m, at), otherThan, clauses);
    }

    private Decider.Who who(Map<String, Yaml> m, Yaml at) {
        if (m.containsKey("forum")) {
            return new Decider.Who.Forum(get(m, "forum", at).known(names.forums, "forum"));
        }
        if (m.containsKey("both")) {
            var both = Elements.knownAll(get(m, "both", at), names.roles, "role");
            if (both.size() == 2) {
                return new Decider.Who.Both(
                        both.get(0), both.get(1), get(m, "same-person", at).flag());
            }
            get(m, "both", at).error("expected two roles", "both: [one, other]");
        }
        var roles = Elements.knownAll(get(m, "any-of", at), names.roles, "role");
        if (roles.isEmpty()) {
            at.error("a stage needs who decides it", "decided-by: a-role, {any-of: […]}, {both: […]} or {forum: …}");
        }
        return new Decider.Who.AnyOf(roles);
    }

    private Outcome outcome(String pathway, Yaml at) {
        var m = at.members(Set.of(
                "outcome",
                "title",
                "needs",
                "go",
                "when",
                "unless",
                "then",
                "code",
                "says",
                "waives",
                "not-before",
                "doorstep",
                "clauses",
                "basis"));
        var name = get(m, "outcome", at).text();
        places.put(pathway + "." + name, at);
        var codes = new LinkedHashMap<String, String>();
        List<ClauseId> codeClauses = List.of();
        for (var each : get(m, "code", at).members().entrySet()) {
            if (each.getKey().equals("clauses")) {
                codeClauses = names.clauses(each.getValue());
            } else {
                codes.put(each.getKey(), each.getValue().text());
            }
        }
        return new Outcome(
                name,
                title(get(m, "title", at), name),
                needs(get(m, "needs", at)),
                go(get(m, "go", at), at),
                elements.applies(m, at),
                elements.effects(get(m, "then", at)),
                codes,
                codeClauses,
                get(m, "says", at).text(),
                get(m, "waives", at).text(),
                elements.notBefore(get(m, "not-before", at)),
                elements.clauses(m, at),
                basis(m, at),
                get(m, "doorstep", at).text());
    }

    private static Outcome.Needs needs(Yaml at) {
        if (at.isList()) {
            return new Outcome.Needs.These(new LinkedHashSet<>(at.words()));
        }
        return switch (at.text()) {
            case "all" -> new Outcome.Needs.All();
            case "none" -> new Outcome.Needs.None();
            default -> {
                at.error("expected what the outcome needs", "needs: all, needs: none, or needs: [items]");
                yield new Outcome.Needs.All();
            }
        };
    }

    private static Outcome.Go go(Yaml at, Yaml near) {
        return switch (at.text()) {
            case "again" -> new Outcome.Go.Again();
            case "end" -> new Outcome.Go.End();
            case "" -> {
                near.error("an outcome says where the run goes", "go: a stage, again or end");
                yield new Outcome.Go.End();
            }
            default -> new Outcome.Go.To(at.text());
        };
    }

    private Pathway.Alongside alongside(String pathway, Yaml at, int number) {
        var m = at.members(Set.of("name", "stays", "joins", "from", "until", "when", "unless", "clauses", "basis"));
        var given = get(m, "name", at).text();
        var name = given.isEmpty() ? "line-" + (number + 1) : given;
        places.put(pathway + "." + name, at);
        var services = new LinkedHashSet<>(names.services);
        services.addAll(List.of("sending", "receiving"));
        return new Pathway.Alongside(
                name,
                get(m, "stays", at).known(services, "service"),
                get(m, "joins", at).text(),
                new LinkedHashSet<>(get(m, "from", at).words()),
                new LinkedHashSet<>(get(m, "until", at).words()),
                elements.applies(m, at),
                elements.clauses(m, at),
                basis(m, at));
    }

    private Pathway.AnyTime anyTime(String pathway, Yaml at) {
        var m = at.members(Set.of("action", "title", "by", "then", "clauses", "basis"));
        var name = get(m, "action", at).text();
        places.put(pathway + "." + name, at);
        return new Pathway.AnyTime(
                name,
                title(get(m, "title", at), name),
                get(m, "by", at).known(names.roles, "role"),
                elements.effects(get(m, "then", at)),
                elements.clauses(m, at),
                basis(m, at));
    }
}
