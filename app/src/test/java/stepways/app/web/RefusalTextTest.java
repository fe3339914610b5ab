package stepways.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stepways.app.TestCouncil;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Policy;
import stepways.engine.run.Refusal;
import stepways.packs.Packs;

class RefusalTextTest {

    private final Policy policy =
            Packs.load(TestCouncil.packs()).pack("icrt").orElseThrow().policy();
    private final RefusalText text =
            new RefusalText(policy, policy.pathway("step-up"), name -> name.equals("child-1") ? "Tyler Quill" : name);

    @ParameterizedTest
    @EnumSource
    void every_refusal_is_a_sentence_with_its_clause_and_no_name_of_the_pack(Refusal.Kind kind) {
        var refusal = new Refusal(
                kind,
                switch (kind) {
                    case WOULD_LEAVE_NOBODY, ALREADY_ON_THIS_ROUTE -> "child-1";
                    case FORBIDDEN_CODE -> "No further action";
                    default -> "talk-with-manager";
                },
                List.of(new ClauseId("ICRT-07")),
                List.of("early-help-team-manager"),
                Optional.empty(),
                List.of(new Refusal.OtherWay.OutcomeWithout("stays-with-early-help")));

        var problem = text.problem(refusal);

        assertThat(problem.words())
                .endsWith(".")
                .doesNotContain("-with-manager")
                .doesNotContain("child-1")
                .doesNotContain(kind.name());
        assertThat(problem.cites()).extracting(Cite::clause).containsExactly("ICRT-07");
        assertThat(problem.whoCan()).contains("Early Help carries on");
    }
}
