package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stepways.app.procedures.Procedures;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;

/// Walks every pathway of every procedure through the pages, from each door to each ending.
///
/// The walkers know no pack: whoever the page names does what the page offers, and waits where it says to wait. So an
/// item nobody can open, a step that does not say what is missing, and an ending that no form leads to are found here.
class EveryPathwayTest {

    /// One door of one pathway.
    record Way(String pack, Pathway pathway, Pathway.Door door) {
        @Override
        public String toString() {
            return pack + ", " + pathway.name() + ", by " + door.name();
        }
    }

    static Stream<Way> ways() {
        return Stream.of("icrt", "dorset", "peterborough", "coventry")
                .flatMap(pack ->
                        TestService.bean(Procedures.class)
                                .newest(pack)
                                .orElseThrow()
                                .policy()
                                .pathways()
                                .values()
                                .stream()
                                .filter(pathway -> pathway.kind() == Pathway.Kind.TRANSFER)
                                .flatMap(pathway ->
                                        pathway.doors().values().stream().map(door -> new Way(pack, pathway, door))));
    }

    @AfterEach
    void back_to_the_usual_day() {
        TestService.at("2026-06-18T07:52:00Z");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void every_ending_is_reached_by_what_the_pages_offer(Way way) {
        var council = InventedCouncil.running(way.pack());
        var walkers = new Walkers(council, way.pathway(), way.door());
        var stuck = new ArrayList<String>();
        int walked = 0;
        for (var stage : way.pathway().stages().values()) {
            for (var ending : stage.outcomes()) {
                if (!(ending.go() instanceof Outcome.Go.End)) {
                    continue;
                }
                var route = walkers.route(stage, ending);
                if (route.isEmpty()) {
                    continue;
                }
                try {
                    walkers.walk(route.get());
                    walked++;
                } catch (Walkers.Shut byTheProcedure) {
                    assertThat(byTheProcedure).hasMessageContaining("must");
                } catch (AssertionError found) {
                    stuck.add(stage.name() + "." + ending.name() + ": " + found.getMessage());
                }
            }
        }

        assertThat(stuck).isEmpty();
        assertThat(walked).as("endings walked to").isPositive();
    }
}
