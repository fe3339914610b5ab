package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.letters.MayWriteTo;
import stepways.app.web.SignedInStaff;

/// What is known of the people of a family: recorded, corrected, changed, ended.
class FamilyFactsTest {

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
    private SignedInStaff ada = council.staff("Ada Brightwell", "early-help-worker", "early-help-locality", null);
    private UUID family = UUID.randomUUID();
    private UUID ellis = UUID.randomUUID();
    private UUID isla = UUID.randomUUID();
    private UUID joanne = UUID.randomUUID();
    private UUID daniel = UUID.randomUUID();

    @BeforeEach
    void a_family_with_two_children_and_two_parents() {
        TestService.at("2026-06-18T07:48:00Z");
        council = InventedCouncil.icrt();
        tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
        ada = council.staff("Ada Brightwell", "early-help-worker", "early-help-locality", null);
        family = council.family();
        ellis = heldByTom("Ellis", "2015-01-04");
        isla = heldByTom("Isla", "2019-11-04");
        joanne = council.parent(family, "Joanne", "Rowan", ellis, isla);
        daniel = council.parent(family, "Daniel", "Rowan", ellis);
    }

    private UUID heldByTom(String forename, String born) {
        var child = council.child(family, forename, "Rowan", born);
        council.open(child, "early-help", "2026-03-02T09:00:00Z");
        council.lead(child, tom, "early-help-worker", "early-help", null, "2026-03-02T09:00:00Z");
        return child;
    }

    private String url(String more) {
        return "/families/" + family + more;
    }

    private TestService.Answer record(SignedInStaff me, String kind, String... typed) {
        return OneForm.on(me, url("/facts/new?kind=" + kind), "/facts/new").send(typed);
    }

    private TestService.Answer recordOk(String kind, String... typed) {
        var answer = record(tom, kind, typed);
        assertThat(answer.status()).as(answer.main()).isEqualTo(302);
        return answer;
    }

    private TestService.Answer members() {
        var page = TestService.get(tom, url("/members"));
        assertThat(page.status()).as(page.main()).isEqualTo(200);
        return page;
    }

    private Element row(UUID person) {
        var row = members().page().getElementById("person-" + person);
        assertThat(row).isNotNull();
        return Objects.requireNonNull(row);
    }

    /// Where the fact with these words is opened.
    private String fact(String words) {
        var link = members().page().select("main a:containsOwn(" + words + ")").first();
        assertThat(link).as("a link that says " + words).isNotNull();
        return Objects.requireNonNull(link).attr("href");
    }

    private TestService.Answer act(SignedInStaff me, String fact, String mode, String... typed) {
        return OneForm.on(me, fact + "/" + mode, "/" + mode).send(typed);
    }

    @Test
    void the_drawing_and_the_table_say_the_same() {
        var page = members();

        assertThat(page.h1()).isEqualTo("Members");
        assertThat(page.page().select("svg[role=img] desc").text())
                .contains("Ellis, 11: Joanne is mother and Daniel is mother.")
                .contains("Isla, 6: Joanne is mother.");
        assertThat(row(joanne).text())
                .contains("mother of Ellis", "mother of Isla", "for Ellis", "for Isla")
                .contains("how and since when is not recorded");
        assertThat(row(ellis).text()).contains("11, born 4 January 2015", "held by Joanne and Daniel");
    }

    @Test
    void nothing_is_written_to_somebody_of_whom_it_was_decided_and_the_letters_ask() {
        recordOk(
                "writing",
                "about",
                daniel.toString(),
                "rule",
                "must-not",
                "why",
                "He is under investigation.",
                "decided-by",
                "Ruth Kavanagh, team manager");

        var verdict = council.database()
                .read(council.job(), sql -> new MayWriteTo(sql).ask(daniel, family, LocalDate.parse("2026-06-18")));

        assertThat(verdict.may()).isFalse();
        assertThat(verdict.because())
                .isEqualTo("They must not be written to: He is under investigation, decided by Ruth Kavanagh,"
                        + " team manager. No letter goes to them.");
        assertThat(TestService.get(tom, url(""))
                        .page()
                        .select(".govuk-warning-text")
                        .text())
                .contains("Daniel Rowan must not be written to, decided by Ruth Kavanagh, team manager.");
    }

    @Test
    void a_fact_is_shown_where_it_belongs_and_the_message_names_the_child_and_the_birth_date() {
        var sent = recordOk("telephone", "about", isla.toString(), "number", "07700 900 111", "message", "no");

        assertThat(sent.location()).isEqualTo(url("/members"));
        assertThat(row(isla).text()).contains("07700 900 111").contains("leave no message");
        assertThat(row(ellis).text()).doesNotContain("07700 900 111");
        assertThat(TestService.get(tom, url("")).main()).contains("Leave no message on the telephone of Isla.");
    }

    @Test
    void every_form_names_each_child_with_the_birth_date() {
        for (var kind : List.of("telephone", "writing", "communication", "order", "move", "responsibility")) {
            var form = TestService.get(tom, url("/facts/new?kind=" + kind)).main();

            assertThat(form)
                    .as(kind)
                    .contains("Ellis Rowan, born 4 January 2015")
                    .contains("Isla Rowan, born 4 November 2019");
        }
        var correct = TestService.get(tom, fact("mother of Isla") + "/correct");
        assertThat(correct.page().select("#who").text())
                .isEqualTo("Joanne Rowan, born 2 March 1990 and Isla Rowan, born 4 November 2019");
    }

    @Test
    void what_was_recorded_of_the_wrong_sibling_is_put_right_and_stays_readable() {
        recordOk("communication", "about", ellis.toString(), "language", "Polish", "needs", "easy-read");
        var answer = act(
                tom,
                fact("Polish, easy read"),
                "correct",
                "about",
                isla.toString(),
                "reason",
                "It is Isla who reads it.");

        assertThat(answer.status()).as(answer.main()).isEqualTo(302);
        assertThat(row(isla).text()).contains("Polish, easy read");
        assertThat(row(ellis).text()).doesNotContain("Polish");
        var history = TestService.get(tom, fact("Polish, easy read"));
        assertThat(history.page().select("#before").text())
                .contains("Ellis Rowan, born 4 January 2015")
                .contains("by Tom Ferreira: It is Isla who reads it.");
    }

    @Test
    void three_corrections_leave_three_earlier_texts_with_who_when_and_why() {
        recordOk(
                "writing",
                "about",
                daniel.toString(),
                "rule",
                "must-not",
                "why",
                "First",
                "decided-by",
                "Ruth Kavanagh");
        for (var why : List.of("Second", "Third", "Fourth")) {
            TestService.at(TestService.now()
                    .plus(Duration.ofHours(1))
                    .truncatedTo(ChronoUnit.HOURS)
                    .toString());
            var answer = act(tom, fact("must not be written to"), "correct", "why", why, "reason", "Because of " + why);
            assertThat(answer.status()).as(answer.main()).isEqualTo(302);
        }

        var page = TestService.get(tom, fact("must not be written to"));
        var before = page.page().select("#before li");
        assertThat(page.main()).contains("Why Fourth").contains("What it says now");
        assertThat(before).hasSize(3);
        assertThat(before.get(0).text())
                .contains("Third", "Corrected 18 June 2026 at 11am by Tom Ferreira: Because of Fourth");
        assertThat(before.get(1).text()).contains("Second", "at 10am by Tom Ferreira: Because of Third");
        assertThat(before.get(2).text()).contains("First", "at 9am by Tom Ferreira: Because of Second");
        assertThat(before.select("s")).hasSize(3);
    }

    @Test
    void of_two_who_correct_at_once_the_second_sees_both_texts_and_loses_nothing() {
        recordOk("telephone", "about", joanne.toString(), "number", "07700 900 111", "message", "yes");
        var fact = fact("07700 900 111");
        var mine = OneForm.on(tom, fact + "/correct", "/correct");
        var theirs = OneForm.on(ada, fact + "/correct", "/correct");

        var first = theirs.send("number", "07700 900 222", "reason", "She told me.");
        var second = mine.send("number", "07700 900 333", "reason", "It is on her letter.");

        assertThat(first.status()).as(first.main()).isEqualTo(302);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.page().select("#clash").text())
                .contains("07700 900 222")
                .contains("07700 900 333")
                .contains("She told me.")
                .contains("It is on her letter.")
                .contains("Ada Brightwell");
        assertThat(second.page().select("input[name=number]").val()).isEqualTo("07700 900 333");
        assertThat(row(joanne).text()).contains("07700 900 222").doesNotContain("07700 900 333");
        var form = Objects.requireNonNull(second.page().selectFirst("main form"));
        var again = TestService.send(
                tom,
                form.attr("action"),
                "kind-of-fact",
                "telephone",
                "about",
                joanne.toString(),
                "number",
                "07700 900 333",
                "message",
                "yes",
                "reason",
                "It is on her letter.",
                "key",
                UUID.randomUUID().toString());
        assertThat(again.status()).as(again.main()).isEqualTo(302);
        assertThat(row(joanne).text()).contains("07700 900 333");
    }

    @Test
    void many_who_correct_at_the_same_moment_leave_one_correction_and_one_chain() throws Exception {
        recordOk("telephone", "about", joanne.toString(), "number", "07700 900 000", "message", "yes");
        var fact = fact("07700 900 000");
        var forms = new ArrayList<Callable<Integer>>();
        for (int i = 1; i <= 6; i++) {
            var form = OneForm.on(i % 2 == 0 ? tom : ada, fact + "/correct", "/correct");
            var number = "07700 900 00" + i;
            forms.add(() -> form.send("number", number, "reason", "Heard it.").status());
        }

        List<Integer> answers;
        try (var threads = Executors.newFixedThreadPool(6)) {
            answers = threads.invokeAll(forms).stream()
                    .map(each -> {
                        try {
                            return each.get();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();
        }

        assertThat(answers).containsOnly(302, 409);
        assertThat(answers.stream().filter(each -> each == 302)).hasSize(1);
    }

    @Test
    void a_double_click_records_once() {
        var form = OneForm.on(tom, url("/facts/new?kind=telephone"), "/facts/new");

        form.send("about", joanne.toString(), "number", "07700 900 111", "message", "yes");
        var again = form.send("about", joanne.toString(), "number", "07700 900 111", "message", "yes");

        assertThat(again.status()).isEqualTo(302);
        assertThat(row(joanne).select("a:containsOwn(07700 900 111)")).hasSize(1);
    }

    @Test
    void parental_responsibility_says_how_and_since_when_and_changes_who_is_asked() {
        var missing = record(
                tom,
                "responsibility",
                "about",
                daniel.toString(),
                "names",
                isla.toString(),
                "holds",
                "yes",
                "how",
                "order");
        recordOk("relationship", "about", daniel.toString(), "names", isla.toString(), "kind", "step-parent");
        recordOk(
                "responsibility",
                "about",
                daniel.toString(),
                "names",
                isla.toString(),
                "holds",
                "yes",
                "how",
                "order",
                "evidence",
                "Order seen by Tom on 3 June",
                "from-day",
                "3",
                "from-month",
                "6",
                "from-year",
                "2026");

        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.main()).contains("Record first how they are related to this child");
        assertThat(row(daniel).text())
                .contains("for Isla")
                .contains("by a court order; since 3 June 2026; Order seen by Tom on 3 June");
        assertThat(responsible(isla)).isEqualTo(2);
        act(
                tom,
                row(daniel).select("a:containsOwn(for Isla)").attr("href"),
                "end",
                "until-day",
                "17",
                "until-month",
                "6",
                "until-year",
                "2026",
                "reason",
                "The order was discharged.");
        assertThat(responsible(isla)).isEqualTo(1);
        assertThat(members().main()).contains("until 17 June 2026");
    }

    /// How many the procedure will ask for the child.
    private int responsible(UUID child) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("""
                                        select count(distinct person)
                                          from relationship
                                         where other_person = :child
                                           and parental_responsibility = 'yes'
                                           and until is null
                                        """)
                                .param("child", child)
                                .query(Integer.class)
                                .single());
    }

    @Test
    void an_order_that_restricts_somebody_stands_in_a_warning_until_it_ends_and_stays_readable() {
        recordOk(
                "order",
                "about",
                ellis.toString(),
                "about",
                isla.toString(),
                "names",
                daniel.toString(),
                "kind",
                "non-molestation",
                "court",
                "Family Court at Ashmere",
                "restricts",
                "contact",
                "terms",
                "Daniel must not come near the house.",
                "from-day",
                "1",
                "from-month",
                "6",
                "from-year",
                "2026",
                "ends-day",
                "1",
                "ends-month",
                "7",
                "ends-year",
                "2026");

        assertThat(TestService.get(tom, url(""))
                        .page()
                        .select(".govuk-warning-text")
                        .text())
                .contains(
                        "Non-molestation order for Ellis and Isla. It restricts Daniel: it limits contact with the children."
                                + " Until 1 July 2026.");
        TestService.at("2026-07-02T08:00:00Z");
        assertThat(TestService.get(tom, url("")).page().select(".govuk-warning-text"))
                .isEmpty();
        assertThat(members().page().select("details").text())
                .contains("Orders that have ended")
                .contains("Daniel must not come near the house.");
    }

    @Test
    void a_move_takes_the_kept_back_address_along_and_shows_it_nowhere() {
        var home = council.household("9 Quiet Close", joanne, ellis, isla);
        council.withhold(home, daniel);

        recordOk(
                "move",
                "about",
                joanne.toString(),
                "about",
                ellis.toString(),
                "about",
                isla.toString(),
                "joins",
                "new",
                "lines",
                "4 Hidden Lane",
                "area",
                "other",
                "to",
                "Ashmere South",
                "answers",
                "stays",
                "from-day",
                "10",
                "from-month",
                "6",
                "from-year",
                "2026");

        for (var page : List.of("", "/members", "/timeline")) {
            assertThat(TestService.get(tom, url(page)).body())
                    .as(page)
                    .doesNotContain("Hidden Lane")
                    .doesNotContain("Quiet Close");
        }
        assertThat(row(daniel).text()).contains("must not learn where Ellis, Isla and Joanne live");
        assertThat(TestService.get(tom, url("/members?show=address")).body()).contains("4 Hidden Lane");
        assertThat(TestService.get(tom, url("")).main())
                .contains(
                        "Moved in another area of this council Ashmere South, 10 June 2026: it stays with who has it now");
        var refused = record(
                tom,
                "move",
                "about",
                joanne.toString(),
                "about",
                ellis.toString(),
                "about",
                isla.toString(),
                "about",
                daniel.toString(),
                "joins",
                "new",
                "lines",
                "1 New Road",
                "area",
                "same",
                "from-day",
                "11",
                "from-month",
                "6",
                "from-year",
                "2026");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.main()).contains("Daniel Rowan lives there and must not learn where they live");
    }

    @Test
    void a_move_that_should_pass_the_work_on_needs_a_reason_that_matters_to_the_child() {
        var answer = record(
                tom,
                "move",
                "about",
                ellis.toString(),
                "joins",
                "new",
                "lines",
                "4 Long Lane",
                "area",
                "other",
                "to",
                "Ashmere South",
                "answers",
                "passes",
                "from-day",
                "10",
                "from-month",
                "6",
                "from-year",
                "2026");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.main()).contains("Say why it is better for the child that it passes on");
        assertThat(answer.page().select("textarea[name=lines]").val()).isEqualTo("4 Long Lane");
    }

    @Test
    void a_death_without_a_run_is_recorded_and_a_mistaken_one_taken_back() {
        var form = OneForm.on(tom, url("/record?what=death"), "/record");
        form.send("child", ellis.toString(), "day-day", "10", "day-month", "6", "day-year", "2026");

        assertThat(row(ellis).text()).contains("died 10 June 2026").contains("No letters");
        var taken = act(
                tom,
                "/families/" + family + "/facts/" + deathOf(ellis),
                "withdraw",
                "reason",
                "The hospital rang about another Ellis.");
        assertThat(taken.status()).as(taken.main()).isEqualTo(302);
        assertThat(row(ellis).text()).contains("11, born 4 January 2015").doesNotContain("died");
        assertThat(members().main()).contains("recorded by mistake");
        var again = OneForm.on(tom, url("/record?what=death"), "/record")
                .send("child", ellis.toString(), "day-day", "11", "day-month", "6", "day-year", "2026");
        assertThat(again.status()).isEqualTo(302);
        assertThat(row(ellis).text()).contains("died 11 June 2026");
    }

    private UUID deathOf(UUID child) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("""
                                        select f.id
                                          from person_fact f
                                          join person_fact_person p on p.fact = f.id
                                         where p.person = :child
                                           and f.kind = 'death'
                                         order by f.recorded_at desc
                                         limit 1
                                        """)
                                .param("child", child)
                                .query(UUID.class)
                                .single());
    }

    @Test
    void an_unborn_child_keeps_its_record_when_it_is_born_and_a_wrong_birth_date_is_corrected() {
        var baby = council.child(family, "", "Rowan", null);
        OneForm.on(tom, url("/record?what=birth"), "/record")
                .send("child", baby.toString(), "day-day", "16", "day-month", "6", "day-year", "2026");
        var birth = row(baby).select("a:containsOwn(born 16 June 2026)").attr("href");
        var corrected = act(tom, birth, "correct", "from-day", "15", "reason", "The midwife’s note says so.");

        assertThat(corrected.status()).as(corrected.main()).isEqualTo(302);
        assertThat(row(baby).text()).contains("born 15 June 2026");
        assertThat(TestService.get(
                                tom,
                                row(baby)
                                        .select("a:containsOwn(born 15 June 2026)")
                                        .attr("href"))
                        .page()
                        .select("#before")
                        .text())
                .contains("Date of birth 16 June 2026")
                .contains("expected on 3 August 2026")
                .contains("The midwife’s note says so.");
    }

    @Test
    void an_arabic_name_with_marks_is_corrected_and_found_without_them() {
        var child = heldByTom("مُحَمَّد", "2018-01-04");

        var answer = act(
                tom,
                row(child).select("a:containsOwn(Correct or change the name)").attr("href"),
                "correct",
                "forename",
                "مَحْمُود",
                "reason",
                "His passport says so.");

        assertThat(answer.status()).as(answer.main()).isEqualTo(302);
        assertThat(row(child).text()).contains("مَحْمُود").contains("born 4 January 2018");
        var found = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select token from person_name_token where person = :id and kind = 'spelling'")
                                .param("id", child)
                                .query(String.class)
                                .list());
        assertThat(found).contains("محمود").doesNotContain("محمد");
    }

    @Test
    void html_absurd_dates_and_endless_text_are_refused_or_shown_as_they_were_typed() {
        var endless = record(tom, "telephone", "about", joanne.toString(), "number", "1".repeat(400), "message", "yes");
        var future = record(
                tom,
                "writing",
                "about",
                joanne.toString(),
                "rule",
                "may",
                "how",
                "<b>text</b>",
                "from-day",
                "30",
                "from-month",
                "2",
                "from-year",
                "2027");
        var absurd = record(
                tom,
                "writing",
                "about",
                joanne.toString(),
                "rule",
                "may",
                "from-day",
                "1",
                "from-month",
                "1",
                "from-year",
                "0001");

        assertThat(endless.status()).isEqualTo(400);
        assertThat(endless.main()).contains("Shorten this to 300 characters; it has 400");
        assertThat(future.main()).contains("There is no such day as 30 2 2027");
        assertThat(future.body()).doesNotContain("<b>text</b>");
        assertThat(future.page().select("input[name=how]").val()).isEqualTo("<b>text</b>");
        assertThat(absurd.main()).contains("Check the year: 1 cannot be right");
        assertThat(TestService.get(tom, url("/facts/new?kind=writing"))
                        .page()
                        .select("input[name=how]")
                        .attr("value"))
                .as("what was typed last is kept as a draft")
                .isEqualTo("<b>text</b>");
    }

    @Test
    void a_person_who_is_on_record_is_shown_before_another_is_made_and_twins_stay_two() {
        var form = OneForm.on(tom, url("/people/new"), "/people/new");
        String[] twin = {
            "part",
            "child",
            "forename",
            "Isolde",
            "surname",
            "Rowan",
            "sex",
            "F",
            "born-day",
            "4",
            "born-month",
            "11",
            "born-year",
            "2019",
            "relation",
            "twin",
            "to",
            isla.toString()
        };

        var asked = form.send(twin);
        var all = new ArrayList<>(List.of(twin));
        all.addAll(List.of("same", "nobody"));
        var made = form.send(all.toArray(String[]::new));
        var doubled = form.send(all.toArray(String[]::new));

        assertThat(asked.status()).isEqualTo(400);
        assertThat(asked.main())
                .contains("It is Isla Rowan, born 4 November 2019, in this family already")
                .contains("It is none of them, such as a twin");
        assertThat(made.status()).as(made.main()).isEqualTo(302);
        assertThat(doubled.status()).isEqualTo(302);
        var names = members().page().select("#members tbody th").eachText();
        assertThat(names.stream().filter(name -> name.contains("born 4 November 2019")))
                .hasSize(2);
        assertThat(members().main()).contains("twin of Isla");
    }

    @Test
    void nobody_brings_a_record_into_their_family_that_they_may_not_open() {
        var another = council.family();
        var colleague = council.staff("Nia Field", "social-worker", "duty-team", null);
        var theirs = council.child(another, "Zuri", "Obuya", "2016-05-04");
        council.open(theirs, "assessment", "2026-03-02T09:00:00Z");
        council.lead(theirs, colleague, "social-worker", "assessment", null, "2026-03-02T09:00:00Z");

        var answer = OneForm.on(tom, url("/people/new"), "/people/new")
                .send(
                        "part",
                        "child",
                        "forename",
                        "Zuri",
                        "surname",
                        "Obuya",
                        "sex",
                        "F",
                        "born-day",
                        "4",
                        "born-month",
                        "5",
                        "born-year",
                        "2016",
                        "same",
                        theirs.toString());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(members().main()).doesNotContain("Zuri");
    }

    @Test
    void a_colleague_and_another_council_can_neither_read_nor_write() {
        var form = OneForm.on(tom, url("/facts/new?kind=telephone"), "/facts/new");
        var colleague = council.staff("Nia Field", "social-worker", "duty-team", null);
        var elsewhere = InventedCouncil.icrt().staff("Otto Vale", "early-help-worker", "early-help-locality", null);

        assertThat(form.sendAs(colleague, "about", joanne.toString(), "number", "1234", "message", "yes")
                        .status())
                .isEqualTo(403);
        assertThat(form.sendAs(elsewhere, "about", joanne.toString(), "number", "1234", "message", "yes")
                        .status())
                .isEqualTo(404);
        assertThat(row(joanne).text()).doesNotContain("1234");
    }

    @Test
    void ages_that_matter_stand_on_the_page_and_a_leap_day_child_comes_of_age_in_march() {
        heldByTom("Leap", "2008-02-29");
        TestService.at("2026-02-20T08:00:00Z");

        assertThat(TestService.get(tom, url("")).main())
                .contains("1 March 2026")
                .contains("Leap is 18");
    }
}
