package stepways.packs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stepways.engine.check.Explorer;
import stepways.engine.check.Finding;

/// A contact changes hands; a child's practitioner does not. And what nobody asks any more is no state of its own.
class ContactTest {

    private static final String PACK = """
            pack: sample
            title: Sample
            council: Sample
            version: "1"
            effective-from: unknown
            source: Invented
            services:
              front-door: {title: Front door, holds-contacts: true}
              help: {title: Help}
              care: {title: Care}
            teams:
              front-team: {title: Front team, service: front-door, duty-role: front-manager}
              help-team: {title: Help team, service: help, duty-role: help-manager}
            roles:
              front-manager: {title: Front manager, in: front-door, manages: true}
              help-manager: {title: Help manager, in: help, manages: true}
              help-worker: {title: Help worker, in: help, practitioner: true}
              care-worker: {title: Care worker, in: care, practitioner: true}
            agreements:
              help: {title: Help, from: family, if-refused: [passed-on]}
            harm-route: {pathway: harm, door: harm, call: [front-manager], out-of-hours: [front-manager]}
            """;

    private static final String CONTACT = """
            pathway: contact
            kind: contact
            doors: [{door: new, direction: contact, at: first, by: front-manager, held-by: front-team}]
            stages:
              - stage: first
                waits-for: front-manager
                checklist: [{agreement: help}]
                decided-by: front-manager
                outcomes:
                  - {outcome: passed-on, needs: none, then: [{duty-holder: help-team}], go: second}
                  - {outcome: known, needs: none, when: {open-to: [help, care]}, go: end}
              - stage: second
                waits-for: help-manager
                decided-by: help-manager
                outcomes: [{outcome: done, needs: none, go: end}]
            """;

    private static final String HARM = """
            pathway: harm
            kind: urgent
            doors: [{door: harm, direction: up, at: tell, by: front-manager}]
            stages:
              - {stage: tell, waits-for: front-manager, decided-by: front-manager, outcomes: [{outcome: told, needs: none, go: end}]}
            """;

    @TempDir
    Path folder;

    private LoadedPack pack(String examples) throws IOException {
        var version = folder.resolve("sample/1");
        Files.createDirectories(version.resolve("pathways"));
        Files.createDirectories(version.resolve("examples"));
        Files.writeString(version.resolve("pack.yaml"), PACK);
        Files.writeString(version.resolve("pathways/contact.yaml"), CONTACT);
        Files.writeString(version.resolve("pathways/harm.yaml"), HARM);
        Files.writeString(version.resolve("examples/contact.yaml"), examples);
        return Packs.load(folder).packs().getFirst();
    }

    private List<String> differences(String examples) throws IOException {
        var pack = pack(examples);
        var problems = new Problems();
        var read = ExampleReader.read(pack, folder, problems);
        assertThat(problems.all()).isEmpty();
        return read.examples().stream()
                .flatMap(example -> ExampleRunner.run(pack.policy(), example).differences().stream())
                .map(ExampleRunner.Difference::message)
                .toList();
    }

    @Test
    void the_team_that_receives_a_contact_answers_for_a_child_nobody_works_with() throws IOException {
        assertThat(differences("""
                - example: New to everybody
                  door: contact.new
                  given: {stage: first}
                  when: [{at: "2026-06-01 10:00", by: front-manager, chooses: passed-on}]
                  then: {accountable: help-team}
                """)).isEmpty();
    }

    @Test
    void a_contact_that_changes_hands_leaves_a_child_with_their_practitioner() throws IOException {
        assertThat(differences("""
                - example: Known to a worker
                  door: contact.new
                  given: {stage: first, children: [{name: a, open: [help], held-by: help-worker}]}
                  when: [{at: "2026-06-01 10:00", by: front-manager, chooses: passed-on}]
                  then: {stage: second, accountable: help-worker}
                """)).isEmpty();
    }

    @Test
    void open_to_any_of_several_services() throws IOException {
        assertThat(differences("""
                - example: Open to the second of them
                  door: contact.new
                  given: {stage: first, children: [{name: a, open: [care], held-by: care-worker}]}
                  then: {offered: [known]}
                - example: Open to none of them
                  door: contact.new
                  given: {stage: first}
                  then: {not-offered: [known]}
                """)).isEmpty();
    }

    @Test
    void an_answer_that_nobody_asks_about_any_more_makes_no_state_of_its_own() throws IOException {
        var report = Explorer.explore(pack("[]").policy());

        assertThat(report.findings()).extracting(Finding::severity).doesNotContain(Finding.Severity.ERROR);
        // Four situations: open to neither service, to one, to the other, to both. In each, the first stage knows three
        // answers (none, yes, no) and the second none; then the end. The harm route adds its own two.
        assertThat(report.states()).isEqualTo(4 * (3 + 1 + 1) + 2);
    }
}
