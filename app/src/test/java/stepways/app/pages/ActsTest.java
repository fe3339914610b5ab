package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.database.TestRows;
import stepways.app.record.Casework;
import stepways.app.web.SignedInStaff;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;

/// The acts on a transfer that are not steps of it, each posted as its page offers it.
class ActsTest {

    private static final String NOW = "2026-06-11T09:00:00Z";

    private InventedCouncil council = InventedCouncil.icrt();
    private UUID child = UUID.randomUUID();
    private UUID sister = UUID.randomUUID();
    private UUID family = UUID.randomUUID();

    @BeforeEach
    void it_is_a_thursday_in_june() {
        TestService.at(NOW);
    }

    /// A council under a procedure, with a family whose children are open to a service and held by a worker.
    private SignedInStaff family(String pack, String service, String role, String team) {
        council = InventedCouncil.running(pack);
        var worker = council.staff("Priya Nair", role, team, null);
        family = council.family();
        child = council.child(family, "Tyler", "Hathersage", "2013-03-09");
        sister = council.child(family, "Maisie", "Hathersage", "2018-07-02");
        council.parent(family, "Kerry", "Hathersage", child, sister);
        for (var each : new UUID[] {child, sister}) {
            council.open(each, service, "2026-02-03T09:00:00Z");
            council.lead(each, worker, role, service, null, "2026-02-03T09:00:00Z");
        }
        return worker;
    }

    private static TestService.Answer outside(SignedInStaff manager, String transfer, String to) {
        return OneForm.on(manager, transfer + "/act/outside", "/act/outside")
                .send("to", to, "reason", "The text does not say what to do here.");
    }

    private static String history(SignedInStaff reader, String transfer) {
        return TestService.get(reader, transfer).page().select(".sw-timeline").text();
    }

    // Disagreement.

    private SignedInStaff ruth = new SignedInStaff("", "", UUID.randomUUID(), "");
    private SignedInStaff owen = ruth;
    private SignedInStaff denise = ruth;
    private SignedInStaff priya = ruth;

    /// ICRT's manager has found the threshold not met, and the Early Help manager disagrees.
    private String disputed() {
        priya = family("icrt", "early-help", "early-help-worker", "early-help-locality");
        denise = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", null);
        ruth = council.staff("Ruth Kavanagh", "icrt-team-manager", "front-door", null);
        owen = council.staff("Owen Prys", "icrt-assistant-manager", "front-door", null);
        var transfer = "/transfers/" + council.begin(priya, family, "step-up", "worker-is-worried", child);
        moved(outside(denise, transfer, "icrt-view"));
        var discussion = TestService.get(ruth, transfer + "/items/step-up-request.icrt-discussion")
                .page();
        var answers = discussion.select("textarea").eachAttr("name");
        var typed = answers.stream()
                .flatMap(name -> java.util.stream.Stream.of(name, "We talked."))
                .toArray(String[]::new);
        moved(OneForm.on(ruth, transfer + "/items/step-up-request.icrt-discussion", "icrt-discussion")
                .send(typed));
        moved(OneForm.on(ruth, transfer + "/items/advice", "/items/advice").send("note", "A group for Tyler."));
        moved(OneForm.on(ruth, transfer + "/decision", "/decision")
                .send("outcome", "threshold-not-met", "reason", "The needs can be met at Level 2."));
        moved(OneForm.on(denise, transfer + "/act/dispute?rule=up-or-down", "/act/dispute")
                .send("reason", "The school says otherwise."));
        return transfer;
    }

    private static void moved(TestService.Answer answer) {
        assertThat(answer.status()).as(answer.main()).isEqualTo(302);
    }

    @Test
    void a_review_that_upholds_the_decision_leaves_it_as_it_was() {
        var transfer = disputed();

        var page = TestService.get(owen, transfer + "/act/resolve").main();
        moved(OneForm.on(owen, transfer + "/act/resolve", "/act/resolve")
                .send("outcome", "threshold-not-met", "reason", "I agree with ICRT."));

        assertThat(page).contains("The school says otherwise.").contains("The needs can be met at Level 2.");
        assertThat(TestService.get(owen, transfer).main()).contains("This ended on");
        assertThat(history(denise, transfer)).contains("I agree with ICRT.");
    }

    @Test
    void a_review_that_overturns_the_decision_moves_the_transfer_on() {
        var transfer = disputed();

        moved(OneForm.on(owen, transfer + "/act/resolve", "/act/resolve")
                .send("outcome", "threshold-met", "reason", "It has built up."));

        var after = TestService.get(priya, transfer);
        assertThat(after.page().select("[aria-current=step]").text()).contains("Pass the papers");
        assertThat(after.main()).contains("It has built up.").doesNotContain("This ended on");
    }

    @Test
    void whoever_took_the_decision_does_not_review_it_and_is_told_the_clause() {
        var transfer = disputed();

        var page = TestService.get(ruth, transfer + "/act/resolve");
        var posted = OneForm.on(owen, transfer + "/act/resolve", "/act/resolve")
                .sendAs(ruth, "outcome", "threshold-not-met", "reason", "I was right.");

        assertThat(page.page().select("form[action$='/act/resolve']")).isEmpty();
        assertThat(posted.status()).isEqualTo(400);
        assertThat(posted.page().select(".govuk-error-summary").text())
                .contains("somebody else reviews it")
                .contains("ICRT-4");
        assertThat(history(denise, transfer)).doesNotContain("I was right.");
    }

    @Test
    void a_review_without_a_next_step_is_not_offered_one_and_a_post_for_it_is_refused() {
        var transfer = disputed();

        var links = TestService.get(denise, transfer).page().select("a[href$='/act/escalate']");
        var posted = TestService.send(
                denise, transfer + "/act/escalate", "version", version(denise, transfer), "reason", "Further up.");

        assertThat(links).isEmpty();
        assertThat(posted.status()).isEqualTo(400);
        assertThat(posted.page().select(".govuk-error-summary").text())
                .contains("is not open as things stand")
                .contains("ICRT-47");
    }

    private static String version(SignedInStaff reader, String transfer) {
        return TestService.get(reader, transfer + "/act/ask")
                .page()
                .select("input[name=version]")
                .attr("value");
    }

    // Outside the written procedure.

    @Test
    void going_outside_the_procedure_needs_a_reason_and_a_manager_and_stands_in_the_history() {
        priya = family("icrt", "early-help", "early-help-worker", "early-help-locality");
        denise = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", null);
        var transfer = "/transfers/" + council.begin(priya, family, "step-up", "worker-is-worried", child);

        var without =
                OneForm.on(denise, transfer + "/act/outside", "/act/outside").send("to", "request", "reason", " ");
        var worker = OneForm.on(denise, transfer + "/act/outside", "/act/outside")
                .sendAs(priya, "to", "request", "reason", "I think so.");
        moved(outside(denise, transfer, "request"));

        assertThat(without.status()).isEqualTo(400);
        assertThat(without.main()).contains("Say what the procedure does not cover, and why this is right");
        assertThat(worker.status()).isEqualTo(400);
        assertThat(worker.page().select(".govuk-error-summary").text()).contains("not your role here");
        assertThat(history(priya, transfer))
                .contains("Outside the written procedure: to “Prepare the request”")
                .contains("The text does not say what to do here.");
        var counted = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select count(*) from run_event where type = 'went-outside-procedure'")
                                .query(Integer.class)
                                .single());
        assertThat(counted).isEqualTo(1);
    }

    @Test
    void ending_outside_the_procedure_closes_no_service_and_takes_nobody_away() {
        priya = family("icrt", "early-help", "early-help-worker", "early-help-locality");
        denise = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", null);
        var transfer = "/transfers/" + council.begin(priya, family, "step-up", "worker-is-worried", child);

        moved(outside(denise, transfer, "end"));

        assertThat(TestService.get(priya, transfer).main())
                .contains("Accountable now: Priya Nair")
                .contains("Early Help");
        assertThat(open(child)).isEqualTo(1);
    }

    @Test
    void nobody_goes_outside_the_procedure_while_a_child_has_nobody_accountable() {
        priya = family("icrt", "early-help", "early-help-worker", "early-help-locality");
        denise = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", null);
        var transfer = "/transfers/" + council.begin(priya, family, "step-up", "worker-is-worried", child);
        council.database().write(council.job(), sql -> {
            // The database keeps every child held who is open to a service; an older record may not have.
            sql.sql("update episode set closed_at = :now where child = :child")
                    .param("now", TestRows.at(NOW))
                    .param("child", child)
                    .update();
            return sql.sql("update allocation set held_until = :now where child = :child")
                    .param("now", TestRows.at(NOW))
                    .param("child", child)
                    .update();
        });
        council.open(child, "early-help", "2026-02-03T09:00:00Z");

        var answer = outside(denise, transfer, "end");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.page().select(".govuk-error-summary").text())
                .contains("Tyler Hathersage would have nobody who is accountable");
        assertThat(open(child)).isEqualTo(1);
    }

    private int open(UUID whose) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select count(*) from episode where child = :child and closed_at is null")
                                .param("child", whose)
                                .query(Integer.class)
                                .single());
    }

    // Another sitting.

    @Test
    void the_chair_moves_a_request_to_another_sitting_and_a_worker_does_not() {
        var worker = family("icrt", "assessment", "social-worker", "duty-team");
        var chair = council.staff("Moira Fenwick", "assessment-team-manager", "duty-team", null);
        council.fact(child, "cin-plan", "true");
        var run = council.begin(worker, family, "cin-exit", "short-plan", child);
        var transfer = "/transfers/" + run;
        var before = council.sittingOf(run);
        var form = OneForm.on(chair, transfer + "/act/sitting", "/act/sitting");

        var past = form.send("to-day", "3", "to-month", "6", "to-year", "2026");
        var others = form.sendAs(worker, "to-day", "15", "to-month", "7", "to-year", "2026");
        moved(form.send("to-day", "15", "to-month", "7", "to-year", "2026"));

        assertThat(past.status()).isEqualTo(400);
        assertThat(past.main()).contains("The other sitting cannot be in the past");
        assertThat(others.status()).isEqualTo(400);
        assertThat(others.page().select(".govuk-error-summary").text())
                .contains("not your role here")
                .contains("ICRT-42");
        assertThat(council.sittingOf(run)).isNotEqualTo(before);
        assertThat(history(worker, transfer)).contains("15 July");
        assertThat(TestService.get(chair, "/meetings/" + council.sittingOf(run)).main())
                .contains("Tyler Hathersage");
    }

    // What the case systems hold.

    @Test
    void what_is_entered_in_a_case_system_is_recorded_with_who_and_when_and_a_forbidden_code_is_refused() {
        var worker = family(
                "peterborough", "family-safeguarding", "family-safeguarding-social-worker", "family-safeguarding-team");
        var manager =
                council.staff("Denise Okafor", "family-safeguarding-team-manager", "family-safeguarding-team", null);
        council.fact(child, "cin-plan", "true");
        var transfer = "/transfers/"
                + council.beginFrom(worker, family, "step-down", "from-plan", "family-safeguarding", child);
        moved(outside(manager, transfer, "close-or-stay"));
        moved(OneForm.on(manager, transfer + "/decision", "/decision")
                .send("outcome", "stays-open-until-lead", "reason", "Until somebody leads."));

        var forbidden = OneForm.on(worker, transfer, "/entered").send("system", "lcs", "value", "NFA");
        moved(OneForm.on(worker, transfer, "/entered").send());

        assertThat(forbidden.status()).isEqualTo(400);
        assertThat(forbidden.page().select(".govuk-error-summary").text())
                .contains("“NFA” may not be entered for this outcome")
                .contains("PBO-26");
        assertThat(TestService.get(manager, transfer).page().select("#decided").text())
                .contains("by Priya Nair on 11 June 2026");
    }

    // Facts.

    @Test
    void a_hearing_that_moves_moves_what_is_due_and_the_old_date_stays_in_the_history() {
        var worker = family("dorset", "social-work", "social-worker", "east-social-work");
        var manager = council.staff("Denise Okafor", "social-work-team-manager", "east-social-work", null);
        council.fact(child, "legal-status", "proceedings");
        var transfer = "/transfers/" + council.begin(worker, family, "permanence", "proceedings", child);
        moved(outside(worker, transfer, "meeting"));
        moved(hearing(manager, transfer, LocalDate.of(2026, 8, 4)));
        var before =
                TestService.get(manager, transfer).page().select(".sw-need").text();

        moved(hearing(manager, transfer, LocalDate.of(2026, 9, 15)));

        var after = TestService.get(manager, transfer);
        assertThat(before).contains("23 June");
        assertThat(after.page().select(".sw-need").text()).contains("4 August").doesNotContain("23 June");
        assertThat(history(worker, transfer)).contains("4 August 2026").contains("15 September 2026");
    }

    private static TestService.Answer hearing(SignedInStaff who, String transfer, LocalDate day) {
        return OneForm.on(who, transfer + "/act/fact?fact=final-hearing", "/act/fact")
                .send(
                        "value-day",
                        String.valueOf(day.getDayOfMonth()),
                        "value-month",
                        String.valueOf(day.getMonthValue()),
                        "value-year",
                        String.valueOf(day.getYear()));
    }

    @Test
    void a_fact_recorded_about_the_wrong_sibling_is_taken_back_and_both_stay_readable() {
        var worker = family("dorset", "social-work", "social-worker", "east-social-work");
        council.fact(child, "legal-status", "proceedings");
        council.fact(sister, "legal-status", "proceedings");
        var transfer = "/transfers/" + council.begin(worker, family, "permanence", "proceedings", child, sister);
        var fact = transfer + "/act/fact?fact=need-has-eased";
        moved(OneForm.on(worker, fact, "/act/fact").send("about", sister.toString(), "value", "true"));
        var link = TestService.get(worker, transfer)
                .page()
                .select("a[href*='/events/']")
                .attr("href");

        moved(OneForm.on(worker, link, "/correct").send("kind", "never", "reason", "It is Tyler who needs less."));
        moved(OneForm.on(worker, fact, "/act/fact").send("about", child.toString(), "value", "true"));

        assertThat(history(worker, transfer))
                .contains("It is Tyler who needs less.")
                .contains("it did not happen");
        assertThat(TestService.get(worker, transfer + "/act/fact").main())
                .contains("Tyler Hathersage: yes")
                .doesNotContain("Maisie Hathersage: yes");
    }

    @Test
    void what_the_child_s_own_record_says_is_put_right_by_recording_it_again() {
        var worker = family("dorset", "social-work", "social-worker", "east-social-work");
        council.fact(child, "legal-status", "proceedings");
        council.fact(sister, "legal-status", "proceedings");
        var transfer = "/transfers/" + council.begin(worker, family, "permanence", "proceedings", child, sister);
        var fact = transfer + "/act/fact?fact=plan-is-home";
        moved(OneForm.on(worker, fact, "/act/fact").send("about", sister.toString(), "value", "true"));
        var link = TestService.get(worker, transfer)
                .page()
                .select("a[href*='/events/']")
                .attr("href");

        var page = TestService.get(worker, link);
        moved(OneForm.on(worker, fact, "/act/fact").send("about", sister.toString(), "value", "false"));

        assertThat(page.page().select("input[value=never]")).isEmpty();
        assertThat(page.main()).contains("record it again");
        assertThat(TestService.get(worker, transfer + "/act/fact").main()).contains("Maisie Hathersage: no");
        assertThat(history(worker, transfer)).contains("yes, Maisie Hathersage").contains("no, Maisie Hathersage");
    }

    // At any time.

    @Test
    void what_the_procedure_allows_at_any_time_is_recorded_and_whoever_is_told_sees_it() {
        var worker = family("dorset", "social-work", "social-worker", "east-social-work");
        var told = council.staff("Grace Penn", "service-manager", null, null);
        council.fact(child, "legal-status", "proceedings");
        var transfer = "/transfers/" + council.begin(worker, family, "permanence", "proceedings", child);

        moved(OneForm.on(worker, transfer + "/act/any/raise-capacity", "/raise-capacity")
                .send("note", "Three are on leave."));

        assertThat(history(worker, transfer)).contains("Nobody is free").contains("Three are on leave.");
        assertThat(TestService.get(told, transfer)
                        .page()
                        .select("section[id^=told-]")
                        .text())
                .contains("Nobody is free")
                .contains("Three are on leave.");
        moved(OneForm.on(told, transfer, "/act/seen").send());
    }

    @Test
    void a_note_of_a_megabyte_on_an_act_is_refused_in_plain_words_and_kept() {
        var worker = family("dorset", "social-work", "social-worker", "east-social-work");
        council.fact(child, "legal-status", "proceedings");
        var transfer = "/transfers/" + council.begin(worker, family, "permanence", "proceedings", child);
        var text = "word ".repeat(210_000).strip();

        var answer = OneForm.on(worker, transfer + "/act/any/raise-capacity", "/raise-capacity")
                .send("note", text);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.page().select(".govuk-error-summary").text()).contains("Shorten this to 100,000 characters");
        assertThat(answer.page().select("textarea[name=note]").val()).isEqualTo(text);
    }

    // Time and death.

    @Test
    void what_is_recorded_a_week_late_shows_when_it_happened_and_when_it_was_recorded() {
        TestService.at("2026-06-01T09:00:00Z");
        priya = family("icrt", "early-help", "early-help-worker", "early-help-locality");
        var transfer = "/transfers/" + council.begin(priya, family, "step-up", "worker-is-worried", child);
        TestService.at("2026-06-11T09:00:00Z");

        moved(OneForm.on(priya, transfer + "/items/talk-with-manager", "/items/talk-with-manager")
                .send(
                        "happened-day",
                        "4",
                        "happened-month",
                        "6",
                        "happened-year",
                        "2026",
                        "happened-time",
                        "2:30pm",
                        "note",
                        "We talked."));

        var event = TestService.get(priya, transfer).page().select(".sw-timeline li").stream()
                .filter(each -> each.text().contains("We talked."))
                .findFirst()
                .orElseThrow();
        assertThat(event.select("time").text()).contains("4 June 2026").contains("2:30pm");
        assertThat(event.select(".sw-recorded").text()).contains("11 June 2026");
    }

    @Test
    void after_the_death_of_the_only_child_nothing_is_due_and_there_is_nothing_to_say_at_the_door() {
        priya = family("icrt", "early-help", "early-help-worker", "early-help-locality");
        denise = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", null);
        var run = council.begin(priya, family, "step-up", "worker-is-worried", child);
        var transfer = "/transfers/" + run;
        var before =
                TestService.get(priya, transfer + "/items/talk-with-manager").main();
        died(run, child);

        for (var page : new String[] {"", "/items/talk-with-manager", "/decision", "/act/ask"}) {
            for (var reader : new SignedInStaff[] {priya, denise}) {
                assertThat(TestService.get(reader, transfer + page).main())
                        .as(reader.name() + " " + page)
                        .doesNotContain("Say it to the family");
            }
        }
        assertThat(before).contains("Say it to the family");
        assertThat(TestService.get(priya, transfer).main())
                .contains("has died. Nothing here is due any more.")
                .contains("Priya Nair")
                .doesNotContain("Everything on the list is done");
    }

    @Test
    void while_a_brother_or_sister_lives_the_words_for_the_door_stay() {
        priya = family("icrt", "early-help", "early-help-worker", "early-help-locality");
        var run = council.begin(priya, family, "step-up", "worker-is-worried", child, sister);
        died(run, child);

        assertThat(TestService.get(priya, "/transfers/" + run).main()).contains("Say it to the family");
    }

    private void died(UUID run, UUID whose) {
        var answer = TestService.bean(Casework.class)
                .submit(
                        priya.viewer(),
                        run,
                        new Casework.Form(
                                TestRows.anId().toString(),
                                Long.parseLong(version(priya, "/transfers/" + run)),
                                Optional.empty()),
                        _ -> new Command.Request.RecordDeath(new ChildId(whose.toString()), LocalDate.of(2026, 6, 10)));
        assertThat(answer).isInstanceOf(Casework.Answer.Done.class);
    }
}
