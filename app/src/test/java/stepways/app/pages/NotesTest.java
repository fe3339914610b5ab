package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.database.TestRows;
import stepways.app.notes.Note;
import stepways.app.notes.Visits;
import stepways.app.web.SignedInStaff;

class NotesTest {

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff tom = worker();
    private UUID family = council.family();
    private UUID ellis = family;
    private UUID isla = family;

    @BeforeEach
    void a_family_of_two_children() {
        TestService.at("2026-06-18T07:52:00Z");
        council = InventedCouncil.icrt();
        tom = worker();
        family = council.family();
        ellis = held("Ellis", "Rowan", "2015-01-04");
        isla = held("Isla", "Rowan", "2019-11-04");
    }

    private SignedInStaff worker() {
        return council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", "07700 900333");
    }

    private UUID held(String forename, String surname, @Nullable String born) {
        var child = council.child(family, forename, surname, born);
        council.open(child, "early-help", "2026-03-02T09:00:00Z");
        council.lead(child, tom, "early-help-worker", "early-help", null, "2026-03-02T09:00:00Z");
        return child;
    }

    private String url(String more) {
        return "/families/" + family + "/" + more;
    }

    private static String[] with(String[] fields, String... more) {
        var all = new ArrayList<>(List.of(fields));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /// A telephone call on 17 June at half past two.
    private static String[] call(String text, String... about) {
        var fields = new ArrayList<>(List.of(
                "kind",
                "telephone-call",
                "happened-day",
                "17",
                "happened-month",
                "6",
                "happened-year",
                "2026",
                "happened-time",
                "2:30pm",
                "present",
                "Joanne Rowan, mother",
                "text",
                text));
        for (var child : about) {
            fields.add("about");
            fields.add(child);
        }
        return fields.toArray(String[]::new);
    }

    private UUID written(String text, String... about) {
        var answer = TestService.send(tom, url("notes"), call(text, about));
        assertThat(answer.status()).as(answer.body()).isEqualTo(302);
        return newest();
    }

    private UUID newest() {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select id from case_note order by id desc limit 1")
                                .query(UUID.class)
                                .single());
    }

    private int notes() {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select count(*) from case_note")
                                .query(Integer.class)
                                .single());
    }

    private String notice(SignedInStaff me, String path, String... fields) {
        var request = post(URI.create(path));
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return String.valueOf(TestService.perform(me, request).getFlashMap().get("notice"));
    }

    // Writing.

    @Test
    void each_child_is_ticked_beside_its_birth_date_and_the_success_names_them() {
        var page = TestService.get(tom, url("notes/new"));

        assertThat(page.h1()).isEqualTo("Write a note");
        assertThat(page.page().select("input[name=about]").eachAttr("value"))
                .containsExactly(ellis.toString(), isla.toString(), "family");
        assertThat(page.page().select("input[name=about][checked]")).isEmpty();
        assertThat(page.main())
                .contains("Ellis Rowan, born 4 January 2015")
                .contains("Isla Rowan, born 4 November 2019")
                .contains("The whole family: every child above");

        var notice = notice(tom, url("notes"), call("She sounded tired.", ellis.toString(), isla.toString()));

        assertThat(notice).isEqualTo("Recorded for Ellis Rowan and Isla Rowan.");
    }

    @Test
    void a_note_shared_between_siblings_shows_on_each_and_a_note_about_one_only_there() {
        written("Both are settled at the new school.", ellis.toString(), isla.toString());
        written("Ellis has joined a football club.", ellis.toString());

        var ofEllis = TestService.get(tom, url("notes?child=" + ellis)).main();
        var ofIsla = TestService.get(tom, url("notes?child=" + isla)).main();

        assertThat(ofEllis).contains("Both are settled").contains("football club");
        assertThat(ofIsla).contains("Both are settled").doesNotContain("football club");
        assertThat(TestService.get(tom, url("notes")).main())
                .contains("About Ellis Rowan and Isla Rowan.")
                .contains("17 June 2026 at 2:30pm recorded 18 June 2026 at 8:52am, 1 day later")
                .contains("by Tom Ferreira");
    }

    @Test
    void a_note_about_the_whole_family_is_an_explicit_choice_and_stands_on_each_child() {
        var notice = notice(tom, url("notes"), call("They are moving house.", "family"));

        assertThat(notice).isEqualTo("Recorded for the whole family: Ellis Rowan and Isla Rowan.");
        assertThat(TestService.get(tom, url("notes?child=" + isla)).main())
                .contains("About the whole family: Ellis Rowan and Isla Rowan.");
    }

    @Test
    void what_is_missing_is_said_beside_each_field_and_everything_typed_is_kept() {
        var page = TestService.send(
                tom,
                url("notes"),
                "happened-day",
                "31",
                "happened-month",
                "2",
                "happened-year",
                "2026",
                "present",
                "Joanne Rowan, mother",
                "says-" + isla,
                "I like the new baby",
                "draft",
                "family:" + family + ":notes.new");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.page().title()).startsWith("Error: ");
        assertThat(page.page().select(".govuk-error-summary li").eachText())
                .containsExactly(
                        "Choose what kind of note it is",
                        "There is no such day as 31 2 2026. Enter a real date",
                        "You wrote what Isla says. Tick Isla, or take the words out");
        for (var link : page.page().select(".govuk-error-summary a")) {
            assertThat(page.page().getElementById(link.attr("href").substring(1)))
                    .as(link.attr("href"))
                    .isNotNull();
        }
        assertThat(page.page().select("#says-" + isla).text()).isEqualTo("I like the new baby");
        assertThat(page.page().select("#present").val()).isEqualTo("Joanne Rowan, mother");
        assertThat(notes()).isZero();
        assertThat(TestService.get(tom, url("notes/new"))
                        .page()
                        .select("#present")
                        .val())
                .as("kept as a draft")
                .isEqualTo("Joanne Rowan, mother");
    }

    @Test
    void nothing_happens_in_the_future_and_a_day_alone_is_enough() {
        var tomorrow = call("Not yet.", ellis.toString());
        tomorrow[3] = "19";
        var later = call("Not yet.", ellis.toString());
        later[3] = "18";
        later[9] = "8:53am";
        var dayOnly = call("At some time that day.", ellis.toString());
        dayOnly[9] = "";
        var noLeapDay = call("No such day.", ellis.toString());
        noLeapDay[3] = "29";
        noLeapDay[5] = "2";
        noLeapDay[7] = "2025";
        var leapDay = call("A leap day.", ellis.toString());
        leapDay[3] = "29";
        leapDay[5] = "2";
        leapDay[7] = "2024";

        assertThat(TestService.send(tom, url("notes"), tomorrow).main())
                .contains("The day it happened cannot be in the future");
        assertThat(TestService.send(tom, url("notes"), later).main())
                .contains("The time it happened cannot be in the future");
        assertThat(TestService.send(tom, url("notes"), noLeapDay).main()).contains("There is no such day as 29 2 2025");
        assertThat(TestService.send(tom, url("notes"), dayOnly).status()).isEqualTo(302);
        assertThat(TestService.send(tom, url("notes"), leapDay).status()).isEqualTo(302);
        assertThat(TestService.get(tom, url("notes")).main())
                .contains("17 June 2026 recorded 18 June 2026")
                .contains("29 February 2024 at 2:30pm");
    }

    @Test
    void a_text_of_20_000_characters_is_kept_and_one_more_is_refused_with_the_count() {
        var whole = "🙂".repeat(20_000);

        assertThat(TestService.send(tom, url("notes"), call(whole, ellis.toString()))
                        .status())
                .isEqualTo(302);
        var refused = TestService.send(tom, url("notes"), call(whole + "x", ellis.toString()));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.main()).contains("Shorten this to 20,000 characters; it has 20,001");
        assertThat(refused.page().select("#text").text()).hasSize(40_001);
    }

    @Test
    void markup_and_letters_from_right_to_left_are_text() {
        var child = held("محمد", "الأحمد", "2018-01-04");

        var notice = notice(tom, url("notes"), call("<script>alert(1)</script>\n<b>قال</b> e\u0301", child.toString()));
        var page = TestService.get(tom, url("notes"));

        assertThat(notice).contains("محمد الأحمد");
        assertThat(page.body()).doesNotContain("<script>alert", "<b>قال");
        assertThat(page.page().select(".sw-prose").text()).contains("<script>alert(1)</script> <b>قال</b> e\u0301");
    }

    @Test
    void what_a_child_says_stands_in_its_own_words_by_itself() {
        var fields = with(call("", isla.toString()), "says-" + isla, "I don’t like it when they shout.");
        fields[1] = "child-says";

        assertThat(TestService.send(tom, url("notes"), fields).status()).isEqualTo(302);

        var page = TestService.get(tom, url("notes?kind=child-says"));
        assertThat(page.page().select(".sw-says dt").text()).isEqualTo("Isla says");
        assertThat(page.page().select(".sw-says dd").text()).isEqualTo("I don’t like it when they shout.");
        assertThat(TestService.get(tom, url("notes?kind=visit")).main()).doesNotContain("shout");
    }

    @Test
    void a_double_click_writes_one_note() throws Exception {
        var key = TestRows.anId().toString();
        var fields = with(call("Once.", ellis.toString()), "key", key);
        try (var pool = Executors.newFixedThreadPool(4)) {
            var both = pool.invokeAll(List.<Callable<Integer>>of(
                    () -> TestService.send(tom, url("notes"), fields).status(),
                    () -> TestService.send(tom, url("notes"), fields).status(),
                    () -> TestService.send(tom, url("notes"), fields).status()));
            for (var each : both) {
                assertThat(each.get()).isEqualTo(302);
            }
        }

        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void two_tabs_write_two_notes() {
        var one = TestService.get(tom, url("notes/new"))
                .page()
                .select("input[name=key]")
                .attr("value");
        var other = TestService.get(tom, url("notes/new"))
                .page()
                .select("input[name=key]")
                .attr("value");

        TestService.send(tom, url("notes"), with(call("The first.", ellis.toString()), "key", one));
        TestService.send(tom, url("notes"), with(call("The second.", ellis.toString()), "key", other));

        assertThat(TestService.get(tom, url("notes")).main())
                .contains("The first.")
                .contains("The second.");
    }

    @Test
    void a_long_list_goes_on_page_by_page_and_shows_each_note_once() {
        for (int i = 1; i <= 45; i++) {
            var fields = call("Number " + i + ".", ellis.toString());
            fields[3] = String.valueOf(1 + i % 5);
            TestService.send(tom, url("notes"), fields);
        }

        var seen = new ArrayList<String>();
        var next = url("notes");
        while (!next.isEmpty()) {
            var page = TestService.get(tom, next);
            seen.addAll(page.page().select(".sw-timeline > li").eachAttr("id"));
            next = page.page().select("a[rel=next]").attr("href");
        }

        assertThat(seen).hasSize(45).doesNotHaveDuplicates();
    }

    // Correcting.

    private String[] correction(UUID on, String text, String reason, String... about) {
        return with(call(text, about), "on", on.toString(), "reason", reason);
    }

    @Test
    void a_note_for_the_wrong_sibling_is_corrected_and_both_records_tell() {
        var note = written("Isla has joined a football club.", ellis.toString(), isla.toString());

        var notice = notice(
                tom,
                url("notes/" + note + "/correct"),
                correction(note, "Isla has joined a football club.", "It was said of Ellis only", ellis.toString()));

        assertThat(notice).isEqualTo("Corrected. Recorded for Ellis Rowan. Both versions stay readable.");
        var ofIsla = TestService.get(tom, url("notes?child=" + isla)).main();
        assertThat(ofIsla).contains("Recorded in error for Isla Rowan: It was said of Ellis only");
        assertThat(TestService.get(tom, url("notes?child=" + ellis)).main()).contains("football club");
        var page = TestService.get(tom, url("notes/" + note)).main();
        assertThat(page)
                .contains("About Ellis Rowan.")
                .contains("What it said before")
                .contains("About Ellis Rowan and Isla Rowan.")
                .contains("Corrected by Tom Ferreira on 18 June 2026 at 8:52am: It was said of Ellis only");
    }

    @Test
    void a_correction_needs_a_reason_and_a_change() {
        var note = written("She sounded tired.", ellis.toString());

        var without = TestService.send(
                tom,
                url("notes/" + note + "/correct"),
                correction(note, "She sounded cheerful.", "", ellis.toString()));
        var unchanged = TestService.send(
                tom,
                url("notes/" + note + "/correct"),
                correction(note, "She sounded tired.", "Why", ellis.toString()));

        assertThat(without.status()).isEqualTo(400);
        assertThat(without.main()).contains("Say why it is corrected");
        assertThat(without.page().select("#text").text()).isEqualTo("She sounded cheerful.");
        assertThat(unchanged.main()).contains("Nothing is changed yet");
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void the_form_of_a_correction_holds_what_the_note_says() {
        var note = written("She sounded tired.", ellis.toString());

        var page = TestService.get(tom, url("notes/" + note + "/correct")).page();

        assertThat(page.select("#text").text()).isEqualTo("She sounded tired.");
        assertThat(page.select("input[name=about][checked]").eachAttr("value")).containsExactly(ellis.toString());
        assertThat(page.select("#happened-time").val()).isEqualTo("2:30pm");
        assertThat(page.select("input[name=on]").attr("value")).isEqualTo(note.toString());
    }

    @Test
    void of_two_people_who_correct_at_once_the_second_reads_both_texts_and_nothing_is_lost() {
        var note = written("She sounded tired.", ellis.toString());
        var maria = council.staff("Maria Osei", "early-help-worker", "early-help-locality", null);

        var first = TestService.send(
                maria,
                url("notes/" + note + "/correct"),
                correction(note, "He sounded tired.", "It was the father", ellis.toString()));
        var second = TestService.send(
                tom,
                url("notes/" + note + "/correct"),
                correction(note, "She sounded ill.", "I misheard", ellis.toString()));

        assertThat(first.status()).isEqualTo(302);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.main())
                .contains("This has changed since you opened the page")
                .contains("Maria Osei corrected it on 18 June 2026 at 8:52am: It was the father")
                .contains("What it says now")
                .contains("He sounded tired.");
        assertThat(second.page().select("#text").text()).isEqualTo("She sounded ill.");
        var again = second.page().select("input[name=on]").attr("value");
        assertThat(TestService.send(
                                tom,
                                url("notes/" + note + "/correct"),
                                correction(UUID.fromString(again), "She sounded ill.", "I misheard", ellis.toString()))
                        .status())
                .isEqualTo(302);
        assertThat(TestService.get(tom, url("notes/" + note)).main())
                .contains("She sounded ill.")
                .contains("He sounded tired.")
                .contains("She sounded tired.");
    }

    @Test
    void corrections_sent_in_the_same_moment_never_lose_a_text() throws Exception {
        var note = written("Begin.", ellis.toString());
        try (var pool = Executors.newFixedThreadPool(4)) {
            var sent = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 4; i++) {
                var text = "Version " + i;
                sent.add(() -> TestService.send(
                                tom,
                                url("notes/" + note + "/correct"),
                                correction(note, text, "Because", ellis.toString()))
                        .status());
            }
            var answers = new ArrayList<Integer>();
            for (var answer : pool.invokeAll(sent)) {
                answers.add(answer.get());
            }
            assertThat(answers).containsOnlyOnce(302).containsOnly(302, 409);
        }
        assertThat(notes()).isEqualTo(2);
    }

    @Test
    void a_note_on_the_wrong_familys_record_is_marked_and_stays_readable() {
        var note = written("About somebody else.", ellis.toString());

        var answer = TestService.send(
                tom,
                url("notes/" + note + "/correct"),
                with(
                        correction(note, "About somebody else.", "It is the other family Rowan", ellis.toString()),
                        "in-error",
                        "yes"));

        assertThat(answer.status()).isEqualTo(302);
        var list = TestService.get(tom, url("notes"));
        assertThat(list.main())
                .contains("Recorded in error: It is the other family Rowan")
                .contains("About somebody else.");
        assertThat(list.page().select(".sw-timeline li.corrected")).hasSize(1);
    }

    @Test
    void a_note_is_never_changed_or_removed_in_the_database() {
        var note = written("As it was.", ellis.toString());

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> council.database()
                        .write(
                                council.job(),
                                sql -> sql.sql("update case_note set body = 'Other' where id = :id")
                                        .param("id", note)
                                        .update())))
                .hasStackTraceContaining("permission denied");
    }

    // Who may.

    @Test
    void another_councils_note_is_not_there_a_colleagues_says_whom_to_ask_and_a_guarded_one_only_that_it_exists() {
        var note = written("Only for those who work with them.", ellis.toString());
        var elsewhere = InventedCouncil.icrt().staff("Otto Vale", "early-help-worker", "early-help-locality", null);
        var colleague = council.staff("Nia Field", "social-worker", "duty-team", null);

        assertThat(TestService.get(elsewhere, url("notes/" + note)).status()).isEqualTo(404);
        assertThat(TestService.send(elsewhere, url("notes"), call("Mine.", ellis.toString()))
                        .status())
                .isEqualTo(404);
        assertThat(TestService.get(colleague, url("notes/" + note)).status()).isEqualTo(403);
        assertThat(TestService.get(colleague, url("notes")).main())
                .contains("Ask Tom Ferreira")
                .doesNotContain("Only for those");
        assertThat(TestService.send(colleague, url("notes"), call("Mine.", ellis.toString()))
                        .status())
                .isEqualTo(403);

        council.restrict(ellis, "restricted", "icrt-team-manager");
        var maria = council.staff("Maria Osei", "early-help-worker", "early-help-locality", null);

        assertThat(TestService.get(maria, url("notes")).main())
                .contains("A record exists. Ask the ICRT Team Manager.")
                .doesNotContain("Rowan");
        assertThat(TestService.get(tom, url("notes")).status()).as("allocated").isEqualTo(200);
    }

    @Test
    void a_note_of_one_family_is_not_found_under_another() {
        var note = written("Of this family.", ellis.toString());
        var other = council.family();
        var child = council.child(other, "Zuri", "Obuya", "2016-05-04");
        council.open(child, "early-help", "2026-03-02T09:00:00Z");
        council.lead(child, tom, "early-help-worker", "early-help", null, "2026-03-02T09:00:00Z");

        assertThat(TestService.get(tom, "/families/" + other + "/notes/" + note).status())
                .isEqualTo(404);
        assertThat(TestService.send(tom, "/families/" + other + "/notes", call("Ellis?", ellis.toString()))
                        .main())
                .as("a child of another family cannot be ticked")
                .contains("Tick each child it is about");
    }

    // Visits.

    private static String[] visit(String day, String... more) {
        return with(
                new String[] {
                    "happened-day", day, "happened-month", "6", "happened-year", "2026", "happened-time", "4pm",
                    "how", "announced", "purpose", "See the bedrooms", "took-place", "yes", "home", "Clean and warm.",
                    "text", "Both showed me their rooms."
                },
                more);
    }

    @Test
    void a_visit_recorded_a_week_late_says_so_and_who_was_seen_alone() {
        var sent = notice(
                tom,
                url("visits"),
                visit(
                        "11",
                        "about",
                        ellis.toString(),
                        "about",
                        isla.toString(),
                        "seen-" + ellis,
                        "alone",
                        "seen-" + isla,
                        "with-others",
                        "says-" + ellis,
                        "I want my own room"));

        assertThat(sent).isEqualTo("Recorded for Ellis Rowan and Isla Rowan.");
        assertThat(TestService.get(tom, url("notes?kind=visit")).main())
                .contains("Visit: See the bedrooms")
                .contains("11 June 2026 at 4pm recorded 18 June 2026 at 8:52am, 7 days later")
                .contains("Ellis seen alone")
                .contains("Isla seen with others")
                .contains("The home Clean and warm.")
                .contains("Ellis says I want my own room");
    }

    @Test
    void a_visit_that_was_not_possible_says_why_and_claims_no_child_was_seen() {
        var fields = visit("17", "about", ellis.toString(), "about", isla.toString());
        fields[13] = "no";
        fields[17] = "";
        var without = TestService.send(tom, url("visits"), fields);
        var contradicting = TestService.send(
                tom, url("visits"), with(fields, "not-possible", "Nobody in", "seen-" + ellis, "alone"));
        var recorded = TestService.send(tom, url("visits"), with(fields, "not-possible", "Nobody answered the door."));

        assertThat(without.main()).contains("Say why the visit was not possible");
        assertThat(contradicting.main()).contains("Ellis cannot have been seen on a visit that did not take place");
        assertThat(recorded.status()).isEqualTo(302);
        assertThat(TestService.get(tom, url("notes")).main())
                .contains("Not possible")
                .contains("Why not possible Nobody answered the door.")
                .doesNotContain("seen alone");
    }

    @Test
    void for_each_child_of_a_visit_it_is_said_whether_it_was_seen() {
        var refused = TestService.send(tom, url("visits"), visit("17", "about", ellis.toString()));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.main()).contains("Say whether Ellis was seen, and whether alone");
        assertThat(refused.page().getElementById("seen-" + ellis)).isNotNull();
    }

    @Test
    void a_note_about_a_child_who_died_can_be_written_and_a_visit_cannot_see_the_child_afterwards() {
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("update person set died_on = date '2026-06-10' where id = :id")
                                .param("id", isla)
                                .update());

        var form = TestService.get(tom, url("visits/new")).main();
        var seen = TestService.send(tom, url("visits"), visit("17", "about", isla.toString(), "seen-" + isla, "alone"));
        var notice = notice(tom, url("notes"), call("The funeral is on Friday.", isla.toString()));
        var whole = notice(tom, url("notes"), call("Ellis is with his aunt.", "family"));

        assertThat(form)
                .contains("Isla Rowan, born 4 November 2019, died 10 June 2026")
                .doesNotContain("The whole family");
        assertThat(seen.main()).contains("Isla died on 10 June 2026. Check the day of the visit");
        assertThat(notice).isEqualTo("Recorded for Isla Rowan.");
        assertThat(whole).isEqualTo("Recorded for the whole family: Ellis Rowan.");
    }

    @Test
    void another_part_of_the_service_records_a_visit_once() {
        var visits = TestService.bean(Visits.class);
        var visit = new Visits.Visit(
                family,
                null,
                TestService.now().minusSeconds(3600),
                false,
                Note.How.ANNOUNCED,
                "Handover",
                "Tom Ferreira and Nia Field",
                "",
                "",
                "We met together.",
                false,
                List.of(new Note.About(ellis, Note.Seen.WITH_OTHERS, "Hello")));

        var first = visits.record(tom, "0190a000-0000-7000-8000-000000000001", visit);
        var second = visits.record(tom, "0190a000-0000-7000-8000-000000000001", visit);

        assertThat(second).isEqualTo(first);
        assertThat(TestService.get(tom, url("notes/" + first)).main())
                .contains("Visit: Handover")
                .contains("Ellis seen with others")
                .contains("Ellis says Hello");
    }

    // Decisions.

    private static String[] decision(String... more) {
        return with(
                new String[] {
                    "sort",
                    "supervision",
                    "happened-day",
                    "17",
                    "happened-month",
                    "6",
                    "happened-year",
                    "2026",
                    "happened-time",
                    "10am",
                    "present",
                    "Tom Ferreira",
                    "decided",
                    "Stay open for six weeks.",
                    "text",
                    "School attendance is not yet steady."
                },
                more);
    }

    @Test
    void a_manager_records_a_decision_outside_a_transfer_and_has_the_note_to_copy() {
        var bea = council.staff("Bea Lindqvist", "early-help-team-manager", "early-help-locality", null);

        assertThat(TestService.send(bea, url("decisions"), decision("about", ellis.toString()))
                        .status())
                .isEqualTo(302);

        var list = TestService.get(tom, url("decisions"));
        assertThat(list.main())
                .contains("Supervision by Bea Lindqvist")
                .contains("Decided Stay open for six weeks.")
                .contains("Discussed with Tom Ferreira")
                .contains("Decided as Early Help Team Manager")
                .contains("School attendance is not yet steady.");
        var page = TestService.get(tom, url("notes/" + newest()));
        assertThat(page.page().select(".sw-note").text())
                .contains("SUPERVISION")
                .contains("Child: Ellis Rowan")
                .contains("Date: 17/06/2026")
                .contains("Decision: Stay open for six weeks.")
                .contains("Signed: Bea Lindqvist, Early Help Team Manager");
    }

    @Test
    void a_worker_records_no_management_decision_and_corrects_none() {
        var bea = council.staff("Bea Lindqvist", "early-help-team-manager", "early-help-locality", null);
        TestService.send(bea, url("decisions"), decision("about", ellis.toString()));
        var note = newest();

        assertThat(TestService.get(tom, url("decisions")).main())
                .contains("A management decision outside a transfer is recorded by a manager.");
        assertThat(TestService.get(tom, url("decisions/new")).status()).isEqualTo(403);
        assertThat(TestService.send(tom, url("decisions"), decision("about", ellis.toString()))
                        .status())
                .isEqualTo(403);
        assertThat(TestService.send(
                                tom,
                                url("notes/" + note + "/correct"),
                                decision("about", ellis.toString(), "on", note.toString(), "reason", "No"))
                        .status())
                .isEqualTo(403);
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void the_decisions_of_the_familys_transfers_stand_among_them_with_role_reason_and_clause() {
        var bea = council.staff("Bea Lindqvist", "early-help-team-manager", "early-help-locality", null);
        var transfer = "/transfers/" + council.begin(tom, family, "step-up", "worker-is-worried", ellis, isla);
        OneForm.on(tom, transfer + "/items/talk-with-manager", "/items/talk-with-manager")
                .send();
        var decided = OneForm.on(bea, transfer + "/decision", "/decision")
                .send("outcome", "stays-with-early-help", "reason", "The school worries are new and small.");
        assertThat(decided.status()).as(decided.main()).isEqualTo(302);

        var page = TestService.get(tom, url("decisions"));

        assertThat(page.main())
                .contains("Early Help carries on")
                .contains("by Bea Lindqvist, Early Help Team Manager")
                .contains("The school worries are new and small.");
        assertThat(page.page().select(".sw-cite").text()).contains("ICRT-09");
        assertThat(page.page().select("a[href=" + transfer + "]").text()).startsWith("In T-");
    }
}
