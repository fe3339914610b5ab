package stepways.app.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.Snapshot;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.engine.policy.Stage;
import stepways.engine.run.Actor;
import stepways.engine.run.ChildId;
import stepways.engine.run.Run;

/// Who may open a record: somebody who works with the family.
///
/// That is whoever is allocated or named, whose team holds the child or has the work, whose role the run waits for or
/// is
/// decided by, and the managers of the services on either side. Everybody else is told whom to ask.
public final class WorkingRelationship {

    /// Whether a list may name `person p` to `:staff` at `:now`: an open record; a restricted one of their own; any
    /// guarded one to the role that others are told to ask.
    public static final String MAY_BE_NAMED = """
            (p.restriction = 'open'
             or (p.restriction = 'restricted'
                 and exists (
                     select
                       from allocation own
                      where own.child = p.id
                        and own.staff = :staff
                        and own.held_until is null))
             or exists (
                 select
                   from staff_role guard
                  where guard.staff = :staff
                    and guard.role = p.ask_role
                    and guard.held_from <= :now
                    and (guard.held_until is null or guard.held_until > :now)))""";

    private final JdbcClient sql;
    private final SignedInStaff me;
    private final Instant now;

    public WorkingRelationship(JdbcClient sql, SignedInStaff me, Instant now) {
        this.sql = sql;
        this.me = me;
        this.now = now;
    }

    /// How much of a run somebody sees.
    public enum Reach {
        WHOLE,
        /// What a receiving side needs to answer: what is asked and why, the papers by name and age, what was agreed
        /// and
        /// decided; first names only.
        PREVIEW
    }

    /// Refuses whoever does not work with the children of a run; says of everybody else how much they see.
    public Reach mustReachRun(Policy policy, Run run, UUID id, Actor actor) {
        var children = keys(run.children());
        if (guards(policy, children, actor)) {
            return Reach.WHOLE;
        }
        if (holds(children) || named(run)) {
            return Reach.WHOLE;
        }
        if (!waitsForMe(id) && !takesPart(policy, run, actor) && !isAtWorkOn(run, id)) {
            throw new NotYours(whomToAsk(children));
        }
        return seesAll(policy, run, actor, children) ? Reach.WHOLE : Reach.PREVIEW;
    }

    /// Everything, for the side that sends, for a manager of a service that is open to the children or of all of them,
    /// and for whoever receives once it was accepted.
    private boolean seesAll(Policy policy, Run run, Actor actor, UUID[] children) {
        return policy.pathway(run.pathway()).kind() != Pathway.Kind.TRANSFER
                || sends(policy, run, actor)
                || managesAServiceOf(policy, children, actor)
                || isAccepted(policy, run);
    }

    private static boolean sends(Policy policy, Run run, Actor actor) {
        return actor.grants().stream().anyMatch(grant -> {
            var role = policy.role(grant.role());
            var service = grant.service().isEmpty() ? role.in() : grant.service();
            return service.isEmpty() ? role.manages() : service.equals(run.from());
        });
    }

    /// Whether somebody else than the sender has said yes: the run has gone on past a step that they decide.
    static boolean isAccepted(Policy policy, Run run) {
        var pathway = policy.pathway(run.pathway());
        var order = List.copyOf(pathway.stages().keySet());
        int here = order.indexOf(run.stage());
        for (int i = 0; i < here; i++) {
            var stage = pathway.stages().get(order.get(i));
            if (stage != null
                    && run.stageVisits().containsKey(stage.name())
                    && !isDecidedBySender(policy, run, stage)) {
                return true;
            }
        }
        var ended = run.ended();
        return ended.isPresent()
                && pathway.stages().containsKey(ended.get().stage())
                && pathway.stage(ended.get().stage())
                        .outcome(ended.get().outcome())
                        .map(outcome -> outcome.then().stream()
                                .anyMatch(effect -> effect instanceof Effect.Open || effect instanceof Effect.Lead))
                        .orElse(false);
    }

    private static boolean isDecidedBySender(Policy policy, Run run, Stage stage) {
        if (stage.decider().who() instanceof Decider.Who.Forum) {
            return false;
        }
        return spreadOut(policy, new LinkedHashSet<>(deciders(policy, stage))).stream()
                .map(policy::role)
                .filter(role -> role.anyOf().isEmpty())
                .allMatch(role -> role.anyone()
                        || role.side() == Role.Side.SENDING
                        || role.in().equals(run.from()));
    }

    /// Refuses whoever does not work with a family, or sees no more than a preview of what is asked for it.
    ///
    /// @param runs reads a run
    public void mustReachFamily(
            Policy policy, UUID family, Actor actor, java.util.function.Function<UUID, Optional<Run>> runs) {
        var keys = children(family);
        if (guards(policy, keys, actor)) {
            return;
        }
        if (holds(keys) || managesAServiceOf(policy, keys, actor)) {
            return;
        }
        boolean whole = false;
        boolean preview = false;
        for (var waiting : waitingForMe(family)) {
            var run = runs.apply(waiting);
            boolean all = run.isPresent()
                    && (!policy.pathways().containsKey(run.get().pathway())
                            || named(run.get())
                            || seesAll(policy, run.get(), actor, keys));
            whole |= all;
            preview |= run.isPresent() && !all;
        }
        if (!whole) {
            throw new NotYours(
                    preview
                            ? "Until you accept, the transfer shows what is asked and why; the record opens when you"
                                    + " have. " + whomToAsk(keys)
                            : whomToAsk(keys));
        }
    }

    private List<UUID> waitingForMe(UUID family) {
        return sql
                .sql("select id from run where family = :family and status = 'open'")
                .param("family", family)
                .query((rs, _) -> rs.getObject("id", UUID.class))
                .list()
                .stream()
                .filter(this::waitsForMe)
                .toList();
    }

    private UUID[] children(UUID family) {
        return sql.sql("""
                        select person
                          from family_member
                         where family = :family
                           and part = 'child'
                         union
                        select person
                          from family_member_as_read
                         where family = :family
                           and part = 'child'
                        """).param("family", family).query(UUID.class).list().toArray(UUID[]::new);
    }

    /// Refuses whoever does not work with a family.
    public void mustReachFamily(Policy policy, UUID family, Actor actor) {
        var keys = children(family);
        if (guards(policy, keys, actor)) {
            return;
        }
        if (!holds(keys) && !managesAServiceOf(policy, keys, actor) && !waitsForMeInTheFamily(family)) {
            throw new NotYours(whomToAsk(keys));
        }
    }

    /// Refuses only what a purpose alone does not open: a hidden record, and a restricted one. Whoever asks has stated
    /// the purpose, and may search everyone.
    public void mayOpenForAPurpose(Policy policy, UUID family, Actor actor) {
        var keys = sql.sql("""
                        select person
                          from family_member
                         where family = :family
                        """).param("family", family).query(UUID.class).list().toArray(UUID[]::new);
        guards(policy, keys, actor);
    }

    private static UUID[] keys(List<ChildId> children) {
        return children.stream().map(child -> UUID.fromString(child.value())).toArray(UUID[]::new);
    }

    /// Allocated to one of the children, or in the team of whoever is, or of the duty holder. Cover counts.
    private boolean holds(UUID[] children) {
        return sql.sql("""
                        with mine as (
                            select :staff::uuid as staff
                            union
                            select c.away
                              from cover c
                             where c.deputy = :staff
                               and c.from_at <= :now
                               and c.until_at > :now),
                        my_teams as (
                            select r.team
                              from staff_role r
                              join mine on mine.staff = r.staff
                             where r.team is not null
                               and r.held_from <= :now
                               and (r.held_until is null or r.held_until > :now)
                            union
                            select d.team
                              from duty_rota d
                             where d.staff = :staff
                               and d.on_from <= :now
                               and d.on_until > :now)
                        select exists (
                            select
                              from allocation a
                             where a.child = any(:children)
                               and a.held_until is null
                               and (a.staff in (select staff from mine)
                                    or a.duty_of_team in (select team from my_teams)
                                    or exists (
                                        select
                                          from staff_role r
                                         where r.authority = a.authority
                                           and r.staff = a.staff
                                           and r.team in (select team from my_teams)
                                           and r.held_from <= :now
                                           and (r.held_until is null or r.held_until > :now))))
                        """)
                .param("staff", me.staff())
                .param("children", children)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    private boolean waitsForMe(UUID run) {
        return waits("w.run = :about", run);
    }

    private boolean waitsForMeInTheFamily(UUID family) {
        return waits("w.run in (select id from run where family = :about and status = 'open')", family);
    }

    private boolean waits(String which, UUID about) {
        return sql.sql("""
                        select exists (
                            select
                              from work_item w
                             where\s""" + which + """
                               and (w.staff = :staff
                                    or w.team in (
                                        select r.team
                                          from staff_role r
                                         where r.staff = :staff
                                           and r.team is not null
                                           and r.held_from <= :now
                                           and (r.held_until is null or r.held_until > :now)
                                        union
                                        select d.team
                                          from duty_rota d
                                         where d.staff = :staff
                                           and d.on_from <= :now
                                           and d.on_until > :now)))
                        """)
                .param("about", about)
                .param("staff", me.staff())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    /// Holds a managing role on one of the sides, or one that decides, reviews or chairs here.
    private static boolean takesPart(Policy policy, Run run, Actor actor) {
        var here = new LinkedHashSet<String>();
        for (var stage : policy.pathway(run.pathway()).stages().values()) {
            here.addAll(deciders(policy, stage));
            if (policy.role(stage.waitsFor()).manages()) {
                here.add(stage.waitsFor());
            }
        }
        for (var dispute : policy.disputes()) {
            dispute.steps().forEach(step -> here.add(step.by()));
            if (!dispute.ifParty().isEmpty()) {
                here.add(dispute.ifParty());
            }
        }
        run.told().values().stream()
                .map(told -> told.role())
                .filter(policy::knowsRole)
                .forEach(here::add);
        here.addAll(run.questions().values());
        run.sitting().flatMap(sitting -> policy.forum(sitting.forum())).ifPresent(forum -> {
            here.add(forum.chair());
            here.addAll(forum.attends());
            if (!forum.administrator().isEmpty()) {
                here.add(forum.administrator());
            }
        });
        var all = spreadOut(policy, here);
        for (var grant : actor.grants()) {
            var role = policy.role(grant.role());
            var service = grant.service().isEmpty() ? role.in() : grant.service();
            boolean onASide = service.equals(run.from()) || service.equals(run.to());
            boolean hasAPart = all.contains(role.name()) && !role.anyone();
            if (role.manages() && (onASide || hasAPart) || hasAPart && service.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static List<String> deciders(Policy policy, Stage stage) {
        return switch (stage.decider().who()) {
            case Decider.Who.AnyOf(var roles) -> roles;
            case Decider.Who.Both(var first, var second, var _) -> List.of(first, second);
            case Decider.Who.Forum(var name) ->
                policy.forum(name)
                        .map(forum -> forum.administrator().isEmpty()
                                ? List.of(forum.chair())
                                : List.of(forum.chair(), forum.administrator()))
                        .orElse(List.of());
        };
    }

    /// A name for several roles means each of them.
    private static Set<String> spreadOut(Policy policy, Set<String> roles) {
        var all = new LinkedHashSet<String>();
        var open = new ArrayList<>(roles);
        while (!open.isEmpty()) {
            var name = open.removeLast();
            if (all.add(name)) {
                open.addAll(policy.role(name).anyOf());
            }
        }
        return all;
    }

    private boolean named(Run run) {
        return run.items().values().stream()
                .anyMatch(done -> done.value().equals(me.staff().toString()));
    }

    /// Whoever has recorded something on a run can follow it until it ends.
    private boolean isAtWorkOn(Run run, UUID id) {
        return run.isOpen()
                && sql.sql("select exists (select from run_event where run = :run and by_staff = :staff)")
                        .param("run", id)
                        .param("staff", me.staff())
                        .query(Boolean.class)
                        .single();
    }

    private boolean managesAServiceOf(Policy policy, UUID[] children, Actor actor) {
        var open = Set.copyOf(
                sql.sql("""
                        select distinct service
                          from episode
                         where child = any(:children)
                           and closed_at is null
                        """).param("children", children).query(String.class).list());
        return actor.grants().stream().anyMatch(grant -> {
            var role = policy.role(grant.role());
            var service = grant.service().isEmpty() ? role.in() : grant.service();
            return role.manages() && open.contains(service);
        });
    }

    /// Whether a record is guarded and this reader is whom others are told to ask. It comes before everything else, so
    /// that nobody learns more of a guarded record by not working with the family: a hidden one is as if there were
    /// none to all but its guardian, and of a restricted one it is said only that it exists and whom to ask.
    private boolean guards(Policy policy, UUID[] people, Actor actor) {
        var hidden = guardians(people, "hidden");
        if (!hidden.stream().allMatch(role -> has(actor, role))) {
            throw new NotFound("a record for this viewer");
        }
        var restricted = guardians(people, "restricted");
        boolean asked = restricted.stream().allMatch(role -> has(actor, role));
        if (!asked && !isAllocated(people)) {
            throw new NotYours("A record exists. Ask the "
                    + restricted.stream()
                            .map(role -> policy.role(role).title())
                            .collect(Collectors.joining(" and the "))
                    + ".");
        }
        return asked && !(hidden.isEmpty() && restricted.isEmpty());
    }

    private static boolean has(Actor actor, String role) {
        return actor.grants().stream().anyMatch(grant -> grant.role().equals(role));
    }

    /// The roles to ask about those of these people whose records are guarded so.
    private List<String> guardians(UUID[] people, String restriction) {
        return guardians(people).getOrDefault(restriction, List.of());
    }

    private record Guardians(List<UUID> of) {}

    /// By how the records are guarded.
    private Map<String, List<String>> guardians(UUID[] people) {
        return Snapshot.once(new Guardians(List.of(people)), () -> {
            var all = new LinkedHashMap<String, List<String>>();
            sql.sql("""
                            select distinct restriction, ask_role
                              from person
                             where id = any(:people)
                               and restriction <> 'open'
                             order by restriction, ask_role
                            """).param("people", people).query(rs -> {
                all.computeIfAbsent(rs.getString("restriction"), _ -> new ArrayList<>())
                        .add(rs.getString("ask_role"));
            });
            return all;
        });
    }

    private boolean isAllocated(UUID[] children) {
        return sql.sql("""
                        select exists (
                            select
                              from allocation
                             where child = any(:children)
                               and staff = :staff
                               and held_until is null)
                        """)
                .param("children", children)
                .param("staff", me.staff())
                .query(Boolean.class)
                .single();
    }

    private String whomToAsk(UUID[] children) {
        return sql.sql("""
                        select coalesce('Ask ' || s.name || ', who is the named practitioner.',
                                        'Ask the ' || t.title || ', whose duty holder answers for the family.') as words
                          from allocation a
                          left join staff s on s.authority = a.authority and s.id = a.staff
                          left join team t on t.authority = a.authority and t.id = a.duty_of_team
                         where a.child = any(:children)
                           and a.part = 'lead'
                           and a.held_until is null
                         limit 1
                        """)
                .param("children", children)
                .query(String.class)
                .optional()
                .orElse("Ask your manager.");
    }
}
