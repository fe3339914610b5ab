package stepways.app.transfers;

import java.util.ArrayList;
import java.util.List;
import stepways.engine.policy.AgreementType;
import stepways.engine.run.ChildId;
import stepways.engine.run.PersonId;

/// Whose answer to an agreement counts, or may be recorded.
final class Respondents {

    private Respondents() {}

    static List<PersonId> of(Desk desk, String agreement) {
        var from = desk.policy.agreement(agreement).map(AgreementType::from).orElse(AgreementType.From.FAMILY);
        var adults = new ArrayList<PersonId>();
        var young = new ArrayList<PersonId>();
        desk.facts().people().forEach((id, person) -> {
            if (person.child()) {
                if (desk.run().children().contains(new ChildId(id.value()))) {
                    young.add(id);
                }
            } else if (person.parentFor().stream().anyMatch(desk.run().children()::contains)) {
                adults.add(id);
            }
        });
        return switch (from) {
            case FAMILY, EACH_PARENT -> adults;
            case YOUNG_PERSON -> young;
            case FAMILY_AND_YOUNG_PERSON -> {
                adults.addAll(young);
                yield adults;
            }
        };
    }
}
