package stepways.app.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.harm.HarmWatch;
import stepways.app.pages.InventedCouncil;
import stepways.app.pages.TestService;
import stepways.app.record.HeldMessages;
import stepways.app.web.SignedInStaff;

class SenderTest {

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff denise = manager();

    @BeforeEach
    void it_is_a_working_morning() {
        TestService.at("2026-06-18T07:48:00Z");
        council = InventedCouncil.icrt();
        denise = manager();
    }

    private SignedInStaff manager() {
        return council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", "07700 900301");
    }

    private Sender sender() {
        return TestService.bean(Sender.class);
    }

    private Viewer.Job job() {
        return new Viewer.Job(council.job().authority(), "mail");
    }

    private UUID queue(SignedInStaff by, UUID family, String key, String to) {
        return council.database()
                .write(
                        by.viewer(),
                        sql -> new Outbox(sql, by.viewer().authority(), TestService.bean(TimeOrderedIds.class))
                                .queue(
                                        key,
                                        new Outbox.Mail(
                                                to, "About C-1001", "The outcome is on record.", Optional.empty()),
                                        new Outbox.From(by.staff(), family, null),
                                        TestService.now()));
    }

    private String value(UUID message, String column) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select coalesce(" + column + "::text, '') from outbox where id = :id")
                                .param("id", message)
                                .query(String.class)
                                .single());
    }

    private void hold(UUID family, HeldMessages.Because because) {
        council.database().write(council.job(), sql -> {
            new HeldMessages(sql).hold(family, because, TestService.now());
            return true;
        });
    }

    @Test
    void a_mail_leaves_once_and_the_page_proves_it() {
        var family = council.family();
        var message = queue(denise, family, "once", "nurse@school.example");
        queue(denise, family, "once", "nurse@school.example");

        int sent;
        int again;
        List<MailServer.Arrived> arrived;
        try (var server = MailServer.started()) {
            sent = sender().send(job());
            TestService.at("2026-06-18T09:00:00Z");
            again = sender().send(job());
            arrived = server.arrived();
        }

        assertThat(sent).isEqualTo(1);
        assertThat(again).isZero();
        assertThat(arrived)
                .containsExactly(new MailServer.Arrived(
                        "nurse@school.example",
                        "stepways@council.example",
                        "About C-1001",
                        "The outcome is on record.",
                        "<" + message + "@council.example>",
                        "null"));
        var list = TestService.get(denise, "/outgoing?show=sent");
        assertThat(list.main())
                .contains("About C-1001")
                .contains("nurse@school.example")
                .contains("250");
        var page = TestService.get(denise, "/outgoing/" + message);
        assertThat(page.main())
                .contains("Left 18 June 2026 at 8:48am")
                .contains("The mail server answered 250")
                .contains("Message-ID <" + message + "@council.example>");
    }

    @Test
    void a_server_that_is_down_keeps_nothing_from_leaving_when_it_is_up_again() {
        var family = council.family();
        var first = queue(denise, family, "first", "a@school.example");
        var second = queue(denise, family, "second", "b@school.example");

        int down = sender().send(job());
        var waiting = TestService.get(denise, "/outgoing?show=waiting").main();
        TestService.at("2026-06-18T07:48:30Z");
        int tooSoon = sender().send(job());
        TestService.at("2026-06-18T07:50:00Z");
        int up;
        try (var server = MailServer.started()) {
            up = sender().send(job());
            assertThat(server.arrived()).hasSize(2);
        }

        assertThat(down).isZero();
        assertThat(tooSoon).isZero();
        assertThat(up).isEqualTo(2);
        assertThat(waiting).contains("Tried again").contains("The mail server could not be reached");
        assertThat(value(first, "attempts")).isEqualTo("2");
        assertThat(value(second, "attempts"))
                .as("not tried while nobody answered")
                .isEqualTo("1");
    }

    @Test
    void after_eight_failures_it_is_given_up_and_whoever_caused_it_is_told_and_can_try_again() {
        var tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
        var message = queue(tom, council.family(), "hopeless", "a@school.example");

        var at = Instant.parse("2026-06-18T07:48:00Z");
        for (int i = 0; i < 10; i++) {
            TestService.at(at.toString());
            sender().send(job());
            at = at.plusSeconds(13 * 3600);
        }
        var told = TestService.get(tom, "/work");
        var mine = TestService.get(tom, "/outgoing");
        TestService.send(tom, "/outgoing/" + message + "/retry");
        int sent;
        try (var server = MailServer.started()) {
            sent = sender().send(job());
        }

        assertThat(told.page().select("a[href='/outgoing'] .sw-count").text()).isEqualTo("1");
        assertThat(mine.main()).contains("Did not leave").contains("after 8 times");
        assertThat(sent).isEqualTo(1);
        assertThat(TestService.get(tom, "/work").page().select("a[href='/outgoing'] .sw-count"))
                .isEmpty();
    }

    @Test
    void an_address_that_the_server_will_never_take_is_not_tried_again() {
        var message = queue(denise, council.family(), "no-address", "nobody at all");

        try (var server = MailServer.started()) {
            sender().send(job());
            assertThat(server.arrived()).isEmpty();
        }

        assertThat(value(message, "attempts")).isEqualTo("1");
        assertThat(TestService.get(denise, "/outgoing").main()).contains("Did not leave");
    }

    @Test
    void what_is_held_or_cancelled_never_leaves_even_between_taking_and_sending() {
        var family = council.family();
        var other = council.family();
        var held = queue(denise, family, "held", "a@school.example");
        var cancelled = queue(denise, other, "cancelled", "b@school.example");

        var taken = sender().take(job());
        hold(family, HeldMessages.Because.DEATH);
        TestService.send(denise, "/outgoing/" + cancelled + "/cancel", "reason", "the school has closed");
        List<Sender.Became> became;
        try (var server = MailServer.started()) {
            became =
                    taken.stream().map(message -> sender().send(job(), message)).toList();
            assertThat(server.arrived()).isEmpty();
        }

        assertThat(taken).containsExactlyInAnyOrder(held, cancelled);
        assertThat(became).containsOnly(Sender.Became.STOPPED);
        assertThat(TestService.get(denise, "/outgoing?show=held").main()).contains("because of a death");
        assertThat(TestService.get(denise, "/outgoing?show=cancelled").main()).contains("the school has closed");
    }

    @Test
    void a_mail_to_a_family_about_which_a_harm_call_is_open_waits_for_a_manager_from_the_beginning() {
        var tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
        var family = council.family();
        council.child(family, "Amara", "Lindqvist", "2019-02-03");
        var call =
                TestService.send(tom, "/harm-now", "family", family.toString()).location();

        var message = queue(tom, family, "after-harm", "a@home.example");
        try (var server = MailServer.started()) {
            sender().send(job());
            var before = server.arrivedFor("a@home.example");
            TestService.send(denise, call + "/held/" + message + "/release");
            sender().send(job());

            assertThat(before).isEmpty();
            assertThat(server.arrivedFor("a@home.example")).hasSize(1);
        }
    }

    @Test
    void a_service_that_died_between_sending_and_marking_sends_again_with_the_same_id() {
        var message = queue(denise, council.family(), "died", "a@school.example");
        sender().take(job());
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("update outbox set sending_at = :now, attempts = 1 where id = :id")
                                .param("now", TestService.now().atOffset(ZoneOffset.UTC))
                                .param("id", message)
                                .update());

        try (var server = MailServer.started()) {
            int soon = sender().send(job());
            TestService.at("2026-06-18T07:53:30Z");
            int later = sender().send(job());

            assertThat(soon).isZero();
            assertThat(later).isEqualTo(1);
            assertThat(server.arrived())
                    .extracting(MailServer.Arrived::id)
                    .containsExactly("<" + message + "@council.example>");
        }
    }

    @Test
    void what_was_on_its_way_when_it_was_held_has_left_and_the_record_says_so() {
        var family = council.family();
        var message = queue(denise, family, "on-its-way", "a@school.example");
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("update outbox set sending_at = :now where id = :id")
                                .param("now", TestService.now().atOffset(ZoneOffset.UTC))
                                .param("id", message)
                                .update());
        TestService.at("2026-06-18T07:48:01Z");
        hold(family, HeldMessages.Because.HARM);

        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("update outbox set sent_at = :now where id = :id")
                                .param("now", TestService.now().atOffset(ZoneOffset.UTC))
                                .param("id", message)
                                .update());

        assertThat(TestService.get(denise, "/outgoing/" + message).main())
                .contains("It was on its way already when it was held.");
    }

    @Test
    void two_instances_of_the_service_send_a_message_once() throws Exception {
        for (int i = 0; i < 20; i++) {
            queue(denise, council.family(), "many-" + i, "a" + i + "@school.example");
        }

        try (var server = MailServer.started();
                var both = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var one = both.submit(() -> sender().send(job()));
            var two = both.submit(() -> sender().send(job()));

            assertThat(one.get() + two.get()).isEqualTo(20);
            assertThat(server.arrived()).hasSize(20);
        }
    }

    @Test
    void a_harm_call_that_goes_on_is_mailed_urgently_with_references_only_and_the_page_says_it_confirms_nothing() {
        var tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
        var graham = council.staff("Graham Tully", "early-help-team-manager", "early-help-locality", "07700 900318");
        council.email(graham, "graham@council.example");
        var call = TestService.send(tom, "/harm-now", "name", "Amara Lindqvist").location();

        TestService.at("2026-06-18T07:53:30Z");
        TestService.bean(HarmWatch.class)
                .passOn(new Viewer.Job(council.job().authority(), "harm-watch"), TestService.now());
        List<MailServer.Arrived> arrived;
        var queued = TestService.get(tom, String.valueOf(call)).main();
        try (var server = MailServer.started()) {
            sender().send(job());
            arrived = server.arrived();
        }
        var page = TestService.get(tom, String.valueOf(call)).main();

        assertThat(arrived).singleElement().satisfies(mail -> {
            assertThat(mail.to()).isEqualTo("graham@council.example");
            assertThat(mail.subject()).startsWith("URGENT");
            assertThat(mail.urgency()).isEqualTo("high");
            assertThat(mail.words())
                    .contains("https://stepways.council.example" + call)
                    .doesNotContain("Lindqvist");
        });
        assertThat(queued).contains("A mail to them is queued.");
        assertThat(page).contains("Mailed at 8:53am, which is not a confirmation.");
    }

    @Test
    void a_worker_sees_only_what_they_caused_and_another_council_nothing() {
        var tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
        var message = queue(denise, council.family(), "hers", "a@school.example");
        var elsewhere =
                InventedCouncil.icrt().staff("Otto Vale", "early-help-team-manager", "early-help-locality", null);

        assertThat(TestService.get(tom, "/outgoing").main()).doesNotContain("About C-1001");
        assertThat(TestService.get(tom, "/outgoing/" + message).status()).isEqualTo(404);
        assertThat(TestService.send(tom, "/outgoing/" + message + "/cancel", "reason", "x")
                        .status())
                .isEqualTo(404);
        assertThat(TestService.get(elsewhere, "/outgoing/" + message).status()).isEqualTo(404);
        assertThat(TestService.get(denise, "/outgoing").main()).contains("About C-1001");
    }

    @Test
    void a_message_is_stopped_only_with_a_reason_and_what_was_typed_is_kept() {
        var message = queue(denise, council.family(), "stop", "a@school.example");

        var without = TestService.send(denise, "/outgoing/" + message + "/cancel", "reason", "  ");
        var absurd = TestService.send(denise, "/outgoing/" + message + "/cancel", "reason", "<b>x</b>".repeat(500));

        assertThat(without.status()).isEqualTo(400);
        assertThat(without.page().select(".govuk-error-summary a").attr("href")).isEqualTo("#reason");
        assertThat(absurd.status()).isEqualTo(400);
        assertThat(absurd.page().select("textarea[name=reason]").text()).startsWith("<b>x</b>");
    }

    @Test
    void a_subject_with_line_breaks_adds_no_header() {
        council.database()
                .write(
                        denise.viewer(),
                        sql -> new Outbox(sql, denise.viewer().authority(), TestService.bean(TimeOrderedIds.class))
                                .queue(
                                        "breaks",
                                        new Outbox.Mail(
                                                "a@school.example",
                                                "One\r\nBcc: b@school.example",
                                                "עברית\n.\nend",
                                                Optional.empty()),
                                        TestService.now()));

        try (var server = MailServer.started()) {
            sender().send(job());

            assertThat(server.arrived()).singleElement().satisfies(mail -> {
                assertThat(mail.subject()).isEqualTo("One  Bcc: b@school.example");
                assertThat(mail.words()).isEqualTo("עברית\n.\nend");
            });
        }
    }
}
