package stepways.app.families;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.procedures.Procedures;
import stepways.app.record.HeldMessages;
import stepways.app.record.Loaded;
import stepways.app.web.Dates;
import stepways.engine.policy.Policy;
import stepways.engine.policy.PolicyVersion;

/// A family as it stands at a moment: everything that its pages are made of.
record Family(
        UUID id,
        String reference,
        List<FamilyRows.Person> members,
        List<FamilyRows.Relation> relations,
        List<FamilyRows.Withheld> withheld,
        Set<UUID> keptBack,
        List<FamilyRows.Held> held,
        List<FamilyRows.Episode> episodes,
        List<FamilyRows.Run> runs,
        List<Loaded> open,
        Map<PolicyVersion, Policy> policies,
        List<FamilyRows.Agreement> agreements,
        List<Map.Entry<String, Instant>> lawfulBases,
        List<FamilyRows.Paper> papers,
        List<FamilyRows.Harm> harm,
        List<HeldMessages.Message> heldBack,
        List<KeptFact.Thread> facts,
        List<FamilyRows.Stated> stated,
        boolean manager,
        Policy policy,
        Instant now) {

    static Family read(
            JdbcClient sql,
            AuthorityId authority,
            Procedures procedures,
            Policy policy,
            UUID id,
            String reference,
            boolean manager,
            Instant now) {
        var rows = new FamilyRows(sql);
        var members = rows.members(id);
        var children = members.stream().filter(FamilyRows.Person::child).toList();
        var runs = rows.runs(id, children);
        var policies = new LinkedHashMap<PolicyVersion, Policy>();
        for (var run : runs) {
            var version = new PolicyVersion(run.packId(), run.packVersion(), run.packHash());
            policies.computeIfAbsent(version, each -> procedures.of(authority, each, sql));
        }
        var relations = rows.relations(members);
        var withheld = rows.withheld(members);
        return new Family(
                id,
                reference,
                members,
                relations,
                withheld,
                rows.keptBack(members),
                rows.held(children),
                rows.episodes(children),
                runs,
                rows.open(runs, now),
                policies,
                rows.agreements(children),
                rows.lawfulBases(children),
                rows.papers(id, children),
                rows.harm(id),
                new HeldMessages(sql).of(id),
                new TakenOver(id, members, relations, withheld)
                        .and(KeptFact.Thread.of(new KeptFacts(sql)
                                .of(members.stream().map(FamilyRows.Person::id).toList()))),
                rows.stated(children),
                manager,
                policy,
                now);
    }

    List<FamilyRows.Person> children() {
        return members.stream().filter(FamilyRows.Person::child).toList();
    }

    /// The children who live, or are to be born.
    List<FamilyRows.Person> living() {
        return children().stream().filter(child -> child.died() == null).toList();
    }

    Optional<FamilyRows.Person> member(UUID person) {
        return members.stream().filter(member -> member.id().equals(person)).findFirst();
    }

    /// What is known of a kind, with what was said before.
    List<KeptFact.Thread> facts(FactKind kind) {
        return facts.stream().filter(thread -> thread.kind() == kind).toList();
    }

    /// What holds today of one person, of a kind.
    Optional<KeptFact> holds(FactKind kind, UUID person) {
        return facts(kind).stream()
                .filter(thread -> thread.isAbout(person) && thread.holds(today()))
                .map(KeptFact.Thread::now)
                .max(java.util.Comparator.comparing(KeptFact::recorded));
    }

    LocalDate today() {
        return Dates.day(now);
    }

    Policy policy(FamilyRows.Run run) {
        return policies.getOrDefault(new PolicyVersion(run.packId(), run.packVersion(), run.packHash()), policy);
    }
}
