package stepways.packs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What each pack command prints, and the code it ends with.
class PackCommandsTest {

    @TempDir
    Path folder;

    // Every command.

    @ParameterizedTest
    @ValueSource(strings = {"examples", "rules", "check", "explain"})
    void every_command_tells_how_it_is_used(String command) {
        var said = SamplePacks.runAsIs(command, "--help");

        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("Usage: stepways " + command).contains("Exit codes:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples", "rules", "check"})
    void a_pack_that_does_not_exist_is_a_mistake_of_usage_and_the_nearest_is_named(String command) {
        var said = SamplePacks.in(folder).run(command, "sampel");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err())
                .contains("There is no pack 'sampel'. Did you mean sample?")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples", "rules", "check"})
    void an_unknown_option_is_a_mistake_of_usage(String command) {
        var said = SamplePacks.in(folder).run(command, "--nothing");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("Unknown option: '--nothing'");
    }

    @Test
    void a_folder_without_packs_is_a_mistake_of_usage() {
        var said = SamplePacks.runAsIs(
                "check", "--packs", folder.resolve("nowhere").toString());

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("There is no folder of policy packs at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples", "rules", "check"})
    void a_pack_that_is_no_yaml_is_reported_and_not_thrown(String command) {
        var packs = SamplePacks.in(folder).replacing("pack.yaml", "services:", "services: {");

        var said = packs.run(command);

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out() + said.err()).doesNotContain("Exception").doesNotContain("\tat ");
    }

    // Examples.

    @Test
    void examples_that_hold_are_counted() {
        var said = SamplePacks.in(folder).run("examples");

        assertThat(said.out()).isEqualToIgnoringNewLines("9 passed, 0 failed");
        assertThat(said.code()).isZero();
    }

    @Test
    void an_example_that_does_not_hold_is_shown_where_it_stands_with_what_came() {
        var packs = SamplePacks.in(folder)
                .replacing("examples/step-up.yaml", "sitting: \"2026-06-16\"", "sitting: \"2026-06-09\"");

        var said = packs.run("examples");

        assertThat(said.lines())
                .containsExactly(
                        "sample/1.0/examples/step-up.yaml:30:33: error: expected sitting 2026-06-09, came 2026-06-16",
                        "      then: {stage: panel, sitting: \"2026-06-09\"}",
                        "                                    ^",
                        "    example: A minute past noon on Friday waits for the following week",
                        "8 passed, 1 failed");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void a_step_that_was_refused_is_shown_with_each_refusal_and_its_clause() {
        var packs = SamplePacks.in(folder)
                .replacing(
                        "examples/step-up.yaml",
                        "given: {ready: all}\n  when: [{at: \"2026-06-05 12:01\"",
                        "given: {ready: none}\n  when: [{at: \"2026-06-05 12:01\"");

        var said = packs.run("examples");

        assertThat(said.out())
                .contains("error: this step was refused")
                .contains("refused: still missing: talk-with-manager (SMP-01); it is for: early-help-worker")
                .contains("refused: agreement missing, refused or withdrawn: step-up (SMP-02)");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void an_example_that_cannot_reach_its_stage_says_how_far_it_came_and_why_no_further() {
        var packs = SamplePacks.in(folder)
                .replacing(
                        "pathways/step-up.yaml",
                        "{outcome: sent, needs: all,",
                        "{outcome: sent, needs: all, when: {young-carer: true},");

        var said = packs.run("examples", "--only", "takes over");

        assertThat(said.out()).contains("no way to stage 'panel' that the pack accepts; reached: request");
        assertThat(said.last()).isEqualTo("0 passed, 1 failed");
    }

    @Test
    void only_examples_that_are_asked_for_are_run_and_each_can_be_named() {
        var said = SamplePacks.in(folder).run("examples", "--only", "noon", "--list");

        assertThat(said.lines()).hasSize(3).first().asString().contains("passed: A minute past noon on Friday");
        assertThat(said.last()).isEqualTo("2 passed, 0 failed");
    }

    @Test
    void an_example_with_a_misspelt_name_fails_and_the_nearest_name_is_given() {
        var packs = SamplePacks.in(folder).replacing("examples/step-up.yaml", "chooses: agreed", "chooses: agred");

        var said = packs.run("examples");

        assertThat(said.out()).contains("error: unknown outcome 'agred'").contains("write instead: agreed");
        assertThat(said.last()).isEqualTo("8 passed, 1 failed");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void examples_of_a_pack_with_errors_are_not_run() {
        var packs = SamplePacks.in(folder).replacing("pathways/step-up.yaml", "go: panel,", "go: pannel,");

        var said = packs.run("examples");

        assertThat(said.out()).contains("sample 1.0: its examples were not run, because the pack has errors.");
        assertThat(said.code()).isEqualTo(1);
    }

    // Rules.

    @Test
    void each_rule_has_a_line_with_its_force_and_state_and_the_last_line_counts_them() {
        var said = SamplePacks.in(folder).run("rules", "sample");

        assertThat(said.lines())
                .contains(
                        "SMP-03   should executed    item step-up.chronology; examples: 2",
                        "SMP-07   info   guidance    A value that nothing has to do",
                        "warning: executed musts with one example only: 3");
        assertThat(said.last()).isEqualTo("rules 7: executed 6, product 0, planned 0, guidance 1, unaccounted 0");
        assertThat(said.code()).isZero();
    }

    @Test
    void a_rule_whose_element_no_example_proves_is_unaccounted_for() {
        var packs = SamplePacks.in(folder).replacing("examples/step-up.yaml", "proves: [SMP-06]", "proves: [SMP-07]");

        var said = packs.run("rules", "sample");

        assertThat(said.out())
                .contains("SMP-06   must   unaccounted dispute managers-disagree; no example that holds proves it");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void an_example_that_does_not_hold_proves_nothing() {
        var packs = SamplePacks.in(folder)
                .replacing("examples/step-up.yaml", "reviewer: head-of-service", "reviewer: social-worker");

        var said = packs.run("rules", "sample");

        assertThat(said.out()).contains("SMP-06   must   unaccounted");
    }

    @Test
    void a_clause_that_the_manual_leaves_out_is_unaccounted_for() {
        var packs = SamplePacks.in(folder)
                .replacing("manual.md", "### SMP-07 info · 7\nChildren come first.\n", "")
                .without("rules.yaml");

        var said = packs.run("rules", "sample");

        assertThat(said.out()).contains("SMP-07          unaccounted not in the manual");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void a_rule_may_not_be_both_executed_and_explained_away() {
        var packs = SamplePacks.in(folder).replacing("rules.yaml", "SMP-07:", "SMP-06: {planned: Later}\nSMP-07:");

        var said = packs.run("rules", "sample");

        assertThat(said.out()).contains("error: SMP-06 is executed, and must not stand in rules.yaml (line 1)");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void a_product_rule_needs_a_test_that_cites_it() {
        var packs = SamplePacks.in(folder)
                .replacing(
                        "rules.yaml",
                        "{guidance: A value that nothing has to do}",
                        "{product: A page, test: no/Such.java}");

        var said = packs.run("rules", "sample");

        assertThat(said.out()).contains("SMP-07   info   unaccounted product, but there is no test no/Such.java");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void taking_out_each_executed_rule_is_noticed() {
        var said = SamplePacks.in(folder).run("rules", "sample", "--remove");

        assertThat(said.last()).isEqualTo("removed 6, noticed 6, unnoticed 0");
        assertThat(said.code()).isZero();
    }

    @Test
    void an_example_that_would_come_out_the_same_without_the_rule_proves_nothing_and_is_named() {
        var packs = SamplePacks.in(folder)
                .replacing("examples/step-up.yaml", "proves: [SMP-06]", "proves: [SMP-05]")
                .replacing("examples/step-up.yaml", "- example: The head of service reviews", """
                        - example: Says nothing about a dispute
                          proves: [SMP-06]
                          door: step-up.worker-is-worried
                          then: {stage: request}
                        - example: The head of service reviews""");

        var said = packs.run("rules", "sample", "--remove");

        assertThat(said.out()).contains("unnoticed: SMP-06: nothing misses dispute managers-disagree");
        assertThat(said.last()).isEqualTo("removed 6, noticed 5, unnoticed 1");
        assertThat(said.code()).isEqualTo(1);
    }

    // Check.

    @Test
    void a_pack_with_gaps_only_is_well() {
        var said = SamplePacks.in(folder).run("check", "sample");

        assertThat(said.lines().getFirst())
                .isEqualTo("sample/1.0/pathways/step-up.yaml:7: gap: S6 at step-up.request:"
                        + " No time is given for the request (SMP-01)");
        assertThat(said.last()).matches("packs 1: errors 0, gaps 1, states [0-9]+, complete yes");
        assertThat(said.code()).isZero();
    }

    @Test
    void a_finding_is_told_as_the_shortest_story_in_numbered_sentences() {
        var packs = SamplePacks.in(folder).replacing("pathways/step-up.yaml", "{lead: social-worker}, ", "");

        var said = packs.run("check", "sample");

        assertThat(said.out())
                .contains("error: S1 at step-up.agreed: this outcome would leave a child with nobody accountable")
                .contains("     1. Early Help worker begins at “Worker is worried”.");
        assertThat(said.last()).contains("errors 1");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void a_pack_that_cannot_be_read_is_not_explored_and_the_check_is_not_complete() {
        var packs = SamplePacks.in(folder)
                .replacing("pathways/step-up.yaml", "decided-by: early-help-manager", "decided-by: nobody");

        var said = packs.run("check", "sample");

        assertThat(said.out())
                .contains("error: unknown role 'nobody'")
                .contains("sample 1.0: not explored, because it has errors.");
        assertThat(said.last()).isEqualTo("packs 1: errors 1, gaps 0, states 0, complete no");
        assertThat(said.code()).isEqualTo(1);
    }

    // Explain.

    @Test
    void an_item_is_explained_with_its_clauses_readings_and_examples() {
        var said = SamplePacks.in(folder).run("explain", "sample", "step-up.social-worker");

        assertThat(said.code()).isZero();
        assertThat(said.lines())
                .startsWith("sample 1.0 · step-up.social-worker, sample/1.0/pathways/step-up.yaml:21")
                .contains(
                        "A person named as Social worker.",
                        "It is a must: no reason may stand for it.",
                        "Due within 5 working days of sitting (SMP-05).",
                        "Waited for by: agreed.",
                        "  SMP-05 must · 5",
                        "  SMP-05 as written: within 5 working days",
                        "    as read: from the sitting",
                        "    by the pack's authors, not the council; proposed",
                        "  sample/1.0/examples/step-up.yaml:37: A social worker takes over, and Early Help closes");
    }

    @Test
    void a_date_is_explained_with_its_sum() {
        var said = SamplePacks.in(folder)
                .run("explain", "sample:1.0", "step-up.social-worker", "--started", "2026-08-25", "--at", "14:00");

        assertThat(said.lines())
                .contains("From Tuesday 25 August 2026, 14:00", "    due by the end of Wednesday 2 September 2026")
                .anyMatch(line -> line.contains("Monday 31 August 2026 (Summer bank holiday)"));
        assertThat(said.code()).isZero();
    }

    @Test
    void a_request_to_a_meeting_is_explained_with_the_day_it_is_heard() {
        var said = SamplePacks.in(folder).run("explain", "sample", "panel", "--started", "2026-06-05", "--at", "12:01");

        assertThat(said.lines()).contains("  A request made then is heard on Tuesday 16 June 2026, from 14:00.");
    }

    @Test
    void a_clause_is_explained_with_where_it_is_used_and_what_became_of_it() {
        var used = SamplePacks.in(folder).run("explain", "sample", "SMP-04");
        var explained = SamplePacks.in(folder).run("explain", "sample", "SMP-07");

        assertThat(used.lines())
                .contains(
                        "  SMP-04 must · 4",
                        "  outcome step-up.sent, sample/1.0/pathways/step-up.yaml:16",
                        "  cut-off of panel, sample/1.0/forums.yaml:2");
        assertThat(explained.lines()).contains("  guidance: A value that nothing has to do");
    }

    @Test
    void every_element_of_the_sample_can_be_explained() {
        var packs = SamplePacks.in(folder);

        for (var name : Explained.names(packs.pack().policy())) {
            var said = packs.run("explain", "sample", name);

            assertThat(said.code()).as(name).isZero();
            assertThat(said.lines()).as(name).hasSizeGreaterThan(2);
        }
    }

    @Test
    void an_element_that_does_not_exist_is_a_mistake_of_usage_and_the_nearest_is_named() {
        var said = SamplePacks.in(folder).run("explain", "sample", "step-up.social-wroker");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("Did you mean step-up.social-worker?");
    }

    @Test
    void a_version_that_does_not_exist_is_a_mistake_of_usage() {
        var said = SamplePacks.in(folder).run("explain", "sample:9", "panel");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("There is no version '9'. There is: 1.0.");
    }

    @Test
    void no_command_prints_a_line_twice_as_wide_as_a_screen() {
        var said = SamplePacks.in(folder).run("explain", "sample", "step-up.agreed");

        assertThat(Arrays.asList(said.out().split("\n")))
                .isNotEqualTo(List.of())
                .allMatch(line -> line.length() <= 104);
    }
}
