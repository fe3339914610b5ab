package stepways.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The councils' routes, walked in a real browser from the first page to the record that each should leave. Some are
/// walked
/// with nothing but the keyboard, some in a browser that runs no scripts.
class WalksTest {

    private static final LocalDate EIGHT = LocalDate.of(2018, 5, 4);

    /// A route with the outcomes chosen on it, in order; "@" and a time moves the clock there first.
    ///
    /// @param open to which services the children are open when it is over
    /// @param held the role of whoever is accountable then
    record Route(
            String name,
            Walk.Start start,
            List<String> steps,
            String stage,
            Set<String> open,
            String held,
            Person.Way way) {

        @Override
        public String toString() {
            return name
                    + switch (way) {
                        case POINTER -> "";
                        case KEYBOARD -> ", by keyboard";
                        case NO_SCRIPTS -> ", without scripts";
                    };
        }

        Route byKeys() {
            return new Route(name, start, steps, stage, open, held, Person.Way.KEYBOARD);
        }

        Route withoutScripts() {
            return new Route(name, start, steps, stage, open, held, Person.Way.NO_SCRIPTS);
        }
    }

    private static Route route(
            String name, Walk.Start start, List<String> steps, String stage, Set<String> open, String held) {
        return new Route(name, start, steps, stage, open, held, Person.Way.POINTER);
    }

    private static Walk.Start icrt(String service, String holder, String direction, String route) {
        return new Walk.Start("icrt", service, holder, EIGHT, 2, Map.of(), direction, route, holder);
    }

    private static Walk.Start dorset(String service, String holder, String direction, String route) {
        return new Walk.Start("dorset", service, holder, EIGHT, 1, Map.of(), direction, route, holder);
    }

    private static Walk.Start peterborough(String service, String holder, String direction, String route) {
        return new Walk.Start(
                "peterborough", service, holder, EIGHT, 1, Map.of("cin-plan", "false"), direction, route, holder);
    }

    private static Walk.Start coventry(String service, String holder, String direction, String route) {
        return new Walk.Start("coventry", service, holder, EIGHT, 1, Map.of(), direction, route, holder);
    }

    static Stream<Route> routes() {
        return Stream.<Route>of(
                route(
                        "the ICRT council: a contact about an open family stays with Early Help",
                        new Walk.Start(
                                "icrt",
                                "early-help",
                                "early-help-worker",
                                EIGHT,
                                1,
                                Map.of(),
                                "contact",
                                "contact|contact-on-open-episode",
                                "icrt-team-manager"),
                        List.of("remains-with-early-help", "forwarded"),
                        "ended",
                        Set.of("early-help"),
                        "early-help-worker"),
                route(
                        "the ICRT council: a contact that needs a strategy meeting",
                        new Walk.Start(
                                "icrt",
                                "early-help",
                                "early-help-worker",
                                EIGHT,
                                1,
                                Map.of(),
                                "contact",
                                "contact|contact-on-open-episode",
                                "icrt-team-manager"),
                        List.of("red"),
                        "ended",
                        Set.of("early-help"),
                        "early-help-worker"),
                route(
                        "Peterborough: a contact that MASH looks into, with nothing further to do",
                        new Walk.Start(
                                "peterborough",
                                "early-help",
                                "lead-professional",
                                EIGHT,
                                1,
                                Map.of(),
                                "contact",
                                "contact|child-referred",
                                "customer-services-adviser"),
                        List.of("passed-to-mash", "accepted-for-enquiry", "enquiry-no-further-action"),
                        "ended",
                        Set.of("early-help"),
                        "lead-professional"),
                route(
                        "Coventry: a contact diverted to Early Help",
                        new Walk.Start(
                                "coventry",
                                "early-help",
                                "early-help-worker",
                                EIGHT,
                                1,
                                Map.of(),
                                "contact",
                                "diversion|from-mash",
                                "mash-team-manager"),
                        List.of("diverted"),
                        "early-help-picks-up",
                        Set.of("early-help"),
                        "early-help-worker"),
                route(
                        "the ICRT council: at the checkpoint Level 3 is met no longer, and the way down begins",
                        icrt("early-help", "early-help-worker", "up", "step-up|worker-is-worried"),
                        List.of(
                                "worries-continue",
                                "sent-to-icrt",
                                "threshold-met",
                                "passed-to-duty",
                                "allocated",
                                "@2026-06-22T14:00",
                                "no-longer-level-3"),
                        "ended",
                        Set.of("early-help", "assessment"),
                        "social-worker"),
                route(
                        "the ICRT council: the panel wants Early Help at the second review",
                        new Walk.Start(
                                "icrt",
                                "assessment",
                                "social-worker",
                                EIGHT,
                                2,
                                Map.of("cin-plan", "true"),
                                "down",
                                "cin-exit|short-plan",
                                "social-worker"),
                        List.of("@2026-06-16T14:00", "early-help-wanted", "step-down-wanted"),
                        "ended",
                        Set.of("assessment"),
                        "social-worker"),
                route(
                        "Dorset: across to the disabled children's social workers",
                        dorset("social-work", "social-worker", "across", "handover|to-cwad"),
                        List.of(
                                "requested",
                                "@2026-06-09T14:30",
                                "handover-agreed",
                                "planned",
                                "@2026-06-12T15:00",
                                "handed-over"),
                        "ended",
                        Set.of("cwad-social-work"),
                        "cwad-social-worker"),
                route(
                        "Dorset: somebody from Early Help works alongside for a while",
                        dorset("social-work", "social-worker", "co_working", "co-working|ask-early-help"),
                        List.of("requested", "@2026-06-09T14:30", "co-working-agreed", "co-working-ends"),
                        "ended",
                        Set.of("social-work"),
                        "social-worker"),
                route(
                                "Dorset: another practitioner in the same service",
                                new Walk.Start(
                                        "dorset",
                                        "early-help",
                                        "early-help-worker",
                                        EIGHT,
                                        2,
                                        Map.of(),
                                        "across",
                                        "reallocation|change-of-practitioner",
                                        "early-help-team-manager"),
                                List.of("re-allocated", "@2026-06-08T10:00", "handed-over-here"),
                                "ended",
                                Set.of("early-help"),
                                "early-help-worker")
                        .withoutScripts(),
                route(
                        "Dorset: a personal advisor before sixteen",
                        new Walk.Start(
                                "dorset",
                                "social-work",
                                "social-worker",
                                LocalDate.of(2010, 9, 1),
                                1,
                                Map.of("legal-status", "section-20", "looked-after", "true"),
                                "across",
                                "leaving-care|approaching-16",
                                "social-worker"),
                        List.of(
                                "requested",
                                "@2026-06-09T14:30",
                                "advisor-agreed",
                                "@2026-09-02T10:00",
                                "advisor-given"),
                        "side-by-side",
                        Set.of("social-work", "leaving-care"),
                        "social-worker"),
                route(
                        "Dorset: the Permanence Team comes alongside before the final hearing",
                        new Walk.Start(
                                "dorset",
                                "social-work",
                                "social-worker",
                                EIGHT,
                                1,
                                Map.of("legal-status", "proceedings", "final-hearing", "2026-07-28"),
                                "across",
                                "permanence|proceedings",
                                "social-worker"),
                        List.of("requested", "@2026-06-09T14:30", "step-across-agreed"),
                        "alongside",
                        Set.of("social-work"),
                        "social-worker"),
                route(
                                "Peterborough: from a plan to a team that is there already",
                                new Walk.Start(
                                        "peterborough",
                                        "family-safeguarding",
                                        "family-safeguarding-social-worker",
                                        EIGHT,
                                        1,
                                        Map.of("cin-plan", "true"),
                                        "down",
                                        "step-down|from-plan|family-safeguarding",
                                        "family-safeguarding-social-worker"),
                                List.of("team-already-there", "team-agreed", "nominated-lead-takes-up"),
                                "ended",
                                Set.of("early-help"),
                                "lead-professional")
                        .byKeys(),
                route(
                        "Peterborough: the family does not want it, and social care looks again",
                        peterborough(
                                "assessment",
                                "assessment-social-worker",
                                "down",
                                "step-down|after-assessment|assessment"),
                        List.of("several-agencies", "masg-declined", "social-care-carries-on"),
                        "ended",
                        Set.of("assessment"),
                        "assessment-social-worker"),
                route(
                                "Coventry: down from Referral and Assessment",
                                coventry(
                                        "assessment",
                                        "referral-social-worker",
                                        "down",
                                        "step-down|from-referral-and-assessment"),
                                List.of("step-down-agreed", "handed-over"),
                                "ended",
                                Set.of("early-help"),
                                "early-help-worker")
                        .withoutScripts(),
                route(
                                "the ICRT council: the threshold is not met, and Early Help goes on",
                                icrt("early-help", "early-help-worker", "up", "step-up|worker-is-worried"),
                                List.of("worries-continue", "sent-to-icrt", "threshold-not-met"),
                                "ended",
                                Set.of("early-help"),
                                "early-help-worker")
                        .withoutScripts(),
                route(
                        "the ICRT council: at once, for child protection",
                        icrt("early-help", "early-help-worker", "up", "step-up-now|worker-sees-harm"),
                        List.of("speak-to-icrt", "step-up-agreed", "allocated", "another-pathway-agreed"),
                        "ended",
                        Set.of("assessment"),
                        "social-worker"),
                route(
                                "the ICRT council: down to Early Help, which did not know the family",
                                icrt("assessment", "social-worker", "down", "step-down|not-open-to-early-help"),
                                List.of(
                                        "early-help-accepts",
                                        "meeting-arranged",
                                        "@2026-06-10T14:00",
                                        "agreed-at-the-meeting",
                                        "stepped-down"),
                                "ended",
                                Set.of("early-help"),
                                "early-help-worker")
                        .byKeys(),
                route(
                        "Dorset: up through the Locality Meeting",
                        dorset("early-help", "early-help-worker", "up", "step-up|child-in-need"),
                        List.of(
                                "step-up-considered",
                                "requested",
                                "@2026-06-09T14:30",
                                "step-up-agreed",
                                "child-in-need-plan",
                                "early-help-ends"),
                        "ended",
                        Set.of("social-work"),
                        "social-worker"),
                route(
                        "Dorset: down through the Locality Meeting",
                        dorset("social-work", "social-worker", "down", "handover|step-down"),
                        List.of(
                                "requested",
                                "@2026-06-09T14:30",
                                "handover-agreed",
                                "planned",
                                "@2026-06-12T15:00",
                                "stepped-down"),
                        "ended",
                        Set.of("early-help"),
                        "early-help-worker"),
                route(
                                "Dorset: up inside CWAD, manager to manager",
                                dorset("cwad-early-help", "cwad-family-worker", "up", "cwad|cwad-step-up"),
                                List.of("managers-agree", "stepped-inside-cwad"),
                                "ended",
                                Set.of("cwad-social-work"),
                                "cwad-social-worker")
                        .byKeys(),
                route(
                                "Peterborough: one agency can help after the assessment",
                                peterborough(
                                        "assessment",
                                        "assessment-social-worker",
                                        "down",
                                        "step-down|after-assessment|assessment"),
                                List.of("one-agency-can-help", "referred-on"),
                                "ended",
                                Set.of(),
                                "")
                        .withoutScripts(),
                route(
                        "Coventry: up to social care",
                        coventry(
                                "early-help",
                                "early-help-worker",
                                "up",
                                "step-up|risk-grows|early-help|neighbourhoods"),
                        List.of("step-up-agreed", "taken-up"),
                        "ended",
                        Set.of("neighbourhoods"),
                        "neighbourhood-social-worker"),
                route(
                                "Coventry: down with a warm handover",
                                coventry(
                                        "neighbourhoods",
                                        "neighbourhood-social-worker",
                                        "down",
                                        "step-down|from-neighbourhood"),
                                List.of("step-down-agreed", "handed-over"),
                                "ended",
                                Set.of("early-help"),
                                "early-help-worker")
                        .byKeys());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void leaves_the_record_it_should(Route route) {
        Service.at("2026-06-04T10:00");
        try (var walk = Walk.begin(route.start(), route.way())) {
            for (var step : route.steps()) {
                if (step.startsWith("@")) {
                    walk.everybodyDoesTheirs();
                    Service.at(step.substring(1));
                } else {
                    walk.decide(step);
                }
            }
            assertThat(walk.stage()).isEqualTo(route.stage());
            assertThat(walk.openServices()).isEqualTo(route.open());
            assertThat(walk.holders())
                    .isEqualTo(
                            route.held().isEmpty()
                                    ? Set.of()
                                    : Set.of(walk.council().name(route.held())));
        }
    }
}
