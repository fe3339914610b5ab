package stepways.app.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.database.TestDatabase;
import stepways.app.database.Viewer;
import stepways.app.outgoing.MailServer;
import stepways.app.outgoing.Sender;
import stepways.app.pages.InventedCouncil;
import stepways.app.pages.Steps;
import stepways.app.pages.TestService;
import stepways.app.record.HeldMessages;
import stepways.app.web.SignedInStaff;

/// DOR-23, DOR-32: letters to the family and to professionals say who comes, and on which day.
class LettersTest {

    private InventedCouncil council = InventedCouncil.running("dorset");
    private SignedInStaff tom = staff("Tom Ferreira", "early-help-worker");
    private SignedInStaff iris = staff("Iris Vane", "early-help-worker");
    private SignedInStaff denise = staff("Denise Okafor", "early-help-team-manager");
    private UUID family = UUID.randomUUID();
    private UUID amara = UUID.randomUUID();
    private UUID theo = UUID.randomUUID();
    private UUID mother = UUID.randomUUID();
    private UUID father = UUID.randomUUID();
    private UUID run = UUID.randomUUID();

    @BeforeEach
    void somebody_else_works_with_the_family_now() {
        TestService.at("2026-06-18T07:48:00Z");
        council = InventedCouncil.running("dorset");
        tom = staff("Tom Ferreira", "early-help-worker");
        iris = staff("Iris Vane", "early-help-worker");
        denise = staff("Denise Okafor", "early-help-team-manager");
        family = council.family();
        amara = council.child(family, "Amara", "Lindqvist", "2019-02-03");
        theo = council.child(family, "Theo", "Lindqvist", "2017-01-03");
        mother = council.parent(family, "Freya", "Lindqvist", amara, theo);
        father = council.parent(family, "Ruben", "Aldous", theo);
        var hers = council.household("12 Invented Road, Ashmere, AB1 2CD", mother, amara, theo);
        council.household("3 Other Lane, Ashmere", father);
        council.withhold(hers, father);
        for (var child : new UUID[] {amara, theo}) {
            council.open(child, "early-help", "2026-03-01T09:00:00Z");
            council.lead(child, tom, "early-help-worker", "early-help", null, "2026-03-01T09:00:00Z");
        }
        run = council.beginFrom(denise, family, "reallocation", "change-of-practitioner", "early-help", amara, theo);
        new Steps(run)
                .done(denise, "new-practitioner", iris.staff().toString())
                .done(denise, "handover-day-set", "2026-06-18")
                .chosen(denise, "re-allocated")
                .excused(denise, "planning-point-here")
                .excused(denise, "change-discussed-here")
                .done(tom, "record-up-to-date-here", "")
                .done(denise, "record-checked-here", "")
                .done(tom, "handover-meeting-here", "")
                .chosen(denise, "handed-over-here");
    }

    private SignedInStaff staff(String name, String role) {
        return council.staff(name, role, null, null);
    }

    private String list() {
        return "/transfers/" + run + "/letters";
    }

    private String letterTo(UUID person) {
        return TestService.get(denise, list())
                .page()
                .select("a[href$=/" + person + "]")
                .attr("href");
    }

    private void number() {
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("update team set telephone = '01632 960123' where service = 'early-help'")
                                .update());
    }

    private String read(String letter) {
        return TestService.get(denise, letter).page().select("input[name=read]").attr("value");
    }

    private String signed(UUID person) {
        number();
        var letter = letterTo(person);
        TestService.send(denise, letter + "/sign", "read", read(letter));
        return letter;
    }

    @Test
    void each_parent_has_a_letter_of_their_own_that_names_only_their_own_children() {
        number();

        var page = TestService.get(denise, list());
        var hers = TestService.get(denise, letterTo(mother));
        var his = TestService.get(denise, letterTo(father));

        assertThat(page.main())
                .contains("2 letters are not on the way yet")
                .contains("Freya Lindqvist")
                .contains("Ruben Aldous")
                .contains("Change on 18 June 2026, drafted 18 June 2026 at 8:48am")
                .contains("DOR-23");
        assertThat(hers.main())
                .contains("Dear Freya Lindqvist")
                .contains(
                        "From 18 June 2026 Iris Vane works with Theo and Amara and with you, in place of Tom Ferreira")
                .contains("ring us on 01632 960123")
                .contains("Reading age");
        assertThat(his.page().select("[aria-labelledby=letter-h]").text())
                .contains("Theo will have a new worker")
                .doesNotContain("Amara")
                .doesNotContain("Freya");
        assertThat(his.main()).contains("They must not learn where");
        assertThat(his.body()).doesNotContain("12 Invented Road");
        assertThat(TestService.get(denise, "/transfers/" + run).page().select("a[href='" + list() + "']"))
                .isNotEmpty();
    }

    /// DOR-25, DOR-34: where the family could not be there, they are told why, and somebody says that they were.
    @Test
    void a_handover_without_the_family_leaves_the_telling_with_their_worker() {
        var again =
                council.beginFrom(denise, family, "reallocation", "change-of-practitioner", "early-help", amara, theo);
        new Steps(again)
                .done(denise, "new-practitioner", tom.staff().toString())
                .done(denise, "handover-day-set", "2026-06-18")
                .chosen(denise, "re-allocated")
                .excused(denise, "handover-meeting-here");

        var page = TestService.get(iris, "/transfers/" + again);
        var work = TestService.get(iris, "/work");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.main()).contains("To be told: the family");
        assertThat(work.main()).contains("To know: Handover with the family");
    }

    @Test
    void what_nobody_knows_is_said_to_be_missing_and_the_letter_is_not_signed_until_it_is_filled_in() {
        var letter = letterTo(mother);

        var before = TestService.get(denise, letter);
        var tried = TestService.send(denise, letter + "/sign", "read", "anything");
        var saved = TestService.send(
                denise,
                letter,
                "version",
                "0",
                "field-team-telephone",
                "01632 960999",
                "own-words",
                "See you on Friday.");
        var after = TestService.get(denise, letter);

        assertThat(before.main())
                .contains("[the number to ring: not known]")
                .contains("Fill in first: the number to ring");
        assertThat(tried.status()).isEqualTo(409);
        assertThat(saved.status()).isEqualTo(302);
        assertThat(after.main()).contains("ring us on 01632 960999").contains("See you on Friday. Yours sincerely");
        assertThat(after.page().select("form[action$=/sign] button").text()).isEqualTo("Sign it as it stands here");
    }

    @Test
    void a_signed_letter_is_printed_with_the_readers_own_address_and_recorded_as_posted() {
        var letter = signed(father);

        var print = TestService.get(denise, letter + "/print");
        var tomorrow = TestService.send(
                denise, letter + "/posted", "posted-day", "19", "posted-month", "6", "posted-year", "2026");
        var yesterday = TestService.send(
                denise, letter + "/posted", "posted-day", "17", "posted-month", "6", "posted-year", "2026");
        TestService.send(denise, letter + "/posted", "posted-day", "18", "posted-month", "6", "posted-year", "2026");
        var again = TestService.send(
                denise, letter + "/posted", "posted-day", "18", "posted-month", "6", "posted-year", "2026");

        assertThat(print.page().select("address").text()).isEqualTo("Ruben Aldous 3 Other Lane Ashmere");
        assertThat(print.main()).contains("Dear Ruben Aldous").contains("18 June 2026");
        assertThat(print.body()).doesNotContain("Invented Road").doesNotContain("AB1 2CD");
        assertThat(tomorrow.status()).isEqualTo(400);
        assertThat(tomorrow.main()).contains("cannot be in the future");
        assertThat(yesterday.main()).contains("cannot have been posted before it was signed");
        assertThat(again.status()).isEqualTo(302);
        assertThat(TestService.get(denise, letter).main()).contains("Posted on 18 June 2026 by Denise Okafor");
        assertThat(TestService.get(denise, list()).main()).contains("One letter is not on the way yet");
        assertThat(TestService.get(denise, "/families/" + family + "/timeline").main())
                .contains("Letter to Ruben Aldous, posted");
    }

    @Test
    void a_letter_that_says_where_somebody_else_lives_cannot_be_signed() {
        number();
        var letter = letterTo(father);
        TestService.send(denise, letter, "version", "0", "own-words", "They are at 12  invented road, ab12cd.");

        var page = TestService.get(denise, letter);
        var forced = TestService.send(denise, letter + "/sign", "read", read(letter));

        assertThat(page.main()).contains("It says where somebody else lives").contains("Take that out first");
        assertThat(forced.status()).isEqualTo(409);
    }

    @Test
    void a_letter_is_mailed_to_a_safe_address_as_it_was_signed_and_its_page_proves_it() {
        var letter = signed(mother);

        var unsafe = TestService.send(denise, letter + "/mail", "to", "freya@home.example");
        var nonsense = TestService.send(denise, letter + "/mail", "to", "a@b.example, c@d.example", "safe", "yes");
        TestService.send(denise, letter + "/mail", "to", "freya@home.example", "safe", "yes");
        TestService.send(denise, letter + "/mail", "to", "freya@home.example", "safe", "yes");
        MailServer.Arrived mail;
        try (var server = MailServer.started()) {
            TestService.bean(Sender.class).send(new Viewer.Job(council.job().authority(), "mail"));
            mail = server.arrived().getFirst();
            assertThat(server.arrived()).hasSize(1);
        }
        var page = TestService.get(denise, letter);

        assertThat(unsafe.status()).isEqualTo(400);
        assertThat(unsafe.page().select("input[name=to]").attr("value")).isEqualTo("freya@home.example");
        assertThat(nonsense.main()).contains("Enter one email address");
        assertThat(mail.to()).isEqualTo("freya@home.example");
        assertThat(mail.subject()).doesNotContain("Lindqvist").startsWith("A letter from");
        assertThat(mail.words())
                .startsWith("Dear Freya Lindqvist")
                .doesNotContain("**")
                .doesNotContain("{{");
        assertThat(page.main()).contains("Mailed to freya@home.example on 18 June 2026 at 8:48am");
        assertThat(TestService.get(
                                denise,
                                page.page().select("a[href^=/outgoing/]").attr("href"))
                        .main())
                .contains("250")
                .doesNotContain("Dear Freya");
    }

    @Test
    void harm_and_a_death_hold_every_letter_also_one_whose_mail_waits() {
        var letter = signed(mother);
        TestService.send(denise, letter + "/mail", "to", "freya@home.example", "safe", "yes");
        council.database().write(council.job(), sql -> {
            new HeldMessages(sql).hold(family, HeldMessages.Because.DEATH, TestDatabase.NOW);
            return true;
        });

        var other = signed(father);
        var page = TestService.get(denise, other);
        try (var server = MailServer.started()) {
            TestService.bean(Sender.class).send(new Viewer.Job(council.job().authority(), "mail"));

            assertThat(server.arrived()).isEmpty();
        }
        assertThat(page.main()).contains("because of a death").contains("not possible yet");
        assertThat(page.page().select("form[action$=/sign]")).isEmpty();
        assertThat(TestService.get(denise, letter + "/print").status()).isEqualTo(302);
        assertThat(TestService.send(
                                denise,
                                other + "/posted",
                                "posted-day",
                                "18",
                                "posted-month",
                                "6",
                                "posted-year",
                                "2026")
                        .status())
                .isEqualTo(302);
        assertThat(TestService.get(denise, list()).main()).doesNotContain("Posted on");
    }

    @Test
    void a_child_who_died_is_in_no_letter() {
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("update person set died_on = date '2026-06-18' where id = :id")
                                .param("id", mother)
                                .update());

        var page = TestService.get(denise, letterTo(mother));

        assertThat(page.main()).contains("They have died. No letter is written to them.");
        assertThat(page.page().select("form[action$=/sign]")).isEmpty();
    }

    @Test
    void nobody_is_written_to_who_must_not_be_and_with_care_says_why() {
        number();
        var letter = letterTo(mother);
        writing(mother, "with-care", "call first");
        var careful = TestService.get(denise, letter);
        writing(mother, "must-not", "her post is read");

        var refused = TestService.get(denise, letter);
        var forced = TestService.send(denise, letter + "/sign", "read", read(letter));

        assertThat(careful.main()).contains("They may be written to with care: call first.");
        assertThat(careful.page().select("form[action$=/sign]")).isNotEmpty();
        assertThat(refused.main()).contains("They must not be written to: her post is read. No letter goes to them.");
        assertThat(refused.page().select("form[action$=/sign]")).isEmpty();
        assertThat(forced.status()).isEqualTo(409);
    }

    private void writing(UUID person, String rule, String why) {
        council.database().write(council.job(), sql -> {
            var id = stepways.app.database.TestRows.anId();
            sql.sql("""
                            insert into person_fact (authority, id, thread, act, kind, family, body, recorded_at)
                            values (:authority, :id, :id, 'recorded', 'writing', :family,
                                    jsonb_build_object('rule', :rule::text, 'why', :why::text)::text, :now)
                            """)
                    .param("authority", council.job().authority().value())
                    .param("id", id)
                    .param("family", family)
                    .param("rule", rule)
                    .param("why", why)
                    .param("now", TestService.now().atOffset(java.time.ZoneOffset.UTC))
                    .update();
            return sql.sql("""
                            insert into person_fact_person (authority, fact, person, part)
                            values (:authority, :id, :person, 'about')
                            """)
                    .param("authority", council.job().authority().value())
                    .param("id", id)
                    .param("person", person)
                    .update();
        });
    }

    @Test
    void a_letter_that_has_not_left_is_withdrawn_with_a_reason_and_written_anew() {
        var letter = signed(mother);

        var without = TestService.send(denise, letter + "/withdraw", "because", "");
        TestService.send(denise, letter + "/withdraw", "because", "the day was wrong");
        var anew = TestService.get(denise, letter);
        TestService.send(denise, letter, "version", "0", "field-date-of-change", "25 June 2026");
        TestService.send(denise, letter + "/sign", "read", read(letter));
        var second = TestService.get(denise, letter);

        assertThat(without.status()).isEqualTo(400);
        assertThat(anew.main()).contains("Signed, and withdrawn").contains("by Denise Okafor: the day was wrong");
        assertThat(second.main())
                .contains("From 25 June 2026 Iris Vane works with")
                .contains("the day was wrong");
    }

    @Test
    void of_two_who_change_a_letter_at_once_the_second_is_shown_both() {
        number();
        var letter = letterTo(mother);
        TestService.send(denise, letter, "version", "0", "own-words", "From Denise.");

        var first = TestService.send(denise, letter, "version", "1", "own-words", "Once more from Denise.");
        var second = TestService.send(iris, letter, "version", "1", "own-words", "From Iris.");

        assertThat(first.status()).isEqualTo(302);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.page().select("textarea[name=own-words]").text()).isEqualTo("From Iris.");
        assertThat(second.main()).contains("Once more from Denise.");
    }

    @Test
    void what_changed_after_it_was_read_is_not_signed_unread() {
        number();
        var letter = letterTo(mother);
        var read = read(letter);
        TestService.send(iris, letter, "version", "0", "own-words", "Slipped in.");

        var signed = TestService.send(denise, letter + "/sign", "read", read);

        assertThat(signed.status()).isEqualTo(409);
        assertThat(TestService.get(denise, letter).page().select("form[action$=/sign]"))
                .isNotEmpty();
    }

    @Test
    void a_professional_is_added_once_and_has_a_letter_of_their_own() {
        number();
        var add = TestService.get(denise, list()).page().selectFirst("form[action$=/professionals]");
        var action = add == null ? "" : add.attr("action");
        var key = add == null ? "" : add.select("input[name=key]").attr("value");

        var wrong =
                TestService.send(denise, action, "key", key, "name", "", "organisation", "Elm School", "email", "no");
        TestService.send(denise, action, "key", key, "name", "שירה <b>Bold</b>", "organisation", "Elm School");
        TestService.send(denise, action, "key", key, "name", "שירה <b>Bold</b>", "organisation", "Elm School");
        var page = TestService.get(denise, list());
        var letter =
                TestService.get(denise, page.page().select("a:contains(Bold)").attr("href"));

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.page().select("input[name=organisation]").attr("value"))
                .isEqualTo("Elm School");
        assertThat(page.page().select("a:contains(Bold)")).hasSize(1);
        assertThat(page.body()).doesNotContain("<b>Bold");
        assertThat(letter.main())
                .contains("our reference " + reference())
                .contains("change of practitioner on 18 June 2026");
    }

    /// Nothing passes to a partner without agreement or a lawful ground.
    @Test
    void a_letter_to_a_professional_is_signed_once_the_family_has_agreed() {
        number();
        var add = TestService.get(denise, list()).page().selectFirst("form[action$=/professionals]");
        TestService.send(
                denise, add == null ? "" : add.attr("action"), "name", "Rae Holt", "organisation", "Elm School");
        var letter = TestService.get(denise, list())
                .page()
                .select("a:contains(Rae Holt)")
                .attr("href");
        var before = TestService.get(denise, letter);
        for (var child : new UUID[] {amara, theo}) {
            council.database()
                    .write(
                            council.job(),
                            sql -> sql.sql("""
                                    insert into agreement (authority, id, child, agreement_key, status, asked_of, happened_at, recorded_at, source)
                                    values (:authority, :id, :child, 'step-down', 'given', :mother,
                                            timestamptz '2026-06-18T07:40:00Z', timestamptz '2026-06-18T07:40:00Z', 'invented')
                                    """)
                                    .param(
                                            "authority",
                                            council.job().authority().value())
                                    .param("id", stepways.app.database.TestRows.anId())
                                    .param("child", child)
                                    .param("mother", mother)
                                    .update());
        }

        var signed = TestService.send(denise, letter + "/sign", "read", read(letter));

        assertThat(before.page().select("form[action$=/sign]")).isEmpty();
        assertThat(signed.status()).isEqualTo(302);
        assertThat(TestService.get(denise, letter).main()).contains("Signed by Denise Okafor");
    }

    private String reference() {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select reference from run where id = :id")
                                .param("id", run)
                                .query(String.class)
                                .single());
    }

    @Test
    void another_council_finds_no_letter_and_a_colleague_is_told_whom_to_ask() {
        var letter = letterTo(mother);
        var elsewhere = InventedCouncil.running("dorset").staff("Otto Vale", "early-help-team-manager", null, null);
        var colleague = council.staff("Ada Wren", "personal-advisor", null, null);

        assertThat(TestService.get(elsewhere, letter).status()).isEqualTo(404);
        assertThat(TestService.send(elsewhere, letter + "/sign", "read", "x").status())
                .isEqualTo(404);
        assertThat(TestService.get(colleague, letter).status()).isEqualTo(403);
        assertThat(TestService.get(denise, list() + "/" + run + "/" + mother).status())
                .isEqualTo(404);
    }

    @Test
    void the_outbox_says_that_a_drafting_is_settled_once_everybody_has_a_letter_or_a_reason() {
        var letter = signed(mother);
        TestService.send(denise, letter + "/posted", "posted-day", "18", "posted-month", "6", "posted-year", "2026");
        var waiting = TestService.get(denise, "/outgoing?show=waiting").main();

        TestService.send(denise, letterTo(father) + "/withdraw", "because", "he asked for none");

        assertThat(waiting).contains("A new worker in the same team: to the family");
        assertThat(TestService.get(denise, "/outgoing?show=waiting").main())
                .doesNotContain("A new worker in the same team: to the family");
        assertThat(TestService.get(denise, list()).main()).contains("Withdrawn: he asked for none");
    }
}
