package stepways.app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseTest {

    private final Database database = TestDatabase.shared();
    private final Viewer viewer = TestDatabase.aNewAuthority();
    private final TestRows rows = new TestRows(database, viewer);

    @Test
    void what_throws_is_rolled_back() {
        assertThatThrownBy(() -> database.write(viewer, sql -> {
                    addFamily(sql, "F-1");
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");

        assertThat(families()).isZero();
    }

    @Test
    void a_read_cannot_write() {
        assertThatThrownBy(() -> database.read(viewer, sql -> addFamily(sql, "F-1")))
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("read-only transaction");
    }

    @Test
    void a_read_sees_one_moment() {
        var seen = database.read(viewer, sql -> {
            long before = count(sql);
            inAnotherThread(() -> database.write(viewer, other -> addFamily(other, "F-1")));
            return List.of(before, count(sql));
        });

        assertThat(seen).containsExactly(0L, 0L);
        assertThat(families()).isEqualTo(1);
    }

    @Test
    void a_reading_transaction_asks_a_question_once_and_a_writing_one_each_time() {
        var asked = new AtomicInteger();

        var read = database.read(
                viewer,
                _ -> List.of(
                        Snapshot.once("how many?", asked::incrementAndGet),
                        Snapshot.once("how many?", asked::incrementAndGet)));
        var readAgain = database.read(viewer, _ -> Snapshot.once("how many?", asked::incrementAndGet));
        var written = database.write(
                viewer,
                _ -> List.of(
                        Snapshot.once("how many?", asked::incrementAndGet),
                        Snapshot.once("how many?", asked::incrementAndGet)));

        assertThat(read).containsExactly(1, 1);
        assertThat(readAgain).isEqualTo(2);
        assertThat(written).containsExactly(3, 4);
    }

    @Test
    void a_transaction_inside_a_transaction_is_refused() {
        assertThatThrownBy(() -> database.read(viewer, _ -> database.read(viewer, _ -> 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("open already");
    }

    @Test
    void a_client_carried_out_of_its_transaction_does_not_work() {
        var carried = new AtomicReference<@Nullable JdbcClient>();
        database.read(viewer, sql -> {
            carried.set(sql);
            return 0;
        });

        assertThatThrownBy(() -> count(Objects.requireNonNull(carried.get())))
                .hasStackTraceContaining("after its transaction has ended");
    }

    @Test
    void who_waits_too_long_for_a_connection_is_told_that_the_service_is_busy() throws Exception {
        var settings = TestDatabase.settings().withConnections(1).withPatience(Duration.ofMillis(300));
        var taken = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        try (var small = Database.open(settings);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> holder = threads.submit(() -> small.read(viewer, _ -> {
                taken.countDown();
                await(done);
                return 1;
            }));
            taken.await();

            var begun = System.nanoTime();
            assertThatThrownBy(() -> small.read(viewer, _ -> 1)).isInstanceOf(DatabaseBusy.class);
            var waited = Duration.ofNanos(System.nanoTime() - begun);

            done.countDown();
            assertThat(waited).isBetween(Duration.ofMillis(250), Duration.ofSeconds(5));
            assertThat(holder.get()).isEqualTo(1);
            int afterwards = small.read(viewer, _ -> 2);
            assertThat(afterwards).isEqualTo(2);
        }
    }

    @Test
    void who_waits_too_long_for_a_row_is_told_that_the_service_is_busy() throws Exception {
        var child = rows.child("Ada", "Invented");
        var taken = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> holder = threads.submit(() -> database.write(viewer, sql -> {
                int changed = raise(sql, child);
                taken.countDown();
                await(done);
                return changed;
            }));
            taken.await();

            assertThatThrownBy(() -> database.write(viewer, sql -> {
                        sql.sql("set local lock_timeout = '200ms'").update();
                        return raise(sql, child);
                    }))
                    .isInstanceOf(DatabaseBusy.class);

            done.countDown();
            assertThat(holder.get()).isEqualTo(1);
        }
    }

    @Test
    void of_two_who_expect_the_same_version_one_wins() {
        var child = rows.child("Ada", "Invented");

        int first = database.write(viewer, sql -> raise(sql, child));
        int second = database.write(viewer, sql -> raise(sql, child));

        assertThat(List.of(first, second)).containsExactly(1, 0);
    }

    @Test
    void a_refusal_does_not_repeat_what_the_row_held() {
        database.write(viewer, sql -> addFamily(sql, "F-secret"));

        assertThatThrownBy(() -> database.write(viewer, sql -> addFamily(sql, "F-secret")))
                .isInstanceOfSatisfying(DataAccessException.class, refusal -> {
                    assertThat(BrokenRule.in(refusal)).contains(new BrokenRule("a_family_reference_is_used_once"));
                    assertThat(refusal).hasMessageNotContaining("F-secret");
                    assertThat(String.valueOf(refusal.getRootCause())).doesNotContain("F-secret");
                });
    }

    @Test
    void many_rows_are_written_in_batches_or_not_at_all() {
        assertThatThrownBy(() -> database.bulk(viewer, (_, batches) -> {
                    batches.batchUpdate(INSERT_FAMILY, families(0, 5_000));
                    return batches.batchUpdate(INSERT_FAMILY, families(4_999, 1));
                }))
                .isInstanceOf(DataAccessException.class);
        assertThat(families()).isZero();

        database.bulk(viewer, (_, batches) -> batches.batchUpdate(INSERT_FAMILY, families(0, 5_000)));
        assertThat(families()).isEqualTo(5_000);
    }

    @Test
    void arrays_go_in_as_one_parameter() {
        var ids = new UUID[] {TestRows.anId(), TestRows.anId()};

        int written = database.write(
                viewer,
                sql -> sql.sql("""
                        insert into family (authority, id, reference, recorded_at)
                        select :authority, given.id, given.reference, :now
                          from unnest(:ids, :references) as given (id, reference)
                        """)
                        .param("authority", viewer.authority().value())
                        .param("ids", ids)
                        .param("references", new String[] {"F-1", "F-2"})
                        .param("now", TestRows.at(TestDatabase.NOW))
                        .update());

        assertThat(written).isEqualTo(2);
    }

    @Test
    void the_directory_finds_an_email_in_every_authority_that_knows_it() {
        var elsewhere = TestDatabase.aNewAuthority();
        var directory = new AuthorityDirectory(database);
        var name = "Same Person " + viewer.authority();
        var here = rows.staff(name);
        var there = new TestRows(database, elsewhere).staff(name);

        var found = directory.withEmail(("Same.Person." + viewer.authority() + "@EXAMPLE.org"));

        assertThat(found).extracting(AuthorityDirectory.Candidate::staff).containsExactlyInAnyOrder(here, there);
        assertThat(found)
                .extracting(candidate -> candidate.authority().id())
                .containsExactlyInAnyOrder(viewer.authority(), elsewhere.authority());
        assertThat(directory.authorities())
                .extracting(AuthorityDirectory.Authority::id)
                .contains(viewer.authority(), elsewhere.authority());
    }

    @Test
    void the_directory_does_not_find_staff_who_have_left() {
        var name = "Gone Person " + viewer.authority();
        var staff = rows.staff(name);
        database.write(
                viewer,
                sql -> sql.sql("update staff set active = false, sign_in_subject = 'issuer|gone' where id = :id")
                        .param("id", staff.value())
                        .update());
        var directory = new AuthorityDirectory(database);

        assertThat(directory.withEmail("gone.person." + viewer.authority() + "@example.org"))
                .isEmpty();
        assertThat(directory.withSubject("issuer|gone")).isEmpty();
    }

    @Test
    void the_settings_do_not_print_their_passwords() {
        var settings = TestDatabase.settings();

        assertThat(settings.toString())
                .contains("jdbc:postgresql:")
                .doesNotContain(settings.appPassword(), settings.sessionPassword());
    }

    private static final String INSERT_FAMILY = """
            insert into family (authority, id, reference, recorded_at)
            values (:authority, :id, :reference, :now)
            """;

    private SqlParameterSource[] families(int from, int number) {
        var all = new SqlParameterSource[number];
        for (int i = 0; i < number; i++) {
            all[i] = new MapSqlParameterSource()
                    .addValue("authority", viewer.authority().value())
                    .addValue("id", TestRows.anId())
                    .addValue("reference", "F-" + (from + i))
                    .addValue("now", TestRows.at(TestDatabase.NOW));
        }
        return all;
    }

    private int addFamily(JdbcClient sql, String reference) {
        return sql.sql(INSERT_FAMILY)
                .param("authority", viewer.authority().value())
                .param("id", TestRows.anId())
                .param("reference", reference)
                .param("now", TestRows.at(TestDatabase.NOW))
                .update();
    }

    private long families() {
        return database.read(viewer, DatabaseTest::count);
    }

    private static long count(JdbcClient sql) {
        return sql.sql("select count(*) from family").query(Long.class).single();
    }

    private static int raise(JdbcClient sql, UUID child) {
        return sql.sql("update child_version set version = version + 1 where child = :child and version = 1")
                .param("child", child)
                .update();
    }

    private static void inAnotherThread(Runnable work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(work).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
