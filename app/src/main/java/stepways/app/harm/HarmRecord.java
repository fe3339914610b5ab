package stepways.app.harm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.engine.policy.HarmRoute;
import stepways.engine.policy.Item;
import stepways.engine.policy.Policy;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.ItemKey;

/// Puts a harm call into the record of runs: the urgent run begins, and what is confirmed is recorded in it.
///
/// The call itself is on record before this is asked, and stays whatever comes of it. Where the procedure's own harm
/// route refuses to begin, the national one is taken, and where that refuses too, the call stands alone and says so.
@Component
class HarmRecord {

    private static final Logger LOG = LoggerFactory.getLogger(HarmRecord.class);

    private final Database database;
    private final Procedures procedures;
    private final Casework casework;
    private final TimeOrderedIds ids;

    HarmRecord(Database database, Procedures procedures, Casework casework, TimeOrderedIds ids) {
        this.database = database;
        this.procedures = procedures;
        this.casework = casework;
        this.ids = ids;
    }

    /// Begins the urgent run of a call, if it has none; safe to ask again.
    void begin(Viewer.Staff viewer, HarmCalls.Call call) {
        if (call.run() != null) {
            return;
        }
        try {
            beginsBeside(viewer, call)
                    .or(() -> begins(viewer, call))
                    .ifPresentOrElse(
                            run -> database.write(viewer, sql -> {
                                new HarmCalls(sql, viewer.authority(), ids).recordedIn(call.id(), run);
                                return true;
                            }),
                            () -> LOG.error("Harm call {} stands alone: no harm route could begin", call.id()));
        } catch (RuntimeException failure) {
            // Whom to ring is on the screen and the call is on record: nobody who rings may see an error page.
            LOG.error("Harm call {} stands alone: its urgent run could not begin", call.id(), failure);
        }
    }

    /// The run that the call was made from begins the urgent one and is linked to it.
    private Optional<UUID> beginsBeside(Viewer.Staff viewer, HarmCalls.Call call) {
        if (call.fromRun() == null) {
            return Optional.empty();
        }
        var seen = casework.see(viewer, call.fromRun());
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        var urgent = casework.newRuns(1).getFirst();
        var answer = casework.submit(
                viewer,
                call.fromRun(),
                new Casework.Form("harm:" + call.id(), seen.get().run().seq(), Optional.of(call.raised())),
                _ -> new Command.Request.RaiseHarm(urgent));
        return switch (answer) {
            case Casework.Answer.Done done ->
                done.newRuns().isEmpty()
                        ? linked(viewer, call)
                        : Optional.of(done.newRuns().getFirst());
            case Casework.Answer.Refused _, Casework.Answer.Changed _, Casework.Answer.NotFound _ -> Optional.empty();
        };
    }

    /// The urgent run that an earlier sending of the same form began.
    private Optional<UUID> linked(Viewer.Staff viewer, HarmCalls.Call call) {
        return call.fromRun() == null
                ? Optional.empty()
                : casework.see(viewer, call.fromRun())
                        .map(seen -> seen.run().urgent())
                        .filter(urgent -> !urgent.isEmpty())
                        .map(urgent -> UUID.fromString(urgent.getLast().value()));
    }

    private Optional<UUID> begins(Viewer.Staff viewer, HarmCalls.Call call) {
        var children = children(viewer, call);
        var family = Optional.ofNullable(call.family());
        for (var route : routes(viewer)) {
            var id = casework.newRuns(1).getFirst();
            var answer = casework.begin(
                    viewer,
                    family,
                    new Casework.Form("harm:" + call.id() + ":" + route.pathway(), -1, Optional.of(call.raised())),
                    new Command.Request.Begin(id, route.pathway(), route.door(), children, "", ""));
            if (answer instanceof Casework.Answer.Done done) {
                return Optional.of(done.run());
            }
        }
        return Optional.empty();
    }

    /// The procedure's own route first, then the national one.
    private List<HarmRoute> routes(Viewer.Staff viewer) {
        var policy = database.read(viewer, sql -> procedures.active(viewer.authority(), sql));
        var routes = new ArrayList<HarmRoute>();
        for (Policy layer = policy; layer != null; layer = layer.national()) {
            layer.harmRoute().ifPresent(routes::add);
        }
        return routes;
    }

    /// The living children of the family whom the record of runs can follow.
    private List<ChildId> children(Viewer.Staff viewer, HarmCalls.Call call) {
        if (call.family() == null) {
            return List.of();
        }
        return database.write(viewer, sql -> {
            sql.sql("""
                            insert into child_version (authority, child)
                            select p.authority, p.id
                              from family_member m
                              join person p on p.authority = m.authority and p.id = m.person
                             where m.family = :family
                               and m.part = 'child'
                               and m.member_until is null
                               and p.died_on is null
                            on conflict (authority, child) do nothing
                            """).param("family", call.family()).update();
            return sql.sql("""
                            select p.id
                              from family_member m
                              join person p on p.authority = m.authority and p.id = m.person
                             where m.family = :family
                               and m.part = 'child'
                               and m.member_until is null
                               and p.died_on is null
                             order by p.birth_date, p.id
                            """)
                    .param("family", call.family())
                    .query((rs, _) -> new ChildId(rs.getString("id")))
                    .list();
        });
    }

    /// Records in the urgent run who has been told, where the procedure asks for that. What it refuses stays to be done
    /// there; the call has its confirmation either way.
    void told(Viewer.Staff viewer, HarmCalls.Call call, @Nullable UUID staff, Instant happened) {
        var urgent = call.run();
        if (urgent == null) {
            return;
        }
        try {
            casework.see(viewer, urgent).ifPresent(seen -> {
                var run = seen.run();
                if (!run.isOpen()) {
                    return;
                }
                var pathway = seen.policy().pathway(run.pathway());
                for (var item : pathway.stage(run.stage()).checklist()) {
                    if (item.kind() instanceof Item.Kind.Named
                            && !run.items().containsKey(ItemKey.forFamily(item.name()))) {
                        casework.submit(
                                viewer,
                                urgent,
                                new Casework.Form(
                                        "harm-told:" + call.id() + ":" + item.name(), run.seq(), Optional.of(happened)),
                                _ -> new Command.Request.DoItem(
                                        ItemKey.forFamily(item.name()),
                                        staff == null ? "not-of-this-service" : staff.toString(),
                                        Optional.empty()));
                        return;
                    }
                }
            });
        } catch (RuntimeException failure) {
            LOG.error("Harm call {}: who was told could not be recorded in its run", call.id(), failure);
        }
    }
}
