package stepways.app.consents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.procedures.Procedures;
import stepways.app.record.EventCodec;
import stepways.app.record.HeldMessages;
import stepways.app.web.Link;
import stepways.engine.policy.AgreementType;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Item;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.PolicyVersion;
import stepways.engine.policy.Role;
import stepways.engine.run.Facts;
import stepways.engine.run.RunEvent;

/// How far an agreement reached: what was shared under it, with whom and when; what still waits to
/// leave; and which open transfers need it. When it is taken back, what has not left is stopped.
/// What has left cannot be called back, so it is listed.
final class Reach {

    private final JdbcClient sql;
    private final Procedures procedures;
    private final AuthorityId authority;

    Reach(JdbcClient sql, Procedures procedures, AuthorityId authority) {
        this.sql = sql;
        this.procedures = procedures;
        this.authority = authority;
    }

    /// Something that has left, or that waits.
    record Passed(String what, String with, Instant when, Link link) {}

    /// A transfer that needs the agreement and goes on.
    ///
    /// @param asks who looks at the threshold afresh
    record Needs(Link link, String where, String asks) {}

    /// @param waiting what has not left
    record All(List<Passed> passed, List<Passed> waiting, List<Needs> needs) {
        All {
            passed = List.copyOf(passed);
            waiting = List.copyOf(waiting);
            needs = List.copyOf(needs);
        }

        boolean isEmpty() {
            return passed.isEmpty() && waiting.isEmpty() && needs.isEmpty();
        }
    }

    private record Run(
            UUID id,
            String reference,
            String pathway,
            PolicyVersion version,
            boolean open,
            @Nullable String stage) {}

    /// Everything that an agreement reached, for some children.
    All of(Collection<UUID> children, String agreement) {
        var passed = new ArrayList<Passed>();
        var waiting = new ArrayList<Passed>();
        var needs = new ArrayList<Needs>();
        var runs = under(children, agreement);
        runs.forEach((run, policy) -> {
            for (var shared : shared(run.id(), agreement)) {
                passed.add(new Passed(
                        String.join(
                                ", ",
                                shared.event().what().stream()
                                        .map(what -> title(policy, what))
                                        .toList()),
                        policy.service(shared.event().with())
                                .map(service -> service.title())
                                .orElse(policy.forum(shared.event().with())
                                        .map(forum -> forum.title())
                                        .orElse(shared.event().with())),
                        shared.at(),
                        link(run)));
            }
            if (run.open() && run.stage() != null) {
                var pathway = policy.pathway(run.pathway());
                needs.add(new Needs(
                        link(run),
                        pathway.stages().containsKey(run.stage())
                                ? pathway.stage(run.stage()).title()
                                : run.stage(),
                        policy.agreement(agreement)
                                .map(AgreementType::ifWithdrawn)
                                .filter(role -> !role.isEmpty())
                                .map(policy::role)
                                .map(Role::title)
                                .orElse("")));
            }
        });
        for (var message : messages(runs.keySet().stream().map(Run::id).toList())) {
            var run = runs.keySet().stream()
                    .filter(each -> each.id().equals(message.run()))
                    .findFirst()
                    .orElseThrow();
            var line = new Passed(
                    what(message, policyOf(runs, run)),
                    message.toFamily() ? "the family" : message.to(),
                    message.sent() == null ? message.recorded() : message.sent(),
                    link(run));
            (message.sent() == null ? waiting : passed).add(line);
        }
        return new All(passed, waiting, needs);
    }

    /// Stops what has not left: what goes outside the family is cancelled, what goes to the family
    /// itself is held until a manager has read it, because it may promise what will not come.
    ///
    /// @return what was stopped, in words
    List<String> stop(Collection<UUID> children, String agreement, Facts.Given given, Instant now) {
        var runs = under(children, agreement);
        var stopped = new ArrayList<String>();
        for (var message : messages(runs.keySet().stream().map(Run::id).toList())) {
            if (message.sent() != null || message.stopped()) {
                continue;
            }
            var run = runs.keySet().stream()
                    .filter(each -> each.id().equals(message.run()))
                    .findFirst()
                    .orElseThrow();
            var what = what(message, policyOf(runs, run));
            if (message.toFamily()) {
                new HeldMessages(sql).holdOne(message.id(), HeldMessages.Because.AGREEMENT, now);
                stopped.add(what + " to the family is held until a manager has read it");
            } else {
                sql.sql("""
                                update outbox
                                   set cancelled_at = :now, cancelled_because = :because
                                 where id = :id
                                   and sent_at is null
                                   and cancelled_at is null
                                """)
                        .param("now", Rows.at(now))
                        .param("because", given == Facts.Given.WITHDRAWN ? "agreement withdrawn" : "agreement refused")
                        .param("id", message.id())
                        .update();
                stopped.add(what + " to " + message.to() + " is cancelled");
            }
        }
        return stopped;
    }

    /// The runs of these children in which the procedure asks for the agreement, each with its
    /// procedure.
    private Map<Run, Policy> under(Collection<UUID> children, String agreement) {
        var found = new LinkedHashMap<Run, Policy>();
        sql.sql("""
                        select id, reference, pathway, pack_id, pack_version, pack_hash, status, stage
                          from run
                         where id in (select run from run_child where child = any(:children))
                         order by status desc, began_at desc, id desc
                        """)
                .param("children", children.toArray(UUID[]::new))
                .query((rs, _) -> new Run(
                        rs.getObject("id", UUID.class),
                        rs.getString("reference"),
                        rs.getString("pathway"),
                        new PolicyVersion(
                                rs.getString("pack_id"), rs.getString("pack_version"), rs.getString("pack_hash")),
                        rs.getString("status").equals("open"),
                        rs.getString("stage")))
                .list()
                .forEach(run -> {
                    var policy = procedures.of(authority, run.version(), sql);
                    if (policy.agreement(agreement).isPresent() && asks(policy.pathway(run.pathway()), agreement)) {
                        found.put(run, policy);
                    }
                });
        return found;
    }

    private static Policy policyOf(Map<Run, Policy> runs, Run run) {
        var policy = runs.get(run);
        if (policy == null) {
            throw new IllegalStateException("Expected the procedure of run " + run.reference());
        }
        return policy;
    }

    private static boolean asks(Pathway pathway, String agreement) {
        for (var stage : pathway.stages().values()) {
            for (var item : stage.checklist()) {
                if (item.kind() instanceof Item.Kind.Agreement(var name, var _) && name.equals(agreement)) {
                    return true;
                }
            }
            for (var outcome : stage.outcomes()) {
                for (var effect : outcome.then()) {
                    if (effect instanceof Effect.Share share && share.under().equals(agreement)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private record Shared(RunEvent.Shared event, Instant at) {}

    private List<Shared> shared(UUID run, String agreement) {
        return sql
                .sql("""
                        select type, payload, happened_at
                          from run_event
                         where run = :run
                           and type = 'shared'
                         order by seq
                        """)
                .param("run", run)
                .query((rs, _) -> {
                    var event = EventCodec.read(rs.getString("type"), rs.getString("payload"));
                    return new Shared((RunEvent.Shared) event, Rows.instant(rs, "happened_at"));
                })
                .list()
                .stream()
                .filter(shared -> shared.event().under().equals(agreement))
                .toList();
    }

    private record Message(
            UUID id,
            UUID run,
            String kind,
            String name,
            boolean toFamily,
            String to,
            Instant recorded,
            @Nullable Instant sent,
            boolean stopped) {}

    private List<Message> messages(List<UUID> runs) {
        return sql.sql("""
                        select id, run, kind, payload::json ->> 'letter' as letter, payload::json ->> 'subject' as subject,
                               coalesce(payload::json ->> 'to', 'its recipient') as recipient, family is not null as to_family,
                               recorded_at, sent_at, cancelled_at is not null or (held_at is not null and released_at is null) as stopped
                          from outbox
                         where run = any(:runs)
                           and (cancelled_at is null or sent_at is not null)
                         order by recorded_at, id
                        """)
                .param("runs", runs.toArray(UUID[]::new))
                .query((rs, _) -> new Message(
                        rs.getObject("id", UUID.class),
                        rs.getObject("run", UUID.class),
                        rs.getString("kind"),
                        rs.getString("letter") != null
                                ? rs.getString("letter")
                                : rs.getString("subject") != null ? rs.getString("subject") : "",
                        rs.getBoolean("to_family"),
                        rs.getString("recipient"),
                        Rows.instant(rs, "recorded_at"),
                        Rows.maybe(rs, "sent_at"),
                        rs.getBoolean("stopped")))
                .list();
    }

    private static String what(Message message, Policy policy) {
        if (message.kind().equals("letter")) {
            return "The letter “"
                    + policy.letter(message.name())
                            .map(letter -> letter.title())
                            .orElse(message.name()) + "”";
        }
        return message.name().isEmpty()
                ? "The " + message.kind().toLowerCase(Locale.ROOT)
                : "The " + message.kind() + " “" + message.name() + "”";
    }

    private static String title(Policy policy, String paper) {
        return policy.form(paper).map(form -> form.title()).orElseGet(() -> policy.documentTitle(paper));
    }

    private static Link link(Run run) {
        return new Link(run.reference(), "/transfers/" + run.id());
    }
}
