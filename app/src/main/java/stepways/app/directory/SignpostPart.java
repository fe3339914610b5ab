package stepways.app.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.record.Loaded;
import stepways.app.transfers.TransferPart;
import stepways.app.web.Card;
import stepways.app.web.Dates;
import stepways.app.web.Link;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Stage;

/// The directory, beside a transfer where the procedure lets a family go on with a service that is
/// not the council's: where papers go to one that it does not open, or where the work can end with
/// nothing else opened.
@Component
class SignpostPart implements TransferPart {

    @Override
    public List<Card> of(JdbcClient sql, Loaded run, Policy policy, Instant now) {
        if (run.family().isEmpty()) {
            return List.of();
        }
        var chosen = new Signposted(sql).ofRun(run.id());
        boolean offered = run.run().isOpen()
                && signposts(policy.pathway(run.run().pathway()).stage(run.run().stage()));
        if (chosen.isEmpty() && !offered) {
            return List.of();
        }
        var lines = new ArrayList<Card.Line>();
        for (var to : chosen) {
            lines.add(new Card.Line(
                    to.name(),
                    (to.organisation().isEmpty() ? "" : to.organisation() + ", ") + Dates.date(to.on()) + ", number "
                            + to.feedId() + ". " + to.purpose(),
                    null));
        }
        if (offered) {
            lines.add(new Card.Line(
                    null,
                    "The name and number stay on the record as they are today",
                    new Link(
                            chosen.isEmpty() ? "Choose a service from the directory" : "Choose another service",
                            "/directory?family=" + run.family().get() + "&run=" + run.id())));
        }
        return List.of(new Card(
                "signposted",
                chosen.isEmpty() ? "Another service for the family" : "Signposted to",
                Card.Tone.PLAIN,
                List.of(),
                List.of(),
                lines));
    }

    static boolean signposts(Stage stage) {
        return stage.outcomes().stream().anyMatch(SignpostPart::signposts);
    }

    private static boolean signposts(Outcome outcome) {
        boolean opens = outcome.then().stream()
                .anyMatch(effect -> effect instanceof Effect.Open || effect instanceof Effect.Start);
        boolean shares = outcome.then().stream().anyMatch(effect -> effect instanceof Effect.Share);
        return !opens && (shares || outcome.go() instanceof Outcome.Go.End);
    }
}
