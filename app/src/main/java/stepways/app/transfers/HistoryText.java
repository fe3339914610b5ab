package stepways.app.transfers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Cite;
import stepways.app.web.Dates;
import stepways.app.web.Event;
import stepways.app.web.Link;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Item;
import stepways.engine.run.Correction;
import stepways.engine.run.Entry;
import stepways.engine.run.Facts;
import stepways.engine.run.Holder;
import stepways.engine.run.ItemKey;
import stepways.engine.run.RunEvent;
import stepways.engine.run.TextRef;

/// The history of a run in words, each with when it happened and when it was recorded.
final class HistoryText {

    private final Desk desk;

    HistoryText(Desk desk) {
        this.desk = desk;
    }

    /// Everything that happened, newest first.
    List<Event> all() {
        var corrected = corrections();
        var events = new ArrayList<Event>();
        for (var entry : desk.loaded.history()) {
            if (isShown(entry.event())
                    && !isSaidAlready(entry)
                    && (!desk.isPreview() || Desk.isInPreview(desk.pathway(), entry.event()))) {
                events.add(event(entry, corrected.get(entry.seq())));
            }
        }
        return events.reversed();
    }

    /// A document that an item put on file is told once, with the item.
    private boolean isSaidAlready(Entry entry) {
        return entry.event() instanceof RunEvent.DocumentFiled
                && desk.loaded.history().stream()
                        .anyMatch(other -> other.event() instanceof RunEvent.ItemDone
                                && other.recorded().equals(entry.recorded()));
    }

    /// What happened to one item.
    List<Event> of(ItemKey key) {
        var corrected = corrections();
        var events = new ArrayList<Event>();
        for (var entry : desk.loaded.history()) {
            var about = switch (entry.event()) {
                case RunEvent.ItemDone done -> done.key();
                case RunEvent.ItemExcused excused -> excused.key();
                default -> null;
            };
            if (key.equals(about)) {
                events.add(event(entry, corrected.get(entry.seq())));
            }
        }
        return events.reversed();
    }

    /// Every answer to one agreement.
    List<Event> ofAgreement(String agreement) {
        var corrected = corrections();
        return desk.loaded.history().stream()
                .filter(entry -> entry.event() instanceof RunEvent.AgreementAnswered answered
                        && answered.agreement().equals(agreement))
                .map(entry -> event(entry, corrected.get(entry.seq())))
                .toList()
                .reversed();
    }

    /// What has been recorded since a form was opened, one line for each.
    List<String> lines(List<Entry> since) {
        return since.stream()
                .filter(entry -> isShown(entry.event()))
                .map(entry -> title(entry.event()) + ": " + desk.nameOf(entry.by()) + ", "
                        + Dates.dateAndTime(entry.recorded()))
                .toList();
    }

    private Map<Integer, Entry> corrections() {
        var all = new LinkedHashMap<Integer, Entry>();
        for (var entry : desk.loaded.history()) {
            if (entry.event() instanceof RunEvent.Corrected corrected) {
                all.put(corrected.seq(), entry);
            }
        }
        return all;
    }

    Event event(Entry entry, @Nullable Entry correction) {
        var late = !Dates.day(entry.happened()).equals(Dates.day(entry.recorded()));
        return new Event(
                "event-" + entry.seq(),
                title(entry.event()),
                desk.nameOf(entry.by()) + (entry.role().isEmpty() ? "" : ", " + desk.roleTitle(entry.role())),
                Dates.dateAndTime(entry.happened()),
                Dates.iso(entry.happened()),
                late ? "recorded " + Dates.dateAndTime(entry.recorded()) + daysLater(entry) : null,
                textOf(entry.event()).flatMap(desk::words).orElse(null),
                cites(entry.event()),
                correction == null ? null : corrected(correction),
                correction == null && isCorrectable(entry.event())
                        ? new Link("Correct", desk.url("events/" + entry.seq() + "/correct"))
                        : null);
    }

    private static String daysLater(Entry entry) {
        long days = Dates.day(entry.recorded()).toEpochDay()
                - Dates.day(entry.happened()).toEpochDay();
        return ", " + days + (days == 1 ? " day later" : " days later");
    }

    private String corrected(Entry entry) {
        if (!(entry.event() instanceof RunEvent.Corrected(var _, var correction, var reason))) {
            throw new IllegalArgumentException("Expected a correction, found " + entry.event());
        }
        return "Corrected by " + desk.nameOf(entry.by()) + " on " + Dates.date(entry.recorded()) + ": "
                + words(correction)
                + desk.words(reason).map(words -> " “" + words + "”").orElse("");
    }

    String words(Correction correction) {
        return switch (correction) {
            case Correction.HappenedAt(var at) -> "it happened on " + Dates.dateAndTime(at) + ".";
            case Correction.DidNotHappen() -> "it did not happen.";
            case Correction.AboutAnother(var subject) -> "it was about " + desk.nameOf(subject) + ".";
            case Correction.ValueWas(var value) -> "it was " + desk.nameOf(value) + ".";
        };
    }

    static boolean isCorrectable(RunEvent event) {
        return switch (event) {
            case RunEvent.Began _,
                    RunEvent.ItemDone _,
                    RunEvent.ItemExcused _,
                    RunEvent.FactStated _,
                    RunEvent.RecordStated _,
                    RunEvent.AgreementAnswered _,
                    RunEvent.OutcomeChosen _,
                    RunEvent.Acted _ -> true;
            case RunEvent.DocumentFiled _,
                    RunEvent.HalfDecided _,
                    RunEvent.StageEntered _,
                    RunEvent.Ended _,
                    RunEvent.EpisodeOpened _,
                    RunEvent.EpisodeClosed _,
                    RunEvent.HolderChanged _,
                    RunEvent.HolderReleased _,
                    RunEvent.CoWorkerJoined _,
                    RunEvent.CoWorkerLeft _,
                    RunEvent.PutInTray _,
                    RunEvent.PutOnAgenda _,
                    RunEvent.SittingMoved _,
                    RunEvent.Shared _,
                    RunEvent.LetterDrafted _,
                    RunEvent.RoleTold _,
                    RunEvent.Acknowledged _,
                    RunEvent.Marked _,
                    RunEvent.LineBegan _,
                    RunEvent.LineEnded _,
                    RunEvent.DisputeRaised _,
                    RunEvent.DisputeEscalated _,
                    RunEvent.DisputeResolved _,
                    RunEvent.HarmRaised _,
                    RunEvent.WentOutsideProcedure _,
                    RunEvent.DeadlineMissed _,
                    RunEvent.BreachWithdrawn _,
                    RunEvent.Corrected _,
                    RunEvent.Divided _,
                    RunEvent.DividedOff _,
                    RunEvent.Linked _,
                    RunEvent.EnteredInSystem _,
                    RunEvent.QuestionAsked _,
                    RunEvent.QuestionAnswered _,
                    RunEvent.ChildBorn _,
                    RunEvent.ChildDied _,
                    RunEvent.MovedToVersion _ -> false;
        };
    }

    /// A mark is for clocks, not for readers.
    private static boolean isShown(RunEvent event) {
        return !(event instanceof RunEvent.Marked);
    }

    /// The words that an event refers to.
    static Optional<TextRef> textOf(RunEvent event) {
        return switch (event) {
            case RunEvent.ItemDone e -> e.note();
            case RunEvent.ItemExcused e -> Optional.of(e.reason());
            case RunEvent.AgreementAnswered e -> e.evidence();
            case RunEvent.HalfDecided e -> Optional.of(e.reason());
            case RunEvent.OutcomeChosen e -> Optional.of(e.reason());
            case RunEvent.Acted e -> e.note();
            case RunEvent.DisputeRaised e -> Optional.of(e.reason());
            case RunEvent.DisputeEscalated e -> Optional.of(e.reason());
            case RunEvent.DisputeResolved e -> Optional.of(e.reason());
            case RunEvent.WentOutsideProcedure e -> Optional.of(e.reason());
            case RunEvent.Corrected e -> Optional.of(e.reason());
            case RunEvent.QuestionAsked e -> Optional.of(e.question());
            case RunEvent.QuestionAnswered e -> Optional.of(e.answer());
            case RunEvent.Acknowledged e -> e.note();
            case RunEvent.Began _,
                    RunEvent.FactStated _,
                    RunEvent.RecordStated _,
                    RunEvent.DocumentFiled _,
                    RunEvent.StageEntered _,
                    RunEvent.Ended _,
                    RunEvent.EpisodeOpened _,
                    RunEvent.EpisodeClosed _,
                    RunEvent.HolderChanged _,
                    RunEvent.HolderReleased _,
                    RunEvent.CoWorkerJoined _,
                    RunEvent.CoWorkerLeft _,
                    RunEvent.PutInTray _,
                    RunEvent.PutOnAgenda _,
                    RunEvent.SittingMoved _,
                    RunEvent.Shared _,
                    RunEvent.LetterDrafted _,
                    RunEvent.RoleTold _,
                    RunEvent.Marked _,
                    RunEvent.LineBegan _,
                    RunEvent.LineEnded _,
                    RunEvent.HarmRaised _,
                    RunEvent.DeadlineMissed _,
                    RunEvent.BreachWithdrawn _,
                    RunEvent.Divided _,
                    RunEvent.DividedOff _,
                    RunEvent.Linked _,
                    RunEvent.EnteredInSystem _,
                    RunEvent.ChildBorn _,
                    RunEvent.ChildDied _,
                    RunEvent.MovedToVersion _ -> Optional.empty();
        };
    }

    private List<Cite> cites(RunEvent event) {
        return switch (event) {
            case RunEvent.ItemDone(var key, var _, var _) -> desk.citing.cites(clauses(key));
            case RunEvent.ItemExcused(var key, var _) -> desk.citing.cites(clauses(key));
            case RunEvent.OutcomeChosen e ->
                desk.citing.cites(
                        desk.pathway().stages().containsKey(e.stage())
                                ? desk.pathway()
                                        .stage(e.stage())
                                        .outcome(e.outcome())
                                        .map(outcome -> outcome.clauses())
                                        .orElse(List.of())
                                : List.of());
            case RunEvent.HolderChanged e -> desk.citing.cites(e.gap());
            case RunEvent.WentOutsideProcedure e -> desk.citing.cites(e.about());
            default -> List.of();
        };
    }

    private List<ClauseId> clauses(ItemKey key) {
        return desk.pathway().item(key.item()).map(Item::clauses).orElse(List.of());
    }

    /// What happened, in one line.
    String title(RunEvent event) {
        return switch (event) {
            case RunEvent.Began e -> desk.policy.pathway(e.pathway()).title() + ": begun";
            case RunEvent.ItemDone e -> done(e);
            case RunEvent.ItemExcused e -> item(e.key()) + ": does not apply, with a reason";
            case RunEvent.FactStated e ->
                fact(e.fact()) + ": " + factValue(e.fact(), e.value())
                        + e.child().map(child -> ", " + desk.nameOf(child)).orElse("");
            case RunEvent.RecordStated e ->
                fact(e.fact()) + ": " + factValue(e.fact(), e.value()) + ", " + desk.nameOf(e.child());
            case RunEvent.AgreementAnswered e ->
                agreement(e.agreement()) + ": " + desk.nameOf(e.person().value()) + " – "
                        + given(e.given()).toLowerCase(java.util.Locale.ROOT);
            case RunEvent.DocumentFiled e ->
                document(e.document()) + " of " + Dates.date(e.dated()) + " on file, " + desk.nameOf(e.child());
            case RunEvent.HalfDecided e ->
                desk.roleTitle(e.role()) + " chose “" + desk.refusals.title(e.outcome())
                        + "”; the other signature is open";
            case RunEvent.OutcomeChosen e ->
                "Decided: " + desk.refusals.title(e.outcome()) + ", " + desk.children(e.children())
                        + (e.byReview() ? ", on review" : "");
            case RunEvent.StageEntered e -> (e.again() ? "Once more: " : "Next step: ") + stage(e.stage());
            case RunEvent.Ended e -> "Ended: " + desk.refusals.title(e.outcome());
            case RunEvent.EpisodeOpened e -> desk.serviceTitle(e.service()) + " opened, " + desk.nameOf(e.child());
            case RunEvent.EpisodeClosed e -> desk.serviceTitle(e.service()) + " closed, " + desk.nameOf(e.child());
            case RunEvent.HolderChanged e -> holder(e.holder()) + " is accountable for " + desk.nameOf(e.child());
            case RunEvent.HolderReleased e -> "Nobody needs to hold " + desk.nameOf(e.child()) + " any more";
            case RunEvent.CoWorkerJoined e -> desk.nameOf(e.staff()) + " works alongside, " + desk.nameOf(e.child());
            case RunEvent.CoWorkerLeft e ->
                desk.nameOf(e.staff()) + " no longer works alongside, " + desk.nameOf(e.child());
            case RunEvent.PutInTray e -> "In the tray of " + desk.teamTitle(e.team());
            case RunEvent.PutOnAgenda e -> "On the agenda: " + forum(e.forum()) + ", " + Dates.date(e.sitting());
            case RunEvent.SittingMoved e ->
                forum(e.forum()) + " moved from " + Dates.date(e.from()) + " to " + Dates.date(e.to());
            case RunEvent.Shared e ->
                "Passed to " + desk.serviceTitle(e.with()) + ": "
                        + Desk.and(e.what().stream().map(this::document).toList());
            case RunEvent.LetterDrafted e ->
                "Letter drafted: "
                        + desk.policy
                                .letter(e.letter())
                                .map(letter -> letter.title())
                                .orElse(e.letter());
            case RunEvent.RoleTold e ->
                desk.policy.knowsRole(e.role())
                        ? desk.roleTitle(e.role()) + " told"
                        : "To be told: the " + desk.roleTitle(e.role());
            case RunEvent.Acknowledged _ -> "Seen by whoever was told";
            case RunEvent.Marked e -> e.name();
            case RunEvent.Acted e -> desk.refusals.title(e.action());
            case RunEvent.LineBegan e ->
                e.stays().isEmpty()
                        ? "Working alongside begins"
                        : desk.serviceTitle(e.stays()) + " stays open alongside";
            case RunEvent.LineEnded e -> beside(e.line());
            case RunEvent.DisputeRaised e -> "Managers disagree: " + desk.refusals.title(e.dispute());
            case RunEvent.DisputeEscalated e -> "The disagreement goes to the next step";
            case RunEvent.DisputeResolved e ->
                "Reviewed: " + desk.refusals.title(e.outcome()) + (e.upheld() ? ", as decided" : ", instead");
            case RunEvent.HarmRaised _ -> "Harm now was raised";
            case RunEvent.WentOutsideProcedure e ->
                "Outside the written procedure: " + (e.to().isEmpty() ? "ended" : "to “" + stage(e.to()) + "”");
            case RunEvent.DeadlineMissed e -> "Not done by " + desk.deadlines.limit(e.due()) + ": " + due(e.what());
            case RunEvent.BreachWithdrawn e -> "It was done in time after all: " + due(e.what());
            case RunEvent.Corrected e -> "Correction of entry " + e.seq() + ": " + words(e.correction());
            case RunEvent.Divided e -> desk.children(e.children()) + " went on by themselves";
            case RunEvent.DividedOff e -> desk.children(e.children()) + " went on from another transfer";
            case RunEvent.Linked e ->
                "Begun with it: " + desk.policy.pathway(e.pathway()).title();
            case RunEvent.EnteredInSystem e ->
                "Entered in " + e.system().toUpperCase(java.util.Locale.ROOT) + ": " + e.value();
            case RunEvent.QuestionAsked e -> "A question for " + desk.roleTitle(e.role());
            case RunEvent.QuestionAnswered _ -> "The question was answered";
            case RunEvent.ChildBorn e -> "Born on " + Dates.date(e.born());
            case RunEvent.ChildDied e -> desk.nameOf(e.child()) + " died on " + Dates.date(e.died());
            case RunEvent.MovedToVersion e -> "Goes on under " + e.policy();
        };
    }

    private String done(RunEvent.ItemDone e) {
        var item = desk.pathway().item(e.key().item());
        var title = item(e.key());
        if (item.isPresent()) {
            if (item.get().kind() instanceof Item.Kind.Named) {
                return title + ": " + desk.nameOf(e.value());
            }
            if (item.get().kind() instanceof Item.Kind.Documents && !e.value().isEmpty()) {
                return title + ", dated " + Dates.date(java.time.LocalDate.parse(e.value()));
            }
        }
        return title;
    }

    String holder(Holder holder) {
        return switch (holder) {
            case Holder.Practitioner(var staff, var role, var _) ->
                desk.nameOf(staff) + (role.isEmpty() ? "" : ", " + desk.roleTitle(role) + ",");
            case Holder.Duty(var team, var _) -> "The duty holder of " + desk.teamTitle(team);
        };
    }

    private String item(ItemKey key) {
        var title = desk.refusals.title(key.item());
        return key.subject().isEmpty() ? title : title + ", " + desk.nameOf(key.subject());
    }

    private String fact(String name) {
        return desk.policy.fact(name).map(type -> type.title()).orElse(name.replace('-', ' '));
    }

    static String factValue(String value) {
        return value.equals("true") ? "yes" : value.equals("false") ? "no" : value.replace('-', ' ');
    }

    /// What is known of a fact, in the words of its kind.
    String factValue(String fact, String value) {
        return desk.policy
                .fact(fact)
                .map(type -> switch (type.kind()) {
                    case YES_NO, ONE_OF -> factValue(value);
                    case DATE -> Dates.date(java.time.LocalDate.parse(value));
                    case NUMBER -> value;
                    case SERVICE -> desk.serviceTitle(value);
                    case TEAM -> desk.teamTitle(value);
                })
                .orElse(value);
    }

    private String agreement(String name) {
        return desk.policy.agreement(name).map(type -> type.title()).orElse(name);
    }

    static String given(Facts.Given given) {
        return switch (given) {
            case ASKED -> "Asked, no answer yet";
            case GIVEN -> "Given";
            case REFUSED -> "Refused";
            case WITHDRAWN -> "Withdrawn";
            case UNSAFE_TO_ASK -> "Not asked: it would not be safe";
        };
    }

    private String document(String name) {
        return desk.policy.form(name).map(form -> form.title()).orElseGet(() -> desk.policy.documentTitle(name));
    }

    private String forum(String name) {
        return desk.policy.forum(name).map(forum -> forum.title()).orElse(name);
    }

    private String stage(String name) {
        var stage = desk.pathway().stages().get(name);
        return stage == null ? name : stage.title();
    }

    private static String line(String name) {
        var words = name.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /// What no longer has to go on beside the steps: a service that stayed, or somebody who had joined.
    private String beside(String name) {
        return desk.pathway().alongside().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .map(line -> line.stays().isEmpty()
                        ? "Working alongside comes to its end"
                        : desk.serviceTitle(desk.service(line.stays())) + " need not stay open any longer")
                .orElse(line(name) + " comes to its end");
    }

    /// What a deadline was for: `item:…`, `decision:…`, `clock:…`, `dispute:…`.
    private String due(String what) {
        var parts = what.split(":", 2);
        if (parts.length < 2) {
            return what;
        }
        var name = parts[1].split("#", 2)[0];
        if (parts[0].equals("clock")) {
            return desk.policy.allClocks().stream()
                    .filter(clock -> clock.name().equals(name))
                    .map(clock -> clock.title())
                    .findFirst()
                    .orElse(name);
        }
        return desk.refusals.title(name);
    }
}
