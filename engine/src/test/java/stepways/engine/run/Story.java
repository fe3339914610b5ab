package stepways.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import stepways.engine.policy.Policy;
import stepways.engine.run.Command.Request;

/// A run that a test takes through a procedure, step by step, as staff would. It begins on Monday 1 June 2026 at
/// 9am with one child of ten, open to early help and held by the worker who is worried.
final class Story {

    static final RunId RUN = new RunId("run");
    static final ChildId ADA = new ChildId("ada");
    static final ChildId BEN = new ChildId("ben");
    static final PersonId MUM = new PersonId("mum");
    static final PersonId DAD = new PersonId("dad");
    static final TextRef WORDS = new TextRef("words", "digest");

    static final Actor WORKER = as("wendy", "early-help-worker");
    static final Actor MANAGER = as("maya", "early-help-manager");
    static final Actor SOCIAL_WORKER = as("sol", "social-worker");
    static final Actor RECEIVING = as("rhona", "social-work-manager");
    static final Actor HEAD = as("hilda", "head-of-service");
    static final Actor DIRECTOR = as("dora", "director");
    static final Actor CHAIR = as("carl", "chair");
    static final Actor NOBODY = new Actor(new StaffId("nia"), List.of());

    final Policy policy;
    Facts facts;
    Run run;
    Instant now = at("2026-06-01T09:00");
    final List<Entry> history = new ArrayList<>();
    final Map<RunId, List<Entry>> begun = new LinkedHashMap<>();
    private int ids;

    Story(APolicy policy, ChildId... children) {
        this.policy = policy.build();
        var who = children.length == 0 ? List.of(ADA) : List.of(children);
        this.facts = facts(who);
        var decision = Procedure.begin(this.policy, facts, command(WORKER, begin(who)));
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        var entries = ((Decision.Accepted) decision).entries();
        run = Run.replay(RUN, entries);
        history.addAll(entries);
        entries.forEach(entry -> facts = facts.after(RUN, entry));
    }

    static Request begin(List<ChildId> children) {
        return new Request.Begin(RUN, "step-up", "worried", children, "", "");
    }

    static Facts facts(List<ChildId> children) {
        var all = new LinkedHashMap<ChildId, Facts.Child>();
        for (var id : children) {
            var open = new TreeMap<String, Instant>();
            open.put("early-help", at("2026-01-05T09:00"));
            all.put(
                    id,
                    new Facts.Child(
                            id,
                            1,
                            LocalDate.of(2016, 3, 4),
                            null,
                            open,
                            new Holder.Practitioner(WORKER.staff(), "early-help-worker", "early-help"),
                            Set.of(),
                            Map.of(),
                            Map.of(),
                            Map.of(),
                            Map.of()));
        }
        var people = new LinkedHashMap<PersonId, Facts.Person>();
        people.put(MUM, new Facts.Person(MUM, children, false));
        people.put(DAD, new Facts.Person(DAD, children, false));
        return new Facts(all, people, Map.of(), Map.of());
    }

    static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(APolicy.LONDON).toInstant();
    }

    static Actor as(String staff, String... roles) {
        return new Actor(
                new StaffId(staff), Arrays.stream(roles).map(Actor.Grant::new).toList());
    }

    Command command(Actor by, Request request) {
        return new Command(by, now, now, request);
    }

    /// Time passes.
    Story on(String local) {
        now = at(local);
        return this;
    }

    Decision asks(Command command) {
        return Procedure.decide(policy, run, facts, command);
    }

    /// Asks for something that is accepted, and records it.
    List<RunEvent> does(Command command) {
        var decision = asks(command);
        assertThat(decision).as("%s", command.request()).isInstanceOf(Decision.Accepted.class);
        record((Decision.Accepted) decision);
        return ((Decision.Accepted) decision)
                .entries().stream().map(Entry::event).toList();
    }

    List<RunEvent> does(Actor by, Request request) {
        return does(command(by, request));
    }

    void record(Decision.Accepted accepted) {
        for (var entry : accepted.entries()) {
            run = run.evolve(entry);
            facts = facts.after(run.id(), entry);
            history.add(entry);
        }
        for (var each : accepted.newRuns()) {
            begun.put(each.id(), each.entries());
            each.entries().forEach(entry -> facts = facts.after(each.id(), entry));
        }
    }

    /// Asks for something that is refused, and answers why.
    List<Refusal> isRefused(Command command) {
        return assertThat(asks(command))
                .as("%s", command.request())
                .asInstanceOf(InstanceOfAssertFactories.type(Decision.Refused.class))
                .actual()
                .refusals();
    }

    List<Refusal> isRefused(Actor by, Request request) {
        return isRefused(command(by, request));
    }

    List<Refusal.Kind> kindsRefused(Actor by, Request request) {
        return isRefused(by, request).stream().map(Refusal::kind).toList();
    }

    Outstanding outstanding() {
        return Outstanding.of(policy, run, facts, now);
    }

    List<RunId> ids(int count) {
        var all = new ArrayList<RunId>();
        for (int i = 0; i < count; i++) {
            all.add(new RunId("other-" + ++ids));
        }
        return all;
    }

    // Requests.

    static Request item(String name) {
        return item(name, "", "");
    }

    static Request item(String name, String subject, String value) {
        return new Request.DoItem(new ItemKey(name, subject), value, Optional.empty());
    }

    static Request reason(String item) {
        return new Request.GiveReason(ItemKey.forFamily(item), WORDS);
    }

    static Request choose(String outcome) {
        return Request.Choose.forAll(outcome, WORDS, List.of(new RunId("spare-1"), new RunId("spare-2")));
    }

    static Request choose(Map<ChildId, String> outcomes) {
        return new Request.Choose(
                outcomes, "", Optional.of(WORDS), List.of(new RunId("spare-1"), new RunId("spare-2")));
    }

    static Request answer(PersonId person, Facts.Given given) {
        return new Request.AnswerAgreement("agreement", person, given, Optional.of(WORDS));
    }

    static Request dispute() {
        return new Request.RaiseDispute("managers-disagree", Optional.of(WORDS));
    }

    static Request resolve(String outcome) {
        return new Request.ResolveDispute(
                outcome, Optional.of(WORDS), List.of(new RunId("spare-1"), new RunId("spare-2")));
    }

    static Request correct(int seq, Correction correction) {
        return new Request.Correct(seq, correction, Optional.of(WORDS));
    }

    static Request state(String fact, String value) {
        return new Request.StateFact(fact, Optional.empty(), value);
    }

    /// The newest entry that records such an event.
    int seqOf(Class<? extends RunEvent> type) {
        return history.reversed().stream()
                .filter(entry -> type.isInstance(entry.event()))
                .findFirst()
                .orElseThrow()
                .seq();
    }
}
