package stepways.app.pages;

import java.util.Optional;
import java.util.UUID;
import stepways.app.database.TestRows;
import stepways.app.record.Casework;
import stepways.app.web.SignedInStaff;
import stepways.engine.run.Command;
import stepways.engine.run.Facts;
import stepways.engine.run.ItemKey;
import stepways.engine.run.PersonId;

/// Moves a transfer on by the commands that its pages give, where a test is not about those pages.
public final class Steps {

    private final UUID run;

    public Steps(UUID run) {
        this.run = run;
    }

    public Steps done(SignedInStaff by, String item, String value) {
        return send(
                by,
                texts -> new Command.Request.DoItem(ItemKey.forFamily(item), value, texts.keepIfAny("It was done.")));
    }

    public Steps excused(SignedInStaff by, String item) {
        return send(
                by, texts -> new Command.Request.GiveReason(ItemKey.forFamily(item), texts.keep("It does not fit.")));
    }

    public Steps agreed(SignedInStaff by, String agreement, UUID person) {
        return send(
                by,
                texts -> new Command.Request.AnswerAgreement(
                        agreement,
                        new PersonId(person.toString()),
                        Facts.Given.GIVEN,
                        texts.keepIfAny("At home, in words.")));
    }

    public Steps chosen(SignedInStaff by, String outcome) {
        var runs = TestService.bean(Casework.class).newRuns(4);
        return send(by, texts -> Command.Request.Choose.forAll(outcome, texts.keep("Because it is so."), runs));
    }

    private Steps send(SignedInStaff by, Casework.Asks asks) {
        var casework = TestService.bean(Casework.class);
        var seen = casework.see(by.viewer(), run).orElseThrow();
        var answer = casework.submit(
                by.viewer(),
                run,
                new Casework.Form(TestRows.anId().toString(), seen.run().seq(), Optional.empty()),
                asks);
        if (!(answer instanceof Casework.Answer.Done)) {
            throw new IllegalStateException("Expected a step to be recorded, found " + answer);
        }
        return this;
    }
}
