package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import stepways.app.web.SignedInStaff;

/// Who may open which page: one row for each page of the service, one column for each kind of reader.
class AccessTest {

    private static final String SURNAME = "Hathersage";

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff own = council.staff("Priya Nair", "early-help-worker", "early-help-locality", null);
    private SignedInStaff manager =
            council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", null);
    private SignedInStaff otherTeam = council.staff("Iris Vane", "social-worker", "duty-team", null);
    private SignedInStaff elsewhere =
            InventedCouncil.icrt().staff("Olu Grange", "early-help-worker", "early-help-locality", null);
    private UUID family = UUID.randomUUID();
    private UUID child = UUID.randomUUID();
    private UUID billie = UUID.randomUUID();
    private String transfer = "";

    @BeforeEach
    void a_family_of_early_help_has_a_transfer() {
        TestService.at("2026-06-11T09:00:00Z");
        council = InventedCouncil.icrt();
        own = council.staff("Priya Nair", "early-help-worker", "early-help-locality", null);
        manager = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", null);
        otherTeam = council.staff("Iris Vane", "social-worker", "duty-team", null);
        elsewhere = InventedCouncil.icrt().staff("Olu Grange", "early-help-worker", "early-help-locality", null);
        family = council.family();
        child = council.child(family, "Tyler", SURNAME, "2013-03-09");
        council.parent(family, "Kerry", SURNAME, child);
        council.open(child, "early-help", "2026-02-03T09:00:00Z");
        council.lead(child, own, "early-help-worker", "early-help", null, "2026-02-03T09:00:00Z");
        transfer = "/transfers/" + council.begin(own, family, "step-up", "worker-is-worried", child);
    }

    /// One page, and what each reader is answered.
    ///
    /// @param pattern the route it stands for
    private record Page(String pattern, String url, int own, int otherTeam, int elsewhere) {}

    /// A page of everybody's own, the same for each reader.
    private static Page open(String pattern) {
        return open(pattern, pattern);
    }

    private static Page open(String pattern, String url) {
        return new Page(pattern, url, 200, 200, 200);
    }

    /// A page of the family's: whoever works with them, a colleague who does not, somebody of another council.
    private static Page theirs(String pattern, String url) {
        return new Page(pattern, url, 200, 403, 404);
    }

    private Page ofTheTransfer(String more, String url) {
        return theirs("/transfers/{id}" + more, transfer + url);
    }

    private List<Page> pages() {
        var all = new ArrayList<Page>();
        var policy = council.pack().policy().version();
        var panel = panel();
        var call = call();
        all.add(open("/work"));
        all.add(open("/work/drafts"));
        all.add(open("/views"));
        all.add(open("/lists/csv", "/lists/csv?of=%2Ffamilies"));
        all.add(open("/lists/xlsx", "/lists/xlsx?of=%2Ffamilies"));
        for (var page : List.of("/notes", "/notes/new", "/visits/new", "/decisions", "/documents", "/documents/new")) {
            all.add(theirs("/families/{id}" + page, "/families/" + family + page));
        }
        // Only a manager records a decision outside a transfer.
        all.add(new Page("/families/{id}/decisions/new", "/families/" + family + "/decisions/new", 403, 403, 404));
        for (var nothingThere : List.of("/notes/{note}", "/notes/{note}/correct")) {
            all.add(new Page(
                    "/families/{id}" + nothingThere,
                    "/families/" + family + nothingThere.replace("{note}", child.toString()),
                    404,
                    403,
                    404));
        }
        for (var nothingThere : List.of(
                "/documents/{document}",
                "/documents/{document}/file",
                "/documents/{document}/new-version",
                "/documents/{document}/withdraw")) {
            all.add(new Page(
                    "/families/{id}" + nothingThere,
                    "/families/" + family + nothingThere.replace("{document}", child.toString()),
                    404,
                    403,
                    404));
        }
        all.add(open("/families"));
        all.add(theirs("/families/{id}", "/families/" + family));
        all.add(theirs("/families/{id}/chronology", "/families/" + family + "/chronology"));
        all.add(theirs("/families/{id}/timeline", "/families/" + family + "/timeline"));
        all.add(theirs("/families/{id}/record", "/families/" + family + "/record?what=date"));
        all.add(theirs("/families/{id}/members", "/families/" + family + "/members"));
        all.add(theirs("/families/{id}/facts/new", "/families/" + family + "/facts/new?kind=telephone"));
        all.add(theirs("/families/{id}/facts/{fact}", "/families/" + family + "/facts/" + child));
        all.add(theirs("/families/{id}/facts/{fact}/{mode}", "/families/" + family + "/facts/" + child + "/correct"));
        all.add(theirs("/families/{id}/people/new", "/families/" + family + "/people/new"));
        all.add(new Page("/transfers", "/transfers", 302, 302, 302));
        all.add(theirs("/transfers/new", "/transfers/new?family=" + family + "&child=" + child + "&direction=UP"));
        all.add(ofTheTransfer("", ""));
        all.add(ofTheTransfer("/decision", "/decision"));
        all.add(ofTheTransfer("/items/{item}", "/items/talk-with-manager"));
        all.add(ofTheTransfer("/agreements/{agreement}", "/agreements/step-up-for-assessment"));
        all.add(ofTheTransfer("/events/{seq}/correct", "/events/1/correct"));
        all.add(ofTheTransfer("/act/ask", "/act/ask"));
        all.add(ofTheTransfer("/act/fact", "/act/fact"));
        all.add(ofTheTransfer("/act/outside", "/act/outside"));
        all.add(ofTheTransfer("/act/dispute", "/act/dispute?rule=up-or-down"));
        all.add(ofTheTransfer("/return", "/return"));
        all.add(ofTheTransfer("/handover", "/handover"));
        all.add(ofTheTransfer("/check", "/check"));
        all.add(ofTheTransfer("/checkpoint", "/checkpoint"));
        all.add(new Page("/transfers/{id}/dispute", transfer + "/dispute", 302, 403, 404));
        all.add(new Page("/transfers/{id}/reopen", transfer + "/reopen", 404, 403, 404));
        for (var notNow : List.of(
                "/act/answer?question=none", "/act/escalate", "/act/resolve", "/act/sitting", "/act/seen?told=99")) {
            all.add(new Page("/transfers/{id}" + notNow.replaceAll("\\?.*", ""), transfer + notNow, 404, 403, 404));
        }
        all.add(new Page("/transfers/{id}/act/any/{name}", transfer + "/act/any/nothing-here", 404, 403, 404));
        all.add(ofTheTransfer("/letters", "/letters"));
        for (var print : List.of("", "/print")) {
            all.add(new Page(
                    "/transfers/{id}/letters/{drafted}/{recipient}" + print,
                    transfer + "/letters/" + child + "/" + child + print,
                    404,
                    403,
                    404));
        }
        all.add(ofTheTransfer("/lead", "/lead"));
        all.add(new Page("/lead/{token}", "/lead/nobodys", 404, 404, 404));
        all.add(open("/outgoing"));
        all.add(new Page("/outgoing/{id}", "/outgoing/" + child, 404, 404, 404));
        all.add(open("/meetings"));
        all.add(new Page("/meetings/{id}", "/meetings/" + panel, 403, 403, 404));
        all.add(open("/policy"));
        all.add(open("/policy/{pack}/{version}", "/policy/" + policy.pack() + "/" + policy.version()));
        all.add(open(
                "/policy/{pack}/{version}/{pathway}",
                "/policy/" + policy.pack() + "/" + policy.version() + "/step-up"));
        all.add(open("/search"));
        all.add(open("/harm-now"));
        all.add(new Page("/harm-now/{call}", call, 200, 404, 404));
        all.add(new Page("/trays", "/trays", 302, 302, 302));
        all.add(new Page("/trays/{*team}", "/trays/early-help-locality", 200, 403, 200));
        all.addAll(ofStaffing());
        all.addAll(atTheFrontDoor());
        all.addAll(ofConsent());
        all.add(open("/directory"));
        all.add(new Page("/directory/{id}", "/directory/" + child, 404, 404, 404));
        all.add(theirs("/families/{family}/signposted", "/families/" + family + "/signposted"));
        all.add(open("/help"));
        all.add(open("/accessibility"));
        all.add(open("/privacy"));
        return all;
    }

    /// Who holds what, and who answers for whom. What names a colleague or a tray is another team's.
    private List<Page> ofStaffing() {
        var all = new ArrayList<Page>();
        var tray = "/trays/early-help-locality/" + family + "/allocate";
        for (var pattern : List.of("/trays/{team}/{item}/allocate", "/trays/{team}/{locality}/{item}/allocate")) {
            all.add(new Page(pattern, tray, 403, 403, 404));
        }
        all.add(new Page("/allocate", "/allocate?team=early-help-locality&pick=" + family, 403, 403, 403));
        all.add(theirs("/families/{family}/give-back", "/families/" + family + "/give-back"));
        all.add(new Page("/leaving/{staff}", "/leaving/" + own.staff(), 403, 403, 404));
        all.add(new Page("/handed-on/{act}", "/handed-on/" + family, 404, 404, 404));
        all.add(new Page(
                "/handed-on/{act}/letters/{letter}", "/handed-on/" + family + "/letters/" + child, 404, 404, 404));
        all.add(open("/rota"));
        all.add(new Page("/rota/{id}", "/rota/" + family, 404, 404, 404));
        all.add(open("/cover"));
        all.add(open("/work/families"));
        all.add(open("/work/month"));
        all.add(new Page("/nobody-free/{id}", "/nobody-free/" + family, 404, 404, 404));
        return all;
    }

    /// A contact that this reader took about the family. Whoever is no contact taker takes none.
    private List<Page> atTheFrontDoor() {
        var take = String.valueOf(
                TestService.get(own, "/contacts/new?family=" + family).location());
        var intake = take.substring("/contacts/new/".length(), take.length() - "/take".length());
        var contact = String.valueOf(OneForm.on(own, take, "/take")
                .send(
                        "about", child.toString(),
                        "source", "family",
                        "door", "professionals|shares-worries|early-help|early-help",
                        "worries", "He is sad.",
                        "knows", "yes")
                .location());
        return List.of(
                open("/contacts"),
                new Page("/contacts/new", "/contacts/new?family=" + family, 302, 403, 404),
                new Page("/contacts/new/{id}", "/contacts/new/" + UUID.randomUUID(), 200, 403, 200),
                new Page("/contacts/new/{id}/people", "/contacts/new/" + intake + "/people", 302, 403, 302),
                new Page("/contacts/new/{id}/beside", "/contacts/new/" + intake + "/beside", 302, 403, 302),
                new Page("/contacts/new/{id}/take", "/contacts/new/" + intake + "/take", 302, 403, 302),
                theirs("/contacts/{id}", contact),
                new Page("/contacts/{id}/told", contact + "/told", 302, 403, 404),
                theirs("/contacts/{id}/add", contact + "/add"),
                new Page("/people/{id}/duplicates", "/people/" + child + "/duplicates", 403, 403, 403),
                new Page("/people/merge", "/people/merge?one=" + child + "&other=" + child, 403, 403, 403));
    }

    /// Consent and sharing of the family, and what there is nothing of yet.
    private List<Page> ofConsent() {
        var all = new ArrayList<Page>();
        for (var page : List.of("", "/answer", "/told", "/ground", "/exclusions", "/form", "/notice")) {
            all.add(theirs("/families/{id}/consents" + page, "/families/" + family + "/consents" + page));
        }
        for (var page : List.of(
                "/told/{act}/strike",
                "/ground/{act}/review",
                "/exclusions/{act}/end",
                "/forms/{form}",
                "/forms/{form}/signed")) {
            all.add(new Page(
                    "/families/{id}/consents" + page,
                    "/families/" + family + "/consents" + page.replaceAll("\\{[a-z]+}", child.toString()),
                    404,
                    403,
                    404));
        }
        all.add(open("/privacy-notices"));
        return all;
    }

    /// A sitting of the panel on which another family stands.
    private UUID panel() {
        var worker = council.staff("Naomi Trent", "social-worker", null, null);
        var another = council.family();
        billie = council.child(another, "Billie", SURNAME, "2014-03-02");
        council.open(billie, "assessment", "2025-11-04T09:00:00Z");
        council.lead(billie, worker, "social-worker", "assessment", null, "2025-11-11T09:00:00Z");
        council.fact(billie, "cin-plan", "true");
        return council.sittingOf(council.begin(worker, another, "cin-exit", "short-plan", billie));
    }

    /// A harm call that this reader has made about the family.
    private String call() {
        var answer = OneForm.on(own, "/harm-now?family=" + family, "/harm-now")
                .send("family", family.toString(), "words", "He has a burn.", "what", "He has a burn.");
        var location = answer.location();
        assertThat(location).as(answer.main()).startsWith("/harm-now/");
        return location == null ? "" : location;
    }

    @Test
    void each_page_opens_to_whoever_works_with_the_family_and_says_nothing_of_it_to_anybody_else() {
        var all = pages();
        var soft = new SoftAssertions();
        for (var page : all) {
            check(soft, page, "own team", own, page.own());
            check(soft, page, "another team", otherTeam, page.otherTeam());
            check(soft, page, "another authority", elsewhere, page.elsewhere());
        }
        soft.assertAll();
    }

    private static void check(SoftAssertions soft, Page page, String reader, SignedInStaff who, int expected) {
        var answer = TestService.get(who, page.url());
        soft.assertThat(answer.status()).as(page.pattern() + " for " + reader).isEqualTo(expected);
        if (answer.status() == 403 || answer.status() == 404) {
            soft.assertThat(answer.body())
                    .as(page.pattern() + " for " + reader)
                    .doesNotContain(SURNAME)
                    .doesNotContain("Tyler")
                    .doesNotContain("Kerry");
        }
    }

    @Test
    void nobody_who_is_not_signed_in_is_shown_more_than_the_way_to_sign_in_and_the_plain_pages() {
        var plain = List.of("/help", "/accessibility", "/privacy");
        var soft = new SoftAssertions();
        for (var page : pages()) {
            var answer = TestService.asNobody(page.url());
            // The page behind a partner's link needs no account; without the link there is none.
            int expected = page.pattern().equals("/lead/{token}") ? 404 : plain.contains(page.pattern()) ? 200 : 302;
            soft.assertThat(answer.status()).as(page.pattern()).isEqualTo(expected);
            soft.assertThat(answer.body()).as(page.pattern()).doesNotContain(SURNAME);
            if (answer.status() == 302) {
                soft.assertThat(URI.create(String.valueOf(answer.location())).getPath())
                        .as(page.pattern())
                        .isEqualTo("/sign-in");
            }
        }
        soft.assertAll();
    }

    @Test
    void no_page_of_the_service_is_missing_from_this_table() {
        var known = pages().stream().map(Page::pattern).toList();

        var routes = TestService.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()
                .stream()
                .filter(route -> route.getValue().getBeanType().getPackageName().startsWith("stepways.app"))
                .filter(route -> route.getKey().getMethodsCondition().getMethods().stream()
                        .anyMatch(method -> method.name().equals("GET")))
                .flatMap(route -> route.getKey().getPatternValues().stream())
                .filter(route -> !List.of("/", "/sign-in").contains(route))
                .toList();

        assertThat(routes).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void of_a_restricted_record_even_an_outsider_learns_only_that_it_exists_and_whom_to_ask() {
        council.restrict(child, "restricted", "icrt-team-manager");

        for (var reader : List.of(otherTeam, manager)) {
            for (var url : List.of("/families/" + family, "/families/" + family + "/timeline", transfer)) {
                var answer = TestService.get(reader, url);

                assertThat(answer.status()).as(reader.name() + " " + url).isEqualTo(403);
                assertThat(answer.main())
                        .as(reader.name() + " " + url)
                        .contains("A record exists. Ask the ICRT Team Manager.")
                        .doesNotContain("Priya Nair")
                        .doesNotContain(SURNAME);
            }
        }
    }

    @Test
    void a_restricted_record_opens_to_its_worker_and_to_the_role_that_others_are_told_to_ask() {
        var asked = council.staff("Ruth Kavanagh", "icrt-team-manager", "front-door", null);
        council.restrict(child, "restricted", "icrt-team-manager");

        assertThat(TestService.get(own, transfer).status()).isEqualTo(200);
        assertThat(TestService.get(asked, transfer).status()).isEqualTo(200);
        assertThat(TestService.get(asked, "/families/" + family).status()).isEqualTo(200);
    }

    @Test
    void a_list_names_a_guarded_child_only_to_its_worker_and_to_whom_others_ask() {
        var colleague = council.staff("Hanna Whitlock", "early-help-worker", "early-help-locality", null);
        var lists = List.of("/work", "/families?whose=team", "/families", "/trays/early-help-locality");
        assertThat(TestService.get(manager, "/work").main()).contains(SURNAME);
        for (var guarded : List.of("restricted", "hidden")) {
            council.restrict(child, guarded, "icrt-team-manager");

            for (var reader : List.of(manager, colleague)) {
                for (var list : lists) {
                    assertThat(TestService.get(reader, list).main())
                            .as(guarded + " " + reader.name() + " " + list)
                            .doesNotContain(SURNAME)
                            .doesNotContain("Tyler");
                }
            }
        }
        council.restrict(child, "restricted", "icrt-team-manager");
        assertThat(TestService.get(own, "/families").main()).contains("Tyler Hathersage");
        assertThat(TestService.get(manager, "/work").main()).contains("a guarded record");
    }

    @Test
    void an_agenda_does_not_name_a_guarded_child_even_to_its_chair() {
        var chair = council.staff("Moira Fenwick", "assessment-team-manager", "duty-team", null);
        var sitting = panel();
        var open = TestService.get(chair, "/meetings/" + sitting);

        council.restrict(billie, "restricted", "icrt-team-manager");

        var guarded = TestService.get(chair, "/meetings/" + sitting);
        assertThat(open.main()).contains("Billie " + SURNAME);
        assertThat(guarded.main())
                .contains("a guarded record")
                .doesNotContain("Billie")
                .doesNotContain(SURNAME);
    }

    @Test
    void a_hidden_record_is_no_page_to_anybody_but_its_guardian() {
        var guardian = council.staff("Ruth Kavanagh", "icrt-team-manager", "front-door", null);
        council.restrict(child, "hidden", "icrt-team-manager");

        for (var reader : List.of(own, manager, otherTeam, elsewhere)) {
            for (var url : List.of("/families/" + family, transfer, transfer + "/decision")) {
                var answer = TestService.get(reader, url);

                assertThat(answer.status()).as(reader.name() + " " + url).isEqualTo(404);
                assertThat(answer.body()).as(reader.name() + " " + url).doesNotContain(SURNAME);
            }
        }
        assertThat(TestService.get(guardian, transfer).status()).isEqualTo(200);
        assertThat(TestService.get(guardian, "/families/" + family).status()).isEqualTo(200);
    }
}
