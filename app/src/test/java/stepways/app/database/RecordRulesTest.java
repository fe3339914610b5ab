package stepways.app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the database itself refuses, whatever the service asks.
class RecordRulesTest {

    private final Database database = TestDatabase.shared();
    private final Viewer viewer = TestDatabase.aNewAuthority();
    private final TestRows rows = new TestRows(database, viewer);
    private final StaffId worker = rows.staff("Wilma Worker");
    private final StaffId other = rows.staff("Otto Other");

    @Test
    void a_child_has_one_accountable_holder_at_a_time() {
        var child = rows.child("Ada", "Invented");
        rows.lead(child, worker, "2026-03-01T09:00:00Z", null);

        assertThat(ruleBrokenBy(() -> rows.lead(child, other, "2026-03-05T09:00:00Z", null)))
                .contains("a_child_has_one_accountable_holder_at_a_time");
    }

    @Test
    void the_next_holder_may_begin_at_the_instant_the_last_one_ends() {
        var child = rows.child("Ada", "Invented");

        rows.lead(child, worker, "2026-03-01T09:00:00Z", "2026-03-05T09:00:00Z");
        rows.lead(child, other, "2026-03-05T09:00:00Z", null);

        assertThat(count("allocation")).isEqualTo(2);
    }

    @Test
    void a_co_worker_may_work_beside_the_accountable_holder() {
        var child = rows.child("Ada", "Invented");
        rows.lead(child, worker, "2026-03-01T09:00:00Z", null);

        database.write(viewer, sql -> allocate(sql, child, "co-worker", other));

        assertThat(count("allocation")).isEqualTo(2);
    }

    @Test
    void of_many_who_take_a_child_at_once_exactly_one_does() throws InterruptedException, ExecutionException {
        for (int round = 0; round < 10; round++) {
            var child = rows.child("Ada", "Invented");
            var attempts = new ArrayList<Callable<Optional<String>>>();
            for (int i = 0; i < 8; i++) {
                var staff = i % 2 == 0 ? worker : other;
                attempts.add(() ->
                        ruleBrokenBy(() -> database.write(viewer, sql -> allocate(sql, child, "lead", staff))));
            }

            List<Future<Optional<String>>> answers;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                answers = threads.invokeAll(attempts);
            }

            var won = 0;
            for (var answer : answers) {
                won += answer.get().isEmpty() ? 1 : 0;
            }
            assertThat(won).as("round " + round).isEqualTo(1);
        }
    }

    @Test
    void an_allocation_is_to_exactly_one_holder() {
        var child = rows.child("Ada", "Invented");
        var team = rows.team("duty-team");

        assertThat(ruleBrokenBy(() -> database.write(
                        viewer,
                        sql -> sql.sql("""
                                insert into allocation (authority, id, child, part, staff, duty_of_team, service, held_from, recorded_at)
                                values (:authority, :id, :child, 'lead', :staff, :team, 'early-help', :now, :now)
                                """)
                                .param("authority", viewer.authority().value())
                                .param("id", TestRows.anId())
                                .param("child", child)
                                .param("staff", worker.value())
                                .param("team", team)
                                .param("now", TestRows.at(TestDatabase.NOW))
                                .update())))
                .contains("an_allocation_is_to_one_holder");
    }

    @Test
    void a_child_is_open_once_to_a_service() {
        var child = rows.child("Ada", "Invented");
        database.write(viewer, sql -> open(sql, child));

        assertThat(ruleBrokenBy(() -> database.write(viewer, sql -> open(sql, child))))
                .contains("a_child_is_open_once_to_a_service");
    }

    @Test
    void a_child_has_one_open_transfer_on_a_route() {
        var child = rows.child("Ada", "Invented");
        var first = rows.run(worker);
        var second = rows.run(worker);
        database.write(viewer, sql -> join(sql, first, child));

        assertThat(ruleBrokenBy(() -> database.write(viewer, sql -> join(sql, second, child))))
                .contains("a_child_has_one_open_transfer_on_a_route");
    }

    @Test
    void a_place_in_a_run_is_taken_once() {
        var run = rows.run(worker);

        assertThat(ruleBrokenBy(() -> database.write(viewer, sql -> rows.insertEvent(sql, run, 1, worker))))
                .contains("an_event_has_its_place_in_its_run");
    }

    @Test
    void the_run_row_may_follow_its_first_event_in_the_same_transaction() {
        var run = TestRows.anId();

        database.write(viewer, sql -> rows.insertEvent(sql, run, 1, worker) + rows.insertRun(sql, run, "T-late"));

        assertThat(count("run")).isEqualTo(1);
    }

    @Test
    void an_event_of_no_run_is_refused_at_the_commit() {
        assertThat(ruleBrokenBy(() -> database.write(viewer, sql -> rows.insertEvent(sql, TestRows.anId(), 1, worker))))
                .contains("an_event_is_of_a_known_run");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update run_event set payload = '{}' where run = ?",
                "delete from run_event where run = ?",
                "truncate run_event"
            })
    void not_even_the_owner_changes_an_event(String statement) throws SQLException {
        var run = rows.run(worker);

        try (var owner = DatabaseSetup.connect(TestDatabase.server(), "stepways_test", DatabaseSetup.OWNER);
                var attempt = owner.prepareStatement(statement)) {
            if (statement.contains("?")) {
                attempt.setObject(1, run);
            }
            assertThatThrownBy(attempt::execute)
                    .satisfiesAnyOf(
                            refused -> assertThat(refused)
                                    .hasMessageContaining("rows of run_event are never changed or removed"),
                            refused -> assertThat(refused)
                                    .hasMessageContaining("cannot truncate a table referenced in a foreign key"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "[1]", "{\"a\":1,\"a\":2}"})
    void a_payload_is_one_json_object(String payload) {
        var run = rows.run(worker);

        assertThat(ruleBrokenBy(() -> database.write(
                        viewer,
                        sql -> sql.sql("""
                                insert into run_event (authority, run, seq, type, payload, happened_at, recorded_at, by_staff, previous_hash, hash)
                                values (:authority, :run, 2, 'noted', :payload, :now, :now, :by, :hash, :hash)
                                """)
                                .param("authority", viewer.authority().value())
                                .param("run", run)
                                .param("payload", payload)
                                .param("now", TestRows.at(TestDatabase.NOW))
                                .param("by", worker.value())
                                .param("hash", TestRows.sha256("x"))
                                .update())))
                .contains("a_payload_is_one_json_object");
    }

    @Test
    void a_text_can_be_disposed_of_but_never_reworded() {
        var run = rows.run(worker);
        var text = TestRows.anId();
        database.write(
                viewer,
                sql -> sql.sql("""
                        insert into run_text (authority, id, run, body, salt, written_by, recorded_at)
                        values (:authority, :id, :run, 'The family asked for it.', :salt, :by, :now)
                        """)
                        .param("authority", viewer.authority().value())
                        .param("id", text)
                        .param("run", run)
                        .param("salt", TestRows.sha256("salt"))
                        .param("by", worker.value())
                        .param("now", TestRows.at(TestDatabase.NOW))
                        .update());

        assertThatThrownBy(() -> database.write(
                        viewer,
                        sql -> sql.sql("update run_text set body = 'The worker asked for it.' where id = :id")
                                .param("id", text)
                                .update()))
                .rootCause()
                .hasMessageContaining("never reworded");
        int disposed = database.write(
                viewer,
                sql -> sql.sql("update run_text set body = null, salt = null, disposed_at = :now where id = :id")
                        .param("id", text)
                        .param("now", TestRows.at(TestDatabase.NOW))
                        .update());
        assertThat(disposed).isEqualTo(1);
    }

    @Test
    void a_text_without_its_salt_is_refused() {
        var run = rows.run(worker);

        assertThat(ruleBrokenBy(() -> database.write(
                        viewer,
                        sql -> sql.sql("""
                                insert into run_text (authority, id, run, body, recorded_at)
                                values (:authority, :id, :run, 'No salt.', :now)
                                """)
                                .param("authority", viewer.authority().value())
                                .param("id", TestRows.anId())
                                .param("run", run)
                                .param("now", TestRows.at(TestDatabase.NOW))
                                .update())))
                .contains("a_text_is_whole_or_disposed_of");
    }

    @Test
    void one_person_answers_for_a_team_at_a_time() {
        var team = rows.team("duty-team");
        database.write(viewer, sql -> duty(sql, team, worker, "2026-04-07T08:00:00Z", "2026-04-07T16:00:00Z"));
        database.write(viewer, sql -> duty(sql, team, other, "2026-04-07T16:00:00Z", "2026-04-08T08:00:00Z"));

        assertThat(ruleBrokenBy(() -> database.write(
                        viewer, sql -> duty(sql, team, other, "2026-04-07T15:59:00Z", "2026-04-07T16:00:00Z"))))
                .contains("one_person_answers_for_a_team_at_a_time");
    }

    @Test
    void a_held_message_is_not_sent_until_somebody_releases_it() {
        var message = TestRows.anId();
        database.write(
                viewer,
                sql -> sql.sql("""
                        insert into outbox (authority, id, send_key, kind, payload, send_after, held_at, held_because, recorded_at)
                        values (:authority, :id, 'letter-1', 'letter', '{}', :now, :now, 'harm', :now)
                        """)
                        .param("authority", viewer.authority().value())
                        .param("id", message)
                        .param("now", TestRows.at(TestDatabase.NOW))
                        .update());

        assertThat(ruleBrokenBy(() -> database.write(viewer, sql -> send(sql, message))))
                .contains("a_held_message_is_not_sent");
        database.write(
                viewer,
                sql -> sql.sql("update outbox set released_at = :now, released_by = :by where id = :id")
                        .param("now", TestRows.at(TestDatabase.NOW))
                        .param("by", worker.value())
                        .param("id", message)
                        .update());
        int sent = database.write(viewer, sql -> send(sql, message));
        assertThat(sent).isEqualTo(1);
    }

    private long count(String table) {
        return database.read(
                viewer,
                sql -> sql.sql("select count(*) from " + table)
                        .query(Long.class)
                        .single());
    }

    private int allocate(JdbcClient sql, UUID child, String part, StaffId staff) {
        return sql.sql("""
                        insert into allocation (authority, id, child, part, staff, service, held_from, recorded_at)
                        values (:authority, :id, :child, :part, :staff, 'early-help', :now, :now)
                        """)
                .param("authority", viewer.authority().value())
                .param("id", TestRows.anId())
                .param("child", child)
                .param("part", part)
                .param("staff", staff.value())
                .param("now", TestRows.at(TestDatabase.NOW))
                .update();
    }

    private int open(JdbcClient sql, UUID child) {
        return sql.sql("""
                        insert into episode (authority, id, child, service, opened_at, recorded_at)
                        values (:authority, :id, :child, 'early-help', :now, :now)
                        """)
                .param("authority", viewer.authority().value())
                .param("id", TestRows.anId())
                .param("child", child)
                .param("now", TestRows.at(TestDatabase.NOW))
                .update();
    }

    private int join(JdbcClient sql, UUID run, UUID child) {
        return sql.sql("""
                        insert into run_child (authority, run, child, kind, pathway, door, joined_at)
                        values (:authority, :run, :child, 'transfer', 'step-up', 'worker-is-worried', :now)
                        """)
                .param("authority", viewer.authority().value())
                .param("run", run)
                .param("child", child)
                .param("now", TestRows.at(TestDatabase.NOW))
                .update();
    }

    private int duty(JdbcClient sql, String team, StaffId staff, String from, String until) {
        return sql.sql("""
                        insert into duty_rota (authority, id, team, staff, on_from, on_until)
                        values (:authority, :id, :team, :staff, :from, :until)
                        """)
                .param("authority", viewer.authority().value())
                .param("id", TestRows.anId())
                .param("team", team)
                .param("staff", staff.value())
                .param("from", TestRows.at(from))
                .param("until", TestRows.at(until))
                .update();
    }

    private static int send(JdbcClient sql, UUID message) {
        return sql.sql("update outbox set sent_at = :now where id = :id")
                .param("now", TestRows.at(TestDatabase.NOW))
                .param("id", message)
                .update();
    }

    private static Optional<String> ruleBrokenBy(Runnable attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (DataAccessException refusal) {
            return Optional.of(BrokenRule.in(refusal).orElseThrow(() -> refusal).name());
        }
    }
}
