package stepways.app.transfers;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action.Press;
import stepways.app.web.Dates;
import stepways.app.web.Hidden;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Stage;
import stepways.engine.run.ChildId;
import stepways.engine.run.Entry;
import stepways.engine.run.RunEvent;

/// The note about a decision, in the words the case systems use, and where it has been entered.
final class CaseNotes {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.UK);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm", Locale.UK);

    private final Desk desk;

    CaseNotes(Desk desk) {
        this.desk = desk;
    }

    /// The note as it would read once the outcome is chosen.
    CaseNote preview(Stage stage, Outcome outcome, String reasons, String signed) {
        return new CaseNote(
                "note-" + outcome.name(),
                "Note if “" + outcome.title() + "”",
                text(
                        stage,
                        outcome,
                        desk.run().children(),
                        desk.now,
                        reasons.isBlank() ? "(your reasons)" : reasons,
                        signed),
                desk.citing.why("In the words the systems use.", outcome.codeClauses()),
                true,
                List.of());
    }

    /// The note of a decision that was made.
    CaseNote made(Entry entry, RunEvent.OutcomeChosen chosen) {
        // Where the same was decided again, what is entered afterwards is the later decision.
        boolean mayBeEntered = desk.loaded.history().stream()
                .noneMatch(later -> later.seq() > entry.seq()
                        && later.event() instanceof RunEvent.OutcomeChosen again
                        && again.outcome().equals(chosen.outcome()));
        var stage = desk.pathway().stages().get(chosen.stage());
        var outcome = stage == null ? null : stage.outcome(chosen.outcome()).orElse(null);
        var reasons = desk.words(chosen.reason()).orElse("(disposed of)");
        var signed = desk.nameOf(entry.by()) + ", " + desk.roleTitle(entry.role());
        var text = stage == null || outcome == null
                ? chosen.outcome() + "\n" + reasons
                : text(stage, outcome, chosen.children(), entry.happened(), reasons, signed);
        var entered = entered(entry, chosen.outcome());
        var entries = new ArrayList<CaseNote.Entry>();
        for (var system : systems(chosen.codes()).entrySet()) {
            var known = entered.get(system.getKey());
            entries.add(new CaseNote.Entry(
                    system.getKey().toUpperCase(Locale.ROOT)
                            + (system.getValue().isEmpty() ? "" : ", as “" + system.getValue() + "”"),
                    known,
                    known != null || !mayBeEntered
                            ? null
                            : new Press(
                                    "I have entered it in " + system.getKey().toUpperCase(Locale.ROOT),
                                    desk.url("entered"),
                                    List.of(
                                            new Hidden(
                                                    "version",
                                                    String.valueOf(desk.run().seq())),
                                            new Hidden("key", UUID.randomUUID().toString()),
                                            new Hidden("page", desk.url()),
                                            new Hidden("outcome", chosen.outcome()),
                                            new Hidden("system", system.getKey()),
                                            new Hidden(
                                                    "value",
                                                    system.getValue().isEmpty()
                                                            ? title(outcome, chosen)
                                                            : system.getValue())),
                                    null),
                    desk.caseLinks.of(system.getKey(), chosen.children(), desk::nameOf)));
        }
        return new CaseNote(
                "note-" + entry.seq(),
                "The note for the case system",
                text,
                desk.citing.why(
                        desk.policy.line().reasonsRecordedIn(), outcome == null ? List.of() : outcome.codeClauses()),
                false,
                entries);
    }

    private static String title(@Nullable Outcome outcome, RunEvent.OutcomeChosen chosen) {
        return outcome == null ? chosen.outcome() : outcome.title();
    }

    /// By system, "by Hannah Whitlock on 18 June 2026".
    private Map<String, String> entered(Entry decision, String outcome) {
        var all = new LinkedHashMap<String, String>();
        int until = desk.loaded.history().stream()
                .filter(later -> later.seq() > decision.seq()
                        && later.event() instanceof RunEvent.OutcomeChosen again
                        && again.outcome().equals(outcome))
                .findFirst()
                .map(Entry::seq)
                .orElse(Integer.MAX_VALUE);
        for (var entry : desk.loaded.history()) {
            if (entry.seq() > decision.seq()
                    && entry.event() instanceof RunEvent.EnteredInSystem(var about, var system, var _)
                    && about.equals(outcome)
                    && entry.seq() < until) {
                all.put(system, "by " + desk.nameOf(entry.by()) + " on " + Dates.date(entry.recorded()));
            }
        }
        return all;
    }

    /// The case systems of both sides, with the value to enter where the pack gives one.
    private Map<String, String> systems(Map<String, String> codes) {
        var all = new LinkedHashMap<String, String>();
        for (var service : List.of(desk.run().from(), desk.run().to())) {
            desk.policy
                    .service(service)
                    .map(found -> found.system().toLowerCase(Locale.ROOT))
                    .filter(system -> !system.isEmpty())
                    .ifPresent(system -> all.put(system, ""));
        }
        codes.keySet().stream().sorted().forEach(system -> all.put(system.toLowerCase(Locale.ROOT), codes.get(system)));
        return all;
    }

    private String text(
            Stage stage, Outcome outcome, List<ChildId> children, Instant decided, String reasons, String signed) {
        var lines = new ArrayList<String>();
        lines.add("MANAGEMENT DECISION");
        lines.add(desk.pathway().title() + " " + desk.reference());
        lines.add((children.size() == 1 ? "Child: " : "Children: ")
                + String.join(
                        ", ",
                        children.stream()
                                .map(child -> desk.people.get(child.value()))
                                .filter(java.util.Objects::nonNull)
                                .map(person -> person.forename() + " "
                                        + (person.surname().isEmpty()
                                                ? ""
                                                : person.surname().charAt(0)))
                                .toList())
                + (desk.familyReference == null ? "" : ", " + desk.familyReference));
        lines.add("Step: " + stage.title());
        lines.add("Since: "
                + MINUTE.format(desk.visited()
                        .getOrDefault(stage.name(), desk.run().began())
                        .atZone(Dates.ZONE)));
        lines.add("Decision: " + outcome.title());
        outcome.codes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(code -> lines.add(code.getKey().toUpperCase(Locale.ROOT) + ": " + code.getValue()));
        lines.add("Date: " + DAY.format(decided.atZone(Dates.ZONE)));
        if (!outcome.says().isEmpty()) {
            lines.add(outcome.says());
        }
        if (!outcome.waives().isEmpty()) {
            lines.add("Left out: " + outcome.waives().replace('-', ' '));
        }
        lines.add("Reasons: " + reasons);
        desk.facts()
                .answers()
                .forEach((key, answer) -> lines.add(desk.policy
                                .agreement(key.agreement())
                                .map(type -> type.title())
                                .orElse(key.agreement())
                        + ": " + desk.nameOf(key.person().value()) + ", "
                        + HistoryText.given(answer.given()).toLowerCase(Locale.ROOT) + " "
                        + DAY.format(answer.happened().atZone(Dates.ZONE))));
        lines.add("Signed: " + signed);
        return String.join("\n", lines);
    }
}
