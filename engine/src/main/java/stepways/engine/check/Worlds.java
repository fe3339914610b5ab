package stepways.engine.check;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import stepways.engine.calendar.Age;
import stepways.engine.policy.AgreementType;
import stepways.engine.policy.Condition;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Item;
import stepways.engine.policy.NotBefore;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.run.ChildId;
import stepways.engine.run.Facts;
import stepways.engine.run.Holder;
import stepways.engine.run.PersonId;
import stepways.engine.run.StaffId;

/// The different situations in which a pathway can begin: every combination of the facts that it reads.
final class Worlds {

    /// More combinations than this are not tried; the report then says so.
    static final int MOST = 4096;

    private final Policy policy;
    private final Pathway pathway;
    private final Instant start;
    private final Map<String, Set<String>> values = new TreeMap<>();
    private final Set<String> dates = new LinkedHashSet<>();
    private final Set<String> services = new LinkedHashSet<>();
    private final Set<Age> ages = new LinkedHashSet<>();
    private boolean stopped;

    Worlds(Policy policy, Pathway pathway, Instant start) {
        this.policy = policy;
        this.pathway = pathway;
        this.start = start;
        read();
    }

    boolean stopped() {
        return stopped;
    }

    private void read() {
        for (var door : pathway.doors().values()) {
            condition(door.when());
        }
        for (var stage : pathway.stages().values()) {
            stage.checklist().forEach(this::item);
            stage.due().forEach(this::due);
            if (stage.notBefore() != null) {
                notBefore(stage.notBefore());
            }
            for (var outcome : stage.outcomes()) {
                condition(outcome.when());
                if (outcome.notBefore() != null) {
                    notBefore(outcome.notBefore());
                }
            }
        }
        pathway.alongside().forEach(line -> condition(line.when()));
    }

    private void item(Item item) {
        condition(item.when());
        item.due().forEach(this::due);
        if (item.notBefore() != null) {
            notBefore(item.notBefore());
        }
        if (item.reason() != null) {
            condition(item.reason().when());
        }
        if (item.kind() instanceof Item.Kind.OneOf(var options)) {
            options.forEach(this::item);
        }
    }

    private void notBefore(NotBefore rule) {
        condition(rule.when());
        switch (rule.moment()) {
            case NotBefore.Moment.Wait(var _, var of) -> date(of);
            case NotBefore.Moment.Event(var name) -> date(name);
            case NotBefore.Moment.AtAge _ -> {
                // Time passes for the explorer's children as for others.
            }
        }
    }

    private void due(DueRule rule) {
        condition(rule.when());
        switch (rule.limit()) {
            case DueRule.Limit.Immediately(var of) -> date(of);
            case DueRule.Limit.SameDay(var of) -> date(of);
            case DueRule.Limit.Within(var _, var of, var _) -> date(of);
            case DueRule.Limit.Before(var _, var event) -> date(event);
            case DueRule.Limit.DayOf(var event) -> date(event);
            case DueRule.Limit.Between(var opens, var closes) -> {
                date(opens);
                date(closes);
            }
            case DueRule.Limit.WindowBefore(var _, var _, var event) -> date(event);
            case DueRule.Limit.AtAge _, DueRule.Limit.BetweenAges _, DueRule.Limit.None _ -> {
                // Read from the birth date, or no date at all.
            }
        }
    }

    private void date(String name) {
        if (policy.fact(name)
                .map(FactType::kind)
                .filter(FactType.Kind.DATE::equals)
                .isPresent()) {
            dates.add(name);
        }
    }

    private void condition(Condition condition) {
        switch (condition) {
            case Condition.All(var all) -> all.forEach(this::condition);
            case Condition.Not(var not) -> condition(not);
            case Condition.FactIs(var fact, var wanted) -> {
                var type = policy.fact(fact);
                var all = values.computeIfAbsent(fact, _ -> new LinkedHashSet<>());
                switch (type.map(FactType::kind).orElse(FactType.Kind.YES_NO)) {
                    case YES_NO -> all.addAll(List.of("true", "false"));
                    case ONE_OF -> all.addAll(type.orElseThrow().choices());
                    case DATE, NUMBER, SERVICE, TEAM -> {
                        all.addAll(wanted);
                        all.add("");
                    }
                }
            }
            case Condition.FactAtLeast(var fact, var number) ->
                values.computeIfAbsent(fact, _ -> new LinkedHashSet<>())
                        .addAll(List.of(String.valueOf(number - 1), String.valueOf(number)));
            case Condition.OpenTo(var service) -> services.add(service);
            case Condition.AgeAtLeast(var age) -> ages.add(age);
            case Condition.Always _, Condition.ByDoor _, Condition.From _, Condition.To _, Condition.Chosen _ -> {
                // Nothing that differs from world to world.
            }
        }
    }

    /// One way in: a door, where it comes from and goes to, and the facts.
    record World(Pathway.Door door, String from, String to, Facts facts, String told) {}

    List<World> all(int children) {
        var worlds = new ArrayList<World>();
        for (var door : pathway.doors().values()) {
            for (var from : door.from().isEmpty() ? List.of("") : door.from()) {
                for (var to : door.to().isEmpty() ? List.of("") : door.to()) {
                    for (var facts : combinations()) {
                        if (worlds.size() >= MOST) {
                            stopped = true;
                            return worlds;
                        }
                        worlds.add(new World(door, from, to, facts(door, from, facts, children), told(facts)));
                    }
                }
            }
        }
        return worlds;
    }

    /// The facts as somebody who reads the story would say them: by their titles, and yes or no.
    private String told(Map<String, String> facts) {
        var all = new ArrayList<String>();
        facts.forEach((key, value) -> all.add("“" + toldTitle(key) + "”: "
                + switch (value) {
                    case "true" -> "yes";
                    case "false" -> "no";
                    case "" -> "not known";
                    default -> value.replace('-', ' ');
                }));
        return all.isEmpty() ? "" : ", with " + String.join(", ", all);
    }

    private String toldTitle(String key) {
        if (key.startsWith("open:")) {
            var service = key.substring("open:".length());
            return policy.service(service).map(found -> found.title()).orElse(service) + " is open";
        }
        if (key.startsWith("age:")) {
            var months = Integer.parseInt(key.substring("age:".length()));
            return "at least " + months / 12 + (months % 12 == 0 ? "" : " and " + months % 12 + " months");
        }
        return policy.fact(key).map(found -> found.title()).orElseGet(() -> key.replace('-', ' '));
    }

    private List<Map<String, String>> combinations() {
        List<Map<String, String>> all = new ArrayList<>();
        all.add(new LinkedHashMap<>());
        for (var entry : values.entrySet()) {
            all = times(all, entry.getKey(), entry.getValue());
        }
        for (var service : services) {
            all = times(all, "open:" + service, Set.of("true", "false"));
        }
        for (var age : ages) {
            all = times(all, "age:" + (age.years() * 12 + age.months()), Set.of("true", "false"));
        }
        return all;
    }

    private static List<Map<String, String>> times(List<Map<String, String>> all, String key, Set<String> choices) {
        var more = new ArrayList<Map<String, String>>();
        for (var each : all) {
            for (var choice : choices.stream().sorted().toList()) {
                var next = new LinkedHashMap<>(each);
                next.put(key, choice);
                more.add(next);
            }
        }
        return more;
    }

    private Facts facts(Pathway.Door door, String from, Map<String, String> chosen, int children) {
        var today = policy.calendar().date(start);
        var known = new LinkedHashMap<ChildId, Facts.Child>();
        var open = new TreeMap<String, Instant>();
        var before = start.minusSeconds(86_400L * 90);
        if (!from.isEmpty()) {
            open.put(from, before);
        }
        door.alsoOpen().forEach(service -> open.put(service, before));
        var record = new TreeMap<String, String>();
        int months = 12 * 8;
        for (var entry : chosen.entrySet()) {
            var key = entry.getKey();
            if (key.startsWith("open:")) {
                if (entry.getValue().equals("true")) {
                    open.put(key.substring(5), before);
                }
            } else if (key.startsWith("age:")) {
                if (entry.getValue().equals("true")) {
                    months = Math.max(months, Integer.parseInt(key.substring(4)) + 1);
                }
            } else if (!entry.getValue().isEmpty()) {
                record.put(key, entry.getValue());
            }
        }
        int ahead = 70;
        for (var date : dates) {
            record.put(date, today.plusDays(ahead).toString());
            ahead += 30;
        }
        Holder holder = open.isEmpty()
                ? null
                : new Holder.Practitioner(new StaffId("holder"), "", from.isEmpty() ? open.firstKey() : from);
        var people = new LinkedHashMap<PersonId, Facts.Person>();
        var ids = new ArrayList<ChildId>();
        for (int i = 0; i < children; i++) {
            var id = new ChildId("child-" + (char) ('a' + i));
            ids.add(id);
            LocalDate born = today.minusMonths(months);
            known.put(
                    id,
                    new Facts.Child(id, 1, born, null, open, holder, Set.of(), record, Map.of(), Map.of(), Map.of()));
        }
        var parent = new PersonId("parent-1");
        people.put(parent, new Facts.Person(parent, ids, false));
        if (asksTheYoung()) {
            for (var id : ids) {
                var person = new PersonId(id.value());
                people.put(person, new Facts.Person(person, List.of(), true));
            }
        }
        return new Facts(known, people, Map.of(), Map.of());
    }

    private boolean asksTheYoung() {
        return policy.agreements().values().stream()
                .anyMatch(type -> type.from() == AgreementType.From.YOUNG_PERSON
                        || type.from() == AgreementType.From.FAMILY_AND_YOUNG_PERSON);
    }
}
