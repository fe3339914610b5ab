package stepways.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.Decision;
import stepways.engine.run.Facts;
import stepways.engine.run.Holder;
import stepways.engine.run.ItemKey;
import stepways.engine.run.PersonId;
import stepways.engine.run.Procedure;
import stepways.engine.run.Run;
import stepways.engine.run.RunId;
import stepways.engine.run.StaffId;
import stepways.engine.run.TextRef;
import stepways.packs.Packs;

/// Decisions a second on one core, under the Dorset procedure: a handover request in the middle of being prepared, half
/// of the questions accepted, half refused with three reasons or more.
@State(Scope.Benchmark)
public class Decisions {

    /// What design asks of one core at first.
    static final double BAR = 250_000;

    private static final TextRef WORDS = new TextRef("words", "digest");

    private Policy policy;
    private Run run;
    private Facts facts;
    private Command accepted;
    private Command refused;
    private int asked;

    public Decisions() {
        policy = Packs.load(Path.of(System.getProperty("stepways.root", ""), "policy-packs"))
                .pack("dorset")
                .orElseThrow()
                .policy();
        var now = Instant.parse("2026-06-04T09:00:00Z");
        var children = List.of(new ChildId("one"), new ChildId("two"));
        facts = facts(children, now);
        var worker = new Actor(new StaffId("worker"), List.of(new Actor.Grant("social-worker", "social-work", null)));
        var begin = new Command.Request.Begin(new RunId("run"), "handover", "step-down", children, "social-work", "");
        var begun = accepted(Procedure.begin(policy, facts, new Command(worker, now, now, begin)));
        run = Run.replay(new RunId("run"), begun.entries());
        for (var entry : begun.entries()) {
            facts = facts.after(run.id(), entry);
        }
        var later = now.plusSeconds(3600);
        accepted = new Command(
                worker,
                later,
                later,
                new Command.Request.DoItem(ItemKey.forFamily("handover-request.reason"), "", Optional.of(WORDS)));
        refused = new Command(worker, later, later, Command.Request.Choose.forAll("requested", WORDS, List.of()));
    }

    private static Decision.Accepted accepted(Decision decision) {
        if (decision instanceof Decision.Accepted yes) {
            return yes;
        }
        throw new IllegalStateException("Expected the run to begin, found " + decision);
    }

    private static Facts facts(List<ChildId> children, Instant now) {
        var known = new LinkedHashMap<ChildId, Facts.Child>();
        for (var child : children) {
            known.put(
                    child,
                    new Facts.Child(
                            child,
                            1,
                            LocalDate.of(2018, 5, 4),
                            null,
                            Map.of("social-work", now.minusSeconds(86_400L * 90)),
                            new Holder.Practitioner(new StaffId("worker"), "social-worker", "social-work"),
                            Set.of(),
                            Map.of(),
                            Map.of(),
                            Map.of(),
                            Map.of()));
        }
        var parent = new PersonId("parent");
        return new Facts(known, Map.of(parent, new Facts.Person(parent, children, false)), Map.of(), Map.of());
    }

    /// Makes sure that what is measured is what is claimed.
    @Setup(Level.Trial)
    public void prove() {
        if (!(Procedure.decide(policy, run, facts, accepted) instanceof Decision.Accepted)) {
            throw new IllegalStateException("Expected the item to be accepted");
        }
        if (!(Procedure.decide(policy, run, facts, refused) instanceof Decision.Refused(var reasons))
                || reasons.size() < 3) {
            throw new IllegalStateException("Expected three reasons or more");
        }
    }

    @Benchmark
    public Decision decide() {
        return Procedure.decide(policy, run, facts, (asked++ & 1) == 0 ? accepted : refused);
    }

    /// Runs the benchmark and prints its ratio to the bar.
    static void measure() throws RunnerException {
        var options = new OptionsBuilder()
                .include(Decisions.class.getName())
                .jvmArgsAppend("-Dstepways.root=" + System.getProperty("stepways.root", ""))
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(2))
                .threads(1)
                .build();
        for (var result : new Runner(options).run()) {
            double score = result.getPrimaryResult().getScore();
            System.out.printf(
                    Locale.ROOT,
                    "decisions: %.0f/s on one core under Dorset (half refused with three reasons or more),"
                            + " ratio to the bar of %.0f/s: %.2f%n",
                    score,
                    BAR,
                    score / BAR);
        }
    }
}
