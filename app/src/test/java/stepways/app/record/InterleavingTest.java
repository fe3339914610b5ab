package stepways.app.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.Database;
import stepways.app.database.TestDatabase;
import stepways.app.record.CrowdedCouncil.At;
import stepways.app.record.CrowdedCouncil.Scene;
import stepways.app.record.SomebodyAtWork.Deed;
import stepways.app.record.SomebodyAtWork.Scenario;
import stepways.app.record.SomebodyAtWork.Tally;
import stepways.app.worklist.WorkItems;

/// Several people work at once, each in a thread of their own, on two runs of the same child: they allocate, accept,
/// return, revoke, take consent back, are away, correct and raise harm, in whatever order comes. Afterwards the stored
/// rows alone have to show one accountable holder at every instant, every acknowledged word, and no request twice.
///
/// What each person does is drawn from the seed that is printed. Who is quicker is not: the database decides that.
class InterleavingTest {

    private static final long SEED = Long.getLong("stepways.interleavings.seed", 20_261_124L);
    private static final int WHOLE = 10_000;
    private static final int SHORT = 200;
    private static final int PEOPLE = 3;

    private static final Map<String, List<Scene>> SCENES = Map.of(
            "icrt",
            List.of(
                    new Scene(
                            "early-help",
                            List.of(),
                            "early-help-worker",
                            Map.of(),
                            new At("step-up", "worker-is-worried", "", ""),
                            new At("step-up-now", "worker-sees-harm", "", "")),
                    new Scene(
                            "early-help",
                            List.of(),
                            "early-help-worker",
                            Map.of(),
                            new At("step-up", "worker-is-worried", "", ""),
                            new At("professionals", "wants-a-step-up", "", "")),
                    new Scene(
                            "assessment",
                            List.of("early-help"),
                            "social-worker",
                            Map.of("cin-plan", "true"),
                            new At("step-down", "open-to-early-help", "", ""),
                            new At("cin-exit", "short-plan", "", ""))),
            "dorset",
            List.of(
                    new Scene(
                            "social-work",
                            List.of(),
                            "social-worker",
                            Map.of("legal-status", "section-20", "plan-is-home", "false"),
                            new At("handover", "step-down", "social-work", ""),
                            new At("permanence", "section-20", "", "")),
                    new Scene(
                            "social-work",
                            List.of(),
                            "social-worker",
                            Map.of("legal-status", "section-20", "plan-is-home", "false"),
                            new At("co-working", "ask-early-help", "social-work", ""),
                            new At("reallocation", "change-of-practitioner", "social-work", ""))));

    @Test
    void whatever_people_do_at_once_each_child_has_one_accountable_holder_and_no_word_is_lost() throws Exception {
        int wanted = Boolean.getBoolean("stepways.long") ? WHOLE : SHORT;
        var tally = new Tally();
        long runs = 0;
        long events = 0;
        long holders = 0;
        long words = 0;
        var wrong = new ArrayList<String>();
        for (var pack : List.of("icrt", "dorset")) {
            var council = CrowdedCouncil.running(TestDatabase.shared(), pack);
            var scenes = Objects.requireNonNull(SCENES.get(pack));
            for (int number = 0; number < wanted / 2 && wrong.size() < 20; number++) {
                var random = new SplittableRandom(SEED + number * 2L + (pack.equals("icrt") ? 0 : 1));
                var scenario = interleave(council, scenes.get(number % scenes.size()), random, tally);
                var found = found(scenario);
                runs += found.runs();
                events += found.events();
                holders += found.changesOfHolder();
                words += scenario.words.size();
                for (var finding : found.findings()) {
                    wrong.add(pack + " " + number + ": " + finding + "\n  " + String.join("\n  ", scenario.done));
                }
            }
        }

        System.out.printf(
                Locale.ROOT,
                "interleavings %d of %d (seed %d): %d people at once, %d runs, %d events, %d changes of holder,"
                        + " %d acknowledged texts; recorded %s, refused %d, changed meanwhile %d, sent twice %d, busy %d%n",
                wanted,
                WHOLE,
                SEED,
                PEOPLE,
                runs,
                events,
                holders,
                words,
                tally.recorded,
                tally.refused.sum(),
                tally.changed.sum(),
                tally.again.sum(),
                tally.busy.sum());
        assertThat(wrong).isEmpty();
        assertThat(tally.recorded.keySet()).as("every deed was recorded").contains(Deed.values());
        assertThat(holders).as("changes of holder").isGreaterThan(wanted / 4);
        assertThat(tally.changed.sum()).as("people were in each other's way").isPositive();
    }

    private static Scenario interleave(CrowdedCouncil council, Scene scene, SplittableRandom random, Tally tally)
            throws Exception {
        council.itIs(CrowdedCouncil.BEGINS);
        council.database.write(
                council.job(), sql -> sql.sql("delete from cover").update());
        var scenario = new Scenario(council, scene, 1 + random.nextInt(2));
        prepare(scenario, random.split(), tally);
        var barrier = new CyclicBarrier(PEOPLE);
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            var working = new ArrayList<java.util.concurrent.Future<?>>();
            for (int i = 0; i < PEOPLE; i++) {
                var somebody = new SomebodyAtWork(scenario, random.split(), tally);
                working.add(all.submit(() -> {
                    barrier.await();
                    somebody.work(5);
                    return true;
                }));
            }
            for (var each : working) {
                each.get();
            }
        }
        return scenario;
    }

    /// One person alone takes the runs some way first, so that people meet at every stage.
    private static void prepare(Scenario scenario, SplittableRandom random, Tally tally) {
        var alone = new SomebodyAtWork(scenario, random, tally);
        for (int steps = random.nextInt(30); steps > 0; steps--) {
            int chance = random.nextInt(20);
            alone.does(chance == 0 ? Deed.STEP_OUTSIDE : chance < 5 ? Deed.ALLOCATE : Deed.GO_ON);
        }
    }

    private static StoredRecord.Found found(Scenario scenario) {
        var stored = scenario.council.database.read(
                scenario.council.job(),
                sql -> StoredRecord.of(sql, scenario.council.authority, scenario.household.children(), scenario.words));
        var all = new ArrayList<>(scenario.wrong);
        all.addAll(stored.findings());
        all.addAll(workThatStandsOtherwise(scenario));
        return new StoredRecord.Found(all, stored.runs(), stored.events(), stored.changesOfHolder());
    }

    /// What the lists of work say of the open runs, where it is not what the runs wait for: a step of one run may have
    /// changed whom the other waits for.
    private static List<String> workThatStandsOtherwise(Scenario scenario) {
        var council = scenario.council;
        return council.database.write(council.job(), sql -> {
            var wrong = new ArrayList<String>();
            var runs = sql.sql("""
                            select distinct r.id
                              from run r
                              join run_child c on c.authority = r.authority and c.run = r.id
                             where c.child = any(:children)
                               and r.status = 'open'
                            """)
                    .param("children", scenario.household.children().toArray(UUID[]::new))
                    .query((rs, _) -> rs.getObject("id", UUID.class))
                    .list();
            for (var run : runs) {
                var loaded = new RunReader(sql).load(run, council.now()).orElseThrow();
                var stood = work(sql, run);
                new WorkItems(sql, council.authority).write(council.policy, loaded, council.now());
                var stands = work(sql, run);
                if (!stood.equals(stands)) {
                    wrong.add("the work of run " + run + " stood as " + stood + " and is " + stands);
                }
            }
            return wrong;
        });
    }

    private static List<String> work(JdbcClient sql, UUID run) {
        return sql.sql("""
                        select concat_ws(' ', item, staff, team, holder, role)
                          from work_item
                         where run = :run
                         order by item
                        """).param("run", run).query((rs, _) -> rs.getString(1)).list();
    }

    /// A database that has forgotten one of its rules, or loses what it is told: the same interleavings have to show
    /// it.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            two_holders_at_a_time  | are accountable | alter table allocation drop constraint a_child_has_one_accountable_holder_at_a_time; create function stepways.skip() returns trigger language plpgsql as 'begin return null; end'; create trigger skip before update on allocation for each row execute function stepways.skip()
            a_minute_without_holder| nobody is accountable | create function stepways.skip() returns trigger language plpgsql as 'begin new.held_from := new.held_from + interval ''1 minute''; return new; end'; create trigger skip before insert on allocation for each row when (new.begun_by_run is not null) execute function stepways.skip()
            a_lost_text            | not on record | create function stepways.skip() returns trigger language plpgsql as 'begin new.body := ''''; return new; end'; create trigger skip before insert on run_text for each row execute function stepways.skip()
            a_changed_event        | was changed | create function stepways.skip() returns trigger language plpgsql as 'begin new.happened_at := new.happened_at - interval ''1 second''; return new; end'; create trigger skip before insert on run_event for each row execute function stepways.skip()
            a_row_left_behind      | its events say | create function stepways.skip() returns trigger language plpgsql as 'begin new.stage := old.stage; return new; end'; create trigger skip before update on run for each row execute function stepways.skip()
            """)
    void a_database_that_does_not_do_its_part_is_noticed(String fault, String finding, String statements)
            throws Exception {
        var name = "stepways_fault_" + fault;
        var settings = TestDatabase.recreate(name);
        var findings = new ArrayList<String>();
        try (var database = Database.open(settings)) {
            var council = CrowdedCouncil.running(database, "icrt");
            TestDatabase.asOwner(name, statements);
            for (int number = 0; number < 40 && findings.isEmpty(); number++) {
                var scenario = interleave(
                        council,
                        Objects.requireNonNull(SCENES.get("icrt")).get(number % 3),
                        new SplittableRandom(SEED + number),
                        new Tally());
                findings.addAll(found(scenario).findings().stream()
                        .filter(each -> each.contains(finding))
                        .toList());
            }
        } finally {
            TestDatabase.drop(name);
        }

        assertThat(findings).isNotEmpty();
    }
}
