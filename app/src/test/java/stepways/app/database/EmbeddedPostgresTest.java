package stepways.app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {

    /// A folder in which a server has been started and stopped once. To copy it is quicker than to make another.
    private static final Path USED = Path.of("target", "postgres-used").toAbsolutePath();

    private Path base = Path.of("");

    @BeforeAll
    static void startOnce() throws IOException {
        PostgresPrograms.deleteTree(USED);
        EmbeddedPostgres.in(USED).withPrograms(TestDatabase.programs()).start().close();
    }

    @BeforeEach
    void makeFolder() throws IOException {
        base = Files.createTempDirectory("stepways-postgres-test-");
        try (var paths = Files.walk(USED)) {
            for (var path : paths.filter(path -> !path.equals(USED)).toList()) {
                Files.copy(path, base.resolve(USED.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private void emptyFolder() throws IOException {
        PostgresPrograms.deleteTree(base);
        Files.createDirectory(base);
    }

    @AfterEach
    void removeFolder() throws IOException {
        PostgresPrograms.deleteTree(base);
    }

    @Test
    void writes_are_made_to_last() throws SQLException {
        try (var server = start()) {
            assertThat(ask(server, "show fsync")).isEqualTo("on");
            assertThat(ask(server, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(server, "show full_page_writes")).isEqualTo("on");
            assertThat(ask(server, "show listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void data_and_passwords_outlive_a_stop() throws SQLException {
        String password;
        try (var server = start()) {
            password = server.passwordOf("somebody");
            run(server, "create table kept (id int); insert into kept values (41)");
        }

        try (var server = start()) {
            assertThat(server.tookOver()).isFalse();
            assertThat(server.passwordOf("somebody")).isEqualTo(password);
            assertThat(ask(server, "select id from kept")).isEqualTo("41");
        }
    }

    @Test
    void a_first_start_says_what_it_does() throws IOException {
        emptyFolder();
        var said = new ArrayList<String>();
        try (var server = launch().withProgress(said::add).start()) {
            assertThat(server.isRunning()).isTrue();
        }

        assertThat(said).contains("Preparing the data folder (first start only)", "Starting PostgreSQL");
    }

    @Test
    void passwords_are_for_the_owner_of_the_folder_only() throws IOException {
        try (var server = start()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(base.resolve("passwords"))))
                    .isEqualTo("rw-------");
            assertThat(server.passwordOf("one")).hasSize(48).isNotEqualTo(server.passwordOf("two"));
            assertThatThrownBy(() -> DriverManager.getConnection(server.url("postgres"), "postgres", "wrong"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refusal -> assertThat(refusal.getSQLState()).isEqualTo("28P01"));
        }
    }

    @Test
    void lost_passwords_are_said_plainly() throws IOException {
        Files.delete(base.resolve("passwords"));

        assertThatThrownBy(this::start).isInstanceOf(LaunchFailed.class).hasMessageContaining("has lost its passwords");
    }

    @Test
    void a_second_launch_in_the_same_process_is_told_that_the_folder_is_in_use() throws SQLException {
        try (var server = start()) {
            assertThatThrownBy(this::start).isInstanceOf(LaunchFailed.class).hasMessageContaining("is in use");
            // The refused launch must not have loosened the first one's hold.
            assertThat(otherLaunch())
                    .startsWith("failed The folder " + base + " is in use by another Stepways (process ");
            assertThat(ask(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void of_two_launches_at_once_one_wins() throws IOException {
        emptyFolder();
        var programs = TestDatabase.programs();
        try (var first = OtherProcess.launch(base, programs, Map.of());
                var second = OtherProcess.launch(base, programs, Map.of())) {
            assertThat(List.of(first.said(), second.said()))
                    .satisfiesOnlyOnce(said -> assertThat(said).startsWith("started "))
                    .satisfiesOnlyOnce(said -> assertThat(said).startsWith("failed The folder "));
        }
    }

    @Test
    void a_server_that_outlived_a_killed_jvm_is_taken_over() throws IOException, InterruptedException, SQLException {
        int port;
        try (var other = OtherProcess.launch(base, TestDatabase.programs(), Map.of())) {
            port = Integer.parseInt(other.said().split(" ")[1]);
            other.kill();
        }

        try (var server = start()) {
            assertThat(server.tookOver()).isTrue();
            assertThat(server.port()).isEqualTo(port);
            assertThat(ask(server, "select 1")).isEqualTo("1");
            var pid = server.pid();
            server.close();
            assertThat(PostmasterFile.runs(pid)).isFalse();
        }
    }

    @Test
    void a_killed_server_is_revived_on_its_port_with_its_data() throws IOException, SQLException {
        try (var server = start()) {
            run(server, "create table kept (id int); insert into kept values (41)");
            var port = server.port();

            kill(server.pid());
            assertThat(server.isRunning()).isFalse();
            server.revive();

            assertThat(server.port()).isEqualTo(port);
            assertThat(ask(server, "select id from kept")).isEqualTo("41");
        }
    }

    @Test
    void a_server_killed_together_with_its_jvm_starts_again() throws IOException, InterruptedException, SQLException {
        try (var other = OtherProcess.launch(base, TestDatabase.programs(), Map.of())) {
            var pid = Long.parseLong(other.said().split(" ")[2]);
            kill(pid);
            other.kill();
        }

        try (var server = start()) {
            assertThat(server.tookOver()).isFalse();
            assertThat(ask(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_stranger_with_the_number_of_a_dead_server_is_not_mistaken_for_it() throws IOException, SQLException {
        leavePostmasterFile(ProcessHandle.current().pid());

        try (var server = start()) {
            assertThat(ask(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_zombie_with_the_number_of_a_dead_server_is_dead() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "zombies are seen through /proc");
        // The child ends after the shell has become another program, which will never ask after it.
        var parent = new ProcessBuilder("/bin/sh", "-c", "sleep 1 & echo $!; exec sleep 60").start();
        try (var reader = new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            var zombie = Long.parseLong(reader.readLine().strip());
            var limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (PostmasterFile.runs(zombie) && System.nanoTime() < limit) {
                Thread.sleep(20);
            }
            assertThat(ProcessHandle.of(zombie)).as("the number is still taken").isPresent();
            assertThat(PostmasterFile.runs(zombie)).isFalse();
            leavePostmasterFile(zombie);

            try (var server = start()) {
                assertThat(ask(server, "select 1")).isEqualTo("1");
            }
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void a_half_made_data_folder_is_made_again() throws IOException, SQLException {
        emptyFolder();
        Files.createDirectories(base.resolve("data-making/base"));
        Files.writeString(base.resolve("data-making/PG_VERSION"), "17");

        try (var server = start()) {
            assertThat(ask(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_server_that_cannot_start_says_why() throws IOException {
        Files.writeString(base.resolve("data/postgresql.conf"), "no_such_setting = on\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(LaunchFailed.class)
                .hasMessageContaining("did not start")
                .hasMessageContaining("no_such_setting");
    }

    @Test
    void what_a_row_held_does_not_reach_the_log() throws SQLException, IOException {
        try (var server = start()) {
            run(server, "create table kept (name text primary key); insert into kept values ('Ada Invented')");
            assertThatThrownBy(() -> run(server, "insert into kept values ('Ada Invented')"))
                    .isInstanceOf(SQLException.class);
        }

        assertThat(Files.readString(base.resolve("server.log")))
                .contains("duplicate key")
                .doesNotContain("Ada Invented");
    }

    @Test
    void root_without_namespaces_runs_the_server_as_nobody() throws IOException, SQLException {
        assumeTrue((Integer) Files.getAttribute(base, "unix:uid") == 0, "only root can become nobody");
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx--x--x"));
        var folder = base.resolve("folder");
        var programs = base.resolve("programs");
        var path = Files.createDirectory(base.resolve("path"));
        Files.writeString(path.resolve("unshare"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(path.resolve("unshare"), PosixFilePermissions.fromString("rwxr-xr-x"));

        try (var other = OtherProcess.launch(folder, programs, Map.of("PATH", path + ":" + System.getenv("PATH")))) {
            assertThat(other.said()).startsWith("started ");
            var pid = other.said().split(" ")[2];
            assertThat((Integer) Files.getAttribute(Path.of("/proc", pid), "unix:uid"))
                    .isEqualTo(65534);
        }
        // What nobody's server left behind is taken back by the next start in a namespace.
        try (var server = EmbeddedPostgres.in(folder).withPrograms(programs).start()) {
            assertThat(ask(server, "select 1")).isEqualTo("1");
        }
    }

    /// Kills the server under a writer again and again. What the writer was told is written must be there.
    @Test
    void no_acknowledged_write_is_lost_however_often_the_server_is_killed() throws Exception {
        int kills = Boolean.getBoolean("stepways.long") ? 100 : 5;
        var acknowledged = new TreeSet<Integer>();
        try (var server = start()) {
            run(server, "create table kept (id int primary key)");
            var writing = new AtomicBoolean(true);
            var writer = Thread.ofVirtual().start(() -> {
                int next = 0;
                while (writing.get()) {
                    try (var connection = DatabaseSetup.superuser(server, "postgres");
                            var insert = connection.prepareStatement("insert into kept values (?)")) {
                        while (writing.get()) {
                            insert.setInt(1, ++next);
                            insert.executeUpdate();
                            acknowledged.add(next);
                        }
                    } catch (SQLException e) {
                        assertThat(e.getSQLState()).as("%s", e.getMessage()).matches("08.*|57.*");
                    }
                }
            });
            for (int i = 0; i < kills; i++) {
                Thread.sleep(120);
                kill(server.pid());
                server.revive();
            }
            Thread.sleep(120);
            writing.set(false);
            writer.join();

            var stored = new TreeSet<Integer>();
            try (var connection = DatabaseSetup.superuser(server, "postgres");
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select id from kept")) {
                while (rows.next()) {
                    stored.add(rows.getInt(1));
                }
            }
            assertThat(acknowledged).hasSizeGreaterThan(kills);
            assertThat(stored).containsAll(acknowledged);
        }
        System.out.println(
                "kills of PostgreSQL " + kills + ", acknowledged writes " + acknowledged.size() + ", lost 0");
    }

    @Test
    void an_erased_folder_begins_afresh() throws SQLException {
        try (var server = start()) {
            run(server, "create table note (words text)");
        }

        launch().erase();

        try (var server = start()) {
            assertThat(ask(server, "select count(*) from pg_tables where tablename = 'note'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void a_folder_that_someone_uses_is_not_erased() throws SQLException {
        try (var server = start()) {
            assertThatThrownBy(() -> launch().erase())
                    .isInstanceOf(LaunchFailed.class)
                    .hasMessageContaining("in use");
            assertThat(ask(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void the_server_that_a_killed_jvm_left_is_stopped_before_its_folder_is_erased() throws Exception {
        long left;
        try (var other = OtherProcess.launch(base, TestDatabase.programs(), Map.of())) {
            left = Long.parseLong(other.said().split(" ")[2]);
            other.kill();
        }
        assertThat(PostmasterFile.runs(left)).isTrue();

        launch().erase();

        assertThat(PostmasterFile.runs(left)).isFalse();
        assertThat(base).doesNotExist();
    }

    @Test
    void a_folder_that_is_not_there_is_erased_already() throws IOException {
        PostgresPrograms.deleteTree(base);

        launch().erase();

        assertThat(base).doesNotExist();
    }

    private EmbeddedPostgres.Launch launch() {
        return EmbeddedPostgres.in(base).withPrograms(TestDatabase.programs());
    }

    private EmbeddedPostgres start() {
        return launch().start();
    }

    private String otherLaunch() {
        try (var other = OtherProcess.launch(base, TestDatabase.programs(), Map.of())) {
            return other.said();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void leavePostmasterFile(long pid) throws IOException {
        Files.writeString(
                base.resolve("data/postmaster.pid"),
                String.join(
                        "\n",
                        Long.toString(pid),
                        base.resolve("data").toString(),
                        "1700000000",
                        "1",
                        "",
                        "127.0.0.1",
                        "",
                        "ready",
                        ""));
    }

    private static void kill(long pid) throws IOException {
        new ProcessBuilder("/bin/sh", "-c", "kill -9 " + pid).start();
        while (PostmasterFile.runs(pid)) {
            Thread.onSpinWait();
        }
    }

    private static void run(EmbeddedPostgres server, String statement) throws SQLException {
        try (var connection = DatabaseSetup.superuser(server, "postgres");
                var execution = connection.createStatement()) {
            execution.execute(statement);
        }
    }

    private static String ask(EmbeddedPostgres server, String query) throws SQLException {
        try (var connection = DatabaseSetup.superuser(server, "postgres");
                var statement = connection.createStatement();
                var answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
