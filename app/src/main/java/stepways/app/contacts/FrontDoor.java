package stepways.app.contacts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.Grants;
import stepways.app.access.WorkingRelationship;
import stepways.app.procedures.Procedures;
import stepways.app.search.WideSearch;
import stepways.app.web.NotYours;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.Decision;
import stepways.engine.run.Facts;
import stepways.engine.run.Procedure;
import stepways.engine.run.Refusal;
import stepways.engine.run.RunId;

/// The reader at the front door: which procedure, which roles, how widely they may look, at which doors they may take
/// a contact.
record FrontDoor(Policy policy, Actor actor, boolean wide, Instant now) {

    static FrontDoor of(JdbcClient sql, Procedures procedures, SignedInStaff me, Instant now) {
        var policy = procedures.active(me.viewer().authority(), sql);
        var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
        return new FrontDoor(policy, actor, WideSearch.mayBy(policy, actor), now);
    }

    /// A door of the procedure at which a contact begins.
    record Door(Pathway pathway, Pathway.Door door, String from, String to) {
        String value() {
            return pathway.name() + "|" + door.name() + "|" + from + "|" + to;
        }

        Command.Request.Begin begin(RunId run, List<ChildId> children) {
            return new Command.Request.Begin(run, pathway.name(), door.name(), children, from, to);
        }
    }

    /// Every door for contacts: the council's own, then the nation's.
    List<Door> doors() {
        var all = new ArrayList<Door>();
        for (var layer = policy; layer != null; layer = layer.national()) {
            for (var pathway : layer.pathways().values()) {
                if (pathway.kind() != Pathway.Kind.CONTACT) {
                    continue;
                }
                for (var door : pathway.doors().values()) {
                    if (door.direction() == Pathway.Direction.CONTACT) {
                        or(door.from())
                                .forEach(from ->
                                        or(door.to()).forEach(to -> all.add(new Door(pathway, door, from, to))));
                    }
                }
            }
        }
        return all;
    }

    private static List<String> or(List<String> services) {
        return services.isEmpty() ? List.of("") : services;
    }

    /// Why a contact about these children cannot begin at a door; empty if it can.
    List<Refusal> refusals(Door door, Facts facts, List<ChildId> children) {
        var command = new Command(actor, now, now, door.begin(new RunId("not-begun"), children));
        return switch (Procedure.begin(policy, facts, command)) {
            case Decision.Accepted _ -> List.of();
            case Decision.Refused(var refusals) -> refusals;
        };
    }

    /// Whether this reader takes contacts at all.
    boolean takesContacts() {
        var nobody = new Facts(java.util.Map.of(), java.util.Map.of(), java.util.Map.of(), java.util.Map.of());
        return doors().stream()
                .anyMatch(door -> refusals(door, nobody, List.of()).stream()
                        .noneMatch(refusal -> refusal.kind() == Refusal.Kind.NOT_YOUR_ROLE));
    }

    void mustTakeContacts() {
        if (!takesContacts()) {
            throw new NotYours("You do not take contacts", "Ask the front door, or a colleague on duty.");
        }
    }

    /// Refuses whoever may not open the family: taking a contact about it is the purpose of those who may look at all.
    void mustReachFamily(JdbcClient sql, SignedInStaff me, UUID family) {
        var relationship = new WorkingRelationship(sql, me, now);
        if (wide) {
            relationship.mayOpenForAPurpose(policy, family, actor);
        } else {
            relationship.mustReachFamily(policy, family, actor);
        }
    }

    String service(String name) {
        return policy.service(name).map(service -> service.title()).orElse(name);
    }
}
