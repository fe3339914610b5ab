package stepways.engine.policy;

import java.util.List;
import java.util.Set;

/// What a family is asked to agree to.
///
/// @param from whose answer counts
/// @param ifRefused the outcomes that take a refusal further; never empty where agreement must be obtained
/// @param ifWithdrawn the role that is told of a withdrawal and looks at the threshold afresh
/// @param services the services with which sharing rests on this agreement
public record AgreementType(
        String name,
        String title,
        From from,
        Set<String> ifRefused,
        String ifWithdrawn,
        boolean signed,
        List<ClauseId> clauses) {

    /// Whose answer counts.
    public enum From {
        /// One person with parental responsibility answers for the family.
        FAMILY,
        /// Each person with parental responsibility answers.
        EACH_PARENT,
        /// Each child who is old enough to answer.
        YOUNG_PERSON,
        /// A parent or carer, and the young person where old enough.
        FAMILY_AND_YOUNG_PERSON
    }

    public AgreementType {
        ifRefused = Set.copyOf(ifRefused);
        clauses = List.copyOf(clauses);
    }
}
