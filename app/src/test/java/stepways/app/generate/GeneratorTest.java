package stepways.app.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.TestDatabase;
import stepways.app.database.Viewer;
import stepways.app.imports.Progress;
import stepways.app.procedures.Procedures;
import stepways.app.record.RunReader;
import stepways.app.record.Verification;
import stepways.packs.Packs;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratorTest {

    private static final Path PACKS = Path.of("../policy-packs");
    private static final Instant NOW = Instant.parse("2026-11-24T11:30:00Z");
    private static final Viewer.Job ICRT = new Viewer.Job(new AuthorityId("generated-icrt"), "test");
    private static final Viewer.Job DORSET = new Viewer.Job(new AuthorityId("generated-dorset"), "test");

    private final Database database = TestDatabase.shared();
    private final Procedures procedures = new Procedures(PACKS, Packs.load(PACKS));
    private Generator.Made made = new Generator.Made(Map.of(), 0, Duration.ZERO);

    @BeforeAll
    void make() {
        made = make(ICRT, "icrt", 7);
        make(DORSET, "dorset", 8);
    }

    private Generator.Made make(Viewer.Job job, String pack, long seed) {
        return new Generator(database, procedures, NOW, new Progress(_ -> {}))
                .make(new Generator.Plan(
                        job.authority(), "Generated", procedures.newest(pack).orElseThrow(), Size.HUNDREDTH, seed));
    }

    private long count(Viewer.Job job, String from) {
        return database.<Long>read(
                job,
                sql -> sql.sql("select count(*) from " + from).query(Long.class).single());
    }

    @Test
    void it_is_as_large_as_it_says_and_every_row_is_there() {
        assertThat(count(ICRT, "person")).isGreaterThanOrEqualTo(Size.HUNDREDTH.people());
        assertThat(count(ICRT, "run where status = 'open'")).isGreaterThanOrEqualTo(Size.HUNDREDTH.openRuns());
        assertThat(count(ICRT, "work_item")).isGreaterThanOrEqualTo(Size.HUNDREDTH.lines());
        assertThat(count(ICRT, "work_item where due_at is not null")).isPositive();
        System.out.println("generated: ICRT " + count(ICRT, "work_item where due_at is not null") + " of "
                + count(ICRT, "work_item") + " lines dated in " + count(ICRT, "run where status = 'open'")
                + " open runs; Dorset " + count(DORSET, "work_item where due_at is not null") + " of "
                + count(DORSET, "work_item") + " in " + count(DORSET, "run where status = 'open'"));
        assertThat(count(ICRT, "person_name_token")).isEqualTo(made.rows().get("person_name_token"));
        assertThat(count(ICRT, "(select distinct forename || surname from person) name"))
                .isGreaterThan(1_500);
    }

    @Test
    void its_record_is_whole() {
        for (var job : List.of(ICRT, DORSET)) {
            var result = database.read(job, sql -> Verification.of(sql, job.authority()));

            assertThat(result.findings()).isEmpty();
            assertThat(result.runs()).isGreaterThan(250);
            assertThat(result.events()).isGreaterThan(result.runs() * 4);
        }
    }

    @Test
    void every_child_who_is_open_to_a_service_has_one_accountable_holder() {
        for (var job : List.of(ICRT, DORSET)) {
            assertThat(count(job, """
                    (select e.child
                       from (select distinct child from episode where closed_at is null) e
                       left join allocation a on a.child = e.child and a.part = 'lead' and a.held_until is null
                      group by e.child
                     having count(a.id) <> 1) wrong
                    """)).isZero();
        }
    }

    @Test
    void its_events_replay_to_its_rows() {
        for (var job : List.of(ICRT, DORSET)) {
            database.<Integer>read(job, sql -> {
                for (var run :
                        sql.sql("select id, version, stage, status, reference from run").query(Stored.class).stream()
                                .map(Objects::requireNonNull)
                                .toList()) {
                    var loaded = new RunReader(sql).load(run.id(), NOW).orElseThrow();
                    assertThat(new Stored(
                                    run.id(),
                                    loaded.run().seq(),
                                    loaded.run().stage(),
                                    loaded.run().isOpen() ? "open" : "ended",
                                    loaded.reference()))
                            .isEqualTo(run);
                    assertThat(loaded.facts().children().keySet())
                            .containsAll(loaded.run().children());
                }
                return 0;
            });
        }
    }

    private record Stored(UUID id, long version, String stage, String status, String reference) {}

    @Test
    void the_same_seed_makes_the_same_people() {
        var again = new Viewer.Job(new AuthorityId("generated-again"), "test");
        make(again, "icrt", 7);

        assertThat(database.<List<String>>read(again, GeneratorTest::names))
                .isEqualTo(database.<List<String>>read(ICRT, GeneratorTest::names));
    }

    private static List<String> names(JdbcClient sql) {
        return sql.sql("""
                        select p.forename || ' ' || p.surname || ' ' || coalesce(p.birth_date::text, '') || ' ' || f.reference
                          from person p
                          join family_member m on m.person = p.id
                          join family f on f.id = m.family
                         order by 1
                        """).query((rs, _) -> rs.getString(1)).list();
    }

    @Test
    void nothing_waits_for_somebody_who_is_not_there() {
        assertThat(count(ICRT, """
                work_item w
                 where w.staff is not null
                   and not exists (select from staff_role r where r.staff = w.staff and r.held_until is null)
                """)).isZero();
        assertThat(count(
                        ICRT,
                        "run r where r.status = 'open' and not exists (select from work_item w where w.run = r.id)"))
                .isZero();
    }

    @Test
    void it_says_whether_it_was_made_before() {
        assertThat(Generator.state(database, ICRT.authority())).isEqualTo(Generator.State.READY);
        assertThat(Generator.state(database, new AuthorityId("nowhere-at-all"))).isEqualTo(Generator.State.ABSENT);
        assertThat(Generator.state(database, TestDatabase.aNewAuthority().authority()))
                .isEqualTo(Generator.State.OTHER);
    }
}
