package stepways.app.worklist;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.record.Loaded;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.engine.policy.Team;
import stepways.engine.run.Holder;
import stepways.engine.run.ItemKey;
import stepways.engine.run.Outstanding;
import stepways.engine.run.Run;
import stepways.engine.run.RunEvent;

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
    ///
    /// @param holder who is accountable in the team's service, where nobody is named: their manager it waits for
    private record Owner(
            @Nullable UUID staff,
            @Nullable String team,
            @Nullable UUID holder) {}

    /// Writes the rows of one run as it stands at `now`. A row that was there keeps its place in the queue.
    public void write(Policy policy, Loaded loaded, Instant now) {
        var rows = new LinkedHashMap<String, Row>();
        var outstanding = Outstanding.of(policy, loaded.run(), loaded.facts(), now);
        for (var need : outstanding.items()) {
            if (need.standing() == Outstanding.Standing.OPEN) {
                add(rows, policy, loaded, need, need.item().title(), need.by(), need.clauses());
            }
        }
        for (var need : outstanding.owed()) {
            add(rows, policy, loaded, need, need.item().title(), need.by(), need.clauses());
        }
        outstanding.decision().ifPresent(choice -> decision(rows, policy, loaded, choice));
        for (var clock : outstanding.clocks()) {
            add(rows, policy, loaded, clock, clock.title(), clock.owner(), clock.clauses());
        }
        outstanding
                .review()
                .ifPresent(review -> add(
                        rows,
                        policy,
                        loaded,
                        review,
                        review.dispute(),
                        review.reviewers().getFirst(),
                        review.clock().clauses()));
        for (var question : outstanding.asked()) {
            addUndated(rows, policy, loaded, question.what(), "A question to answer", question.role());
        }
        for (var told : outstanding.told()) {
            var title = "To know: " + title(policy, loaded, told.about());
            addUndated(rows, policy, loaded, told.what(), title, told.role());
        }
        if (!rows.isEmpty()) {
            upsert(loaded, List.copyOf(rows.values()), now);
        }
        sql.sql("delete from work_item where run = :run and item <> all(:items)")
                .param("run", loaded.id())
                .param("items", rows.keySet().toArray(String[]::new))
                .update();
    }

    /// Whoever may decide has one row together; of two who must agree, each who has not spoken has one.
    private void decision(Map<String, Row> rows, Policy policy, Loaded loaded, Outstanding.Choice choice) {
        boolean both = choice.stage().decider().who() instanceof Decider.Who.Both;
        for (var role : choice.by()) {
            if (!loaded.run().halves().containsKey(role)) {
                add(
                        rows,
                        policy,
                        loaded,
                        choice,
                        choice.stage().title(),
                        role,
                        choice.stage().clauses());
                if (!both) {
                    return;
                }
            }
        }
    }

    /// What somebody was told about, in the procedure's own words.
    private static String title(Policy policy, Loaded loaded, String about) {
        var pathway = policy.pathway(loaded.run().pathway());
        return pathway.item(about)
                .map(item -> item.title())
                .or(() -> pathway.stages().values().stream()
                        .flatMap(stage -> stage.outcome(about).stream())
                        .map(outcome -> outcome.title())
                        .findFirst())
                .or(() -> policy.agreement(about).map(agreement -> agreement.title()))
                .orElse(about.replace('-', ' '));
    }

    /// One thing that is waited for, as it is stored.
    private record Row(
            String item,
            String title,
            String role,
            Owner owner,
            @Nullable OffsetDateTime due,
            List<String> clauses,
            boolean missed) {}

    private void add(
            Map<String, Row> rows,
            Policy policy,
            Loaded loaded,
            Outstanding.Timed timed,
            String title,
            String role,
            List<ClauseId> clauses) {
        var what = timed instanceof Outstanding.Choice ? timed.what() + ":" + role : timed.what();
        var due = timed.clock().dated().map(date -> OffsetDateTime.ofInstant(date.latest(), ZoneOffset.UTC));
        rows.putIfAbsent(
                what,
                new Row(
                        what,
                        title,
                        role,
                        owner(policy, loaded, role),
                        due.orElse(null),
                        clauses.stream().map(ClauseId::value).toList(),
                        loaded.run().missed().containsKey(timed.what())));
    }

    /// A question to answer, or something to know: it waits without a date.
    private void addUndated(
            Map<String, Row> rows, Policy policy, Loaded loaded, String what, String title, String role) {
        rows.putIfAbsent(what, new Row(what, title, role, owner(policy, loaded, role), null, List.of(), false));
    }

    /// A row that says already what it should is left as it is.
    private void upsert(Loaded loaded, List<Row> rows, Instant now) {
        sql.sql("""
                        insert into work_item (authority, run, item, title, staff, team, holder, role, urgent, arrived_at,
                                               due_at, clauses, overdue_recorded_at)
                        select :authority, :run, item, title, staff, team, holder, role, :urgent, :now, due,
                               string_to_array(clauses, E'\\n'), case when missed then :now end
                          from unnest(:items::text[], :titles::text[], :staff::uuid[], :teams::text[], :holders::uuid[], :roles::text[],
                                      :due::timestamptz[], :clauses::text[], :missed::boolean[])
                               as rows (item, title, staff, team, holder, role, due, clauses, missed)
                        on conflict (authority, run, item) do update
                           set title = excluded.title, staff = excluded.staff, team = excluded.team, holder = excluded.holder, role = excluded.role,
                               urgent = excluded.urgent, due_at = excluded.due_at, clauses = excluded.clauses,
                               overdue_recorded_at = excluded.overdue_recorded_at
                         where (work_item.title, work_item.staff, work_item.team, work_item.holder, work_item.role, work_item.urgent,
                                work_item.due_at, work_item.clauses, work_item.overdue_recorded_at is null)
                               is distinct from
                               (excluded.title, excluded.staff, excluded.team, excluded.holder, excluded.role, excluded.urgent,
                                excluded.due_at, excluded.clauses, excluded.overdue_recorded_at is null)
                        """)
                .param("authority", authority.value())
                .param("run", loaded.id())
                .param(
                        "urgent",
                        !loaded.run().urgent().isEmpty() || loaded.reference().startsWith("H-"))
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param("items", each(rows, Row::item))
                .param("titles", each(rows, Row::title))
                .param("staff", each(rows, row -> row.owner().staff()))
                .param("teams", each(rows, row -> row.owner().team()))
                .param("holders", each(rows, row -> row.owner().holder()))
                .param("roles", each(rows, Row::role))
                .param("due", each(rows, Row::due))
                .param("clauses", each(rows, row -> String.join("\n", row.clauses())))
                .param("missed", each(rows, Row::missed))
                .update();
    }

    /// One column of the rows, as text that the database reads.
    private static @Nullable String[] each(List<Row> rows, Function<Row, @Nullable Object> column) {
        return rows.stream()
                .map(column)
                .map(value -> value == null ? null : value.toString())
                .toArray(String[]::new);
    }

    private Owner owner(Policy policy, Loaded loaded, String roleName) {
        var run = loaded.run();
        var role = policy.role(roleName);
        var staff = named(run, roleName).or(() -> holder(policy, loaded, role));
        var team = tray(policy, loaded, role).or(() -> team(policy, run, role));
        if (staff.isEmpty() && team.isEmpty()) {
            team = policy.dutyTeam(run.from()).or(() -> policy.dutyTeam(run.to()));
        }
        if (staff.isEmpty() && team.isEmpty()) {
            team = policy.teams().values().stream().findFirst();
        }
        var holder = staff.isPresent() ? Optional.<UUID>empty() : team.flatMap(its -> holder(loaded, its));
        return new Owner(staff.orElse(null), team.map(Team::name).orElse(null), holder.orElse(null));
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

    /// The accountable practitioner of the first child who has one in the team's service.
    private static Optional<UUID> holder(Loaded loaded, Team team) {
        return loaded.run().children().stream()
                .flatMap(child -> loaded.facts().child(child).holder() instanceof Holder.Practitioner held
                                && held.service().equals(team.service())
                        ? staff(held.staff().value()).stream()
                        : Stream.empty())
                .findFirst();
    }

    private static boolean names(Policy policy, Role role, String held) {
        if (role.name().equals(held)) {
            return true;
        }
        return role.anyOf().stream().anyMatch(each -> names(policy, policy.role(each), held));
    }

    /// The team in whose tray the procedure put it, if this role works there: one manager may be on duty for several.
    private static Optional<Team> tray(Policy policy, Loaded loaded, Role role) {
        for (var entry : loaded.history().reversed()) {
            if (entry.event() instanceof RunEvent.PutInTray put) {
                return policy.team(put.team()).filter(team -> worksIn(policy, role, team));
            }
        }
        return Optional.empty();
    }

    private static boolean worksIn(Policy policy, Role role, Team team) {
        return team.dutyRole().equals(role.name())
                || team.service().equals(role.in())
                || role.anyOf().stream().anyMatch(each -> worksIn(policy, policy.role(each), team));
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
