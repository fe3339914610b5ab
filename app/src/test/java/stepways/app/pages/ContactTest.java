package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.web.SignedInStaff;

/// The front door: taking a contact, deciding on it as each council's procedure says, telling the referrer.
class ContactTest {

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff manager = council.staff("Ruth Kavanagh", "icrt-team-manager", "front-door", null);
    private SignedInStaff tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);

    @BeforeEach
    void a_council() {
        TestService.at("2026-06-18T07:48:00Z");
        council = InventedCouncil.icrt();
        manager = council.staff("Ruth Kavanagh", "icrt-team-manager", "front-door", null);
        tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
    }

    private UUID openToEarlyHelp(String forename, String surname, String born) {
        var family = council.family();
        var child = council.child(family, forename, surname, born);
        council.open(child, "early-help", "2026-03-02T09:00:00Z");
        council.lead(child, tom, "early-help-worker", "early-help", null, "2026-03-02T09:00:00Z");
        return child;
    }

    /// Types whom it is about, and goes to the page of who is recorded already.
    private static String who(SignedInStaff me, String... typed) {
        var answer = OneForm.on(me, "/contacts/new", "").send(typed);
        assertThat(answer.status()).as(answer.main()).isEqualTo(302);
        return String.valueOf(answer.location());
    }

    private static final String[] SAID = {
        "source", "professional",
        "referrer", "Mrs Okafor",
        "organisation", "Brackley Road Primary",
        "telephone", "01632 960131",
        "email", "office@brackley.example",
        "worries", "He came to school hungry again and would not say why.",
        "knows", "yes"
    };

    private static String[] said(String... more) {
        var all = new ArrayList<>(List.of(SAID));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private String take(SignedInStaff me, UUID child, String forename, String surname, String... more) {
        var people = who(me, "child-1-forename", forename, "child-1-surname", surname);
        var picked = OneForm.on(me, people, "/people").send("pick-1", child.toString());
        assertThat(picked.location()).as(picked.main()).endsWith("/take");
        var answer = OneForm.on(me, String.valueOf(picked.location()), "/take").send(said(more));
        assertThat(answer.status()).as(answer.main()).isEqualTo(302);
        return String.valueOf(answer.location());
    }

    private String takeIcrt() {
        var child = openToEarlyHelp("Sebastian", "Wolowitz", "2016-05-04");
        return take(manager, child, "Sebastian", "Wolowitz", "door", "contact|contact-on-open-episode||");
    }

    private static void item(SignedInStaff me, String run, String item, String... typed) {
        var answer = OneForm.on(me, run.replace("/contacts/", "/transfers/") + "/items/" + item, item)
                .send(typed);
        assertThat(answer.status()).as(item + ": " + answer.main()).isEqualTo(302);
    }

    private static TestService.Answer decide(SignedInStaff me, String contact, String outcome) {
        return OneForm.on(me, contact.replace("/contacts/", "/transfers/") + "/decision", "/decision")
                .send("outcome", outcome, "reason", "For the reasons on the contact.");
    }

    @Test
    void a_contact_about_a_known_child_shows_what_is_known_before_it_asks() {
        var child = openToEarlyHelp("Sebastian", "Wolowitz", "2016-05-04");

        var people = who(manager, "child-1-forename", "Sebastien", "child-1-surname", "Volowitz");
        var found = TestService.get(manager, people);
        var picked = OneForm.on(manager, people, "/people").send("pick-1", child.toString());
        var form = TestService.get(manager, String.valueOf(picked.location()));

        assertThat(found.main())
                .contains("Searched everyone in this authority for Sebastien Volowitz")
                .contains("by the spelling and the sound of the name");
        assertThat(picked.location()).as(picked.main()).endsWith("/take");
        assertThat(form.main()).contains("What is already known").contains("Tom Ferreira");
        assertThat(form.main().indexOf("What is already known"))
                .isLessThan(form.main().indexOf("Who made the contact?"));
    }

    @Test
    void a_contact_stays_green_with_early_help_and_the_referrer_is_told() {
        var ehaat = council.staff("Edie Hall", "ehaat-officer", "ehaat", null);
        var contact = takeIcrt();
        var page = TestService.get(manager, contact);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        assertThat(page.main())
                .contains("Mrs Okafor, Brackley Road Primary")
                .contains("He came to school hungry again")
                .contains("Nothing is decided yet");
        item(manager, contact, "triage-view", "note", "Early Help knows, and is working on it.");
        var decided = decide(manager, contact, "remains-with-early-help");

        assertThat(decided.location()).as(decided.main()).startsWith(contact);
        assertThat(TestService.get(manager, "/contacts?show=not-told").main()).contains("Sebastian Wolowitz");
        assertThat(TestService.get(manager, contact).main()).contains("The referrer is not told yet");
        var told = OneForm.on(manager, contact + "/told", "/told").send("how", "spoken", "words", "She was glad.");
        assertThat(told.status()).as(told.main()).isEqualTo(302);
        assertThat(TestService.get(manager, contact).main())
                .contains("The referrer was told")
                .contains("Spoken with")
                .contains("She was glad.");
        assertThat(TestService.get(manager, "/contacts?show=not-told").main()).doesNotContain("Sebastian");
        assertThat(TestService.get(ehaat, contact).main()).contains("Forwarded").contains("He came to school hungry");
    }

    // The three outcomes of the ICRT council.

    @Test
    void amber_asks_for_agreement_or_a_reason_first_and_red_asks_for_nothing() {
        council.staff("Ada Stone", "duty-manager", "duty-team", null);
        var amber = takeIcrt();
        var refused = decide(manager, amber, "amber");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.main()).contains("Consent to an assessment");

        var red = decide(manager, amber, "red");

        assertThat(red.location()).as(red.main()).startsWith(amber);
        var page = TestService.get(manager, amber);
        assertThat(page.main())
                .contains("III. Significant concern, strategy meeting (red)")
                .contains("Linked with this");
        assertThat(page.page().select("aside a[href^=/transfers/]").eachText().toString())
                .contains("Strategy discussion");
    }

    @Test
    void amber_begins_the_referral_once_the_list_is_done() {
        var child = openToEarlyHelp("Sebastian", "Wolowitz", "2016-05-04");
        council.parent(familyOf(child), "Howard", "Wolowitz", child);
        var contact = take(manager, child, "Sebastian", "Wolowitz", "door", "contact|contact-on-open-episode||");
        doWhatIsOpen(manager, contact);

        var decided = decide(manager, contact, "amber");

        assertThat(decided.location()).as(decided.main()).startsWith(contact);
        assertThat(TestService.get(manager, contact).main())
                .contains("II. May meet the threshold for assessment (amber)")
                .contains("The referrer is not told yet");
    }

    private UUID familyOf(UUID child) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select family from family_member where person = :child")
                                .param("child", child)
                                .query(UUID.class)
                                .single());
    }

    /// Does everything on the list that this person may do, each form filled as its fields ask.
    private static void doWhatIsOpen(SignedInStaff me, String contact) {
        for (var need : TestService.get(me, contact).page().select(".sw-need")) {
            var link = need.selectFirst(".sw-need__title a");
            if (link == null || link.attr("href").contains("/decision")) {
                continue;
            }
            for (int i = 0; i < 4; i++) {
                var form = TestService.get(me, link.attr("href")).page().selectFirst("main form.sw-form");
                if (form == null) {
                    break;
                }
                var typed = new ArrayList<String>();
                form.select("textarea").forEach(area -> typed.addAll(List.of(area.attr("name"), "As it stands.")));
                form.select("input[type=radio]").stream()
                        .map(radio -> radio.attr("name"))
                        .distinct()
                        .forEach(name -> typed.addAll(List.of(
                                name,
                                form.select("input[type=radio][name=" + name + "]")
                                        .val())));
                form.select("select").forEach(select -> {
                    var option = select.selectFirst("option[value]:not([value=''])");
                    if (option != null) {
                        typed.addAll(List.of(select.attr("name"), option.val()));
                    }
                });
                var sent =
                        OneForm.on(me, link.attr("href"), form.attr("action")).send(typed.toArray(String[]::new));
                assertThat(sent.status())
                        .as(link.attr("href") + ": " + sent.main())
                        .isEqualTo(302);
                if (!link.attr("href").contains("/agreements/")) {
                    break;
                }
            }
        }
    }

    @Test
    void a_police_notice_keeps_its_number_and_is_triaged_by_the_police_first() {
        var police = council.staff("PC Amis Bright", "police-officer", "front-door", null);
        var child = openToEarlyHelp("Sebastian", "Wolowitz", "2016-05-04");
        var contact = take(
                manager,
                child,
                "Sebastian",
                "Wolowitz",
                "door",
                "contact|police-notification||",
                "source",
                "police",
                "notice",
                "CCN 26-118");
        item(police, contact, "police-view", "note", "Standard risk.");
        var decided = decide(police, contact, "police-have-triaged");

        var page = TestService.get(manager, contact);
        assertThat(decided.status()).as(decided.main()).isEqualTo(302);
        assertThat(page.main())
                .contains("CCN 26-118")
                .contains("Nothing is decided yet")
                .doesNotContain("The referrer is not told yet");
        assertThat(TestService.get(manager, "/contacts?show=not-told").main()).doesNotContain("Sebastian");
    }

    @Test
    void a_worker_writes_down_what_a_professional_said_about_their_own_family() {
        var child = openToEarlyHelp("Sebastian", "Wolowitz", "2016-05-04");
        var take = TestService.get(tom, "/contacts/new?family=" + familyOf(child));

        var answer = OneForm.on(tom, String.valueOf(take.location()), "/take")
                .send(said("about", child.toString(), "door", "professionals|shares-worries|early-help|early-help"));
        var contact = String.valueOf(answer.location());
        item(tom, contact, "case-note", "note", "The school is worried about breakfast.");
        var decided = decide(tom, contact, "noted");

        assertThat(decided.status()).as(decided.main()).isEqualTo(302);
        assertThat(TestService.get(tom, contact).main()).contains("No further contact to social care is warranted");
        assertThat(TestService.get(tom, "/families/" + familyOf(child) + "/timeline")
                        .main())
                .contains("from a professional, Brackley Road Primary")
                .contains("He came to school hungry again");
    }

    // Peterborough.

    private SignedInStaff adviser = manager;
    private SignedInStaff mash = manager;
    private SignedInStaff hub = manager;
    private UUID billie = UUID.randomUUID();

    private String takenInPeterborough() {
        council = InventedCouncil.running("peterborough");
        adviser = council.staff("Alma Reed", "customer-services-adviser", "customer-services-team", null);
        mash = council.staff("Martin Ash", "mash-team-manager", "front-door", null);
        hub = council.staff("Hetty Marsh", "hub-team-manager", "hub-team", null);
        council.staff("Asa Field", "assessment-team-manager", "assessment-team", null);
        var family = council.family();
        billie = council.child(family, "Billie", "Fenn", "2014-03-02");
        council.parent(family, "Rita", "Fenn", billie);
        var contact = take(adviser, billie, "Billie", "Fenn", "door", "contact|child-referred||");
        doWhatIsOpen(adviser, contact);
        var passed = decide(adviser, contact, "passed-to-mash");
        assertThat(passed.status()).as(passed.main()).isEqualTo(302);
        return contact;
    }

    @Test
    void a_contact_passed_to_mash_is_no_answer_yet_for_the_referrer() {
        var contact = takenInPeterborough();

        assertThat(TestService.get(mash, "/contacts").main()).contains("Billie Fenn");
        assertThat(TestService.get(adviser, contact).main())
                .contains("Nothing is decided yet")
                .doesNotContain("not told yet");
    }

    @Test
    void mash_accepts_it_for_an_enquiry_or_as_a_referral_or_closes_it() {
        for (var outcome : List.of("accepted-for-enquiry", "accepted-as-referral", "no-further-action")) {
            var contact = takenInPeterborough();
            item(mash, contact, "threshold-guide", "note", "Looked at.");

            var decided = decide(mash, contact, outcome);

            assertThat(decided.status()).as(outcome + decided.main()).isEqualTo(302);
            assertThat(TestService.get(adviser, "/contacts?show=not-told").main())
                    .as(outcome)
                    .contains("Billie Fenn");
        }
    }

    @Test
    void whoever_took_a_contact_that_ended_sees_what_they_wrote_and_tells_the_referrer() {
        var contact = takenInPeterborough();
        item(mash, contact, "threshold-guide", "note", "Looked at.");
        decide(mash, contact, "no-further-action");

        var page = TestService.get(adviser, contact);
        assertThat(page.main())
                .contains("You took this contact")
                .contains("He came to school hungry")
                .contains("Close as No Further Action")
                .doesNotContain("Looked at.");
        var told = OneForm.on(adviser, contact + "/told", "/told").send("how", "mail");
        assertThat(told.status()).as(told.main()).isEqualTo(302);

        assertThat(TestService.get(adviser, contact).main()).contains("The mail waits to leave");
        var payload = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select payload from outbox where kind = 'mail'")
                                .query(String.class)
                                .single());
        assertThat(payload)
                .contains("office@brackley.example")
                .contains("Close as No Further Action")
                .doesNotContain("Billie")
                .doesNotContain("Fenn")
                .doesNotContain("For the reasons on the contact");
    }

    @Test
    void given_to_the_hub_the_24_hours_run_from_the_reassigning_over_the_weekend_too() {
        var contact = takenInPeterborough();
        doWhatIsOpen(mash, contact);
        TestService.at("2026-06-19T15:30:00Z");
        var decided = decide(mash, contact, "reassigned-to-hub");
        assertThat(decided.status()).as(decided.main()).isEqualTo(302);

        TestService.at("2026-06-19T16:30:00Z");
        var page = TestService.get(hub, contact);

        assertThat(page.main())
                .contains("Give it to the Early Help Hub")
                .contains("The contact is saved and not finalised. It is now with the Contacts Early Help Tray.")
                .contains("Saturday 20 June");
        assertThat(page.main()).contains("4:30pm");
    }

    // Coventry.

    @Test
    void a_contact_that_needs_no_statutory_help_is_diverted_to_early_help() {
        council = InventedCouncil.running("coventry");
        var mashManager = council.staff("Mel Tarn", "mash-team-manager", "front-door", null);
        var early = council.staff("Ewan Pike", "early-help-team-manager", "children-and-families-first", null);
        var family = council.family();
        var child = council.child(family, "Wren", "Colley", "2018-02-03");
        council.parent(family, "Sal", "Colley", child);
        var contact = take(mashManager, child, "Wren", "Colley", "door", "diversion|from-mash||");
        item(mashManager, contact, "no-statutory-intervention-needed", "value", "true");

        var decided = decide(mashManager, contact, "diverted");

        assertThat(decided.status()).as(decided.main()).isEqualTo(302);
        assertThat(TestService.get(early, contact).main())
                .contains("To Early Help")
                .contains("Children and Families First picks it up");
        assertThat(TestService.get(mashManager, "/contacts?show=not-told").main())
                .contains("Wren Colley");
    }

    // Whom it is about.

    private TestService.Answer found(String... typed) {
        return TestService.get(manager, who(manager, typed));
    }

    @Test
    void a_child_is_found_by_a_misspelt_name_an_initial_a_swapped_date_and_an_address() {
        var child = openToEarlyHelp("Zoë", "Phillips", "2016-05-04");
        var home = council.household("12 Mill Lane", child);
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("update address set postcode = 'AB1 2CD' where household = :home")
                                .param("home", home)
                                .update());

        assertThat(found("child-1-forename", "Zoe", "child-1-surname", "Filips").main())
                .contains("Zoë Phillips")
                .contains("The surname sounds alike.");
        assertThat(found("child-1-forename", "Z", "child-1-surname", "Phillips").main())
                .contains("The initial of the first name fits.");
        assertThat(found(
                                "child-1-forename", "Zowie",
                                "child-1-surname", "Phillips",
                                "child-1-born-day", "5",
                                "child-1-born-month", "4",
                                "child-1-born-year", "2016")
                        .main())
                .contains("with day and month the other way round")
                .contains("very likely the same");
        assertThat(found(
                                "child-1-forename", "Zoe",
                                "address", "12 mill lane",
                                "postcode", "ab12cd")
                        .main())
                .contains("The same address.");
        assertThat(found("child-1-forename", "Phillips", "child-1-surname", "Zoe")
                        .main())
                .contains("The same names, the other way round.");
        assertThat(found("child-1-forename", "Ahmed", "child-1-surname", "Kowalski")
                        .main())
                .contains("Nobody was found");
    }

    @Test
    void a_twin_is_shown_and_is_no_strong_match() {
        openToEarlyHelp("Iris", "Cobb", "2019-02-03");

        var page = found(
                "child-1-forename", "Fern",
                "child-1-surname", "Cobb",
                "child-1-born-day", "3",
                "child-1-born-month", "2",
                "child-1-born-year", "2019");

        assertThat(page.main())
                .contains("Iris Cobb")
                .contains("perhaps somebody of the same family")
                .doesNotContain("very likely");
    }

    @Test
    void a_name_in_arabic_and_an_unborn_child_are_found_too() {
        openToEarlyHelp("أحمد", "الخطيب", "2016-05-04");
        var family = council.family();
        council.child(family, "", "Cobb", null);

        assertThat(found("child-1-forename", "احمد", "child-1-surname", "الخطيب")
                        .main())
                .contains("أحمد")
                .contains("The same names.");
        assertThat(found(
                                "child-1-surname", "Cobb",
                                "child-1-unborn", "yes",
                                "child-1-born-day", "3",
                                "child-1-born-month", "8",
                                "child-1-born-year", "2026")
                        .main())
                .contains("Expected on the same day.");
    }

    @Test
    void a_new_record_beside_a_very_likely_one_is_made_only_after_stopping_to_think() {
        openToEarlyHelp("Zoë", "Phillips", "2016-05-04");
        String[] typed = {
            "child-1-forename", "Zoe",
            "child-1-surname", "Phillips",
            "child-1-born-day", "4",
            "child-1-born-month", "5",
            "child-1-born-year", "2016"
        };
        var people = who(manager, typed);

        var picked = OneForm.on(manager, people, "/people").send("pick-1", "new", "family", "new");
        assertThat(picked.location()).as(picked.main()).endsWith("/beside");
        var beside = TestService.get(manager, String.valueOf(picked.location()));
        assertThat(beside.h1()).isEqualTo("This may be a child who is recorded already");
        assertThat(TestService.get(manager, people.replace("/people", "/take")).status())
                .isEqualTo(302);

        var on = OneForm.on(manager, String.valueOf(picked.location()), "/beside")
                .send();
        var answer = OneForm.on(manager, String.valueOf(on.location()), "/take")
                .send(said("door", "contact|contact-on-open-episode||"));

        assertThat(answer.status()).as(answer.main()).isEqualTo(302);
        assertThat(count("select count(*) from person where surname = 'Phillips'"))
                .isEqualTo(2);
        assertThat(count("select count(*) from access_log where act = 'new-record-beside-match'"))
                .isEqualTo(1);
    }

    private int count(String question) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql(question).query(Integer.class).single());
    }

    @Test
    void a_double_click_makes_one_family_one_child_and_one_contact() {
        var people = who(
                manager,
                "child-1-forename",
                "Fern",
                "child-1-surname",
                "Cobb",
                "adult-forename",
                "Ida",
                "adult-surname",
                "Cobb",
                "adult-relation",
                "mother",
                "address",
                "3 High Street",
                "postcode",
                "AB1 2CD");
        var picked = OneForm.on(manager, people, "/people").send();
        var form = OneForm.on(manager, String.valueOf(picked.location()), "/take");
        var typed = said("door", "contact|contact-on-open-episode||");

        var first = form.send(typed);
        var second = form.send(typed);

        assertThat(first.status()).as(first.main()).isEqualTo(302);
        assertThat(second.location()).isEqualTo(first.location());
        assertThat(count("select count(*) from family")).isEqualTo(1);
        assertThat(count("select count(*) from person")).isEqualTo(2);
        assertThat(count("select count(*) from contact")).isEqualTo(1);
        assertThat(count("select count(*) from run")).isEqualTo(1);
        assertThat(count("select count(*) from draft")).isEqualTo(0);
        assertThat(TestService.get(manager, String.valueOf(first.location())).main())
                .contains("No earlier contact found")
                .contains("Searched everyone in this authority for Fern Cobb");
    }

    @Test
    void several_children_of_one_family_travel_in_one_contact() {
        var people = who(
                manager,
                "children",
                "2",
                "child-1-forename",
                "Fern",
                "child-1-surname",
                "Cobb",
                "child-2-forename",
                "Iris",
                "child-2-surname",
                "");
        var picked = OneForm.on(manager, people, "/people").send();

        var answer = OneForm.on(manager, String.valueOf(picked.location()), "/take")
                .send(said("door", "contact|contact-on-open-episode||"));

        assertThat(answer.status()).as(answer.main()).isEqualTo(302);
        assertThat(count("select count(*) from family")).isEqualTo(1);
        assertThat(count("select count(*) from run_child")).isEqualTo(2);
        assertThat(TestService.get(manager, String.valueOf(answer.location())).h1())
                .contains("Fern")
                .contains("Iris");
    }

    @Test
    void children_of_two_families_are_two_contacts() {
        var one = openToEarlyHelp("Zoë", "Phillips", "2016-05-04");
        var other = openToEarlyHelp("Max", "Fenwick", "2017-05-04");
        var people = who(
                manager,
                "children",
                "2",
                "child-1-forename",
                "Zoe",
                "child-1-surname",
                "Phillips",
                "child-2-forename",
                "Max",
                "child-2-surname",
                "Fenwick");

        var picked = OneForm.on(manager, people, "/people").send("pick-1", one.toString(), "pick-2", other.toString());

        assertThat(picked.status()).isEqualTo(400);
        assertThat(picked.main()).contains("Take a contact for each family");
    }

    @Test
    void a_restricted_record_is_named_by_nobody_and_a_hidden_one_is_told_to_its_guardian() {
        var child = openToEarlyHelp("Ottilie", "Hume", "2019-11-04");
        council.restrict(child, "restricted", "early-help-service-manager");
        String[] typed = {
            "child-1-forename", "Otilie",
            "child-1-surname", "Hume",
            "child-1-born-day", "4",
            "child-1-born-month", "11",
            "child-1-born-year", "2019"
        };
        var restricted = found(typed);
        var picked = OneForm.on(manager, who(manager, typed), "/people").send();
        council.restrict(child, "hidden", "early-help-service-manager");
        var hidden = found(typed);

        assertThat(restricted.main())
                .contains("A record exists. Ask the Early Help Service Manager.")
                .doesNotContain("Ottilie")
                .doesNotContain("Tom Ferreira");
        assertThat(picked.location()).endsWith("/beside");
        assertThat(TestService.get(manager, String.valueOf(picked.location())).main())
                .doesNotContain("Ottilie");
        assertThat(hidden.main()).contains("Nobody was found").doesNotContain("A record exists");
        assertThat(count("select count(*) from outbox where kind = 'alert'")).isEqualTo(1);
    }

    @Test
    void another_councils_children_are_not_found_and_its_contacts_are_not_there() {
        var contact = takeIcrt();
        var elsewhere = InventedCouncil.icrt();
        var other = elsewhere.staff("Otto Vale", "icrt-team-manager", "front-door", null);

        var people = who(other, "child-1-forename", "Sebastian", "child-1-surname", "Wolowitz");

        assertThat(TestService.get(other, people).main()).contains("Nobody was found");
        assertThat(TestService.get(other, contact).status()).isEqualTo(404);
        assertThat(TestService.get(other, contact + "/told").status()).isEqualTo(404);
        assertThat(TestService.get(other, "/contacts?show=lately").main()).doesNotContain("Sebastian");
    }

    @Test
    void whoever_may_not_search_everyone_makes_no_new_record() {
        openToEarlyHelp("Zoë", "Phillips", "2016-05-04");
        var people = who(tom, "child-1-forename", "Fern", "child-1-surname", "Cobb");

        var page = TestService.get(tom, people);
        var forced = OneForm.on(tom, people, "/people").send("pick-1", "new");

        assertThat(page.main()).contains("the families you or your team hold").contains("Only the front door");
        assertThat(forced.status()).isEqualTo(400);
        assertThat(count("select count(*) from person where surname = 'Cobb'")).isEqualTo(0);
    }

    // Nothing typed is lost.

    @Test
    void what_was_typed_stays_whatever_is_wrong_with_it() {
        var long_name = "A".repeat(101);
        var answer = OneForm.on(manager, "/contacts/new", "")
                .send(
                        "child-1-forename", long_name,
                        "child-1-surname", "<b>Cobb</b>",
                        "child-1-born-day", "31",
                        "child-1-born-month", "2",
                        "child-1-born-year", "2019");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.page().select("#child-1-forename").val()).isEqualTo(long_name);
        assertThat(answer.page().select("#child-1-surname").val()).isEqualTo("<b>Cobb</b>");
        assertThat(answer.page().select(".govuk-error-summary a").eachAttr("href"))
                .contains("#child-1-forename", "#child-1-born");
        assertThat(TestService.get(manager, "/work/drafts").page().select("a[href^=/contacts/new/]"))
                .isNotEmpty();
    }

    @Test
    void the_contact_form_says_what_is_missing_and_keeps_the_rest_with_the_people_chosen_before() {
        var people = who(manager, "child-1-forename", "Fern", "child-1-surname", "Cobb");
        var picked = OneForm.on(manager, people, "/people").send();
        var take = String.valueOf(picked.location());

        var answer = OneForm.on(manager, take, "/take")
                .send(
                        "worries", "",
                        "wishes", "She wants to stay at her school.",
                        "email", "nobody at all",
                        "happened-day", "20",
                        "happened-month", "6",
                        "happened-year", "2026",
                        "happened-time", "9am");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.page().select(".govuk-error-summary a").eachAttr("href"))
                .contains("#source", "#worries", "#knows", "#email", "#happened");
        assertThat(TestService.get(manager, take).page().select("#wishes").val())
                .isEqualTo("She wants to stay at her school.");
        assertThat(count("select count(*) from person")).isEqualTo(0);
    }

    @Test
    void what_is_learnt_later_is_added_and_what_was_recorded_first_stays() {
        var contact = takeIcrt();

        var empty = OneForm.on(manager, contact + "/add", "/add").send("words", " ");
        var added = OneForm.on(manager, contact + "/add", "/add")
                .send("corrects", "He came hungry", "words", "It was his brother.");

        assertThat(empty.status()).isEqualTo(400);
        assertThat(added.status()).isEqualTo(302);
        assertThat(TestService.get(manager, contact).main())
                .contains("He came to school hungry again")
                .contains("Corrects “He came hungry”")
                .contains("It was his brother.");
    }

    @Test
    void a_referrer_without_a_name_cannot_be_told_and_the_reason_is_kept() {
        var contact = takeIcrt();
        item(manager, contact, "triage-view", "note", "Known.");
        decide(manager, contact, "remains-with-early-help");

        var without = OneForm.on(manager, contact + "/told", "/told").send("how", "cannot");
        var badMail = OneForm.on(manager, contact + "/told", "/told").send("how", "mail", "email", "no address");
        var with = OneForm.on(manager, contact + "/told", "/told").send("how", "cannot", "words", "No name was given.");

        assertThat(without.page().select(".govuk-error-summary a").eachAttr("href"))
                .containsExactly("#words");
        assertThat(badMail.page().select(".govuk-error-summary a").eachAttr("href"))
                .containsExactly("#email");
        assertThat(with.status()).isEqualTo(302);
        assertThat(TestService.get(manager, contact).main())
                .contains("Cannot be told")
                .contains("No name was given.");
    }

    // The nation's referral, where a council has no contact of its own.

    @Test
    void a_referral_is_decided_within_a_working_day_and_telling_the_referrer_is_done_with_it() {
        council = InventedCouncil.running("dorset");
        var chad = council.staff("Wil Drake", "consultant-social-worker", "chad-team", null);
        var family = council.family();
        var child = council.child(family, "Wren", "Colley", "2018-02-03");
        council.parent(family, "Sal", "Colley", child);
        var contact = take(chad, child, "Wren", "Colley", "door", "referral|new-referral||");
        item(chad, contact, "what-is-known", "note", "One earlier contact.");
        var page = TestService.get(chad, contact);
        assertThat(page.main()).contains("The person who referred has been told what will be done");
        var decided = decide(chad, contact, "help-without-assessment");
        assertThat(decided.status()).as(decided.main()).isEqualTo(302);

        var told = OneForm.on(chad, contact + "/told", "/told").send("how", "spoken");

        assertThat(told.status()).as(told.main()).isEqualTo(302);
        int done = count("select count(*) from run_event where type = 'item-done' and payload like '%referrer-told%'");
        assertThat(done).isEqualTo(1);
    }

    @Test
    void a_contact_about_a_family_begins_on_its_own_page_and_not_among_transfers() {
        var child = openToEarlyHelp("Sebastian", "Wolowitz", "2016-05-04");
        var start = "/transfers/new?family=" + familyOf(child);

        assertThat(TestService.get(tom, start).page().select("a[href='/contacts/new?family=" + familyOf(child) + "']"))
                .hasSize(1);
        assertThat(TestService.get(tom, start + "&direction=CONTACT").location())
                .isEqualTo("/contacts/new?family=" + familyOf(child));
    }

    @Test
    void contacts_stand_in_the_menu_of_the_front_door_and_in_nobody_elses() {
        assertThat(TestService.get(manager, "/work").page().select("nav a[href=/contacts]"))
                .hasSize(1);
        assertThat(TestService.get(tom, "/work").page().select("nav a[href=/contacts]"))
                .isEmpty();
    }

    @Test
    void the_list_of_contacts_is_paged_and_a_colleagues_families_are_not_on_it() {
        var child = openToEarlyHelp("Sebastian", "Wolowitz", "2016-05-04");
        for (int i = 0; i < 52; i++) {
            TestService.at("2026-06-18T%02d:%02d:00Z".formatted(8 + i / 60, i % 60));
            var contact = String.valueOf(OneForm.on(
                            manager,
                            String.valueOf(TestService.get(manager, "/contacts/new?family=" + familyOf(child))
                                    .location()),
                            "/take")
                    .send(said("about", child.toString(), "door", "contact|contact-on-open-episode||"))
                    .location());
            decide(manager, contact, "red");
        }
        var elsewhere = council.staff("Moira Fenwick", "assessment-team-manager", "duty-team", null);

        var first = TestService.get(manager, "/contacts?show=mine");
        var second = TestService.get(
                manager,
                String.valueOf(
                        first.page().select("nav[aria-label=Pages] a[rel=next]").attr("href")));

        assertThat(first.page().select("tbody tr")).hasSize(50);
        assertThat(second.page().select("tbody tr")).hasSize(2);
        assertThat(TestService.get(elsewhere, "/contacts?show=lately").main()).doesNotContain("Wolowitz");
    }

    @Test
    void what_is_told_while_a_contact_is_open_is_added_to_it() {
        var contact = takeIcrt();
        var child = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select child from contact_child")
                                .query(UUID.class)
                                .single());
        var take = TestService.get(tom, "/contacts/new?family=" + familyOf(child));
        OneForm.on(
                        manager,
                        String.valueOf(TestService.get(manager, "/contacts/new?family=" + familyOf(child))
                                .location()),
                        "/take")
                .send(said("about", child.toString(), "door", "contact|police-notification||"));

        var page = TestService.get(
                manager,
                String.valueOf(TestService.get(manager, "/contacts/new?family=" + familyOf(child))
                        .location()));

        assertThat(take.status()).isEqualTo(302);
        assertThat(page.page().select("a[href='" + contact + "/add']")).isNotEmpty();
    }
}
