package stepways.packs;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Item;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.run.ChildId;
import stepways.engine.run.Clock;
import stepways.engine.run.Holder;
import stepways.engine.run.Outstanding;
import stepways.engine.run.Refusal;
import stepways.engine.run.Run;
import stepways.engine.run.RunEvent;

/// Compares what an example expects with what came of it.
final class Expected {

    static final Set<String> KEYS = Set.of(
            "stage",
            "ended",
            "sitting",
            "refused",
            "accountable",
            "open",
            "due",
            "overdue",
            "not-overdue",
            "owed",
            "needed",
            "not-needed",
            "offered",
            "not-offered",
            "letters",
            "told",
            "shared",
            "code",
            "census",
            "says",
            "waived",
            "co-workers",
            "tray",
            "started",
            "children",
            "alongside",
            "reviewer",
            "filed",
            "marks",
            "call",
            "call-out-of-hours");

    static final Set<String> OF_A_CHILD =
            Set.of("stage", "ended", "accountable", "open", "co-workers", "offered", "not-offered", "due");

    static final List<String> REFUSALS =
            Arrays.stream(Refusal.Kind.values()).map(ExampleReader::word).toList();

    private final Example example;
    private final Scene scene;
    private final Policy policy;
    private final List<Refusal> refused;
    private final Instant lookAt;
    private final List<ExampleRunner.Difference> differences = new ArrayList<>();

    private Expected(Example example, Scene scene, List<Refusal> refused) {
        this.example = example;
        this.scene = scene;
        this.policy = scene.policy();
        this.refused = refused;
        this.lookAt = example.lookAt()
                .map(moment -> moment.atZone(policy.calendar().zone()).toInstant())
                .orElse(scene.now());
    }

    static List<ExampleRunner.Difference> compare(Example example, Scene scene, List<Refusal> refused) {
        var expected = new Expected(example, scene, refused);
        example.then().forEach((key, value) -> expected.compare(key, value, scene.run(), Optional.empty()));
        return expected.differences;
    }

    /// The run was refused at its door: only `refused` can be as expected.
    static List<ExampleRunner.Difference> atTheDoor(Policy policy, Example example, List<Refusal> refused) {
        var differences = new ArrayList<ExampleRunner.Difference>();
        var wanted = example.then().get("refused");
        if (wanted != null
                && example.given().stage().isEmpty()
                && example.when().isEmpty()) {
            refusals(policy, wanted, refused, differences);
        } else {
            differences.add(new ExampleRunner.Difference(
                    example.at(), "the run could not begin", Refusals.sentences(policy, refused)));
        }
        return differences;
    }

    private static void refusals(
            Policy policy, Yaml at, List<Refusal> refused, List<ExampleRunner.Difference> differences) {
        var came = new TreeSet<String>();
        for (var refusal : refused) {
            came.add(ExampleReader.word(refusal.kind()));
            refusal.clauses().stream().map(ClauseId::value).forEach(came::add);
        }
        for (var each : at.list()) {
            if (!came.contains(each.text())) {
                differences.add(new ExampleRunner.Difference(
                        each,
                        refused.isEmpty()
                                ? "expected a refusal by " + each.text() + ", but it was accepted"
                                : "expected a refusal by " + each.text() + ", it was refused for other reasons",
                        Refusals.sentences(policy, refused)));
            }
        }
    }

    private void differ(Yaml at, String expected, String came) {
        differences.add(new ExampleRunner.Difference(
                at,
                "expected " + expected + ", came " + (came.isEmpty() ? "nothing" : came),
                Refusals.sentences(policy, refused)));
    }

    private void same(Yaml at, String what, String came) {
        var wanted = at.text();
        if (!wanted.equals(came.isEmpty() ? "none" : came)) {
            differ(at, what + " " + wanted, came);
        }
    }

    /// Every word listed is among those that came; `none` means that none came.
    private void among(Yaml at, String what, Set<String> came) {
        for (var each : at.list()) {
            var wanted = each.text();
            if (wanted.equals("none") ? !came.isEmpty() : !came.contains(wanted)) {
                differ(each, what + " " + wanted, String.join(", ", came));
            }
        }
    }

    private void notAmong(Yaml at, String what, Set<String> came) {
        for (var each : at.list()) {
            if (came.contains(each.text())) {
                differ(each, "not " + what + " " + each.text(), String.join(", ", came));
            }
        }
    }

    private void compare(String key, Yaml at, Run run, Optional<ChildId> child) {
        switch (key) {
            case "stage" ->
                same(
                        at,
                        "stage",
                        run.isOpen()
                                ? run.stage()
                                : "the end by " + run.ended().orElseThrow().outcome());
            case "ended" ->
                same(at, "the end by", run.ended().map(Run.End::outcome).orElse("stage " + run.stage()));
            case "sitting" ->
                same(at, "sitting", run.sitting().map(on -> on.day().toString()).orElse(""));
            case "refused" -> refusals(policy, at, refused, differences);
            case "accountable" -> accountable(at, run, child);
            case "open" -> open(at, run, child);
            case "due" -> at.members().forEach((what, date) -> due(what, date, run));
            case "overdue" -> among(at, "overdue", overdue(run));
            case "not-overdue" -> notAmong(at, "overdue", overdue(run));
            case "owed" -> among(at, "owed", names(outstanding(run).owed()));
            case "needed" -> among(at, "needed", needed(run));
            case "not-needed" -> notAmong(at, "needed", needed(run));
            case "offered" -> among(at, "offered", offered(run));
            case "not-offered" -> notAmong(at, "offered", offered(run));
            case "letters" -> among(at, "letter", events(RunEvent.LetterDrafted.class, RunEvent.LetterDrafted::letter));
            case "told" -> among(at, "told", told(run));
            case "shared" -> among(at, "shared", shared());
            case "code" ->
                at.members()
                        .forEach((system, code) -> same(
                                code,
                                "code",
                                chosen().map(c -> c.codes().getOrDefault(system, ""))
                                        .orElse("")));
            case "census" -> among(at, "census code", census());
            case "says" ->
                same(at, "words", chosen().map(RunEvent.OutcomeChosen::says).orElse(""));
            case "waived" ->
                same(at, "waived", chosen().map(RunEvent.OutcomeChosen::waived).orElse(""));
            case "co-workers" -> among(at, "co-worker", coWorkers(run, child));
            case "tray" -> among(at, "tray", events(RunEvent.PutInTray.class, RunEvent.PutInTray::team));
            case "started" -> among(at, "started", started());
            case "children" -> at.members().forEach(this::child);
            case "alongside" -> among(at, "alongside", alongside(run));
            case "reviewer" ->
                among(
                        at,
                        "reviewer",
                        outstanding(run)
                                .review()
                                .map(review -> (Set<String>) new LinkedHashSet<>(review.reviewers()))
                                .orElse(Set.of()));
            case "filed" -> among(at, "filed", events(RunEvent.DocumentFiled.class, RunEvent.DocumentFiled::document));
            case "marks" -> among(at, "mark", new TreeSet<>(run.moments().keySet()));
            case "call" -> calls(at, policy.harm().map(h -> h.call()).orElse(List.of()));
            case "call-out-of-hours" ->
                calls(at, policy.harm().map(h -> h.outOfHours()).orElse(List.of()));
            default -> throw new IllegalStateException("Expected a key of then, found " + key);
        }
    }

    private void child(String name, Yaml part) {
        var id = new ChildId(name);
        part.members().forEach((key, value) -> compare(key, value, scene.runOf(id), Optional.of(id)));
    }

    private void calls(Yaml at, List<String> came) {
        if (!at.words().equals(came)) {
            differ(at, "to ring " + String.join(", then ", at.words()), String.join(", then ", came));
        }
    }

    private Outstanding outstanding(Run run) {
        return Outstanding.of(policy, run, scene.facts(), lookAt);
    }

    private List<ChildId> children(Run run, Optional<ChildId> child) {
        return child.map(List::of).orElse(run.children());
    }

    private void accountable(Yaml at, Run run, Optional<ChildId> child) {
        for (var id : children(run, child)) {
            var holder = scene.facts().child(id).holder();
            boolean as = switch (holder) {
                case null -> at.text().equals("nobody");
                case Holder.Duty(var team, var _) -> at.text().equals(team);
                case Holder.Practitioner(var staff, var role, var _) ->
                    scene.cast().means(at.text(), role) || staff.value().equals(at.text());
            };
            if (!as) {
                differ(at, "child " + id + " held by " + at.text(), holder(holder));
            }
        }
    }

    private static String holder(@org.jspecify.annotations.Nullable Holder holder) {
        return switch (holder) {
            case null -> "nobody";
            case Holder.Duty(var team, var _) -> "the duty holder of " + team;
            case Holder.Practitioner(var staff, var role, var _) -> role + " (" + staff + ")";
        };
    }

    private void open(Yaml at, Run run, Optional<ChildId> child) {
        var wanted = new TreeSet<>(at.words());
        wanted.remove("none");
        for (var id : children(run, child)) {
            var came = new TreeSet<>(scene.facts().child(id).open().keySet());
            if (!came.equals(wanted)) {
                differ(
                        at,
                        "child " + id + " open to " + (wanted.isEmpty() ? "nothing" : String.join(", ", wanted)),
                        String.join(", ", came));
            }
        }
    }

    // Dates.

    /// What a date of an example says: a day, a moment, a window, or none.
    sealed interface DueDate {
        record None() implements DueDate {}

        record Day(LocalDate day) implements DueDate {}

        record Moment(LocalDateTime moment) implements DueDate {}

        record Window(LocalDate opens, LocalDate closes) implements DueDate {}
    }

    static DueDate due(Yaml at) {
        return at.parse(Expected::dueDate).orElse(new DueDate.None());
    }

    private static DueDate dueDate(String text) {
        if (text.equals("none")) {
            return new DueDate.None();
        }
        if (text.contains(" to ")) {
            int split = text.indexOf(" to ");
            return new DueDate.Window(
                    LocalDate.parse(text.substring(0, split)), LocalDate.parse(text.substring(split + 4)));
        }
        return text.length() > 10
                ? new DueDate.Moment(ExampleReader.moment(text))
                : new DueDate.Day(LocalDate.parse(text));
    }

    private void due(String what, Yaml at, Run run) {
        var clocks = clocks(run).getOrDefault(what, List.of());
        var came = new TreeSet<String>();
        clocks.forEach(clock -> came.add(words(clock)));
        boolean as = clocks.isEmpty()
                ? due(at) instanceof DueDate.None
                : clocks.stream().allMatch(c -> fits(due(at), c));
        if (!as) {
            differ(at, what + " due " + at.text(), String.join(" and ", came));
        }
    }

    private boolean fits(DueDate wanted, Clock clock) {
        var calendar = policy.calendar();
        var latest = clock.dated().map(due -> due.latest());
        return switch (wanted) {
            case DueDate.None() -> latest.isEmpty();
            case DueDate.Day(var day) ->
                latest.map(at -> calendar.date(at.minusMillis(1)).equals(day)).orElse(false);
            case DueDate.Moment(var moment) ->
                latest.map(at -> at.equals(moment.atZone(calendar.zone()).toInstant()))
                        .orElse(false);
            case DueDate.Window(var opens, var closes) ->
                clock instanceof Clock.Opens(var from, var due, var _)
                        && from.filter(opens::equals).isPresent()
                        && calendar.date(due.latest().minusMillis(1)).equals(closes);
        };
    }

    private String words(Clock clock) {
        var calendar = policy.calendar();
        return switch (clock) {
            case Clock.Runs(var due, var _) -> words(due.latest());
            case Clock.Opens(var from, var due, var _) ->
                from.map(LocalDate::toString).orElse("?")
                        + " to "
                        + calendar.date(due.latest().minusMillis(1));
            case Clock.NotStarted(var waitsFor, var _) -> "none, because " + waitsFor + " has not happened";
            case Clock.Silent(var _, var because) -> because.isEmpty() ? "none" : "none (" + because + ")";
        };
    }

    private String words(Instant latest) {
        var local = latest.atZone(policy.calendar().zone()).toLocalDateTime();
        return local.toLocalTime().equals(java.time.LocalTime.MIDNIGHT)
                ? local.toLocalDate().minusDays(1).toString()
                : local.toString().replace('T', ' ');
    }

    /// Every clock of a run by the name of what it belongs to.
    private Map<String, List<Clock>> clocks(Run run) {
        var all = new LinkedHashMap<String, List<Clock>>();
        var here = outstanding(run);
        here.items().forEach(need -> put(all, need.item().name(), need.clock()));
        here.decision().ifPresent(choice -> put(all, choice.stage().name(), choice.clock()));
        here.owed().forEach(need -> put(all, need.item().name(), need.clock()));
        here.clocks().forEach(running -> put(all, running.name(), running.clock()));
        here.review().ifPresent(review -> put(all, review.dispute(), review.clock()));
        return all;
    }

    private static void put(Map<String, List<Clock>> all, String name, Clock clock) {
        all.computeIfAbsent(name, _ -> new ArrayList<>()).add(clock);
    }

    private Set<String> overdue(Run run) {
        var all = new LinkedHashSet<String>();
        for (var timed : outstanding(run).timed()) {
            if (timed.clock().passed(lookAt)) {
                all.add(
                        switch (timed) {
                            case Outstanding.Need need -> need.item().name();
                            case Outstanding.Choice choice -> choice.stage().name();
                            case Outstanding.Running running -> running.name();
                            case Outstanding.Review review -> review.dispute();
                        });
            }
        }
        return all;
    }

    // Lists.

    private static Set<String> names(List<Outstanding.Need> needs) {
        var all = new LinkedHashSet<String>();
        needs.forEach(need -> all.add(need.item().name()));
        return all;
    }

    private Set<String> needed(Run run) {
        var all = new LinkedHashSet<String>();
        for (var need : outstanding(run).items()) {
            if (need.standing() == Outstanding.Standing.OPEN) {
                all.add(need.item().name());
            }
        }
        return all;
    }

    private Set<String> offered(Run run) {
        var all = new LinkedHashSet<String>();
        var here = outstanding(run);
        here.decision()
                .ifPresent(choice -> choice.offers().stream()
                        .filter(offer -> offer.refusals().stream()
                                .noneMatch(refusal -> refusal.kind() == Refusal.Kind.NOT_OFFERED))
                        .forEach(offer -> all.add(offer.outcome().name())));
        all.addAll(here.acts());
        return all;
    }

    private <E extends RunEvent> Set<String> events(Class<E> type, java.util.function.Function<E, String> word) {
        var all = new LinkedHashSet<String>();
        for (var entry : scene.entries()) {
            if (type.isInstance(entry.event())) {
                all.add(word.apply(type.cast(entry.event())));
            }
        }
        return all;
    }

    /// The roles told by an effect, and those whom an item that was done tells.
    private Set<String> told(Run run) {
        var all = events(RunEvent.RoleTold.class, RunEvent.RoleTold::role);
        var pathway = pathway(run);
        for (var entry : scene.entries()) {
            if (entry.event() instanceof RunEvent.ItemDone done) {
                pathway.flatMap(p -> p.item(done.key().item())).ifPresent(item -> {
                    if (item.kind() instanceof Item.Kind.Told(var to)) {
                        all.addAll(to);
                    }
                });
            }
        }
        return all;
    }

    private Optional<Pathway> pathway(Run run) {
        for (Policy each = policy; each != null; each = each.national()) {
            var own = each.pathways().get(run.pathway());
            if (own != null) {
                return Optional.of(own);
            }
        }
        return Optional.empty();
    }

    private Set<String> shared() {
        var all = new LinkedHashSet<String>();
        for (var entry : scene.entries()) {
            if (entry.event() instanceof RunEvent.Shared shared) {
                all.addAll(shared.what());
                all.add(shared.with());
            }
        }
        return all;
    }

    private Set<String> census() {
        var all = events(RunEvent.EpisodeClosed.class, RunEvent.EpisodeClosed::census);
        all.remove("");
        return all;
    }

    private Optional<RunEvent.OutcomeChosen> chosen() {
        return scene.entries().reversed().stream()
                .map(entry -> entry.event())
                .filter(RunEvent.OutcomeChosen.class::isInstance)
                .map(RunEvent.OutcomeChosen.class::cast)
                .findFirst();
    }

    private Set<String> coWorkers(Run run, Optional<ChildId> child) {
        var all = new LinkedHashSet<String>();
        for (var id : children(run, child)) {
            for (var staff : scene.facts().child(id).coWorkers()) {
                all.add(staff.value());
                for (var joined : scene.entries()) {
                    if (joined.event() instanceof RunEvent.CoWorkerJoined(var _, var who, var role)
                            && who.equals(staff)) {
                        all.add(role);
                    }
                }
            }
        }
        for (var role : policy.roles().keySet()) {
            if (all.contains(scene.cast().person(role).value())) {
                all.add(role);
            }
        }
        return all;
    }

    private Set<String> started() {
        var all = new LinkedHashSet<String>();
        for (var entry : scene.entries()) {
            switch (entry.event()) {
                case RunEvent.Linked linked -> all.add(linked.pathway() + "." + linked.door());
                case RunEvent.Began began -> {
                    if (began.because().isPresent()) {
                        all.add(began.pathway() + "." + began.door());
                    }
                }
                default -> {
                    // Only these two say that a run began.
                }
            }
        }
        return all;
    }

    private static Set<String> alongside(Run run) {
        var all = new LinkedHashSet<>(run.lines().keySet());
        run.lines().values().stream().filter(service -> !service.isEmpty()).forEach(all::add);
        return all;
    }
}
