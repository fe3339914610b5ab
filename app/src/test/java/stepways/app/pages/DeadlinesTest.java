package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.clocks.Deadlines;
import stepways.app.database.Viewer;

class DeadlinesTest {

    private InventedCouncil council = InventedCouncil.icrt();

    @BeforeEach
    void it_is_a_working_morning() {
        TestService.at("2026-06-18T07:48:00Z");
        council = InventedCouncil.icrt();
    }

    @Test
    void a_date_that_has_passed_is_written_into_its_run_once_by_the_job() {
        var tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
        TestService.send(tom, "/harm-now", "name", "a boy");
        var later = Instant.parse("2026-06-18T08:30:00Z");
        TestService.at(later.toString());
        var deadlines = TestService.bean(Deadlines.class);
        var job = new Viewer.Job(council.job().authority(), "deadlines");

        int first = deadlines.record(job, later);
        int again = deadlines.record(job, later);

        assertThat(first).isEqualTo(1);
        assertThat(again).isZero();
        var by = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select by_job from run_event where type = 'deadline-missed'")
                                .query(String.class)
                                .list());
        assertThat(by).containsExactly("deadlines");
        var waiting = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql(
                                        "select count(*) from work_item where due_at <= :now and overdue_recorded_at is null")
                                .param("now", later.atOffset(java.time.ZoneOffset.UTC))
                                .query(Integer.class)
                                .single());
        assertThat(waiting).isEqualTo(0);
    }

    @Test
    void another_councils_dates_are_left_to_another_round() {
        var other = InventedCouncil.icrt();
        var otto = other.staff("Otto Vale", "early-help-worker", "early-help-locality", null);
        TestService.send(otto, "/harm-now", "name", "a girl");
        var later = Instant.parse("2026-06-18T08:30:00Z");
        TestService.at(later.toString());

        assertThat(TestService.bean(Deadlines.class)
                        .record(new Viewer.Job(council.job().authority(), "deadlines"), later))
                .isZero();
    }

    @Test
    void a_harm_call_nobody_has_confirmed_stands_above_a_managers_work() {
        var tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
        var denise = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", "07700 900301");
        var call = TestService.send(tom, "/harm-now", "name", "a boy").location();

        var alarmed = TestService.get(denise, "/work");
        TestService.send(tom, call + "/told", "who", denise.staff().toString(), "at", "");
        var after = TestService.get(denise, "/work");

        assertThat(alarmed.main())
                .contains("Harm now: nobody has been told yet")
                .contains("Tom Ferreira raised it at 8:48am");
        assertThat(after.main()).doesNotContain("nobody has been told yet");
    }
}
