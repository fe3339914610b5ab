package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.web.SignedInStaff;

/// Somebody for whom more waits than a page shows.
class LongWorkListTest {

    private SignedInStaff worker;

    @BeforeEach
    void a_hundred_and_thirty_questions_wait() {
        TestService.at("2026-06-11T09:00:00Z");
        var council = InventedCouncil.icrt();
        worker = council.staff("Priya Nair", "early-help-worker", "early-help-locality", null);
        var family = council.family();
        var child = council.child(family, "Tyler", "Hathersage", "2013-03-09");
        council.open(child, "early-help", "2026-02-03T09:00:00Z");
        council.lead(child, worker, "early-help-worker", "early-help", null, "2026-02-03T09:00:00Z");
        var run = council.begin(worker, family, "step-up", "worker-is-worried", child);
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("""
                                insert into work_item (authority, run, item, title, staff, role, arrived_at, due_at)
                                select :authority, :run, 'question:' || n, 'Question ' || n, :staff, 'early-help-worker',
                                       timestamptz '2026-06-10T09:00:00Z', timestamptz '2026-07-01T09:00:00Z' + n * interval '1 hour'
                                  from generate_series(1, 130) n
                                """)
                                .param("authority", council.job().authority().value())
                                .param("run", run)
                                .param("staff", worker.staff())
                                .update());
    }

    private static long questions(String text) {
        return text.lines().filter(line -> line.contains("Question ")).count();
    }

    @Test
    void the_hundred_that_press_most_are_shown_and_it_is_said_that_there_are_more() {
        var page = TestService.get(worker, "/work").page();

        assertThat(page.select("th a[href*='question=']")).hasSizeBetween(95, 100);
        assertThat(page.text()).contains("The 100 that press most are shown. There are more.");
        assertThat(page.select("th a[href*='question=']").eachText())
                .contains("Question 1")
                .doesNotContain("Question 130");
    }

    @Test
    void all_of_them_are_shown_on_asking_and_go_into_a_file() {
        var all = TestService.get(worker, "/work?show=all").page();
        var csv = TestService.get(
                        worker,
                        TestService.get(worker, "/work")
                                .page()
                                .select("a[href^='/lists/csv']")
                                .attr("href"))
                .body();

        assertThat(all.select("th a[href*='question=']")).hasSize(130);
        assertThat(all.text()).doesNotContain("There are more.");
        assertThat(questions(csv)).isEqualTo(130);
    }
}
