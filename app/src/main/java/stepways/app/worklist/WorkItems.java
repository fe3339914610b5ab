package stepways.app.worklist;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.record.Loaded;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.engine.policy.Team;
import stepways.engine.run.Holder;
import stepways.engine.run.ItemKey;
import stepways.engine.run.Outstanding;
import stepways.engine.run.Run;

/// Writes what an open run waits for, and whom, into the rows that work lists and trays read.
///
/// The rows are a projection of [Outstanding]: written again with every step, in the same transaction.
public final class WorkItems {

    private final JdbcClient sql;
    private final AuthorityId authority;

    public WorkItems(JdbcClient sql, AuthorityId authority) {
        this.sql = sql;
        this.authority = authority;
    }

    /// For whom a row is: a person, or a team.
    private record Owner(@Nullable UUID staff, @Nullable String team) {}

    /// Writes the rows of one run as it stands at `now`.
    public void write(Policy policy, Loaded loaded, Instant now) {
        var arrived = arrivals(loaded.id());
        sql.sql("delete from work_item where run = :run")
                .param("run", loaded.id())
                .update();
        var outstanding = Outstanding.of(policy, loaded.run(), loaded.facts(), now);
        for (var need : outstanding.items()) {
            if (need.standing() == Outstanding.Standing.OPEN) {
                row(policy, loaded, need, need.item().title(), need.by(), need.clauses(), arrived, now);
            }
        }
        for (var need : outstanding.owed()) {
            row(policy, loaded, need, need.item().title(), need.by(), need.clauses(), arrived, now);
        }
        outstanding.decision().ifPresent(choice -> {
            var half = loaded.run().halves().keySet();
            for (var role : choice.by()) {
                if (!half.contains(role)) {
                    row(
                            policy,
                            loaded,
                            choice,
                            choice.stage().title(),
                            role,
                            choice.stage().clauses(),
                            arrived,
                            now);
                    if (!(choice.stage().decider().who() instanceof stepways.engine.policy.Decider.Who.Both)) {
                        break;
                    }
                }
            }
        });
        for (var clock : outstanding.clocks()) {
            row(policy, loaded, clock, clock.title(), clock.owner(), clock.clauses(), arrived, now);
        }
        outstanding
                .review()
                .ifPresent(review -> row(
                        policy,
                        loaded,
                        review,
                        review.dispute(),
                        review.reviewers().getFirst(),
                        review.clock().clauses(),
                        arrived,
                        now));
    }

    /// When each row first arrived: written again, a row keeps its place in the queue.
    private Map<String, OffsetDateTime> arrivals(UUID run) {
        var arrived = new LinkedHashMap<String, OffsetDateTime>();
        sql.sql("select item, arrived_at from work_item where run = :run")
                .param("run", run)
                .query(rs -> {
                    arrived.put(rs.getString("item"), rs.getObject("arrived_at", OffsetDateTime.class));
                });
        return arrived;
    }

    private void row(
            Policy policy,
            Loaded loaded,
            Outstanding.Timed timed,
            String title,
            String role,
            List<ClauseId> clauses,
            Map<String, OffsetDateTime> arrived,
            Instant now) {
        var what = timed instanceof Outstanding.Choice ? timed.what() + ":" + role : timed.what();
        var owner = owner(policy, loaded, role);
        var due = timed.clock().dated();
        var at = OffsetDateTime.ofInstant(now, ZoneOffset.UTC);
        sql.sql("""
                        insert into work_item (authority, run, item, title, staff, team, role, urgent, arrived_at, due_at, clauses,
                                               overdue_recorded_at)
                        values (:authority, :run, :item, :title, :staff, :team, :role, :urgent, :arrived, :due, :clauses,
                                :overdue)
                        on conflict (authority, run, item) do nothing
                        """)
                .param("authority", authority.value())
                .param("run", loaded.id())
                .param("item", what)
                .param("title", title)
                .param("staff", owner.staff())
                .param("team", owner.team())
                .param("role", role)
                .param(
                        "urgent",
                        loaded.run().urgent().isEmpty() && !loaded.reference().startsWith("H-") ? false : true)
                .param("arrived", arrived.getOrDefault(what, at))
                .param(
                        "due",
                        due.map(d -> OffsetDateTime.ofInstant(d.latest(), ZoneOffset.UTC))
                                .orElse(null))
                .param("clauses", clauses.stream().map(ClauseId::value).toArray(String[]::new))
                .param("overdue", loaded.run().missed().containsKey(timed.what()) ? at : null)
                .update();
    }

    private Owner owner(Policy policy, Loaded loaded, String roleName) {
        var run = loaded.run();
        var role = policy.role(roleName);
        var staff = named(run, roleName).or(() -> holder(policy, loaded, role));
        var team = team(policy, run, role);
        if (staff.isEmpty() && team.isEmpty()) {
            team = policy.dutyTeam(run.from()).or(() -> policy.dutyTeam(run.to()));
        }
        if (staff.isEmpty() && team.isEmpty()) {
            team = policy.teams().values().stream().findFirst();
        }
        return new Owner(staff.orElse(null), team.map(Team::name).orElse(null));
    }

    private static Optional<UUID> named(Run run, String role) {
        var done = run.items().get(ItemKey.forFamily(role));
        return done == null || done.excused() ? Optional.empty() : staff(done.value());
    }

    private static Optional<UUID> staff(String value) {
        return value.matches("[0-9a-f-]{36}") ? Optional.of(UUID.fromString(value)) : Optional.empty();
    }

    /// The accountable practitioner, where the role is theirs.
    private static Optional<UUID> holder(Policy policy, Loaded loaded, Role role) {
        for (var child : loaded.run().children()) {
            if (loaded.facts().child(child).holder() instanceof Holder.Practitioner holder
                    && names(policy, role, holder.role())) {
                return staff(holder.staff().value());
            }
        }
        return Optional.empty();
    }

    private static boolean names(Policy policy, Role role, String held) {
        if (role.name().equals(held)) {
            return true;
        }
        return role.anyOf().stream().anyMatch(each -> names(policy, policy.role(each), held));
    }

    /// The team whose work it is: the one this role is on duty for, else the one of the service the role works in.
    private static Optional<Team> team(Policy policy, Run run, Role role) {
        for (var team : policy.teams().values()) {
            if (team.dutyRole().equals(role.name())) {
                return Optional.of(team);
            }
        }
        var service = !role.in().isEmpty()
                ? role.in()
                : switch (role.side()) {
                    case SENDING -> run.from();
                    case RECEIVING -> run.to();
                    case EITHER -> "";
                };
        if (!service.isEmpty()) {
            for (var team : policy.teams().values()) {
                if (team.service().equals(service)) {
                    return Optional.of(team);
                }
            }
        }
        for (var each : role.anyOf().stream().sorted().toList()) {
            var found = team(policy, run, policy.role(each));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
