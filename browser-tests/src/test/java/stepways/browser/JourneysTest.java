package stepways.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The main job, walked by separate people in a real browser, each signing in.
class JourneysTest {

    private static final LocalDate EIGHT = LocalDate.of(2018, 5, 4);

    @Test
    void an_early_help_family_goes_from_the_first_worry_to_the_checkpoint() {
        Service.at("2026-06-01T09:00");
        var council = Council.under("icrt");
        var family = council.family("Farrow", "early-help", "early-help-worker", EIGHT, 2, Map.of());
        try (var worker = Person.signsIn(council, council.name("early-help-worker"));
                var manager = Person.signsIn(council, council.name("early-help-team-manager"));
                var icrt = Person.signsIn(council, council.name("icrt-team-manager"));
                var duty = Person.signsIn(council, council.name("duty-manager"));
                var social = Person.signsIn(council, council.name("social-worker"));
                var assessment = Person.signsIn(council, council.name("assessment-team-manager"))) {

            worker.looks("icrt-work-empty");
            var transfer = worker.begins(family, "up", "step-up|worker-is-worried");
            worker.looks("icrt-transfer");
            worker.looksOnAPhone("icrt-transfer");
            worker.doesWhatIsOpen(transfer);
            manager.decides(transfer, "worries-continue", "The worries go on; we want an assessment.");
            manager.looks("icrt-decided");

            worker.doesWhatIsOpen(transfer);
            manager.doesWhatIsOpen(transfer);
            manager.goTo(transfer + "/decision");
            manager.looks("icrt-decision");
            manager.looksOnAPhone("icrt-decision");
            manager.decides(transfer, "sent-to-icrt", "All of us agree that this needs a social worker's eyes.");

            icrt.doesWhatIsOpen(transfer);
            icrt.decides(transfer, "threshold-met", "The plan has not changed what the days are like.");
            worker.doesWhatIsOpen(transfer);
            manager.decides(transfer, "passed-to-duty", "Everything is attached.");
            duty.doesWhatIsOpen(transfer);
            duty.decides(transfer, "allocated", "She has room and knows the school.");

            Service.at("2026-06-22T14:00");
            social.goTo("/work");
            social.looks("icrt-work");
            social.doesWhatIsOpen(transfer);
            worker.doesWhatIsOpen(transfer);
            assessment.decides(transfer, "still-level-3", "The assessment shows the same worries.");
            assertThat(manager.stage(transfer)).contains("Checkpoint");
            manager.decides(transfer, "still-level-3", "I agree; our part is done.");

            manager.goTo(transfer);
            assertThat(manager.main()).contains("Still Level 3");
            manager.looks("icrt-ended");
            social.goTo("/families/" + family.id());
            assertThat(social.main()).contains(council.name("social-worker"));
            social.looks("icrt-family");
            social.looksOnAPhone("icrt-family");
        }
    }

    @Test
    void a_family_goes_after_assessment_through_the_masg_to_a_lead_professional_from_a_school() {
        Service.at("2026-06-04T10:00");
        var council = Council.under("peterborough");
        var family = council.family(
                "Okonjo", "assessment", "assessment-social-worker", EIGHT, 1, Map.of("cin-plan", "false"));
        try (var social = Person.signsIn(council, council.name("assessment-social-worker"));
                var manager = Person.signsIn(council, council.name("assessment-team-manager"));
                var administrator = Person.signsIn(council, council.name("masg-administrator"));
                var chair = Person.signsIn(council, council.name("masg-chair"));
                var lead = Person.signsIn(council, council.name("lead-professional"))) {

            var transfer = social.begins(family, "down", "step-down|after-assessment|assessment");
            social.decides(transfer, "several-agencies", "School, health and housing all have a part.");
            social.doesWhatIsOpen(transfer);
            social.goTo(transfer);
            social.looks("masg-prepared");
            social.decides(transfer, "to-masg", "The family agrees and wants the school to lead.");
            assertThat(social.main()).contains("Referral to Early Help").contains("MASG");
            social.doesWhatIsOpen(transfer);
            administrator.decides(transfer, "accepted-for-discussion", "Fits this panel.");
            manager.decides(transfer, "stays-open-until-lead", "Nobody leads yet, so we stay.");
            Service.at("2026-07-08T16:00");
            administrator.doesWhatIsOpen(transfer);
            chair.doesWhatIsOpen(transfer);
            chair.decides(transfer, "plan-agreed", "The school leads; health and housing join.");
            social.doesWhatIsOpen(transfer);
            lead.doesWhatIsOpen(transfer);
            lead.decides(transfer, "masg-lead-takes-up", "I know the family well and take this on.");

            manager.goTo("/families/" + family.id());
            assertThat(manager.main()).contains(council.name("lead-professional"));
            manager.looks("masg-family");
        }
    }

    @Test
    void a_child_in_care_goes_across_to_the_permanence_team_at_the_second_review() {
        Service.at("2026-06-04T10:00");
        var council = Council.under("dorset");
        var family = council.family(
                "Lindqvist",
                "social-work",
                "social-worker",
                EIGHT,
                1,
                Map.of(
                        "legal-status", "section-20",
                        "plan-is-home", "false",
                        "first-care-review", "2026-05-20",
                        "second-care-review", "2026-07-02"));
        try (var social = Person.signsIn(council, council.name("social-worker"));
                var sending = Person.signsIn(council, council.name("social-work-team-manager"));
                var receiving = Person.signsIn(council, council.name("permanence-team-manager"));
                var administrator = Person.signsIn(council, council.name("meeting-administrator"));
                var chair = Person.signsIn(council, council.name("service-manager"));
                var permanence = Person.signsIn(council, council.name("permanence-social-worker"))) {

            var transfer = social.begins(family, "across", "permanence|section-20");
            social.doesWhatIsOpen(transfer);
            social.decides(transfer, "requested", "The plan is long-term; a worker who stays is what he needs.");
            social.looks("permanence-requested");
            administrator.doesWhatIsOpen(transfer);
            receiving.doesWhatIsOpen(transfer);
            sending.doesWhatIsOpen(transfer);
            administrator.goTo("/meetings");
            administrator.looks("permanence-meetings");

            Service.at("2026-06-09T14:30");
            sending.doesWhatIsOpen(transfer);
            social.doesWhatIsOpen(transfer);
            chair.decides(transfer, "step-across-agreed", "Agreed; she comes alongside from this week.");

            permanence.doesWhatIsOpen(transfer);
            social.doesWhatIsOpen(transfer);
            sending.doesWhatIsOpen(transfer);
            Service.at("2026-07-02T15:00");
            social.doesWhatIsOpen(transfer);
            receiving.decides(transfer, "stepped-across", "The review met him with both workers.");

            permanence.goTo("/families/" + family.id());
            assertThat(permanence.main()).contains(council.name("permanence-social-worker"));
            permanence.looks("permanence-family");
        }
    }

    @Test
    void harm_now_is_raised_from_the_middle_of_a_transfer_and_nothing_blocks_it() {
        for (var start : java.util.List.of(
                new Start("icrt", "early-help", "early-help-worker", "up", "step-up|worker-is-worried", Map.of()),
                new Start(
                        "peterborough",
                        "assessment",
                        "assessment-social-worker",
                        "down",
                        "step-down|after-assessment|assessment",
                        Map.of("cin-plan", "false")),
                new Start(
                        "dorset",
                        "social-work",
                        "social-worker",
                        "across",
                        "permanence|section-20",
                        Map.of(
                                "legal-status",
                                "section-20",
                                "plan-is-home",
                                "false",
                                "second-care-review",
                                "2026-07-02")))) {
            Service.at("2026-06-04T10:00");
            var council = Council.under(start.pack());
            var family = council.family("Harrow", start.service(), start.role(), EIGHT, 2, start.facts());
            try (var worker = Person.signsIn(council, council.name(start.role()))) {
                var transfer = worker.begins(family, start.direction(), start.route());

                worker.raisesHarmNow();

                assertThat(worker.page.url()).as(start.pack()).matches(".*/harm-now/[0-9a-f-]{36}.*");
                assertThat(worker.main()).containsIgnoringCase("nobody has been told");
                worker.looks("harm-" + start.pack());
                worker.looksOnAPhone("harm-" + start.pack());
                worker.goTo(transfer);
                assertThat(worker.main()).contains("Harm now");
            }
        }
    }

    private record Start(
            String pack, String service, String role, String direction, String route, Map<String, String> facts) {}
}
