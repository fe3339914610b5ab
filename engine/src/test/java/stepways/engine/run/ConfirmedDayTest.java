package stepways.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static stepways.engine.run.APolicy.AnItem.confirm;
import static stepways.engine.run.APolicy.AnItem.task;
import static stepways.engine.run.APolicy.within;
import static stepways.engine.run.Story.WORKER;
import static stepways.engine.run.Story.at;
import static stepways.engine.run.Story.item;

import org.junit.jupiter.api.Test;
import stepways.engine.run.APolicy.AStage;
import stepways.engine.run.APolicy.AnOutcome;

/// A day that somebody states in an item of the list.
class ConfirmedDayTest {

    @Test
    void a_clock_that_names_it_starts_on_the_day_stated_and_not_when_it_was_stated() {
        var story = new Story(APolicy.of(AStage.called("talk")
                .item(confirm("final-hearing", ""))
                .item(task("visit").due(within("5 days", "final-hearing")))
                .outcome(AnOutcome.called("closed"))));

        story.does(WORKER, item("final-hearing", "", "2026-07-01"));

        assertThat(story.outstanding()
                        .items()
                        .get(1)
                        .clock()
                        .dated()
                        .orElseThrow()
                        .latest())
                .isEqualTo(at("2026-07-07T00:00"));
    }
}
