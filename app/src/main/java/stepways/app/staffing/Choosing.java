package stepways.app.staffing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stepways.app.web.FormPart;
import stepways.app.web.Typed;

/// Who takes over, as it is chosen in a list: `{staff}:{role}`, or `duty:{team}`.
final class Choosing {

    static final String ALL = "all";

    private Choosing() {}

    /// The field of one child.
    static String field(UUID allocation) {
        return "to-" + allocation;
    }

    static Optional<Act.To> read(String value) {
        if (value.startsWith("duty:")) {
            return Optional.of(new Act.To.Duty(value.substring("duty:".length())));
        }
        return value.matches("[0-9a-f-]{36}:[a-z0-9-]{1,80}")
                ? Optional.of(new Act.To.Practitioner(UUID.fromString(value.substring(0, 36)), value.substring(37)))
                : Optional.empty();
    }

    /// A list of people and perhaps the team's duty holder; `first` says what no choice means.
    static FormPart.Select select(
            Typed typed,
            String id,
            String label,
            String first,
            List<Candidates.Candidate> people,
            Optional<Teams.Team> duty,
            @Nullable UUID without) {
        var options = new ArrayList<FormPart.Option>();
        var chosen = typed.value(id);
        options.add(new FormPart.Option("", first, chosen.isEmpty()));
        for (var each : people) {
            if (!each.gone() && !each.staff().equals(without)) {
                options.add(new FormPart.Option(
                        each.value(),
                        each.name() + ", " + each.families() + (each.families() == 1 ? " family" : " families")
                                + (each.away().isEmpty() ? "" : ". " + each.away()),
                        chosen.equals(each.value())));
            }
        }
        duty.ifPresent(team -> options.add(new FormPart.Option(
                "duty:" + team.id(),
                "Nobody is free: the duty holder of " + team.title(),
                chosen.equals("duty:" + team.id()))));
        return new FormPart.Select(id, label, null, options, typed.error(id));
    }

    /// What was chosen for each of these, or for all.
    static List<Act.Wish> wishes(Typed typed, List<Holdings.Holding> held) {
        var all = new ArrayList<Act.Wish>();
        for (var each : held) {
            var own = typed.value(field(each.allocation()));
            read(own.isEmpty() ? typed.value(ALL) : own)
                    .filter(to -> each.part().equals("lead") || to instanceof Act.To.Practitioner)
                    .ifPresent(to -> all.add(new Act.Wish.OfChild(each.child(), each.allocation(), to)));
        }
        return all;
    }
}
