package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.web.SignedInStaff;

/// Two records of one person: found, read as one, and taken apart again.
class DuplicatesTest {

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff manager = council.staff("Ruth Kavanagh", "icrt-team-manager", "front-door", null);
    private SignedInStaff tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
    private UUID family = UUID.randomUUID();
    private UUID zoe = UUID.randomUUID();
    private UUID other = UUID.randomUUID();
    private UUID misspelt = UUID.randomUUID();

    @BeforeEach
    void a_child_is_recorded_twice() {
        TestService.at("2026-06-18T07:48:00Z");
        council = InventedCouncil.icrt();
        manager = council.staff("Ruth Kavanagh", "icrt-team-manager", "front-door", null);
        tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
        family = council.family();
        zoe = council.child(family, "Zoë", "Phillips", "2016-05-04");
        council.open(zoe, "early-help", "2026-03-02T09:00:00Z");
        council.lead(zoe, tom, "early-help-worker", "early-help", null, "2026-03-02T09:00:00Z");
        other = council.family();
        misspelt = council.child(other, "Zoe", "Filips", "2016-04-05");
    }

    private String sideBySide(UUID one, UUID two) {
        return "/people/merge?one=" + one + "&other=" + two;
    }

    private TestService.Answer merge(SignedInStaff me, UUID kept) {
        return OneForm.on(me, sideBySide(zoe, misspelt), "/people/merge")
                .send("kept", kept.toString(), "reason", "The school has one child of this name.");
    }

    private List<String> everyRow() {
        return council.database()
                .read(council.job(), sql -> sql.sql("""
                                        select p::text from person p
                                         union all
                                        select m::text from family_member m
                                         union all
                                        select e::text from episode e
                                         union all
                                        select a::text from allocation a
                                         union all
                                        select t::text from person_name_token t
                                         union all
                                        select v::text from child_version v
                                         order by 1
                                        """).query(String.class).list());
    }

    private void closed(UUID child, String service, String since, String until) {
        council.open(child, service, since);
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("update episode set closed_at = :until::timestamptz where child = :child")
                                .param("until", until)
                                .param("child", child)
                                .update());
    }

    @Test
    void records_like_one_another_stand_side_by_side_with_why() {
        var page = TestService.get(manager, "/people/" + zoe + "/duplicates");

        assertThat(page.main())
                .contains("The surname sounds alike.")
                .contains("day and month the other way round")
                .contains("Very likely the same");
        assertThat(page.page().select("a[href='" + sideBySide(zoe, misspelt) + "']"))
                .hasSize(1);
        assertThat(TestService.get(manager, sideBySide(zoe, misspelt)).main())
                .contains("held by Tom Ferreira since 2 March 2026")
                .contains("5 April 2016");
    }

    @Test
    void the_one_that_stays_is_read_for_both_and_undoing_restores_every_row() {
        closed(misspelt, "assessment", "2025-01-06T09:00:00Z", "2025-03-06T09:00:00Z");
        var before = everyRow();

        var merged = merge(manager, zoe);

        assertThat(merged.status()).as(merged.main()).isEqualTo(302);
        var search = TestService.get(manager, "/search?name=Filips&purpose=A%20contact%20from%20school");
        assertThat(search.main())
                .contains("1 person found")
                .contains("Zoë Phillips")
                .doesNotContain("Zoe Filips");
        assertThat(TestService.get(tom, "/families/" + other).main()).contains("Zoë Phillips");
        assertThat(TestService.get(tom, "/families/" + family + "/timeline").main())
                .contains("Assessment");
        var taken = TestService.get(tom, "/contacts/new?family=" + family);
        assertThat(TestService.get(tom, String.valueOf(taken.location())).main())
                .contains("Assessment: until 6 March 2025");

        var undone =
                OneForm.on(manager, "/people/" + zoe + "/duplicates", "/undo").send("because", "They are cousins.");

        assertThat(undone.status()).as(undone.main()).isEqualTo(302);
        assertThat(everyRow()).isEqualTo(before);
        assertThat(TestService.get(manager, "/people/" + zoe + "/duplicates").main())
                .contains("Undone on")
                .contains("They are cousins.");
        assertThat(audited()).containsExactly("merge-records", "merge-records", "undo-merge", "undo-merge");
    }

    private List<String> audited() {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select act from access_log where act like '%merge%' order by act")
                                .query(String.class)
                                .list());
    }

    @Test
    void the_record_that_is_open_is_the_one_that_stays() {
        var page = TestService.get(manager, sideBySide(zoe, misspelt));
        var forced = OneForm.on(manager, sideBySide(zoe, misspelt), "/people/merge")
                .send("kept", misspelt.toString(), "reason", "The same child.");

        assertThat(page.main()).contains("Choose that record as the one that stays");
        assertThat(forced.status()).isEqualTo(400);
        assertThat(forced.main()).contains("held by Tom Ferreira");
        assertThat(audited()).isEmpty();
    }

    @Test
    void two_records_that_are_both_open_are_not_merged_and_the_page_says_why() {
        council.open(misspelt, "assessment", "2026-04-02T09:00:00Z");
        council.lead(misspelt, null, null, "assessment", "duty-team", "2026-04-02T09:00:00Z");

        var page = TestService.get(manager, sideBySide(zoe, misspelt));

        assertThat(page.main()).contains("Both records are open").contains("one accountable holder at a time");
        assertThat(page.page().select("main form[action=/people/merge]")).isEmpty();
        assertThat(TestService.send(
                                manager,
                                "/people/merge",
                                "one",
                                zoe.toString(),
                                "other",
                                misspelt.toString(),
                                "kept",
                                zoe.toString(),
                                "reason",
                                "The same child.")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_reason_is_needed_and_what_was_typed_is_kept() {
        var nothing =
                OneForm.on(manager, sideBySide(zoe, misspelt), "/people/merge").send("reason", "The same child.");
        var without = OneForm.on(manager, sideBySide(zoe, misspelt), "/people/merge")
                .send("kept", zoe.toString(), "reason", " ");

        assertThat(nothing.page().select(".govuk-error-summary a").attr("href")).isEqualTo("#kept");
        assertThat(nothing.page().select("#reason").text()).isEqualTo("The same child.");
        assertThat(without.page().select(".govuk-error-summary a").attr("href")).isEqualTo("#reason");
    }

    @Test
    void merging_twice_merges_once() {
        var form = OneForm.on(manager, sideBySide(zoe, misspelt), "/people/merge");

        form.send("kept", zoe.toString(), "reason", "The same child.");
        var again = form.send("kept", zoe.toString(), "reason", "The same child.");

        assertThat(again.status()).isEqualTo(302);
        int rows = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select count(*) from person_merge")
                                .query(Integer.class)
                                .single());
        assertThat(rows).isEqualTo(1);
    }

    @Test
    void only_those_who_may_search_everyone_compare_and_nobody_of_another_council_or_a_guarded_record() {
        var elsewhere = InventedCouncil.icrt().staff("Otto Vale", "icrt-team-manager", "front-door", null);

        assertThat(TestService.get(tom, sideBySide(zoe, misspelt)).status()).isEqualTo(403);
        assertThat(TestService.get(elsewhere, sideBySide(zoe, misspelt)).status())
                .isEqualTo(404);
        council.restrict(misspelt, "restricted", "early-help-service-manager");
        var restricted = TestService.get(manager, sideBySide(zoe, misspelt));
        assertThat(restricted.status()).isEqualTo(403);
        assertThat(restricted.main())
                .contains("A record exists. Ask the Early Help Service Manager.")
                .doesNotContain("Filips");
        council.restrict(misspelt, "hidden", "early-help-service-manager");
        assertThat(TestService.get(manager, sideBySide(zoe, misspelt)).status()).isEqualTo(404);
        assertThat(TestService.get(manager, "/people/" + zoe + "/duplicates").main())
                .doesNotContain("Filips");
    }

    @Test
    void a_mother_recorded_twice_is_asked_once() {
        var mother = council.parent(family, "Ann", "Phillips", zoe);
        var again = council.parent(family, "Anne", "Phillips", zoe);
        var transfer = council.begin(tom, family, "step-up", "worker-is-worried", zoe);
        var agreement = "/transfers/" + transfer + "/agreements/step-up-for-assessment";
        assertThat(TestService.get(tom, agreement).main())
                .contains("Ann Phillips")
                .contains("Anne Phillips");

        var merged = OneForm.on(manager, sideBySide(mother, again), "/people/merge")
                .send("kept", mother.toString(), "reason", "One mother.");

        assertThat(merged.status()).as(merged.main()).isEqualTo(302);
        assertThat(TestService.get(tom, agreement).main())
                .contains("Ann Phillips")
                .doesNotContain("Anne Phillips");
        assertThat(TestService.get(tom, "/families/" + family).main()).doesNotContain("Anne Phillips");
    }
}
