package stepways.app.transfers;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import stepways.app.web.Dates;
import stepways.app.web.DeadlineText;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.engine.policy.Stage;
import stepways.engine.run.Actor;
import stepways.engine.run.Command;
import stepways.engine.run.Decision;
import stepways.engine.run.Entry;
import stepways.engine.run.Facts;
import stepways.engine.run.Holder;
import stepways.engine.run.Outstanding;
import stepways.engine.run.Procedure;
import stepways.engine.run.Run;
import stepways.engine.run.RunEvent;
import stepways.engine.run.StaffId;

/// What would happen if: decides each outcome on a copy and tells what would follow. Nothing is recorded.
///
/// The copy is decided by the same `decide` as the form, in the name of somebody who may, so that every reader sees the
/// same.
final class WhatIfs {

    private final Desk desk;

    WhatIfs(Desk desk) {
        this.desk = desk;
    }

    /// What follows from one outcome.
    private record Result(Outcome outcome, List<RunEvent> events, Run run, Facts facts, List<Decision.NewRun> begun) {}

    /// All outcomes that are open now, side by side.
    WhatIf all(List<Outstanding.Offer> offers) {
        var results = offers.stream()
                .filter(Outstanding.Offer::open)
                .flatMap(offer -> result(offer.outcome()).stream())
                .toList();
        return new WhatIf(
                results.stream().map(result -> result.outcome().title()).toList(),
                results.isEmpty()
                        ? List.of()
                        : List.of(
                                row("Next step", results, this::next),
                                row("Whose turn", results, this::turn),
                                row("Accountable", results, this::accountable),
                                row("Open services", results, this::services),
                                row("Dates", results, this::dates),
                                row("Passed on", results, this::passedOn),
                                row("Letters", results, this::letters),
                                row("Told at once", results, this::told),
                                row("If managers disagree", results, this::disagree)));
    }

    private interface Aspect {
        WhatIf.Cell of(Result result);
    }

    private static WhatIf.Row row(String label, List<Result> results, Aspect aspect) {
        return new WhatIf.Row(label, results.stream().map(aspect::of).toList());
    }

    private Optional<Result> result(Outcome outcome) {
        var run = desk.run();
        var facts = desk.facts();
        var events = new ArrayList<RunEvent>();
        var begun = new ArrayList<Decision.NewRun>();
        var deciders = deciders();
        int half = 0;
        for (var decider : deciders) {
            var command = new Command(
                    decider,
                    desk.now,
                    desk.now,
                    Command.Request.Choose.forAll(outcome.name(), Desk.SOME_WORDS, desk.someRuns()));
            if (!(Procedure.decide(desk.policy, run, facts, command) instanceof Decision.Accepted accepted)) {
                return half == 0 ? Optional.empty() : Optional.of(new Result(outcome, events, run, facts, begun));
            }
            for (Entry entry : accepted.entries()) {
                run = run.evolve(entry);
                facts = facts.after(run.id(), entry);
                events.add(entry.event());
            }
            begun.addAll(accepted.newRuns());
            half++;
            if (events.stream().anyMatch(RunEvent.OutcomeChosen.class::isInstance)) {
                break;
            }
        }
        return Optional.of(new Result(outcome, events, run, facts, begun));
    }

    /// Invented people who may decide: one, or one for each of two signatures.
    private List<Actor> deciders() {
        var roles = switch (desk.stage().decider().who()) {
            case Decider.Who.AnyOf(var any) -> List.of(any.getFirst());
            case Decider.Who.Both(var first, var second, var _) -> {
                var open = new ArrayList<String>();
                for (var role : List.of(first, second)) {
                    if (!desk.run().halves().containsKey(role)) {
                        open.add(role);
                    }
                }
                yield open;
            }
            case Decider.Who.Forum(var name) ->
                desk.policy.forum(name).map(forum -> List.of(forum.chair())).orElse(List.of());
        };
        var all = new ArrayList<Actor>();
        for (int i = 0; i < roles.size(); i++) {
            all.add(somebody(i, roles.get(i)));
        }
        return all;
    }

    private Actor somebody(int number, String role) {
        var found = desk.policy.role(role);
        var service = found.in().isEmpty() ? side(found) : found.in();
        return new Actor(
                new StaffId("somebody-" + number), List.of(new Actor.Grant(single(desk.policy, found), service, null)));
    }

    private String side(Role role) {
        return switch (role.side()) {
            case SENDING -> desk.run().from();
            case RECEIVING -> desk.run().to();
            case EITHER -> "";
        };
    }

    /// A name for several roles: the first of them will do.
    private String single(Policy policy, Role role) {
        return role.anyOf().isEmpty()
                ? role.name()
                : single(
                        policy,
                        policy.role(role.anyOf().stream().sorted().findFirst().orElseThrow()));
    }

    // One row each.

    private WhatIf.Cell next(Result result) {
        var begun = result.begun().stream()
                .flatMap(started -> started.entries().stream().limit(1))
                .map(entry -> entry.event() instanceof RunEvent.Began began
                        ? "Begins with it: "
                                + desk.policy.pathway(began.pathway()).title()
                        : "")
                .filter(words -> !words.isEmpty())
                .map(words -> new WhatIf.Line(null, words));
        var here = switch (result.outcome().go()) {
            case Outcome.Go.To(var to) ->
                new WhatIf.Line(desk.pathway().stage(to).title(), "");
            case Outcome.Go.Again() -> new WhatIf.Line(null, "The same step once more; its clocks run on");
            case Outcome.Go.End() -> new WhatIf.Line(null, "This transfer ends");
        };
        return new WhatIf.Cell(java.util.stream.Stream.concat(java.util.stream.Stream.of(here), begun)
                .toList());
    }

    private WhatIf.Cell turn(Result result) {
        if (!result.run().isOpen()) {
            return WhatIf.Cell.of(
                    "Nobody’s: it is finished" + (result.run().owed().isEmpty() ? "" : ", but for what is owed"));
        }
        var stage = desk.pathway().stage(result.run().stage());
        var open = outstanding(result).items().stream()
                .filter(need -> need.standing() == Outstanding.Standing.OPEN)
                .collect(Collectors.groupingBy(
                        need -> desk.who(need.by()), java.util.LinkedHashMap::new, Collectors.toList()));
        if (open.isEmpty()) {
            return WhatIf.Cell.of(
                    desk.roleTitles(outstanding(result).decision().orElseThrow().by()));
        }
        return new WhatIf.Cell(open.entrySet().stream()
                .map(each -> new WhatIf.Line(
                        each.getKey(),
                        each.getValue().stream()
                                .map(need -> need.item().title())
                                .distinct()
                                .collect(Collectors.joining("; "))))
                .toList());
    }

    private Outstanding outstanding(Result result) {
        return Outstanding.of(desk.policy, result.run(), result.facts(), desk.now);
    }

    private WhatIf.Cell accountable(Result result) {
        var lines = new LinkedHashSet<String>();
        for (var child : desk.run().children()) {
            var before = desk.facts().child(child).holder();
            var after = result.facts().child(child).holder();
            if (after == null) {
                lines.add("Nobody: open to nothing any more");
            } else if (after.equals(before)) {
                lines.add(holder(after) + ", no change");
            } else {
                lines.add("passes to " + holder(after));
            }
        }
        return cell(lines, "Nobody");
    }

    private String holder(Holder holder) {
        return switch (holder) {
            case Holder.Practitioner(var staff, var _, var _) -> desk.nameOf(staff);
            case Holder.Duty(var team, var _) -> "the duty holder of " + desk.teamTitle(team);
        };
    }

    private WhatIf.Cell services(Result result) {
        var lines = new LinkedHashSet<String>();
        for (var event : result.events()) {
            switch (event) {
                case RunEvent.EpisodeOpened opened -> lines.add(desk.serviceTitle(opened.service()) + " opens");
                case RunEvent.EpisodeClosed closed -> lines.add(desk.serviceTitle(closed.service()) + " closes");
                case RunEvent.LineBegan began
                when !began.stays().isEmpty() -> lines.add(desk.serviceTitle(began.stays()) + " stays open alongside");
                default -> {
                    // Opens and closes nothing.
                }
            }
        }
        return cell(lines, "No change");
    }

    private WhatIf.Cell dates(Result result) {
        var lines = new ArrayList<WhatIf.Line>();
        var before =
                desk.outstanding().timed().stream().map(Outstanding.Timed::what).collect(Collectors.toSet());
        for (var timed : outstanding(result).timed()) {
            timed.clock()
                    .dated()
                    .filter(_ -> !before.contains(timed.what()))
                    .ifPresent(due -> lines.add(
                            new WhatIf.Line(Dates.weekdayAndYear(DeadlineText.lastDay(due.latest())), title(timed))));
        }
        return lines.isEmpty() ? WhatIf.Cell.of("No new date") : new WhatIf.Cell(lines);
    }

    private String title(Outstanding.Timed timed) {
        return switch (timed) {
            case Outstanding.Need need -> need.item().title();
            case Outstanding.Choice choice -> choice.stage().title();
            case Outstanding.Running running -> running.title();
            case Outstanding.Review review -> desk.refusals.title(review.dispute());
        };
    }

    private WhatIf.Cell passedOn(Result result) {
        var history = new HistoryText(desk);
        var lines = new LinkedHashSet<String>();
        for (var event : result.events()) {
            switch (event) {
                case RunEvent.Shared _, RunEvent.PutInTray _, RunEvent.PutOnAgenda _ -> lines.add(history.title(event));
                default -> {
                    // Passes nothing on.
                }
            }
        }
        return cell(lines, "Nothing");
    }

    private WhatIf.Cell letters(Result result) {
        var lines = new LinkedHashSet<String>();
        for (var event : result.events()) {
            if (event instanceof RunEvent.LetterDrafted drafted) {
                lines.add(desk.policy
                                .letter(drafted.letter())
                                .map(letter -> letter.title())
                                .orElse(drafted.letter()) + " is drafted");
            }
        }
        return cell(lines, "None");
    }

    private WhatIf.Cell told(Result result) {
        var lines = new LinkedHashSet<String>();
        for (var event : result.events()) {
            if (event instanceof RunEvent.RoleTold told) {
                lines.add(desk.who(told.role()));
            }
        }
        return cell(lines, "Nobody by this step itself");
    }

    private WhatIf.Cell disagree(Result result) {
        var lines = new LinkedHashSet<String>();
        for (var rule : desk.policy.disputes()) {
            if (rule.covers(desk.pathway().name(), desk.stage().name())) {
                lines.add(desk.roleTitle(rule.steps().getFirst().by()) + " reviews");
            }
        }
        return cell(lines, "The procedure names nobody for this step");
    }

    private static WhatIf.Cell cell(LinkedHashSet<String> lines, String nothing) {
        return lines.isEmpty()
                ? WhatIf.Cell.of(nothing)
                : new WhatIf.Cell(lines.stream()
                        .map(words -> new WhatIf.Line(null, words))
                        .toList());
    }

    /// What the outcome leads to, in a few words beside its choice.
    String hint(Stage stage, Outcome outcome) {
        return switch (outcome.go()) {
            case Outcome.Go.To(var to) -> "Then: " + desk.pathway().stage(to).title() + ".";
            case Outcome.Go.Again() -> "Then: " + stage.title() + ", once more.";
            case Outcome.Go.End() -> "Then it ends.";
        };
    }
}
