package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Item;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Stage;
import stepways.engine.run.ChildId;
import stepways.engine.run.ItemKey;
import stepways.engine.run.Outstanding;
import stepways.engine.run.RunEvent;

/// A run laid out for another part of the service that shows it on a page of its own.
@Component
public class RunPages {

    private final Desks desks;
    private final TransferController transfers;

    RunPages(Desks desks, TransferController transfers) {
        this.desks = desks;
        this.transfers = transfers;
    }

    /// @param children those in the run now
    /// @param decided every decision, the first one first
    /// @param tellReferrer the things to do that are nothing but telling whoever made the contact
    public record Shown(
            TransferPage page,
            Policy policy,
            Optional<UUID> family,
            String reference,
            boolean open,
            List<UUID> children,
            List<Decided> decided,
            List<ItemKey> tellReferrer,
            Instant now) {

        public Shown {
            children = List.copyOf(children);
            decided = List.copyOf(decided);
            tellReferrer = List.copyOf(tellReferrer);
        }
    }

    /// A decision of a run.
    ///
    /// @param seq its number in the run
    /// @param answers whether it says what will be done, and does not only pass the run to those who decide
    public record Decided(int seq, String outcome, String by, Instant happened, boolean answers) {}

    /// The run, for whoever works with it; that it was opened is written down.
    public Shown show(SignedInStaff me, UUID run, HttpServletRequest request) {
        var desk = desks.open(me, run);
        var decided = new ArrayList<Decided>();
        for (var entry : desk.loaded.history()) {
            if (entry.event() instanceof RunEvent.OutcomeChosen chosen) {
                var stage = desk.pathway().stages().get(chosen.stage());
                decided.add(new Decided(
                        entry.seq(),
                        desk.refusals.title(chosen.outcome()),
                        desk.nameOf(entry.by()),
                        entry.happened(),
                        stage == null || answers(desk.policy, stage)));
            }
        }
        return new Shown(
                transfers.view(desk, null, request),
                desk.policy,
                desk.loaded.family(),
                desk.reference(),
                desk.run().isOpen(),
                desk.run().children().stream()
                        .map(ChildId::value)
                        .map(UUID::fromString)
                        .toList(),
                decided,
                tellReferrer(desk),
                desk.now);
    }

    private static List<ItemKey> tellReferrer(Desk desk) {
        return Stream.concat(desk.outstanding().items().stream(), desk.outstanding().owed().stream())
                .filter(need -> need.standing() == Outstanding.Standing.OPEN)
                .filter(need -> need.item().kind() instanceof Item.Kind.Told(var to) && to.equals(List.of("referrer")))
                .filter(desk::isMine)
                .map(Outstanding.Need::key)
                .toList();
    }

    /// Whether what is decided at a stage is an answer for whoever made a contact. Where no manager may decide, the
    /// contact is only taken in and passed to those who can.
    public static boolean answers(Policy policy, Stage stage) {
        return switch (stage.decider().who()) {
            case Decider.Who.AnyOf(var roles) -> roles.stream().anyMatch(role -> manages(policy, role));
            case Decider.Who.Both _, Decider.Who.Forum _ -> true;
        };
    }

    private static boolean manages(Policy policy, String name) {
        var role = policy.role(name);
        return role.manages() || role.anyOf().stream().anyMatch(each -> manages(policy, each));
    }
}
