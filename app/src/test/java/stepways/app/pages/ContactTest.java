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
        assertThat(form.main().indexOf("What is already known")).isLessThan(form.main().indexOf("Who made the contact?"));
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
}
