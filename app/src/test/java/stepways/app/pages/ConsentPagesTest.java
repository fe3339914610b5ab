package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.consents.MayShare;
import stepways.app.consents.Recipient;
import stepways.app.database.TestRows;
import stepways.app.record.RunReader;
import stepways.app.web.SignedInStaff;
import stepways.engine.run.ChildId;
import stepways.engine.run.Facts;
import stepways.engine.run.PersonId;

class ConsentPagesTest {

    private static final String STEP_UP = "step-up-for-assessment";
    private static final String REGISTRATION = "early-help-registration";

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
    private UUID family = council.family();
    private UUID ellis = family;
    private UUID isla = family;
    private UUID joanne = family;

    @BeforeEach
    void it_is_a_working_morning() {
        TestService.at("2026-06-18T07:48:00Z");
        council = InventedCouncil.icrt();
        tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
        family = council.family();
        ellis = heldByTom("Ellis", "2010-11-04");
        isla = heldByTom("Isla", "2019-11-04");
        joanne = council.parent(family, "Joanne", "Rowan", ellis, isla);
    }

    private UUID heldByTom(String forename, String born) {
        var child = council.child(family, forename, "Rowan", born);
        council.open(child, "early-help", "2026-03-02T09:00:00Z");
        council.lead(child, tom, "early-help-worker", "early-help", null, "2026-03-02T09:00:00Z");
        return child;
    }

    private String url(String path) {
        return "/families/" + family + "/consents" + path;
    }

    /// An answer as the form sends it; `more` are names and values that come instead.
    private TestService.Answer answer(
            String agreement, UUID person, String answer, List<UUID> children, String... more) {
        var fields = new java.util.LinkedHashMap<String, String>();
        fields.put("key", TestRows.anId().toString());
        fields.put("agreement", agreement);
        fields.put("person", person.toString());
        fields.put("answer", answer);
        fields.put("asked-by", tom.staff().toString());
        fields.put("how", "in-person");
        fields.put("language", "English");
        fields.put("evidence-words", "She said so at home");
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        var all = new ArrayList<String>();
        fields.forEach((name, value) -> all.addAll(List.of(name, value)));
        children.forEach(child -> all.addAll(List.of("children", child.toString())));
        return TestService.send(tom, url("/answer"), all.toArray(String[]::new));
    }

    private Facts facts(UUID... children) {
        return council.database()
                .read(
                        council.job(),
                        sql -> new RunReader(sql)
                                .facts(
                                        List.of(children).stream()
                                                .map(child -> new ChildId(child.toString()))
                                                .toList(),
                                        TestService.now()));
    }

    private Facts.Answer said(Facts facts, String agreement, UUID person) {
        return Objects.requireNonNull(
                facts.answers().get(new Facts.AgreementKey(agreement, new PersonId(person.toString()))));
    }

    private MayShare.Answer mayShare(Recipient recipient, String purpose, UUID... children) {
        return council.database()
                .read(
                        council.job(),
                        sql -> new MayShare(sql).with(recipient, purpose, List.of(children), TestService.now()));
    }

    @Test
    void the_page_keeps_four_things_apart_and_says_who_can_agree() {
        var page = TestService.get(tom, url(""));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.page().select("main h2.govuk-heading-m").eachText())
                .containsExactly(
                        "Agreement to a service", "Told of sharing", "Lawful ground for sharing", "Not to be told");
        assertThat(page.main())
                .contains("Joanne Rowan Mother, with parental responsibility for Ellis and Isla"
                        .replace("Mother", "mother"))
                .contains("Ellis Rowan 15, can agree for themself where somebody has judged that they understand it")
                .contains("Isla Rowan Cannot agree 6, cannot agree: under 12 a child is heard");
    }

    @Test
    void an_answer_given_here_is_what_a_run_reads() {
        var sent = answer(STEP_UP, joanne, "given", List.of(ellis, isla));

        assertThat(sent.status()).isEqualTo(302);
        var answer = said(facts(ellis, isla), STEP_UP, joanne);
        assertThat(answer.given()).isEqualTo(Facts.Given.GIVEN);
        assertThat(answer.run()).as("asked outside a run").isNull();
        assertThat(TestService.get(tom, url("")).main())
                .contains("Step up for assessment: Joanne Rowan Given")
                .contains("Face to face, in English")
                .contains("She said so at home");
    }

    @Test
    void a_double_click_records_once() {
        var key = TestRows.anId().toString();

        answer(STEP_UP, joanne, "given", List.of(ellis), "key", key);
        answer(STEP_UP, joanne, "given", List.of(ellis), "key", key);

        assertThat(TestService.get(tom, url("")).page().select("#agreement-history li"))
                .hasSize(1);
    }

    @Test
    void an_answer_given_here_stands_in_the_run_too_and_one_given_in_the_run_stands_here() {
        var run = council.begin(tom, family, "step-up", "worker-is-worried", ellis, isla);
        TestService.at("2026-06-18T08:00:00Z");

        answer(STEP_UP, joanne, "given", List.of(ellis, isla));

        var inRun = TestService.get(tom, "/transfers/" + run + "/agreements/" + STEP_UP);
        assertThat(inRun.main()).contains("Joanne Rowan mother, parental responsibility Given");
        assertThat(said(facts(ellis, isla), STEP_UP, joanne).run()).isNotNull();

        TestService.at("2026-06-18T09:00:00Z");
        var form = TestService.get(tom, "/transfers/" + run + "/agreements/" + STEP_UP + "?person=" + joanne);
        assertThat(form.status()).isEqualTo(200);
        var recorded = TestService.send(
                tom,
                "/transfers/" + run + "/agreements/" + STEP_UP,
                "version",
                form.page().select("input[name=version]").attr("value"),
                "key",
                TestRows.anId().toString(),
                "person",
                joanne.toString(),
                "answer",
                "withdrawn",
                "how",
                "telephone",
                "evidence",
                "Rang and said no more");
        assertThat(recorded.status()).isEqualTo(302);
        assertThat(TestService.get(tom, url("")).main())
                .contains("Step up for assessment: Joanne Rowan Withdrawn")
                .contains("Rang and said no more");
    }

    @Test
    void an_answer_about_one_sibling_is_none_about_the_other() {
        answer(STEP_UP, joanne, "given", List.of(ellis));

        assertThat(said(facts(ellis), STEP_UP, joanne).given()).isEqualTo(Facts.Given.GIVEN);
        assertThat(facts(ellis, isla).answers()).isEmpty();
        assertThat(mayShare(Recipient.organisation("Oakfield School"), STEP_UP, ellis))
                .isInstanceOf(MayShare.Answer.Yes.class);
        assertThat(mayShare(Recipient.organisation("Oakfield School"), STEP_UP, ellis, isla))
                .isInstanceOfSatisfying(
                        MayShare.Answer.No.class,
                        no -> assertThat(no.words()).contains("Isla").doesNotContain("Ellis"));
    }

    @Test
    void consent_recorded_of_the_wrong_sibling_is_put_right_and_both_stay_readable() {
        answer(STEP_UP, joanne, "given", List.of(ellis));
        var correct = TestService.get(tom, url(""))
                .page()
                .select("#agreement ~ div a[href*=correct]")
                .attr("href");
        var id = correct.substring(correct.indexOf("correct=") + 8);
        TestService.at("2026-06-19T07:48:00Z");
        var form = TestService.get(tom, correct);
        assertThat(form.page().select("input[name=children][checked]").eachAttr("value"))
                .containsExactly(ellis.toString());

        var sent = answer(
                STEP_UP,
                joanne,
                "given",
                List.of(isla),
                "correct",
                id,
                "right",
                "other",
                "because",
                "Joanne meant Isla: the wrong box was ticked");

        assertThat(sent.status()).isEqualTo(302);
        assertThat(facts(ellis).answers()).isEmpty();
        assertThat(said(facts(isla), STEP_UP, joanne).given()).isEqualTo(Facts.Given.GIVEN);
        assertThat(TestService.get(tom, url(""))
                        .page()
                        .select("#agreement-history li")
                        .eachText())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .contains("about Ellis")
                        .contains("Put right on 19 June 2026")
                        .contains("the wrong box was ticked"))
                .anySatisfy(line -> assertThat(line).contains("about Isla").doesNotContain("Put right"));
    }

    @Test
    void an_answer_that_was_never_given_is_struck_out() {
        answer(STEP_UP, joanne, "given", List.of(ellis, isla));
        var href =
                TestService.get(tom, url("")).page().select("a[href*=correct]").attr("href");
        var id = href.substring(href.indexOf("correct=") + 8);

        var without = TestService.send(tom, url("/answer"), "correct", id, "right", "never", "because", " ");
        var sent = TestService.send(
                tom, url("/answer"), "correct", id, "right", "never", "because", "Recorded on the wrong family");

        assertThat(without.status()).isEqualTo(400);
        assertThat(sent.status()).isEqualTo(302);
        assertThat(facts(ellis, isla).answers()).isEmpty();
        assertThat(TestService.get(tom, url("")).main())
                .contains("Nobody has been asked yet")
                .contains("Recorded on the wrong family");
    }

    @Test
    void separated_parents_answer_each_for_themselves_and_a_no_stops_sharing() {
        var father = council.parent(family, "Piotr", "Zielinski", ellis, isla);
        answer(STEP_UP, joanne, "given", List.of(ellis, isla));
        answer(STEP_UP, father, "refused", List.of(ellis, isla));

        var facts = facts(ellis, isla);

        assertThat(said(facts, STEP_UP, joanne).given()).isEqualTo(Facts.Given.GIVEN);
        assertThat(said(facts, STEP_UP, father).given()).isEqualTo(Facts.Given.REFUSED);
        assertThat(mayShare(Recipient.organisation("Oakfield School"), STEP_UP, ellis))
                .isInstanceOfSatisfying(MayShare.Answer.No.class, no -> {
                    assertThat(no.because()).isEqualTo(MayShare.Because.REFUSED);
                    assertThat(no.words()).contains("Piotr Zielinski said no on 18 June 2026");
                    assertThat(no.wayOn()).contains("manager");
                });
    }

    @Test
    void a_young_person_of_fifteen_agrees_where_somebody_has_judged_that_they_understand_it() {
        var without = answer(STEP_UP, ellis, "given", List.of(ellis));
        var with = answer(
                STEP_UP,
                ellis,
                "given",
                List.of(ellis),
                "judged-by",
                tom.staff().toString(),
                "judged-because",
                "Ellis said in their own words what a social worker would do");

        assertThat(without.status()).isEqualTo(400);
        assertThat(without.page().select(".govuk-error-summary a").eachText())
                .contains("Say why they were judged to understand what they agree to: under 16 a yes counts only then");
        assertThat(with.status()).isEqualTo(302);
        assertThat(TestService.get(tom, url("")).main())
                .contains("by Tom Ferreira: Ellis said in their own words what a social worker would do");
    }

    @Test
    void a_child_of_six_and_an_adult_without_parental_responsibility_are_not_offered_and_the_page_says_why() {
        var partner = council.parent(family, "Lee", "Marsh");
        var form = TestService.get(tom, url("/answer"));

        assertThat(form.page().select("input[name=person]").eachAttr("value"))
                .containsExactly(joanne.toString(), ellis.toString());
        assertThat(form.main())
                .contains("Lee Marsh: cannot agree: no relation to the children is recorded.")
                .contains("Isla Rowan: 6, cannot agree");
        assertThat(answer(STEP_UP, partner, "given", List.of(ellis)).status()).isEqualTo(400);
        assertThat(answer(STEP_UP, isla, "given", List.of(isla)).status()).isEqualTo(400);
        assertThat(answer(STEP_UP, ellis, "given", List.of(ellis, isla), "judged-because", "Understands")
                        .main())
                .contains("Ellis Rowan cannot answer for Isla");
        assertThat(facts(ellis, isla).answers()).isEmpty();
    }

    @Test
    void agreement_in_polish_needs_to_be_understood() {
        var without = answer(STEP_UP, joanne, "given", List.of(ellis, isla), "language", "Polish");
        var with = answer(
                STEP_UP,
                joanne,
                "given",
                List.of(ellis, isla),
                "language",
                "Polish",
                "interpreter",
                "Anna Nowak, council interpreter");

        assertThat(without.status()).isEqualTo(400);
        assertThat(without.page().select("#interpreter").attr("aria-describedby"))
                .isNotEmpty();
        assertThat(without.page().select("#evidence-words").text()).isEqualTo("She said so at home");
        assertThat(with.status()).isEqualTo(302);
        assertThat(TestService.get(tom, url("")).main())
                .contains("Face to face, in Polish, interpreted: Anna Nowak, council interpreter");
    }

    @Test
    void what_the_procedure_wants_signed_is_not_recorded_as_a_yes_without_a_signature() {
        var spoken = answer(REGISTRATION, joanne, "given", List.of(ellis, isla));
        var signed = answer(REGISTRATION, joanne, "given", List.of(ellis, isla), "how", "signed-form");

        assertThat(spoken.status()).isEqualTo(400);
        assertThat(spoken.main()).contains("The procedure wants this signed");
        assertThat(signed.status()).isEqualTo(302);
    }

    @Test
    void an_answer_holds_until_its_last_day() {
        answer(STEP_UP, joanne, "given", List.of(ellis), "until-day", "20", "until-month", "6", "until-year", "2026");
        TestService.at("2026-06-20T20:00:00Z");
        assertThat(said(facts(ellis), STEP_UP, joanne).given()).isEqualTo(Facts.Given.GIVEN);

        TestService.at("2026-06-21T08:00:00Z");

        assertThat(facts(ellis).answers()).isEmpty();
        assertThat(mayShare(Recipient.organisation("Oakfield School"), STEP_UP, ellis))
                .isInstanceOf(MayShare.Answer.No.class);
        assertThat(TestService.get(tom, url("")).main()).contains("Its time is over");
    }

    @Test
    void when_a_yes_is_taken_back_its_reach_is_listed_and_what_has_not_left_is_stopped() {
        var run = council.begin(tom, family, "step-up", "worker-is-worried", ellis, isla);
        TestService.at("2026-06-18T08:00:00Z");
        answer(STEP_UP, joanne, "given", List.of(ellis, isla));
        var letter = message(run, "letter", true);
        var mail = message(run, "mail", false);
        var sent = message(run, "mail", false);
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("update outbox set sent_at = recorded_at where id = :id")
                                .param("id", sent)
                                .update());
        TestService.at("2026-06-18T09:00:00Z");
        var before =
                TestService.get(tom, url("/answer?agreement=" + STEP_UP + "&person=" + joanne + "&answer=withdrawn"));
        assertThat(before.main())
                .contains("Has not left yet")
                .contains("It is stopped when you record this.")
                .contains("looks at the threshold afresh");

        var taken = answer(STEP_UP, joanne, "withdrawn", List.of(ellis, isla));

        assertThat(taken.status()).isEqualTo(302);
        assertThat(outbox(letter)).isEqualTo("held: agreement");
        assertThat(outbox(mail)).isEqualTo("cancelled: agreement withdrawn");
        assertThat(outbox(sent)).isEqualTo("sent");
        assertThat(said(facts(ellis, isla), STEP_UP, joanne).given()).isEqualTo(Facts.Given.WITHDRAWN);
        assertThat(TestService.get(tom, "/transfers/" + run).main()).contains("Early Help");
        assertThat(TestService.get(tom, url("")).main())
                .contains("Taken back: Step up for assessment")
                .contains("cannot be called back")
                .contains("Early Help Team Manager looks at the threshold afresh");
        assertThat(mayShare(Recipient.organisation("Oakfield School"), STEP_UP, ellis))
                .isInstanceOfSatisfying(
                        MayShare.Answer.No.class, no -> assertThat(no.because()).isEqualTo(MayShare.Because.WITHDRAWN));
    }

    private UUID message(UUID run, String kind, boolean toFamily) {
        var id = TestRows.anId();
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("""
                                        insert into outbox (authority, id, send_key, kind, run, family, payload, send_after, recorded_at)
                                        values (:authority, :id, :id::text, :kind, :run, :family::uuid, '{"to": "lee@example.org"}',
                                                :now, :now)
                                        """)
                                .param("authority", tom.authority())
                                .param("id", id)
                                .param("kind", kind)
                                .param("run", run)
                                .param("family", toFamily ? family : null)
                                .param("now", TestService.now().atOffset(java.time.ZoneOffset.UTC))
                                .update());
        return id;
    }

    private String outbox(UUID id) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("""
                                        select case when sent_at is not null then 'sent'
                                                    when cancelled_at is not null then 'cancelled: ' || cancelled_because
                                                    when held_at is not null then 'held: ' || held_because
                                                    else 'waits' end
                                          from outbox
                                         where id = :id
                                        """).param("id", id).query(String.class).single());
    }

    @Test
    void a_colleague_is_told_whom_to_ask_and_another_council_sees_nothing() {
        var colleague = council.staff("Nia Field", "social-worker", "duty-team", null);
        var elsewhere = InventedCouncil.icrt().staff("Otto Vale", "early-help-worker", "early-help-locality", null);

        for (var path : List.of("", "/answer", "/told", "/ground", "/exclusions", "/form", "/notice")) {
            assertThat(TestService.get(colleague, url(path)).status()).as(path).isEqualTo(403);
            assertThat(TestService.get(elsewhere, url(path)).status()).as(path).isEqualTo(404);
        }
        assertThat(TestService.send(elsewhere, url("/answer"), "answer", "given")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void bad_input_stands_again_with_its_errors_and_is_kept_as_a_draft() {
        var sent = answer(
                "no-such-agreement",
                joanne,
                "perhaps",
                List.of(),
                "language",
                "",
                "how",
                "by-owl",
                "happened-day",
                "30",
                "happened-month",
                "2",
                "happened-year",
                "2026",
                "happened-time",
                "9am",
                "until-day",
                "x",
                "with",
                "<script>alert(1)</script> مدرسة " + "a".repeat(5_000));

        assertThat(sent.status()).isEqualTo(400);
        assertThat(sent.page().title()).startsWith("Error: ");
        assertThat(sent.page().select(".govuk-error-summary a").eachText())
                .contains(
                        "Choose what they were asked to agree to",
                        "Choose the children it is about",
                        "Choose what the answer was",
                        "Choose how they were asked",
                        "Enter the language in which they were asked")
                .anySatisfy(error -> assertThat(error).contains("no such day"));
        assertThat(sent.body()).doesNotContain("<script>alert(1)");
        assertThat(TestService.get(tom, url("/answer")).page().select("#with").text())
                .startsWith("<script>alert(1)</script> مدرسة aaaa");
        for (var link : sent.page().select(".govuk-error-summary a")) {
            assertThat(sent.page().select(link.attr("href")))
                    .as(link.attr("href"))
                    .isNotEmpty();
        }
    }

    private TestService.Answer send(SignedInStaff me, String path, String... fields) {
        return TestService.send(me, url(path), fields);
    }

    private TestService.Answer exclude(String organisation, UUID... children) {
        var fields = new ArrayList<>(List.of(
                "organisation",
                organisation,
                "reason",
                "Ellis asked that they do not know",
                "decided-by",
                "Ellis, 15",
                "from-day",
                "18",
                "from-month",
                "6",
                "from-year",
                "2026"));
        List.of(children).forEach(child -> fields.addAll(List.of("children", child.toString())));
        return send(tom, "/exclusions", fields.toArray(String[]::new));
    }

    @Test
    void not_to_the_school_comes_before_every_yes_until_it_is_ended() {
        answer(STEP_UP, joanne, "given", List.of(ellis, isla));

        var sent = exclude("School", ellis);

        assertThat(sent.status()).isEqualTo(302);
        assertThat(mayShare(Recipient.organisation("Oakfield Primary School"), STEP_UP, ellis, isla))
                .isInstanceOfSatisfying(MayShare.Answer.No.class, no -> {
                    assertThat(no.because()).isEqualTo(MayShare.Because.EXCLUDED);
                    assertThat(no.words())
                            .contains("Oakfield Primary School is not to be told about Ellis")
                            .contains("decided by Ellis, 15");
                });
        assertThat(mayShare(Recipient.organisation("Oakfield Primary School"), STEP_UP, isla))
                .as("the sister")
                .isInstanceOf(MayShare.Answer.Yes.class);
        assertThat(mayShare(Recipient.organisation("Riverside Health Centre"), STEP_UP, ellis))
                .isInstanceOf(MayShare.Answer.Yes.class);

        var page = TestService.get(tom, url(""));
        assertThat(page.main()).contains("School Not to be told").contains("Ellis asked that they do not know");
        TestService.at("2026-06-20T08:00:00Z");
        var end = page.page().select("a[href$=/end]").attr("href");
        assertThat(TestService.get(tom, end).status()).isEqualTo(200);
        var ended = TestService.send(
                tom, end, "because", "Ellis changed their mind", "on-day", "20", "on-month", "6", "on-year", "2026");
        assertThat(ended.status()).isEqualTo(302);
        assertThat(mayShare(Recipient.organisation("Oakfield Primary School"), STEP_UP, ellis))
                .isInstanceOf(MayShare.Answer.Yes.class);
        assertThat(TestService.get(tom, url("")).main()).contains("Ellis changed their mind");
        assertThat(TestService.get(tom, end).status()).as("ended already").isEqualTo(404);
    }

    @Test
    void a_parent_who_must_not_learn_it_is_excluded_though_they_are_family() {
        var father = council.parent(family, "Piotr", "Zielinski", ellis);
        assertThat(mayShare(Recipient.person(father, "Piotr Zielinski"), "", ellis))
                .isInstanceOfSatisfying(
                        MayShare.Answer.Yes.class,
                        yes -> assertThat(yes.ground()).isEqualTo(MayShare.Ground.OWN_FAMILY));

        send(
                tom,
                "/exclusions",
                "children",
                ellis.toString(),
                "person",
                father.toString(),
                "what",
                "Where the children live",
                "reason",
                "Non-molestation order of 2 June 2026",
                "decided-by",
                "Family Court",
                "from-day",
                "2",
                "from-month",
                "6",
                "from-year",
                "2026");

        assertThat(mayShare(Recipient.person(father, "Piotr Zielinski"), "", ellis))
                .isInstanceOf(MayShare.Answer.No.class);
        assertThat(mayShare(Recipient.professional("Piotr Zielinski", ""), "", ellis))
                .as("typed by name only")
                .isInstanceOf(MayShare.Answer.No.class);
        assertThat(mayShare(Recipient.person(joanne, "Joanne Rowan"), "", ellis))
                .isInstanceOf(MayShare.Answer.Yes.class);
    }

    @Test
    void an_exclusion_names_one_person_or_one_organisation_and_says_why() {
        var sent =
                send(tom, "/exclusions", "organisation", "", "from-day", "31", "from-month", "2", "from-year", "2026");

        assertThat(sent.status()).isEqualTo(400);
        assertThat(sent.page().select(".govuk-error-summary a").eachText())
                .contains(
                        "Choose the children it is about",
                        "Choose a person of the family, or name an organisation",
                        "Say why they must not be told",
                        "Say whose wish or decision it is",
                        "There is no such day as 31 2 2026. Enter a real date");
    }

    @Test
    void somebody_is_told_or_not_told_with_the_reason() {
        var told = send(
                tom,
                "/told",
                "person",
                joanne.toString(),
                "children",
                ellis.toString(),
                "what",
                "The school is asked how Ellis is",
                "with",
                "Oakfield School",
                "told",
                "yes",
                "how",
                "telephone",
                "language",
                "English",
                "told-by",
                tom.staff().toString());
        var without = send(
                tom,
                "/told",
                "person",
                joanne.toString(),
                "children",
                ellis.toString(),
                "what",
                "A step up",
                "with",
                "The duty team",
                "told",
                "no",
                "told-by",
                tom.staff().toString());

        assertThat(told.status()).isEqualTo(302);
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.main())
                .contains("Say why telling them would put a child at further risk")
                .contains("Name who decided that they are not told");
        var page = TestService.get(tom, url(""));
        assertThat(page.main()).contains("Joanne Rowan: The school is asked how Ellis is Told");

        var strike = page.page().select("a[href$=/strike]").attr("href");
        assertThat(TestService.send(tom, strike, "because", "It was Isla’s school")
                        .status())
                .isEqualTo(302);
        assertThat(TestService.get(tom, url("")).main())
                .contains("Nobody’s being told is recorded yet")
                .contains("It was Isla’s school");
        assertThat(facts(ellis).answers()).as("being told is not agreement").isEmpty();
    }

    private TestService.Answer ground(SignedInStaff me, String with, String agreed, String... more) {
        var fields = new ArrayList<>(List.of(
                "key",
                TestRows.anId().toString(),
                "children",
                ellis.toString(),
                "what",
                "Attendance and what Ellis said",
                "with",
                with,
                "ground",
                "1",
                "special",
                "1",
                "reason",
                "Ellis was seen with injuries twice",
                "agreed",
                agreed));
        fields.addAll(List.of(more));
        return send(me, "/ground", fields.toArray(String[]::new));
    }

    @Test
    void sharing_without_agreement_needs_a_manager_a_reason_and_a_review_that_another_manager_makes() {
        var petra = council.staff("Petra Lindqvist", "early-help-team-manager", "early-help-locality", null);
        var other = council.staff("Ana Reyes", "early-help-team-manager", "early-help-locality", null);
        answer(STEP_UP, joanne, "refused", List.of(ellis, isla));

        var against = ground(tom, "Oakfield School", "with");
        var byWorker = ground(
                tom, "Oakfield School", "without", "review-day", "25", "review-month", "6", "review-year", "2026");
        var withoutDay = ground(petra, "Oakfield School", "without");
        var recorded = ground(
                petra, "Oakfield School", "without", "review-day", "25", "review-month", "6", "review-year", "2026");

        assertThat(against.main()).contains("Joanne Rowan said no on 18 June 2026");
        assertThat(byWorker.status()).isEqualTo(400);
        assertThat(byWorker.main()).contains("Ask a manager to record this");
        assertThat(withoutDay.main()).contains("Enter the day on which it is looked at again");
        assertThat(recorded.status()).isEqualTo(302);
        assertThat(mayShare(Recipient.organisation("Oakfield School"), STEP_UP, ellis))
                .isInstanceOfSatisfying(
                        MayShare.Answer.Yes.class,
                        yes -> assertThat(yes.ground()).isEqualTo(MayShare.Ground.LAWFUL_BASIS));
        assertThat(mayShare(Recipient.organisation("Riverside Health Centre"), STEP_UP, ellis))
                .as("a ground is for whom it names")
                .isInstanceOf(MayShare.Answer.No.class);

        var page = TestService.get(petra, url(""));
        assertThat(page.main())
                .contains("Attendance and what Ellis said, with Oakfield School Without agreement")
                .contains("Petra Lindqvist, Early Help Team Manager")
                .contains("by Thursday 25 June 2026");
        var review = page.page().select("a[href$=/review]").attr("href");
        assertThat(TestService.get(tom, review).status()).as("a worker").isEqualTo(403);
        var own = TestService.send(petra, review, "result", "stands", "words", "Fine");
        assertThat(own.main()).contains("You recorded this sharing. Another manager looks at it");
        assertThat(TestService.get(other, "/work").main())
                .contains("Shared without agreement, to look at again")
                .contains("due Thursday 25 June 2026");
        TestService.at("2026-06-26T08:00:00Z");
        assertThat(TestService.get(other, "/work").main()).contains("Late").contains("was due Thursday 25 June 2026");

        var found = TestService.send(other, review, "result", "was-wrong", "words", "Joanne’s no was about the school");

        assertThat(found.status()).isEqualTo(302);
        assertThat(TestService.get(other, "/work").main()).doesNotContain("Shared without agreement");
        assertThat(TestService.get(tom, url("")).main())
                .contains("it should not have been shared")
                .contains("Joanne’s no was about the school");
        assertThat(mayShare(Recipient.organisation("Oakfield School"), STEP_UP, ellis))
                .isInstanceOf(MayShare.Answer.No.class);
    }

    @Test
    void no_ground_is_recorded_against_an_exclusion() {
        var petra = council.staff("Petra Lindqvist", "early-help-team-manager", "early-help-locality", null);
        exclude("Oakfield School", ellis);

        var sent = ground(
                petra,
                "The Oakfield School",
                "without",
                "review-day",
                "25",
                "review-month",
                "6",
                "review-year",
                "2026");

        assertThat(sent.status()).isEqualTo(400);
        assertThat(sent.main()).contains("is not to be told about Ellis");
    }

    @Test
    void the_form_is_filled_in_from_the_record_printed_and_recorded_as_signed() {
        var petra = council.staff("Petra Lindqvist", "early-help-team-manager", "early-help-locality", null);
        publish(petra, "3.1", "1", "What we do with your data.");
        var made = send(tom, "/form", "key", TestRows.anId().toString(), "agreement", REGISTRATION);
        assertThat(made.status()).isEqualTo(302);
        var form = TestService.get(tom, String.valueOf(made.location()));
        assertThat(form.main())
                .contains("I agree to: Early Help registration and consent")
                .contains("Ellis Rowan, born 4 November 2010 (from the family’s record")
                .contains("Joanne Rowan, mother, with parental responsibility for Ellis and Isla")
                .contains("Early Help, for Ellis and Isla (from EHM, since 2 March 2026)")
                .contains("Privacy notice, version 3.1");
        assertThat(TestService.get(tom, made.location() + "?view=print").page().text())
                .contains("Signature ____")
                .doesNotContain("Record who signed it");

        var early = TestService.send(
                tom,
                made.location() + "/signed",
                "person",
                joanne.toString(),
                "signed-day",
                "17",
                "signed-month",
                "6",
                "signed-year",
                "2026",
                "language",
                "English");
        TestService.at("2026-06-19T09:00:00Z");
        var signed = TestService.send(
                tom,
                made.location() + "/signed",
                "key",
                TestRows.anId().toString(),
                "person",
                joanne.toString(),
                "signed-day",
                "18",
                "signed-month",
                "6",
                "signed-year",
                "2026",
                "language",
                "English",
                "notice",
                "given");

        assertThat(early.main()).contains("cannot have been signed before");
        assertThat(signed.status()).isEqualTo(302);
        assertThat(said(facts(ellis, isla), REGISTRATION, joanne).given()).isEqualTo(Facts.Given.GIVEN);
        assertThat(TestService.get(tom, String.valueOf(made.location())).main()).contains("Joanne Rowan, 18 June 2026");
        assertThat(TestService.get(tom, url("")).main())
                .contains("signed on 18 June 2026")
                .contains("Version 3.1")
                .doesNotContain("A newer one is in force");

        publish(petra, "4", "19", "What we do with your data now.");
        assertThat(TestService.get(tom, url("")).main()).contains("A newer one is in force: 4");
    }

    private TestService.Answer publish(SignedInStaff me, String version, String day, String body) {
        return TestService.send(
                me,
                "/privacy-notices",
                "version",
                version,
                "title",
                "Privacy notice",
                "body",
                body,
                "from-day",
                day,
                "from-month",
                "6",
                "from-year",
                "2026");
    }

    @Test
    void only_managers_publish_a_notice_and_a_version_is_used_once() {
        var petra = council.staff("Petra Lindqvist", "early-help-team-manager", "early-help-locality", null);

        assertThat(publish(tom, "1", "1", "Text").status()).isEqualTo(403);
        assertThat(publish(petra, "1", "1", "Text").status()).isEqualTo(302);
        assertThat(publish(petra, "1", "2", "Other text").main()).contains("There is a version 1 already");
        assertThat(TestService.get(tom, "/privacy-notices").page().select("form[action=/privacy-notices]"))
                .isEmpty();
    }

    @Test
    void what_happened_here_stands_in_the_chronology() {
        answer(STEP_UP, joanne, "given", List.of(ellis, isla));
        exclude("Oakfield School", ellis);

        assertThat(TestService.get(tom, "/families/" + family + "/timeline").main())
                .contains("Step up for assessment: Joanne Rowan, given")
                .contains("Not to be told: Oakfield School");
    }
}
