package stepways.engine.run;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import stepways.engine.calendar.Due;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.DueRule.Limit;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Item;
import stepways.engine.policy.NotBefore;

/// Works out when things are due, from what the record says happened.
final class Clocks {

    private Clocks() {}

    /// The clock of an item or decision, by the first of its lines whose condition holds.
    ///
    /// @param stage the stage it belongs to, which `of: stage` means
    /// @param visits how often the stage has been entered: a repeated clock runs on that many times
    static Clock clock(Case c, List<DueRule> rules, String stage, List<ClauseId> inherited, Optional<ChildId> about) {
        for (var rule : rules) {
            if (c.holds(rule.when(), about)) {
                var clauses = rule.clauses().isEmpty() ? inherited : rule.clauses();
                return read(c, rule, clauses, stage, about);
            }
        }
        return new Clock.Silent(List.of(), "");
    }

    private static Clock read(Case c, DueRule rule, List<ClauseId> clauses, String stage, Optional<ChildId> about) {
        var calendar = c.policy().calendar();
        return switch (rule.limit()) {
            case Limit.None(var because) -> new Clock.Silent(clauses, because);
            case Limit.Immediately(var of) ->
                start(c, of, stage, about)
                        .<Clock>map(at -> new Clock.Runs(calendar.immediately(at), clauses))
                        .orElse(new Clock.NotStarted(of, clauses));
            case Limit.SameDay(var of) ->
                start(c, of, stage, about)
                        .<Clock>map(at -> new Clock.Runs(calendar.sameDay(at), clauses))
                        .orElse(new Clock.NotStarted(of, clauses));
            case Limit.Within(var amount, var of, var thenEvery) -> {
                var at = start(c, of, stage, about);
                if (at.isEmpty()) {
                    yield new Clock.NotStarted(of, clauses);
                }
                var due = calendar.after(at.get(), amount);
                if (thenEvery != null) {
                    for (int repeat = 1; repeat < c.run().stageVisits().getOrDefault(stage, 1); repeat++) {
                        due = calendar.afterThat(due, thenEvery);
                    }
                }
                yield new Clock.Runs(due, clauses);
            }
            case Limit.Before(var amount, var event) -> {
                var at = start(c, event, stage, about);
                if (at.isEmpty()) {
                    yield new Clock.NotStarted(event, clauses);
                }
                yield new Clock.Runs(
                        amount == null ? calendar.beforeMoment(at.get()) : calendar.before(at.get(), amount), clauses);
            }
            case Limit.DayOf(var event) ->
                start(c, event, stage, about)
                        .<Clock>map(at -> new Clock.Runs(calendar.onDate(calendar.date(at), event), clauses))
                        .orElse(new Clock.NotStarted(event, clauses));
            case Limit.Between(var opens, var closes) -> {
                var from = start(c, opens, stage, about);
                var until = start(c, closes, stage, about);
                if (until.isEmpty()) {
                    yield new Clock.NotStarted(closes, clauses);
                }
                yield new Clock.Opens(
                        from.map(calendar::date), calendar.onDate(calendar.date(until.get()), closes), clauses);
            }
            case Limit.WindowBefore(var opens, var closes, var event) -> {
                var at = start(c, event, stage, about);
                if (at.isEmpty()) {
                    yield new Clock.NotStarted(event, clauses);
                }
                yield new Clock.Opens(
                        Optional.of(dayOf(c, calendar.before(at.get(), opens))),
                        calendar.before(at.get(), closes),
                        clauses);
            }
            case Limit.AtAge(var age) ->
                born(c, about)
                        .<Clock>map(born -> new Clock.Runs(calendar.atAge(born, age), clauses))
                        .orElse(new Clock.NotStarted("birth", clauses));
            case Limit.BetweenAges(var opens, var closes) -> {
                var born = born(c, about);
                if (born.isEmpty()) {
                    yield new Clock.NotStarted("birth", clauses);
                }
                yield new Clock.Opens(
                        Optional.of(dayOf(c, calendar.atAge(born.get(), opens))),
                        calendar.atAge(born.get(), closes),
                        clauses);
            }
        };
    }

    private static LocalDate dayOf(Case c, Due due) {
        return c.policy().calendar().date(due.latest().minusMillis(1));
    }

    private static Optional<LocalDate> born(Case c, Optional<ChildId> about) {
        LocalDate first = null;
        for (var child : about.map(List::of).orElse(c.children())) {
            var born = c.facts().child(child).born();
            if (born != null && (first == null || born.isBefore(first))) {
                first = born;
            }
        }
        return Optional.ofNullable(first);
    }

    /// When what a clock names happened, or will happen: a moment of the run, the sitting, or a dated fact.
    static Optional<Instant> start(Case c, String of, String stage, Optional<ChildId> about) {
        if (of.equals("stage")) {
            return c.run().moment("stage:" + stage);
        }
        if (of.equals("sitting")) {
            return c.run().sitting().map(sitting -> {
                var forum = c.policy().forum(sitting.forum());
                var day = sitting.day();
                return forum.map(f ->
                                f.sittings().opensOn(day, c.policy().calendar().zone()))
                        .orElseGet(() -> startOf(c, day));
            });
        }
        var moment = c.run().moment(of);
        if (moment.isPresent() && !confirmsTheDay(c, of)) {
            return moment;
        }
        return c.dated(of, about).map(day -> startOf(c, day));
    }

    /// Whether an item of this name states a dated fact of the same name: then the day it states is meant, not the
    /// moment at which somebody stated it.
    private static boolean confirmsTheDay(Case c, String of) {
        return c.pathway()
                        .item(of)
                        .filter(item -> item.kind() instanceof Item.Kind.Confirm confirm
                                && confirm.fact().equals(of))
                        .isPresent()
                && c.policy()
                        .fact(of)
                        .map(FactType::kind)
                        .filter(FactType.Kind.DATE::equals)
                        .isPresent();
    }

    private static Instant startOf(Case c, LocalDate day) {
        return ZonedDateTime.of(
                        day, java.time.LocalTime.MIDNIGHT, c.policy().calendar().zone())
                .toInstant();
    }

    /// Whether a minimum has passed; empty if it has, else the moment it does (empty inside if that is not known yet).
    static Optional<TooEarly> tooEarly(Case c, NotBefore rule, String stage, Instant happened) {
        if (!c.holds(rule.when())) {
            return Optional.empty();
        }
        var calendar = c.policy().calendar();
        Optional<Instant> from = switch (rule.moment()) {
            case NotBefore.Moment.Wait(var amount, var of) ->
                start(c, of, stage, Optional.empty())
                        .map(at -> calendar.after(at, amount).latest());
            case NotBefore.Moment.Event(var name) -> start(c, name, stage, Optional.empty());
            case NotBefore.Moment.AtAge(var age) ->
                youngest(c).map(born -> startOf(c, dayOf(c, calendar.atAge(born, age))));
        };
        if (from.isPresent() && !happened.isBefore(from.get())) {
            return Optional.empty();
        }
        return Optional.of(new TooEarly(from));
    }

    private static Optional<LocalDate> youngest(Case c) {
        LocalDate last = null;
        for (var child : c.children()) {
            var born = c.facts().child(child).born();
            if (born == null) {
                return Optional.empty();
            }
            if (last == null || born.isAfter(last)) {
                last = born;
            }
        }
        return Optional.ofNullable(last);
    }

    /// A minimum that has not passed, and when it will if that is known.
    record TooEarly(Optional<Instant> from) {}
}
