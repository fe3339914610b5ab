package stepways.app.documents;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Citing;
import stepways.app.web.Dates;
import stepways.app.web.Why;
import stepways.engine.calendar.Amount;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Item;
import stepways.engine.policy.Policy;

/// How old a document is, and how old the procedure lets it be: only where the procedure says so.
public final class Wanted {

    private final Policy policy;

    public Wanted(Policy policy) {
        this.policy = policy;
    }

    /// Every kind of document that the procedure names, by its name; filed forms too.
    Map<String, String> kinds() {
        var kinds = new LinkedHashMap<String, String>();
        for (var layer = policy; layer != null; layer = layer.national()) {
            layer.documents().forEach(kinds::putIfAbsent);
        }
        for (var layer = policy; layer != null; layer = layer.national()) {
            layer.forms().values().stream()
                    .filter(form -> form.filed())
                    .forEach(form -> kinds.putIfAbsent(form.name(), form.title()));
        }
        return kinds;
    }

    String title(String kind) {
        return kinds().getOrDefault(kind, kind.replace('-', ' '));
    }

    /// "3 days old", "5 months old".
    public static String age(LocalDate dated, LocalDate today) {
        long days = ChronoUnit.DAYS.between(dated, today);
        if (days < 1) {
            return "of today";
        }
        long months = ChronoUnit.MONTHS.between(dated, today);
        if (days < 60) {
            return count(days, "day") + " old";
        }
        return months < 24
                ? count(months, "month") + " old"
                : count(ChronoUnit.YEARS.between(dated, today), "year") + " old";
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private record Limit(Amount amount, List<ClauseId> clauses) {}

    /// What the procedure wants of a document of this kind and date; null where it wants nothing.
    public @Nullable Why wants(String kind, LocalDate dated, Instant now) {
        var limits = limits(kind);
        if (limits.isEmpty()) {
            return null;
        }
        var words = new ArrayList<String>();
        var clauses = new ArrayList<ClauseId>();
        for (var limit : limits) {
            clauses.addAll(limit.clauses());
            var end = end(dated, limit.amount());
            words.add("The procedure wants one not older than " + limit.amount() + ": "
                    + (now.isBefore(end)
                            ? "this one can be used until " + Dates.date(end.minusMillis(1))
                            : "this one has been too old since " + Dates.date(end))
                    + ".");
        }
        return new Citing(policy).brief(String.join(" ", words), clauses);
    }

    /// Whether the procedure would not take it any more anywhere.
    boolean isTooOld(String kind, LocalDate dated, Instant now) {
        var limits = limits(kind);
        return !limits.isEmpty() && limits.stream().allMatch(limit -> isTooOld(dated, limit.amount(), now));
    }

    /// When it becomes too old.
    private Instant end(LocalDate dated, Amount limit) {
        var start = dated.atStartOfDay(policy.calendar().zone()).toInstant();
        return policy.calendar().after(start, limit).latest();
    }

    private boolean isTooOld(LocalDate dated, Amount limit, Instant now) {
        return !now.isBefore(end(dated, limit));
    }

    private List<Limit> limits(String kind) {
        var limits = new LinkedHashMap<Amount, List<ClauseId>>();
        for (var layer = policy; layer != null; layer = layer.national()) {
            for (var pathway : layer.pathways().values()) {
                for (var stage : pathway.stages().values()) {
                    stage.checklist().forEach(item -> limits(item, kind, limits));
                }
            }
        }
        return limits.entrySet().stream()
                .map(limit -> new Limit(limit.getKey(), limit.getValue()))
                .toList();
    }

    private static void limits(Item item, String kind, Map<Amount, List<ClauseId>> limits) {
        switch (item.kind()) {
            case Item.Kind.Documents(var of, var noOlderThan, var _) -> {
                if (noOlderThan != null && of.contains(kind)) {
                    limits.computeIfAbsent(noOlderThan, _ -> new ArrayList<>()).addAll(item.clauses());
                }
            }
            case Item.Kind.OneOf(var options) -> options.forEach(option -> limits(option, kind, limits));
            case Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Confirm _,
                    Item.Kind.Told _,
                    Item.Kind.Meeting _,
                    Item.Kind.FormPart _,
                    Item.Kind.Text _,
                    Item.Kind.Named _,
                    Item.Kind.Agreement _ -> {
                // Asks for no document.
            }
        }
    }
}
