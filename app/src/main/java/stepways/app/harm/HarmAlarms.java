package stepways.app.harm;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.access.Grants;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.settings.Settings;
import stepways.app.web.Action;
import stepways.app.web.Citing;
import stepways.app.web.Dates;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;

/// The oldest harm call that nobody has confirmed, for those whose page it stands above: whoever is to be rung about
/// it,
/// whoever raised it, and managers.
@Component
public class HarmAlarms {

    private final Database database;
    private final Procedures procedures;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    HarmAlarms(Database database, Procedures procedures, TimeOrderedIds ids, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.ids = ids;
        this.clock = clock;
    }

    public Optional<HarmAlarm> of(SignedInStaff me) {
        return database.read(
                me.viewer(), sql -> of(sql, me, procedures.active(me.viewer().authority(), sql), clock.instant()));
    }

    private Optional<HarmAlarm> of(JdbcClient sql, SignedInStaff me, Policy policy, Instant now) {
        var calls = new HarmCalls(sql, me.viewer().authority(), ids);
        var managing = WhomToRing.allRoles(policy).stream()
                .filter(Role::manages)
                .map(Role::name)
                .toList();
        for (var call : calls.open()) {
            boolean mine = call.raisedBy().equals(me.staff())
                    || call.ring().stream().anyMatch(person -> me.staff().equals(person.staff()));
            if (mine
                    || new Grants(sql)
                            .actor(policy, me.viewer().staff(), now).grants().stream()
                                    .anyMatch(grant -> managing.contains(grant.role()))) {
                return Optional.of(alarm(calls, call, policy, Settings.read(sql), now));
            }
        }
        return Optional.empty();
    }

    private static HarmAlarm alarm(
            HarmCalls calls, HarmCalls.Call call, Policy policy, Settings settings, Instant now) {
        int turn = HarmViews.turn(call, calls.steps(call.id()), settings, now);
        return new HarmAlarm(
                new HarmClock(
                        HarmController.minutes(call.raised(), now),
                        "since " + Dates.time(call.raised()),
                        Dates.iso(call.raised())),
                "Harm now: nobody has been told yet",
                call.raisedByName() + " raised it at " + Dates.time(call.raised())
                        + (call.familyReference() == null
                                ? ", with no family known yet."
                                : " about family " + call.familyReference() + "."),
                call.ring().isEmpty() ? "" : "It is " + call.ring().get(turn).name() + "’s turn.",
                HarmViews.ring(call.ring(), turn),
                List.of(new Action.Open("Open the call", "/harm-now/" + call.id(), null)),
                policy.harm()
                        .map(route -> new Citing(policy).why(null, route.clauses()))
                        .orElseGet(() -> new stepways.app.web.Why(null, List.of(), null)));
    }
}
