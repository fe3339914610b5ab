package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.web.Dates;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.Item;
import stepways.engine.run.Command;
import stepways.engine.run.Correction;
import stepways.engine.run.Entry;
import stepways.engine.run.Refusal;
import stepways.engine.run.RunEvent;

/// Putting something recorded right: the old, the new and the reason stay side by side.
@Controller
class CorrectionController {

    private final Desks desks;
    private final Layouts layouts;
    private final Recording recording;

    CorrectionController(Desks desks, Layouts layouts, Recording recording) {
        this.desks = desks;
        this.layouts = layouts;
        this.recording = recording;
    }

    private static Entry entry(Desk desk, int seq) {
        return desk.loaded.history().stream()
                .filter(each -> each.seq() == seq && HistoryText.isCorrectable(each.event()))
                .findFirst()
                .orElseThrow(() -> new NotFound("an entry to correct"));
    }

    private static String draftOf(Desk desk, int seq) {
        return desk.id + ":correct:" + seq;
    }

    @GetMapping("/transfers/{id}/events/{seq}/correct")
    ModelAndView show(
            @PathVariable UUID id,
            @PathVariable int seq,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var desk = desks.open(me, id);
        return page(desk, entry(desk, seq), recording.opened(desk, draftOf(desk, seq)), request);
    }

    @PostMapping("/transfers/{id}/events/{seq}/correct")
    ModelAndView correct(
            @PathVariable UUID id,
            @PathVariable int seq,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var entry = entry(desk, seq);
        var typed = Typed.posted(request);
        var correction = read(desk, entry, typed);
        var reason = typed.text("reason", "Say how you know");
        var draft = draftOf(desk, seq);
        if (typed.hasErrors() || correction.isEmpty()) {
            return page(desk, entry, recording.wrong(desk, typed, draft), request);
        }
        return recording.send(
                me,
                id,
                typed,
                draft,
                Optional.empty(),
                texts -> new Command.Request.Correct(seq, correction.get(), Optional.of(texts.keep(reason))),
                new Recording.Then(desk.url() + "#history", "Corrected. Both versions stay readable."),
                flash,
                (after, state) -> page(after, entry(after, seq), state, request));
    }

    private static Optional<Correction> read(Desk desk, Entry entry, Typed typed) {
        return switch (typed.value("kind")) {
            case "day" -> {
                var at = TypedDate.readHappened(typed, desk.now);
                if (at.isEmpty() && !typed.hasErrors()) {
                    typed.fail("happened", "Enter when it really happened");
                }
                yield at.map(Correction.HappenedAt::new);
            }
            case "never" -> Optional.of(new Correction.DidNotHappen());
            case "other" -> {
                var other = typed.text("other", "Choose whom it was about");
                yield other.isEmpty() ? Optional.empty() : Optional.of(new Correction.AboutAnother(other));
            }
            case "value" -> {
                var value = value(entry, typed);
                yield value.isEmpty() ? Optional.empty() : Optional.of(new Correction.ValueWas(value));
            }
            default -> {
                typed.fail("kind", "Choose what is wrong");
                yield Optional.empty();
            }
        };
    }

    private static String value(Entry entry, Typed typed) {
        if (entry.event() instanceof RunEvent.ItemDone done && done.value().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            return TypedDate.readDay(typed, "value", "Enter the date it bears")
                    .map(java.time.LocalDate::toString)
                    .orElse("");
        }
        return typed.text("value", "Enter what it was");
    }

    private ModelAndView page(Desk desk, Entry entry, Recording.State state, HttpServletRequest request) {
        var history = new HistoryText(desk);
        var layout = recording.layout(
                layouts.of(request, desk.me, "Correct, " + desk.reference(), "/work")
                        .under(layouts.packLine(desk.reference(), desk.policy)),
                state);
        var typed = state.typed();
        var page = new CorrectionPage(
                layout,
                desk.backToTransfer(),
                desk.caption(),
                "Correct: " + history.title(entry.event()),
                now(desk, entry, history),
                then(desk, entry),
                recording.form(
                        desk,
                        layout,
                        state,
                        desk.url("events/" + entry.seq() + "/correct"),
                        desk.url("events/" + entry.seq() + "/correct"),
                        "Record the correction",
                        List.of(
                                new FormPart.Radios(
                                        "kind",
                                        "What is wrong?",
                                        null,
                                        choices(desk, entry, typed),
                                        typed.error("kind")),
                                Fields.area(
                                        typed,
                                        "reason",
                                        "How do you know?",
                                        "Everybody who reads the record sees this.",
                                        3)),
                        List.of(new Hidden("happened-offered", offered(entry))),
                        List.of()),
                null,
                corrections(desk, entry, history));
        return PageOf.view("transfers/correction", page, state.status());
    }

    private static List<Fact> now(Desk desk, Entry entry, HistoryText history) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("What", history.title(entry.event())));
        facts.add(Fact.of("Happened", Dates.dateAndTime(entry.happened())));
        facts.add(Fact.of("Recorded", Dates.dateAndTime(entry.recorded()) + " by " + desk.nameOf(entry.by())));
        HistoryText.textOf(entry.event()).flatMap(desk::words).ifPresent(words -> facts.add(Fact.of("Words", words)));
        return facts;
    }

    private static String offered(Entry entry) {
        var day = Dates.day(entry.happened());
        return day.getDayOfMonth() + " " + day.getMonthValue() + " " + day.getYear() + " "
                + Dates.time(entry.happened());
    }

    private static List<FormPart.Choice> choices(Desk desk, Entry entry, Typed typed) {
        var all = new ArrayList<FormPart.Choice>();
        var day = Dates.day(entry.happened());
        all.add(choice(
                typed,
                "day",
                "When it happened",
                new FormPart.DateInput(
                        "happened",
                        "When did it happen?",
                        null,
                        typed.value("happened-day", String.valueOf(day.getDayOfMonth())),
                        typed.value("happened-month", String.valueOf(day.getMonthValue())),
                        typed.value("happened-year", String.valueOf(day.getYear())),
                        typed.value("happened-time", Dates.time(entry.happened())),
                        typed.error("happened"))));
        switch (entry.event()) {
            case RunEvent.ItemDone done -> {
                all.add(never(typed));
                if (!done.key().subject().isEmpty()) {
                    all.add(another(desk, entry, typed));
                }
                if (!done.value().isEmpty()) {
                    all.add(choice(typed, "value", "What was named or dated", valueField(desk, done, typed)));
                }
            }
            case RunEvent.ItemExcused excused -> {
                all.add(never(typed));
                if (!excused.key().subject().isEmpty()) {
                    all.add(another(desk, entry, typed));
                }
            }
            case RunEvent.FactStated _ -> {
                all.add(never(typed));
                all.add(choice(
                        typed, "value", "What was recorded", Fields.line(typed, "value", "What was it?", null, 20)));
            }
            case RunEvent.AgreementAnswered _, RunEvent.Acted _, RunEvent.RecordStated _ -> all.add(never(typed));
            default -> {
                // Only when it happened can be wrong.
            }
        }
        all.removeIf(choice -> !isOffered(desk, entry, choice.value()));
        return all;
    }

    /// Whether the procedure takes this kind of correction of this entry at all, whatever is typed with it.
    private static boolean isOffered(Desk desk, Entry entry, String kind) {
        Optional<Correction> correction = switch (kind) {
            case "never" -> Optional.of(new Correction.DidNotHappen());
            case "value" -> Optional.of(new Correction.ValueWas("any"));
            case "other" -> desk.people.keySet().stream().findFirst().<Correction>map(Correction.AboutAnother::new);
            default -> Optional.empty();
        };
        return correction
                .map(each -> refusals(desk, entry, each).noneMatch(Refusal.Kind.NOT_OFFERED::equals))
                .orElse(true);
    }

    private static Stream<Refusal.Kind> refusals(Desk desk, Entry entry, Correction correction) {
        return desk
                .refusalsOf(new Command.Request.Correct(entry.seq(), correction, Optional.of(Desk.SOME_WORDS)))
                .stream()
                .map(Refusal::kind);
    }

    /// What a correction does, and how to put right what none can.
    private static List<String> then(Desk desk, Entry entry) {
        var all = new ArrayList<String>();
        all.add("Dates and clocks that counted from it are worked out again.");
        all.add("Where a time limit proves to have been kept, its mark “not done” is withdrawn; both stay visible.");
        if (!isOffered(desk, entry, "value") && !isOffered(desk, entry, "never")) {
            all.add("If what it says is wrong, record it again as it is: what was recorded last counts, and both stay"
                    + " visible.");
        }
        return all;
    }

    private static FormPart.Choice never(Typed typed) {
        return FormPart.Choice.of("never", "It did not happen", typed.chose("kind", "never"));
    }

    private static FormPart.Choice another(Desk desk, Entry entry, Typed typed) {
        return choice(
                typed,
                "other",
                "It was about somebody else",
                Fields.select(
                        typed,
                        "other",
                        "Who was it?",
                        null,
                        desk.people.values().stream()
                                .filter(person -> refusals(desk, entry, new Correction.AboutAnother(person.id()))
                                        .noneMatch(Refusal.Kind.BAD_VALUE::equals))
                                .map(person -> new Fields.Answer(person.id(), person.name()))
                                .toList()));
    }

    private static FormPart.Choice choice(Typed typed, String value, String label, FormPart reveals) {
        return new FormPart.Choice(value, label, null, List.of(), typed.chose("kind", value), List.of(reveals));
    }

    private static FormPart valueField(Desk desk, RunEvent.ItemDone done, Typed typed) {
        if (done.value().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            return TypedDate.day(typed, "value", "What date does it bear?", null);
        }
        var named = desk.pathway()
                .item(done.key().item())
                .map(Item::kind)
                .filter(Item.Kind.Named.class::isInstance)
                .isPresent();
        return named
                ? Fields.select(
                        typed,
                        "value",
                        "Who was it?",
                        "Whoever took part in this transfer.",
                        desk.staff.entrySet().stream()
                                .map(each -> new Fields.Answer(each.getKey(), each.getValue()))
                                .toList())
                : Fields.line(typed, "value", "What was it?", null, 20);
    }

    private static List<Event> corrections(Desk desk, Entry entry, HistoryText history) {
        return desk.loaded.history().stream()
                .filter(each -> each.event() instanceof RunEvent.Corrected corrected && corrected.seq() == entry.seq())
                .map(each -> history.event(each, null))
                .toList()
                .reversed();
    }
}
