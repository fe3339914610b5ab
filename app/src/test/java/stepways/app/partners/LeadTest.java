package stepways.app.partners;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.database.TestRows;
import stepways.app.database.Viewer;
import stepways.app.outgoing.MailServer;
import stepways.app.outgoing.Sender;
import stepways.app.pages.InventedCouncil;
import stepways.app.pages.Steps;
import stepways.app.pages.TestService;
import stepways.app.record.Verification;
import stepways.app.web.SignedInStaff;

/// PBO-23, PBO-30, PBO-32: a lead professional of a partner agency is named, says yes and takes the case up.
class LeadTest {

    private InventedCouncil council = InventedCouncil.running("peterborough");
    private SignedInStaff priya = worker();
    private SignedInStaff hub = manager();
    private UUID family = UUID.randomUUID();
    private UUID amara = UUID.randomUUID();
    private UUID mother = UUID.randomUUID();
    private UUID nurse = UUID.randomUUID();
    private UUID run = UUID.randomUUID();

    @BeforeEach
    void a_team_stands_around_the_child_and_a_school_nurse_is_nominated() {
        TestService.at("2026-06-18T07:48:00Z");
        council = InventedCouncil.running("peterborough");
        priya = worker();
        hub = manager();
        council.email(priya, "priya-" + priya.staff() + "@council.example");
        family = council.family();
        amara = council.child(family, "Amara", "Lindqvist", "2019-02-03");
        mother = council.parent(family, "Freya", "Lindqvist", amara);
        council.open(amara, "family-safeguarding", "2026-03-01T09:00:00Z");
        council.lead(
                amara, priya, "family-safeguarding-social-worker", "family-safeguarding", null, "2026-03-01T09:00:00Z");
        council.fact(amara, "cin-plan", "true");
        nurse = partner("שירה Nightingale", "Elm Primary School", "nurse@school.example");
        run = council.beginFrom(priya, family, "step-down", "from-plan", "family-safeguarding", amara);
        new Steps(run)
                .chosen(priya, "team-already-there")
                .done(priya, "cin-team-agrees", "true")
                .done(priya, "cin-meeting-notes", "2026-06-17")
                .done(priya, "nominated-lead", "partner:" + nurse)
                .done(priya, "team-around-the-child", "true")
                .done(priya, "smart-plan", "true")
                .agreed(priya, "continuing-support", mother)
                .chosen(priya, "team-agreed");
    }

    private SignedInStaff worker() {
        return council.staff("Priya Nair", "family-safeguarding-social-worker", null, "01632 960111");
    }

    private SignedInStaff manager() {
        return council.staff("Owen Prys", "hub-team-manager", null, "01632 960112");
    }

    private UUID partner(String name, String organisation, String email) {
        var id = TestRows.anId();
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("""
                                insert into partner_professional (authority, id, name, organisation, email, recorded_at)
                                values (:authority, :id, :name, :organisation, :email, now())
                                """)
                                .param("authority", council.job().authority().value())
                                .param("id", id)
                                .param("name", name)
                                .param("organisation", organisation)
                                .param("email", email)
                                .update());
        return id;
    }

    private String lead() {
        return "/transfers/" + run + "/lead";
    }

    private record Made(String url, String code) {}

    private TestService.Answer ask(String how, String... more) {
        var fields = new java.util.ArrayList<>(List.of(
                "item",
                "nominated-lead-says-yes",
                "asks",
                "Would you bring the plan together? <b>Mondays</b>",
                "by-day",
                "25",
                "by-month",
                "6",
                "by-year",
                "2026",
                "how",
                how));
        fields.addAll(List.of(more));
        return TestService.send(priya, lead() + "/ask", fields.toArray(String[]::new));
    }

    private Made made() {
        return read(ask("self"));
    }

    private static Made read(TestService.Answer page) {
        var link = page.page().select("[data-link]").text();
        return new Made(
                link.substring(link.indexOf("/lead/")),
                page.page().select("[data-code]").text());
    }

    private static String another(String code) {
        return code.replace(' ', '0').startsWith("1") ? "222222" : "111111";
    }

    private Visitor opened(Made made) {
        var visitor = new Visitor();
        assertThat(visitor.send(made.url() + "/code", "code", made.code()).status())
                .isEqualTo(302);
        return visitor;
    }

    private String holder() {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("""
                                select coalesce(s.name, pp.name)
                                  from allocation a
                                  left join staff s on s.authority = a.authority and s.id = a.staff
                                  left join partner_professional pp on pp.authority = a.authority and pp.id = a.partner
                                 where a.child = :child
                                   and a.part = 'lead'
                                   and a.held_until is null
                                """)
                                .param("child", amara)
                                .query(String.class)
                                .single());
    }

    private int events(String type) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql(
                                        "select count(*) from run_event where run = :run and type = :type and by_partner = :nurse")
                                .param("run", run)
                                .param("type", type)
                                .param("nurse", nurse)
                                .query(Integer.class)
                                .single());
    }

    @Test
    void a_partner_accepts_by_link_and_code_and_leads_under_their_own_name() {
        var made = made();
        var before = holder();
        var visitor = new Visitor();

        var first = visitor.get(made.url());
        visitor.send(made.url() + "/code", "code", made.code());
        var asked = visitor.get(made.url());
        var answered = visitor.send(made.url() + "/answer", "answer", "accept");
        var after = visitor.get(made.url());

        assertThat(first.main())
                .contains("enter the code")
                .doesNotContain("Amara")
                .doesNotContain("Mondays");
        assertThat(asked.main())
                .contains("Amara, 7")
                .contains("Priya Nair")
                .contains("Thursday 25 June 2026")
                .contains("<b>Mondays</b>")
                .doesNotContain("Lindqvist");
        assertThat(asked.title()).isEqualTo("A question for you – Stepways");
        assertThat(answered.status()).isEqualTo(302);
        assertThat(after.h1()).isEqualTo("Your answer is with us");
        assertThat(after.main()).contains("was: yes").doesNotContain("Amara");
        assertThat(before).isEqualTo("Priya Nair");
        assertThat(holder()).isEqualTo("שירה Nightingale");
        assertThat(events("item-done")).isEqualTo(1);
        assertThat(events("outcome-chosen")).isEqualTo(1);
        var transfer = TestService.get(hub, "/transfers/" + run);
        assertThat(transfer.main())
                .contains("said yes through the one-time link that Priya Nair had asked for on 18 June 2026")
                .contains("Nightingale");
        var verified = council.database()
                .read(council.job(), sql -> Verification.of(sql, council.job().authority()));
        assertThat(verified.findings()).isEmpty();
    }

    @Test
    void the_page_leaks_its_address_to_nobody() {
        var made = made();

        var response = new Visitor().get(made.url()).response();

        assertThat(response.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(response.getHeader("X-Robots-Tag")).contains("noindex");
        assertThat(response.getHeader("Cache-Control")).contains("no-store");
        assertThat(response.getHeader("Content-Security-Policy")).contains("default-src 'self'");
    }

    @Test
    void neither_token_nor_code_is_kept() {
        var made = made();

        var kept = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql(
                                        "select l::text || coalesce((select string_agg(o::text, ' ') from outbox o), '') from partner_link l")
                                .query(String.class)
                                .single());

        assertThat(kept)
                .doesNotContain(made.url().substring(made.url().indexOf('.') + 1))
                .doesNotContain(made.code().replace(" ", ""));
    }

    @Test
    void a_wrong_token_an_other_councils_and_nonsense_say_the_same() {
        var made = made();
        var wrong = made.url().substring(0, made.url().length() - 4) + "AAAA";
        var elsewhere = made.url()
                .replaceFirst(
                        "/lead/[^.]+", "/lead/" + InventedCouncil.icrt().job().authority());
        var visitor = new Visitor();

        var answers = List.of(
                visitor.get(wrong),
                visitor.get(elsewhere),
                visitor.get("/lead/nobody." + "A".repeat(43)),
                visitor.get("/lead/x"),
                visitor.send(wrong + "/code", "code", "123456"),
                visitor.send(wrong + "/answer", "answer", "accept"));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.h1()).isEqualTo("This link does not work");
        });
    }

    @Test
    void after_five_wrong_codes_the_link_is_locked_also_for_the_right_one_until_there_is_a_new_code() {
        var made = made();
        var visitor = new Visitor();
        for (int i = 0; i < 4; i++) {
            assertThat(visitor.send(made.url() + "/code", "code", another(made.code()))
                            .status())
                    .isEqualTo(400);
        }

        var fifth = visitor.send(made.url() + "/code", "code", another(made.code()));
        var sixth = new Visitor().send(made.url() + "/code", "code", made.code());
        var page = TestService.get(priya, lead());
        var form = page.page().select("form[action$=/new-code]").first();
        var fresh = TestService.send(priya, form == null ? "" : form.attr("action"));
        var code = fresh.page().select("[data-code]").text();
        var opened = new Visitor().send(made.url() + "/code", "code", code);

        assertThat(fifth.status()).isEqualTo(403);
        assertThat(fifth.h1()).isEqualTo("This link is locked");
        assertThat(fifth.main()).contains("01632 960111");
        assertThat(sixth.status()).isEqualTo(403);
        assertThat(page.main()).contains("Locked: wrong codes");
        assertThat(opened.status()).isEqualTo(302);
    }

    @Test
    void an_answer_needs_the_code_in_the_same_browser_and_runs_out_after_half_an_hour() {
        var made = made();
        var visitor = opened(made);

        var other = new Visitor().send(made.url() + "/answer", "answer", "accept");
        TestService.at("2026-06-18T08:19:00Z");
        var late = visitor.send(made.url() + "/answer", "answer", "accept");

        assertThat(other.status()).isEqualTo(403);
        assertThat(other.main()).contains("Enter the code once more");
        assertThat(late.status()).isEqualTo(403);
        assertThat(holder()).isEqualTo("Priya Nair");
    }

    @Test
    void a_form_without_its_token_changes_nothing() {
        var made = made();
        var visitor = opened(made);

        var answer = visitor.sendWithoutItsToken(made.url() + "/answer", "answer", "accept");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.location()).isEqualTo(made.url() + "?again");
        assertThat(holder()).isEqualTo("Priya Nair");
    }

    @Test
    void two_devices_at_once_and_a_double_click_give_one_answer() throws Exception {
        var made = made();
        var one = opened(made);
        var two = opened(made);

        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            var yes = both.submit(() -> one.send(made.url() + "/answer", "answer", "accept"));
            var no = both.submit(() -> two.send(made.url() + "/answer", "answer", "cannot", "because", "No time."));
            yes.get();
            no.get();
        }
        var again = one.send(made.url() + "/answer", "answer", "accept");

        assertThat(again.h1()).isEqualTo("Your answer is with us");
        assertThat(events("outcome-chosen")).isEqualTo(1);
        assertThat(events("item-done")).isLessThanOrEqualTo(1);
    }

    @Test
    void a_partner_who_cannot_is_asked_no_more_and_the_worker_stays_responsible() {
        var made = made();
        var visitor = opened(made);

        var without = visitor.send(made.url() + "/answer", "answer", "cannot", "because", " ");
        var absurd = visitor.send(made.url() + "/answer", "answer", "cannot", "because", "x".repeat(3_000));
        visitor.send(made.url() + "/answer", "answer", "cannot", "because", "I retire in July.");

        assertThat(without.status()).isEqualTo(400);
        assertThat(without.main()).contains("Say why not");
        assertThat(absurd.body()).contains("x".repeat(3_000));
        assertThat(visitor.get(made.url()).main()).contains("was: no");
        assertThat(holder()).isEqualTo("Priya Nair");
        assertThat(TestService.get(priya, "/transfers/" + run).main())
                .contains("The lead cannot: look for another")
                .contains("I retire in July.");
        assertThat(TestService.get(priya, lead()).main()).contains("Said no");
    }

    @Test
    void one_question_is_put_to_whoever_asked_and_answered_on_the_same_page() {
        var made = made();
        var visitor = opened(made);

        visitor.send(made.url() + "/answer", "answer", "question", "question", "How many meetings?");
        var waiting = visitor.get(made.url());
        var staff = TestService.get(priya, lead());
        TestService.send(
                priya,
                "/transfers/" + run + "/act/answer",
                "version",
                "99",
                "key",
                TestRows.anId().toString(),
                "question",
                staff.page().select("a[href*=question=]").attr("href").replaceFirst(".*question=", ""),
                "answer",
                "One a month.");
        var answered = visitor.get(made.url());
        visitor.send(made.url() + "/answer", "answer", "accept");

        assertThat(waiting.main()).contains("How many meetings?").doesNotContain("I have one question first");
        assertThat(staff.main()).contains("Has a question");
        assertThat(answered.main()).contains("One a month.");
        assertThat(holder()).isEqualTo("שירה Nightingale");
    }

    @Test
    void a_link_that_was_taken_back_or_has_run_out_says_what_to_do() {
        var made = made();
        var form = TestService.get(priya, lead()).page().selectFirst("form[action$=/take-back]");
        var action = form == null ? "" : form.attr("action");

        var without = TestService.send(priya, action, "because", "");
        TestService.send(priya, action, "because", "somebody else leads");
        var revoked = new Visitor().get(made.url());
        var second = made();
        TestService.at("2026-06-25T23:00:00Z");
        var expired = new Visitor().get(second.url());
        var staff = TestService.get(priya, lead());

        assertThat(without.status()).isEqualTo(400);
        assertThat(revoked.status()).isEqualTo(410);
        assertThat(revoked.main()).contains("was taken back");
        assertThat(expired.status()).isEqualTo(410);
        assertThat(expired.main())
                .contains("could be answered until 25 June 2026")
                .contains("01632 960111");
        assertThat(staff.main())
                .contains("Taken back")
                .contains("somebody else leads")
                .contains("Run out");
    }

    @Test
    void a_link_is_mailed_with_a_reference_only_and_a_mail_sent_again_makes_the_earlier_one_worthless() {
        var code = ask("mail").page().select("[data-code]").text();
        String first;
        String second;
        try (var server = MailServer.started()) {
            TestService.bean(Sender.class).send(new Viewer.Job(council.job().authority(), "mail"));
            var mail = server.arrivedFor("nurse@school.example").getFirst();
            assertThat(mail.subject()).doesNotContain("Amara").doesNotContain("Lindqvist");
            assertThat(mail.words())
                    .doesNotContain("Amara")
                    .doesNotContain("Nair")
                    .doesNotContain(code);
            first = linkIn(mail.words());
        }
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql(
                                        "update outbox set sent_at = null, send_after = recorded_at where kind = 'partner-link'")
                                .update());
        TestService.at("2026-06-18T07:58:00Z");
        try (var server = MailServer.started()) {
            TestService.bean(Sender.class).send(new Viewer.Job(council.job().authority(), "mail"));
            second = linkIn(server.arrivedFor("nurse@school.example").getFirst().words());
        }

        assertThat(new Visitor().get(first).status()).isEqualTo(404);
        assertThat(new Visitor().send(second + "/code", "code", code).status()).isEqualTo(302);
        assertThat(TestService.get(priya, lead()).main()).contains("left by mail on 18 June 2026");
    }

    private static String linkIn(String words) {
        var from =
                words.indexOf("https://stepways.council.example/lead/") + "https://stepways.council.example".length();
        return words.substring(from).split("\\s")[0];
    }

    @Test
    void whoever_asked_is_told_by_mail_that_there_is_an_answer() {
        var made = made();
        opened(made).send(made.url() + "/answer", "answer", "accept");

        try (var server = MailServer.started()) {
            TestService.bean(Sender.class).send(new Viewer.Job(council.job().authority(), "mail"));

            assertThat(server.arrivedFor("priya-" + priya.staff() + "@council.example"))
                    .singleElement()
                    .satisfies(mail -> assertThat(mail.words())
                            .contains("/transfers/" + run + "/lead")
                            .doesNotContain("Amara")
                            .doesNotContain("Nightingale"));
        }
    }

    @Test
    void without_agreement_or_a_lawful_ground_nobody_is_asked_and_what_is_taken_back_shows_nothing_more() {
        var made = made();
        var visitor = opened(made);
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("""
                                insert into agreement (authority, id, child, agreement_key, status, asked_of, happened_at, recorded_at, source)
                                values (:authority, :id, :child, 'continuing-support', 'withdrawn', :mother,
                                        timestamptz '2026-06-18T07:50:00Z', timestamptz '2026-06-18T07:50:00Z', 'invented')
                                """)
                                .param("authority", council.job().authority().value())
                                .param("id", TestRows.anId())
                                .param("child", amara)
                                .param("mother", mother)
                                .update());
        TestService.at("2026-06-18T07:51:00Z");

        var page = visitor.get(made.url());
        var answer = visitor.send(made.url() + "/answer", "answer", "accept");
        var form = TestService.get(priya, lead()).page().selectFirst("form[action$=/take-back]");
        TestService.send(priya, form == null ? "" : form.attr("action"), "because", "agreement withdrawn");
        var again = ask("self");

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.main()).contains("We may not share").doesNotContain("Amara");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.main()).contains("took the agreement back");
        assertThat(holder()).isEqualTo("Priya Nair");
    }

    @Test
    void the_receiving_side_records_a_yes_with_who_when_and_how_it_is_known() {
        made();
        var form = TestService.get(hub, lead()).page().selectFirst("form[action$=/by-hand]");
        var version = form == null ? "" : form.select("input[name=version]").attr("value");
        var key = form == null ? "" : form.select("input[name=key]").attr("value");

        var without = TestService.send(hub, lead() + "/by-hand", "version", version, "key", key, "how-known", "");
        var done = TestService.send(
                hub, lead() + "/by-hand", "version", version, "key", key, "how-known", "She rang me; note of 18 June.");
        TestService.send(
                hub, lead() + "/by-hand", "version", version, "key", key, "how-known", "She rang me; note of 18 June.");

        assertThat(without.status()).isEqualTo(400);
        assertThat(done.status()).isEqualTo(302);
        assertThat(TestService.get(hub, "/transfers/" + run).main())
                .contains("has said yes. How this is known: She rang me; note of 18 June.");
        assertThat(TestService.get(priya, lead()).main()).contains("the yes was recorded without it");
        assertThat(holder()).as("until the hub has decided").isEqualTo("Priya Nair");
    }

    @Test
    void somebody_who_is_asked_already_is_not_asked_twice_and_bad_input_is_kept() {
        made();

        var twice = ask("self");
        var wrong = TestService.send(
                priya,
                lead() + "/ask",
                "item",
                "nominated-lead-says-yes",
                "asks",
                "Would you?",
                "by-day",
                "31",
                "by-month",
                "2",
                "by-year",
                "2026");
        var past = TestService.send(
                priya,
                lead() + "/ask",
                "item",
                "nominated-lead-says-yes",
                "asks",
                "Would you?",
                "by-day",
                "1",
                "by-month",
                "6",
                "by-year",
                "2026",
                "how",
                "self");
        var never = TestService.send(
                priya,
                lead() + "/ask",
                "item",
                "no-such-item",
                "asks",
                "Would you?",
                "by-day",
                "29",
                "by-month",
                "2",
                "by-year",
                "2028",
                "how",
                "self");

        assertThat(TestService.get(priya, lead()).page().select("form[action$=/ask]"))
                .as("whoever is named has an open link")
                .isEmpty();
        assertThat(twice.status()).isEqualTo(409);
        assertThat(wrong.main()).contains("There is no such day").contains("Choose how the link gets to them");
        assertThat(wrong.page().select("textarea[name=asks]").text()).isEqualTo("Would you?");
        assertThat(past.main()).contains("is over. Enter a day to come");
        assertThat(never.main()).contains("Nothing of this kind can be asked").contains("60 days at most");
    }

    @Test
    void a_partner_is_put_on_the_list_once_and_can_be_named() {
        var key = TestRows.anId().toString();

        var wrong = TestService.send(
                priya, lead() + "/partners", "key", key, "name", "Rae", "organisation", "", "email", "x");
        TestService.send(priya, lead() + "/partners", "key", key, "name", "Rae Holt", "organisation", "Harbour Centre");
        TestService.send(priya, lead() + "/partners", "key", key, "name", "Rae Holt", "organisation", "Harbour Centre");

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.page().select("input[name=name]").attr("value")).isEqualTo("Rae");
        var count = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select count(*) from partner_professional where name = 'Rae Holt'")
                                .query(Integer.class)
                                .single());
        assertThat(count).isEqualTo(1);
    }

    @Test
    void a_link_of_a_stage_that_was_left_asks_nothing() {
        var made = made();
        new Steps(run).chosen(hub, "nominated-lead-cannot");

        var page = opened(made).get(made.url());

        assertThat(page.status()).isEqualTo(410);
        assertThat(page.main()).contains("Things have moved on").doesNotContain("Amara");
    }

    @Test
    void another_council_and_a_colleague_ask_nobody() {
        var elsewhere = InventedCouncil.running("peterborough").staff("Otto Vale", "hub-team-manager", null, null);
        var colleague = council.staff("Ada Wren", "customer-services-adviser", null, null);
        var form = read(ask("self"));

        assertThat(TestService.get(elsewhere, lead()).status()).isEqualTo(404);
        assertThat(TestService.get(colleague, lead()).status()).isEqualTo(403);
        assertThat(TestService.send(elsewhere, lead() + "/ask").status()).isEqualTo(404);
        assertThat(TestService.send(priya, lead() + "/" + run + "/new-code").status())
                .isEqualTo(404);
        assertThat(form.code()).isNotEmpty();
    }

    @Test
    void somebody_who_tries_addresses_by_the_dozen_is_made_to_wait() {
        var visitor = new Visitor();
        for (int i = 0; i < LeadSecurity.Slowly.MOST; i++) {
            visitor.get("/lead/x" + i);
        }

        var answer = visitor.get(made().url());

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.response().getHeader("Retry-After")).isEqualTo("600");
    }
}
