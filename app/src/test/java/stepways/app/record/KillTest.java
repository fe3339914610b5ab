package stepways.app.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.DatabaseSettings;
import stepways.app.database.DatabaseSetup;
import stepways.app.database.EmbeddedPostgres;
import stepways.app.database.TestDatabase;
import stepways.app.database.Viewer;

/// Kills the service's process and its PostgreSQL in a burst of submits. What was acknowledged must be there, and the
/// record must be whole.
class KillTest {

    @TempDir
    Path base;

    private final SplittableRandom random = new SplittableRandom(20261124);
    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();

    @Test
    void no_acknowledged_step_is_lost_however_often_the_service_or_its_postgres_is_killed() throws Exception {
        int each = Boolean.getBoolean("stepways.long") ? 250 : 15;
        try (var server =
                EmbeddedPostgres.in(base).withPrograms(TestDatabase.programs()).start()) {
            var settings = DatabaseSetup.prepare(server, "burst");
            var authority = council(settings);

            for (int kill = 0; kill < each; kill++) {
                killTheService(settings, authority);
            }
            killThePostgres(server, settings, authority, each);

            var result = verify(settings, authority);
            assertThat(result.lost()).isEmpty();
            assertThat(result.record().findings()).isEmpty();
            assertThat(result.record().runs()).isGreaterThan(each);
            assertThat(result.holdersEach()).isEqualTo(1);
            System.out.println("kills of the service " + each + ", kills of PostgreSQL " + each
                    + ", acknowledged steps " + acknowledged.size() + ", lost "
                    + result.lost().size()
                    + ", events verified " + result.record().events());
        }
    }

    private static AuthorityId council(DatabaseSettings settings) {
        try (var database = Database.open(settings)) {
            return InventedCouncil.in(database, InstantSource.system()).authority;
        }
    }

    private void killTheService(DatabaseSettings settings, AuthorityId authority) throws Exception {
        try (var burst = BurstOfSteps.start(settings, authority)) {
            read(burst, random.nextInt(3, 40));
            burst.kill();
            readTheRest(burst);
        }
    }

    private void killThePostgres(EmbeddedPostgres server, DatabaseSettings settings, AuthorityId authority, int kills)
            throws Exception {
        try (var burst = BurstOfSteps.start(settings, authority)) {
            for (int kill = 0; kill < kills; kill++) {
                read(burst, random.nextInt(3, 40));
                new ProcessBuilder("/bin/kill", "-9", Long.toString(server.pid()))
                        .start()
                        .waitFor();
                while (server.isRunning()) {
                    Thread.onSpinWait();
                }
                server.revive();
            }
            read(burst, 10);
            burst.kill();
            readTheRest(burst);
        }
    }

    private void read(BurstOfSteps burst, int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            var key = burst.next();
            assertThat(key).as("the burst goes on").isNotNull();
            acknowledged.add(String.valueOf(key));
        }
    }

    private void readTheRest(BurstOfSteps burst) throws IOException {
        for (var key = burst.next(); key != null; key = burst.next()) {
            acknowledged.add(key);
        }
    }

    private record Found(Set<String> lost, Verification.Result record, long holdersEach) {}

    private Found verify(DatabaseSettings settings, AuthorityId authority) throws SQLException {
        try (var database = Database.open(settings)) {
            return database.read(new Viewer.Job(authority, "verify"), sql -> {
                var stored = new HashSet<String>(sql.sql("select key from idempotency_key")
                        .query(String.class)
                        .list());
                var lost = new HashSet<>(acknowledged);
                lost.removeAll(stored);
                long most = sql.sql("""
                                select max(holders) from (
                                    select count(*) as holders from allocation
                                     where part = 'lead' and held_until is null group by child) each
                                """).query(Long.class).single();
                long fewest = sql.sql("""
                                select min(holders) from (
                                    select count(a.child) as holders
                                      from child_version c
                                      left join allocation a on a.authority = c.authority and a.child = c.child
                                           and a.part = 'lead' and a.held_until is null
                                     group by c.child) each
                                """).query(Long.class).single();
                return new Found(lost, Verification.of(sql, authority), most == fewest ? most : -1);
            });
        }
    }
}
