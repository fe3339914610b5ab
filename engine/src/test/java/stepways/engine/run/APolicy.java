package stepways.engine.run;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import stepways.engine.calendar.Age;
import stepways.engine.calendar.Amount;
import stepways.engine.calendar.BankHolidays;
import stepways.engine.calendar.SittingRule;
import stepways.engine.calendar.WorkingCalendar;
import stepways.engine.policy.AgreementType;
import stepways.engine.policy.Basis;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.ClockRule;
import stepways.engine.policy.Condition;
import stepways.engine.policy.Decider;
import stepways.engine.policy.DisputeRule;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.Effect;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Forum;
import stepways.engine.policy.Gap;
import stepways.engine.policy.HarmRoute;
import stepways.engine.policy.Item;
import stepways.engine.policy.Never;
import stepways.engine.policy.NotBefore;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.PackLine;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.PolicyVersion;
import stepways.engine.policy.Role;
import stepways.engine.policy.Service;
import stepways.engine.policy.Stage;
import stepways.engine.policy.Team;

/// A small invented procedure that is valid from the start: a step up from early help to social work. A test gives
/// it the stages it is about and changes one thing.
final class APolicy {

    static final ZoneId LONDON = ZoneId.of("Europe/London");

    private final List<Stage> stages;
    private final List<Pathway.Alongside> alongside = new ArrayList<>();
    private final List<Pathway.AnyTime> anyTime = new ArrayList<>();
    private final List<DisputeRule> disputes = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Never> nevers = new ArrayList<>();
    private final List<ClockRule> clocks = new ArrayList<>();
    private final Map<String, Forum> forums = new LinkedHashMap<>();
    private final Map<String, FactType> facts = new LinkedHashMap<>();
    private final Map<String, AgreementType> agreements = new LinkedHashMap<>();
    private Condition door = Condition.ALWAYS;

    private APolicy(List<Stage> stages) {
        this.stages = stages;
        agreement(AgreementType.From.FAMILY);
        fact("unsafe-to-talk", FactType.Kind.YES_NO, "early-help-manager");
        fact("score", FactType.Kind.NUMBER, "early-help-worker");
        fact("final-hearing", FactType.Kind.DATE, "");
    }

    static APolicy of(AStage... stages) {
        return new APolicy(Arrays.stream(stages).map(AStage::build).toList());
    }

    static ClauseId clause(int number) {
        return new ClauseId("TST-" + number);
    }

    APolicy agreement(AgreementType.From from) {
        agreements.put(
                "agreement",
                new AgreementType(
                        "agreement",
                        "Agreement",
                        from,
                        Set.of("not-pursued"),
                        "early-help-manager",
                        false,
                        List.of(clause(90))));
        return this;
    }

    APolicy fact(String name, FactType.Kind kind, String askedOf) {
        facts.put(name, new FactType(name, name, kind, List.of(), askedOf, true));
        return this;
    }

    APolicy stays(String service, String from, String until) {
        alongside.add(new Pathway.Alongside(
                service + "-stays",
                service,
                "",
                Set.of(from),
                Set.of(until),
                Condition.ALWAYS,
                List.of(clause(80)),
                Basis.TEXT));
        return this;
    }

    /// Whoever is named for `item` works beside the holder from one outcome on, until another.
    APolicy joins(String item, String from, String until) {
        alongside.add(new Pathway.Alongside(
                item + "-joins",
                "",
                item,
                Set.of(from),
                Set.of(until),
                Condition.ALWAYS,
                List.of(clause(82)),
                Basis.TEXT));
        return this;
    }

    APolicy anyTime(String name, String by, Effect... then) {
        anyTime.add(new Pathway.AnyTime(name, name, by, List.of(then), List.of(clause(81)), Basis.TEXT));
        return this;
    }

    /// Managers disagree: first the head of service, then the director.
    APolicy dispute(String stage, String ifParty) {
        disputes.add(new DisputeRule(
                "managers-disagree",
                "Managers disagree",
                Set.of("early-help-manager", "social-work-manager"),
                Set.of("step-up"),
                Set.of("step-up." + stage),
                List.of(
                        new DisputeRule.Step("head-of-service", within("1 working day", "raised"), List.of()),
                        new DisputeRule.Step("director", within("2 working days", "step"), List.of())),
                ifParty,
                "Early help goes on.",
                List.of(clause(70)),
                Basis.TEXT));
        return this;
    }

    APolicy gap(String outcome) {
        gaps.add(new Gap("S2", "step-up." + outcome, List.of(clause(60)), "The text names nobody.", ""));
        return this;
    }

    APolicy never(String system, String code, String outcome) {
        nevers.add(new Never(system, code, Set.of("step-up." + outcome), List.of(clause(61))));
        return this;
    }

    APolicy clock(String name, String until, List<DueRule> due) {
        clocks.add(new ClockRule(
                name, name, due, Set.of(until), "early-help-manager", "", List.of(clause(62)), Basis.NATIONAL));
        return this;
    }

    APolicy door(Condition when) {
        door = when;
        return this;
    }

    /// A meeting on Tuesdays at 2pm; requests by midday on the Friday before.
    APolicy meeting(String... lists) {
        forums.put(
                "meeting",
                new Forum(
                        "meeting",
                        "Weekly meeting",
                        new SittingRule(
                                new SittingRule.Rhythm.Weeks(1, null),
                                List.of(DayOfWeek.TUESDAY),
                                LocalTime.of(14, 0),
                                LocalTime.of(17, 0),
                                new SittingRule.CutOff.OnWeekday(
                                        DayOfWeek.FRIDAY, LocalTime.NOON, SittingRule.OnDayOff.PREVIOUS_WORKING_DAY),
                                SittingRule.OnDayOff.NEXT_WORKING_DAY),
                        "chair",
                        "administrator",
                        List.of(),
                        List.of(),
                        Set.of(lists),
                        false,
                        "",
                        List.of(clause(50)),
                        List.of(clause(51)),
                        Basis.TEXT));
        return this;
    }

    Policy build() {
        var all = new LinkedHashMap<String, Stage>();
        stages.forEach(stage -> all.put(stage.name(), stage));
        var pathways = new LinkedHashMap<String, Pathway>();
        pathways.put(
                "step-up",
                new Pathway(
                        "step-up",
                        "Step up",
                        Pathway.Kind.TRANSFER,
                        Map.of(
                                "worried",
                                new Pathway.Door(
                                        "worried",
                                        "A worker is worried",
                                        Pathway.Direction.UP,
                                        List.of("early-help"),
                                        List.of("social-work"),
                                        stages.getFirst().name(),
                                        "early-help-worker",
                                        door,
                                        List.of(),
                                        "",
                                        List.of(clause(1)),
                                        Basis.TEXT)),
                        all,
                        alongside,
                        anyTime,
                        List.of(),
                        List.of(clause(1))));
        var ring = AStage.called("ring").decidedBy("anyone").outcome(AnOutcome.called("told"));
        pathways.put(
                "harm-now",
                new Pathway(
                        "harm-now",
                        "Harm now",
                        Pathway.Kind.URGENT,
                        Map.of(
                                "harm-now",
                                new Pathway.Door(
                                        "harm-now",
                                        "Harm now",
                                        Pathway.Direction.UP,
                                        List.of(),
                                        List.of(),
                                        "ring",
                                        "anyone",
                                        Condition.ALWAYS,
                                        List.of(),
                                        "",
                                        List.of(clause(2)),
                                        Basis.NATIONAL)),
                        Map.of("ring", ring.build()),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(clause(2))));
        return new Policy(
                new PolicyVersion("test", "1.0", "abc"),
                new PackLine("Test", "Testshire", "2026-01-01", "invented", "", "", List.of()),
                Map.of(),
                services(),
                teams(),
                roles(),
                facts,
                agreements,
                Map.of("plan", "Plan", "assessment", "Assessment"),
                Map.of(),
                pathways,
                forums,
                disputes,
                Map.of(),
                List.of(),
                gaps,
                nevers,
                clocks,
                List.of(),
                Optional.of(new HarmRoute(
                        "harm-now",
                        "harm-now",
                        List.of("social-worker"),
                        List.of("social-worker"),
                        List.of(clause(2)))),
                null,
                calendar());
    }

    static WorkingCalendar calendar() {
        var holidays = new TreeMap<LocalDate, String>();
        holidays.put(LocalDate.of(2026, 8, 31), "Summer bank holiday");
        return new WorkingCalendar(
                LONDON,
                new BankHolidays(holidays, LocalDate.of(2026, 1, 1), LocalDate.of(2027, 12, 31)),
                new TreeMap<>());
    }

    private static Map<String, Service> services() {
        var all = new LinkedHashMap<String, Service>();
        all.put("early-help", new Service("early-help", "Early Help", "2", "EHM", false, false));
        all.put("social-work", new Service("social-work", "Social Work", "4", "LCS", true, false));
        return all;
    }

    private static Map<String, Team> teams() {
        var all = new LinkedHashMap<String, Team>();
        all.put("east", new Team("east", "East", "early-help", "east", "early-help-manager"));
        all.put("duty", new Team("duty", "Duty", "social-work", "duty", "social-work-manager"));
        return all;
    }

    private static Map<String, Role> roles() {
        var all = new LinkedHashMap<String, Role>();
        for (var role : List.of(
                role("early-help-worker", "early-help", true, false),
                role("early-help-manager", "early-help", false, true),
                role("social-worker", "social-work", true, false),
                role("social-work-manager", "social-work", false, true),
                role("head-of-service", "", false, true),
                role("director", "", false, true),
                role("chair", "", false, true),
                role("administrator", "", false, false),
                new Role(
                        "sending-manager",
                        "Sending manager",
                        "",
                        Role.Side.SENDING,
                        Set.of("early-help-manager", "social-work-manager"),
                        false,
                        true,
                        false),
                new Role(
                        "receiving-manager",
                        "Receiving manager",
                        "",
                        Role.Side.RECEIVING,
                        Set.of("early-help-manager", "social-work-manager"),
                        false,
                        true,
                        false),
                new Role("anyone", "Anyone", "", Role.Side.EITHER, Set.of(), false, false, true))) {
            all.put(role.name(), role);
        }
        return all;
    }

    private static Role role(String name, String in, boolean practitioner, boolean manages) {
        return new Role(name, name, in, Role.Side.EITHER, Set.of(), practitioner, manages, false);
    }

    // Parts.

    static List<DueRule> within(String amount, String of) {
        return List.of(new DueRule(
                new DueRule.Limit.Within(Amount.parse(amount), of, null), Condition.ALWAYS, List.of(), Basis.TEXT));
    }

    static List<DueRule> withinThenEvery(String amount, String of, String thenEvery) {
        return List.of(new DueRule(
                new DueRule.Limit.Within(Amount.parse(amount), of, Amount.parse(thenEvery)),
                Condition.ALWAYS,
                List.of(),
                Basis.TEXT));
    }

    static NotBefore wait(String amount, String of) {
        return new NotBefore(
                new NotBefore.Moment.Wait(Amount.parse(amount), of), Condition.ALWAYS, List.of(clause(40)));
    }

    static Condition aged(String age) {
        return new Condition.AgeAtLeast(Age.parse(age));
    }

    static Condition is(String fact, String value) {
        return new Condition.FactIs(fact, Set.of(value));
    }

    static Effect open(String service) {
        return new Effect.Open(service, List.of());
    }

    static Effect close(String service) {
        return new Effect.Close(service, "stepped-up", List.of());
    }

    static Effect lead(String named) {
        return new Effect.Lead(named, List.of());
    }

    static Effect letter(String name) {
        return new Effect.Letter(name, List.of());
    }

    static Effect share(String under) {
        return new Effect.Share(List.of("plan"), "social-work", under, List.of(clause(41)));
    }

    static Effect mark(String name) {
        return new Effect.Mark(name, List.of());
    }

    static Effect agenda() {
        return new Effect.Agenda("meeting", List.of());
    }

    /// One line of a stage's list.
    static final class AnItem {
        private final String name;
        private final Item.Kind kind;
        private String by = "";
        private Item.Per per = Item.Per.FAMILY;
        private Condition when = Condition.ALWAYS;
        private List<DueRule> due = List.of();
        private @org.jspecify.annotations.Nullable NotBefore notBefore;
        private Item.@org.jspecify.annotations.Nullable ReasonInstead reason;
        private Set<String> otherThan = Set.of();
        private List<ClauseId> clauses = List.of();

        private AnItem(String name, Item.Kind kind) {
            this.name = name;
            this.kind = kind;
        }

        static AnItem task(String name) {
            return new AnItem(name, new Item.Kind.Task());
        }

        static AnItem named(String name, String role) {
            return new AnItem(name, new Item.Kind.Named(role));
        }

        static AnItem document(String kind) {
            return new AnItem(kind, new Item.Kind.Documents(List.of(kind), null, false));
        }

        static AnItem freshDocument(String kind, String noOlderThan) {
            return new AnItem(kind, new Item.Kind.Documents(List.of(kind), Amount.parse(noOlderThan), false));
        }

        static AnItem confirm(String fact, String is) {
            return new AnItem(fact, new Item.Kind.Confirm(fact, is, null, null));
        }

        static AnItem agreement(Item.Strength strength) {
            return new AnItem("agreement", new Item.Kind.Agreement("agreement", strength));
        }

        static AnItem consider(String name) {
            return new AnItem(name, new Item.Kind.Consider());
        }

        static AnItem oneOf(String name, AnItem... of) {
            return new AnItem(
                    name,
                    new Item.Kind.OneOf(Arrays.stream(of).map(AnItem::build).toList()));
        }

        AnItem by(String role) {
            by = role;
            return this;
        }

        AnItem perChild() {
            per = Item.Per.CHILD;
            return this;
        }

        AnItem perParent() {
            per = Item.Per.PARENT;
            return this;
        }

        AnItem when(Condition condition) {
            when = condition;
            return this;
        }

        AnItem due(List<DueRule> rules) {
            due = rules;
            return this;
        }

        AnItem notBefore(NotBefore rule) {
            notBefore = rule;
            return this;
        }

        AnItem orReasonFrom(String role) {
            reason = new Item.ReasonInstead(role, Condition.ALWAYS, "", "", List.of());
            return this;
        }

        AnItem otherThan(String item) {
            otherThan = Set.of(item);
            return this;
        }

        AnItem clause(int number) {
            clauses = List.of(APolicy.clause(number));
            return this;
        }

        Item build() {
            return new Item(
                    name, kind, name, by, per, when, due, notBefore, reason, otherThan, clauses, Basis.TEXT, "");
        }
    }

    /// What a decision may be. It needs everything and ends the run unless a test says otherwise.
    static final class AnOutcome {
        private final String name;
        private Outcome.Needs needs = new Outcome.Needs.All();
        private Outcome.Go go = new Outcome.Go.End();
        private Condition when = Condition.ALWAYS;
        private List<Effect> then = List.of();
        private Map<String, String> codes = Map.of();
        private @org.jspecify.annotations.Nullable NotBefore notBefore;

        private AnOutcome(String name) {
            this.name = name;
        }

        static AnOutcome called(String name) {
            return new AnOutcome(name);
        }

        AnOutcome needsNothing() {
            needs = new Outcome.Needs.None();
            return this;
        }

        AnOutcome needs(String... items) {
            needs = new Outcome.Needs.These(new LinkedHashSet<>(List.of(items)));
            return this;
        }

        AnOutcome to(String stage) {
            go = new Outcome.Go.To(stage);
            return this;
        }

        AnOutcome again() {
            go = new Outcome.Go.Again();
            return this;
        }

        AnOutcome when(Condition condition) {
            when = condition;
            return this;
        }

        AnOutcome then(Effect... effects) {
            then = List.of(effects);
            return this;
        }

        AnOutcome code(String system, String value) {
            codes = Map.of(system, value);
            return this;
        }

        AnOutcome notBefore(NotBefore rule) {
            notBefore = rule;
            return this;
        }

        Outcome build() {
            return new Outcome(
                    name,
                    name,
                    needs,
                    go,
                    when,
                    then,
                    codes,
                    List.of(),
                    "",
                    "",
                    notBefore,
                    List.of(clause(20)),
                    Basis.TEXT,
                    "");
        }
    }

    /// Where a run is. It waits for the early help worker and is decided by their manager.
    static final class AStage {
        private final String name;
        private final List<Item> items = new ArrayList<>();
        private final List<Outcome> outcomes = new ArrayList<>();
        private Decider.Who who = new Decider.Who.AnyOf(List.of("early-help-manager"));
        private Set<String> otherThan = Set.of();
        private List<DueRule> due = List.of();
        private boolean perChild;

        private AStage(String name) {
            this.name = name;
        }

        static AStage called(String name) {
            return new AStage(name);
        }

        AStage item(AnItem item) {
            items.add(item.build());
            return this;
        }

        AStage outcome(AnOutcome outcome) {
            outcomes.add(outcome.build());
            return this;
        }

        AStage decidedBy(String... roles) {
            who = new Decider.Who.AnyOf(List.of(roles));
            return this;
        }

        AStage decidedByBoth(boolean samePersonAllowed) {
            who = new Decider.Who.Both("sending-manager", "receiving-manager", samePersonAllowed);
            return this;
        }

        AStage decidedByTheMeeting() {
            who = new Decider.Who.Forum("meeting");
            return this;
        }

        AStage decidedOtherThan(String item) {
            otherThan = Set.of(item);
            return this;
        }

        AStage due(List<DueRule> rules) {
            due = rules;
            return this;
        }

        AStage perChild() {
            perChild = true;
            return this;
        }

        Stage build() {
            return new Stage(
                    name,
                    name,
                    "early-help-worker",
                    items,
                    new Decider(who, otherThan, List.of()),
                    outcomes,
                    due,
                    null,
                    perChild,
                    List.of(clause(10)),
                    "");
        }
    }
}
