package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.handover.HandoverVisits;
import stepways.app.handover.HandoverVisits.Kind;
import stepways.app.handover.ToldOnce;
import stepways.app.record.Casework;
import stepways.app.web.Action;
import stepways.app.web.Dates;
import stepways.app.web.Event;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.app.web.Why;
import stepways.engine.policy.Item;
import stepways.engine.run.Command;
import stepways.engine.run.Correction;
import stepways.engine.run.Holder;
import stepways.engine.run.Outstanding;
import stepways.engine.run.RunEvent;
import stepways.engine.run.StaffId;

/// The handover: both practitioners with the family, recorded at the door; or the reason why not, and how the family
/// was told. And what the family has told already, so that nobody asks it again.
@Controller
class HandoverController {

    private final Desks desks;
    private final Layouts layouts;
    private final Recording recording;
    private final Casework casework;
    private final Database database;
    private final TimeOrderedIds ids;

    HandoverController(
            Desks desks,
            Layouts layouts,
            Recording recording,
            Casework casework,
            Database database,
            TimeOrderedIds ids) {
        this.desks = desks;
        this.layouts = layouts;
        this.recording = recording;
        this.casework = casework;
        this.database = database;
        this.ids = ids;
    }

    /// Somebody who may have been at the visit.
    private record Guest(
            String value,
            String name,
            @Nullable UUID staff,
            @Nullable UUID person,
            boolean family) {}

    /// The handover is for whoever sees the whole record: the receiver once it was accepted.
    private Desk open(SignedInStaff me, UUID id) {
        var desk = desks.open(me, id);
        if (desk.isPreview()) {
            throw new NotYours("What the family has told opens when the transfer is accepted.");
        }
        return desk;
    }

    private static String draftOf(Desk desk) {
        return desk.id + ":handover";
    }

    // What the visit fulfils.

    /// The steps that are a meeting of practitioners with the family, and open.
    private static List<Outstanding.Need> steps(Desk desk) {
        return Stream.concat(desk.outstanding().items().stream(), desk.outstanding().owed().stream())
                .filter(need -> need.standing() == Outstanding.Standing.OPEN)
                .filter(need -> isHandover(desk, need.item()))
                .toList();
    }

    static boolean isHandover(Desk desk, Item item) {
        return item.kind() instanceof Item.Kind.Meeting(var attend, var _)
                && attend.stream().filter(desk.policy::knowsRole).count() >= 2
                && attend.stream().anyMatch(who -> !desk.policy.knowsRole(who));
    }

    private static Optional<Outstanding.Need> mine(Desk desk) {
        return steps(desk).stream().filter(desk::isMine).findFirst();
    }

    /// Whether this transfer has come to where a visit makes sense, or ever will.
    static boolean isOffered(Desk desk) {
        return !desk.everyoneDied()
                && desk.pathway().stages().values().stream()
                        .flatMap(stage -> stage.checklist().stream())
                        .anyMatch(item -> isHandover(desk, item));
    }

    // Who may have been there.

    private List<Guest> guests(Desk desk) {
        var staff = new LinkedHashMap<String, Guest>();
        put(staff, desk, desk.me.staff().toString(), desk.me.name());
        for (var child : desk.run().children()) {
            if (desk.facts().child(child).holder() instanceof Holder.Practitioner(var worker, var _, var _)) {
                put(staff, desk, worker.value(), desk.nameOf(worker));
            }
            desk.facts()
                    .child(child)
                    .coWorkers()
                    .forEach(worker -> put(staff, desk, worker.value(), desk.nameOf(worker)));
        }
        desk.run().items().forEach((key, done) -> {
            var item = desk.pathway().item(key.item());
            if (!done.excused()
                    && item.isPresent()
                    && item.get().kind() instanceof Item.Kind.Named
                    && desk.staff.containsKey(done.value())) {
                put(staff, desk, done.value(), desk.nameOf(done.value()));
            }
        });
        var all = new ArrayList<>(staff.values());
        for (var child : desk.run().children()) {
            if (!desk.run().died().contains(child) && desk.people.containsKey(child.value())) {
                all.add(new Guest("person:" + child, desk.nameOf(child), null, UUID.fromString(child.value()), true));
            }
        }
        desk.facts().people().forEach((id, person) -> {
            if (!person.child()
                    && person.parentFor().stream().anyMatch(desk.run().children()::contains)) {
                var relation = desk.relation(id.value());
                all.add(new Guest(
                        "person:" + id,
                        desk.nameOf(id.value()) + (relation.isEmpty() ? "" : ", " + relation),
                        null,
                        UUID.fromString(id.value()),
                        true));
            }
        });
        for (var who : othersAsked(desk)) {
            all.add(new Guest("who:" + who, capital(desk.who(who)), null, null, false));
        }
        return all;
    }

    private static void put(Map<String, Guest> staff, Desk desk, String id, String name) {
        staff.putIfAbsent(
                id,
                new Guest(
                        "staff:" + id,
                        name + (id.equals(desk.me.staff().toString()) ? " (you)" : ""),
                        Desks.isId(id) ? UUID.fromString(id) : null,
                        null,
                        false));
    }

    /// Whom the steps want there who is nobody above: a role in which nobody is named, the professionals.
    private static List<String> othersAsked(Desk desk) {
        var all = new LinkedHashSet<String>();
        for (var need : steps(desk)) {
            if (need.item().kind() instanceof Item.Kind.Meeting(var attend, var invite)) {
                Stream.concat(attend.stream(), invite.stream())
                        .filter(who -> !isFamily(who))
                        .filter(who -> !desk.policy.knowsRole(who)
                                || desk.personIn(who).isEmpty())
                        .forEach(all::add);
            }
        }
        return List.copyOf(all);
    }

    private static boolean isFamily(String who) {
        return who.equals("family") || who.startsWith("young-") || who.equals("child") || who.startsWith("parent");
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /// Whom a step wants there and who was not ticked.
    private static List<String> missing(Desk desk, Item item, List<Guest> there) {
        if (!(item.kind() instanceof Item.Kind.Meeting(var attend, var _))) {
            return List.of();
        }
        return attend.stream()
                .filter(who -> {
                    if (isFamily(who)) {
                        return there.stream().noneMatch(Guest::family);
                    }
                    if (there.stream().anyMatch(guest -> guest.value().equals("who:" + who))) {
                        return false;
                    }
                    var person = desk.policy.knowsRole(who) ? desk.personIn(who) : Optional.<StaffId>empty();
                    return person.isEmpty()
                            || there.stream().noneMatch(guest -> guest.value().equals("staff:" + person.get()));
                })
                .map(who -> isFamily(who) ? "somebody of the family" : desk.who(who))
                .toList();
    }

    // The page.

    @GetMapping("/transfers/{id}/handover")
    ModelAndView show(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String correct,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var desk = open(me, id);
        return page(desk, recording.opened(desk, draftOf(desk)), correct, request);
    }

    private record Stored(List<HandoverVisits.Visit> visits, List<ToldOnce.Reading> readings, Desks.Before before) {}

    private Stored stored(Desk desk) {
        var authority = desk.me.viewer().authority().value();
        return database.read(
                desk.me.viewer(),
                sql -> new Stored(
                        new HandoverVisits(sql, authority).of(desk.id),
                        new ToldOnce(sql, authority).of(desk.id),
                        Desks.before(sql, desk)));
    }

    private ModelAndView page(Desk desk, Recording.State state, String correct, HttpServletRequest request) {
        var stored = stored(desk);
        var corrected = stored.visits().stream()
                .filter(visit -> !visit.replaced() && visit.kind() != Kind.NEVER)
                .filter(visit -> visit.id().toString().equals(correct))
                .findFirst();
        if (!correct.isEmpty() && corrected.isEmpty() && state.problems() == null) {
            throw new NotFound("a visit of this transfer");
        }
        var asked = new AskedAlready(
                desk,
                stored.before().runs(),
                stored.before().words(),
                stored.before().staff());
        var lines = asked.lines();
        var open = asked.open();
        var layout = recording.layout(
                layouts.of(request, desk.me, "Handover, " + desk.reference(), "/work")
                        .under(layouts.packLine(desk.reference(), desk.policy)),
                state);
        var shut = shut(desk);
        var needs = new Needs(desk);
        var steps = steps(desk);
        var page = new HandoverPage(
                layout,
                desk.backToTransfer(),
                desk.caption(),
                "Handover: " + desk.children(),
                why(desk, steps),
                shut == null ? form(desk, layout, state, corrected) : null,
                shut,
                corrected.isPresent() ? "Correct the recording" : "Record the visit",
                steps.stream().map(need -> needs.line(need, false)).toList(),
                stored.visits().stream().map(visit -> event(desk, visit)).toList(),
                count(lines.size(), open.size()),
                lines,
                open,
                stored.readings().stream().map(reading -> reader(desk, reading)).toList(),
                confirm(desk, stored.readings(), lines.size()),
                ItemController.saying(desk));
        return PageOf.view("transfers/handover", page, state.status());
    }

    private static Why why(Desk desk, List<Outstanding.Need> steps) {
        var clauses = steps.stream()
                .flatMap(need -> need.clauses().stream())
                .distinct()
                .toList();
        return desk.citing.why(
                "Both practitioners meet the family together, so that nobody is handed on as a file.", clauses);
    }

    static String count(int asked, int open) {
        int all = asked + open;
        return all == 0
                ? "Nothing has been asked yet."
                : asked + " of " + all + " on record, " + (open == 0 ? "nothing open." : open + " still open.");
    }

    private static @Nullable String shut(Desk desk) {
        if (desk.everyoneDied()) {
            return desk.children() + (desk.run().children().size() == 1 ? " has died." : " have died.")
                    + " There is no handover to record. What was recorded stays.";
        }
        return null;
    }

    private Form form(Desk desk, Layout layout, Recording.State state, Optional<HandoverVisits.Visit> corrected) {
        var typed = corrected.isPresent() && state.typed().isNew() ? filled(corrected.get()) : state.typed();
        var step = mine(desk);
        var parts = new ArrayList<FormPart>();
        var there = new FormPart.Checkboxes(
                "present",
                "Who was there?",
                null,
                guests(desk).stream()
                        .map(guest -> FormPart.Choice.of(
                                guest.value(),
                                guest.name(),
                                typed.isNew()
                                        ? guest.value().equals("staff:" + desk.me.staff())
                                        : typed.chose("present", guest.value())))
                        .toList(),
                typed.error("present"));
        parts.add(new FormPart.Radios(
                "kind",
                "Did both practitioners meet the family?",
                null,
                List.of(
                        new FormPart.Choice(
                                "held",
                                "Yes, we met",
                                null,
                                List.of(),
                                typed.isNew() || typed.chose("kind", "held"),
                                List.of(
                                        there,
                                        Fields.area(typed, "said", "What was said?", "A few words will do.", 3),
                                        Fields.area(
                                                typed,
                                                "wanted",
                                                "What does the family want the new worker to know?",
                                                "In their own words. You may leave this out.",
                                                3))),
                        new FormPart.Choice(
                                "not-possible",
                                "It was not possible",
                                null,
                                List.of(),
                                typed.chose("kind", "not-possible"),
                                List.of(
                                        Fields.area(typed, "why-not", "Why was it not possible?", null, 3),
                                        Fields.area(
                                                typed,
                                                "explained",
                                                "How was that explained to the family?",
                                                null,
                                                3)))),
                typed.error("kind")));
        parts.add(TypedDate.happened(typed, desk.now));
        corrected.ifPresent(_ ->
                parts.add(Fields.area(typed, "because", "Why is it corrected?", "Both recordings stay readable.", 2)));
        if (corrected.isEmpty()) {
            step.ifPresent(need -> parts.add(new FormPart.Words(
                    "Recording it also ticks: “" + need.item().title() + "”.", desk.citing.cites(need.clauses()))));
        }
        var hidden = new ArrayList<Hidden>();
        hidden.add(TypedDate.offered(typed, desk.now));
        corrected.ifPresent(
                visit -> hidden.add(new Hidden("corrects", visit.id().toString())));
        return recording.form(
                desk,
                layout,
                state,
                desk.url("handover"),
                desk.url("handover")
                        + corrected.map(visit -> "?correct=" + visit.id()).orElse(""),
                corrected.isPresent() ? "Record the correction" : "Record the handover",
                parts,
                hidden,
                corrected.isPresent() ? List.of(new Link("Leave it as it is", desk.url("handover"))) : List.of());
    }

    /// A recording as it would have been typed, to be put right.
    private static Typed filled(HandoverVisits.Visit visit) {
        var values = new LinkedHashMap<String, List<String>>();
        values.put("kind", List.of(visit.kind().word()));
        values.put(
                "present",
                visit.present().stream()
                        .map(who -> who.staff() != null
                                ? "staff:" + who.staff()
                                : who.person() != null ? "person:" + who.person() : "who:" + who.name())
                        .toList());
        boolean held = visit.kind() == Kind.HELD;
        values.put(held ? "said" : "why-not", List.of(visit.words().said()));
        values.put("wanted", List.of(visit.words().wanted()));
        values.put("explained", List.of(visit.words().explained()));
        var day = Dates.day(visit.happened());
        values.put("happened-day", List.of(String.valueOf(day.getDayOfMonth())));
        values.put("happened-month", List.of(String.valueOf(day.getMonthValue())));
        values.put("happened-year", List.of(String.valueOf(day.getYear())));
        values.put("happened-time", List.of(Dates.time(visit.happened())));
        return Typed.draft(values);
    }

    private static Event event(Desk desk, HandoverVisits.Visit visit) {
        boolean late = !Dates.day(visit.happened()).equals(Dates.day(visit.recorded()));
        var lines = new ArrayList<String>();
        if (!visit.present().isEmpty()) {
            lines.add("There: "
                    + visit.present().stream().map(HandoverVisits.Present::name).collect(Collectors.joining(", "))
                    + ".");
        }
        lines.add(visit.words().said());
        if (!visit.words().wanted().isEmpty()) {
            lines.add(
                    "The family wants the new worker to know: " + visit.words().wanted());
        }
        if (!visit.words().explained().isEmpty()) {
            lines.add("Explained to the family: " + visit.words().explained());
        }
        if (visit.because() != null) {
            lines.add("Corrected because: " + visit.because());
        }
        return new Event(
                "visit-" + visit.id(),
                switch (visit.kind()) {
                    case HELD -> "Both practitioners met the family";
                    case NOT_POSSIBLE -> "A joint visit was not possible";
                    case NEVER -> "The recording was a mistake";
                },
                visit.byName(),
                Dates.dateAndTime(visit.happened()),
                Dates.iso(visit.happened()),
                late ? "recorded " + Dates.dateAndTime(visit.recorded()) : null,
                String.join("\n", lines),
                List.of(),
                visit.replaced() ? "Corrected by a later recording, above." : null,
                visit.replaced() || visit.kind() == Kind.NEVER || desk.everyoneDied()
                        ? null
                        : new Link("Correct", desk.url("handover") + "?correct=" + visit.id()));
    }

    private static String reader(Desk desk, ToldOnce.Reading reading) {
        long since = AskedAlready.since(desk, reading.upTo(), reading.at());
        return reading.name() + " has read it, " + Dates.dateAndTime(reading.at()) + ": " + reading.answers()
                + (reading.answers() == 1 ? " answer" : " answers")
                + (since == 0 ? "." : ". " + since + " new since.");
    }

    private static Action.@Nullable Press confirm(Desk desk, List<ToldOnce.Reading> readings, int answers) {
        boolean readAll = readings.stream()
                .anyMatch(reading -> reading.staff().equals(desk.me.staff())
                        && AskedAlready.since(desk, reading.upTo(), reading.at()) == 0);
        if (readAll || answers == 0) {
            return null;
        }
        return new Action.Press(
                "I have read it",
                desk.url("handover/read"),
                List.of(
                        new Hidden("up-to", String.valueOf(desk.run().seq())),
                        new Hidden("answers", String.valueOf(answers))),
                "The sender sees who has read it, and when.");
    }

    // Recording.

    @PostMapping("/transfers/{id}/handover/read")
    ModelAndView read(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = open(me, id);
        var typed = Typed.posted(request);
        int upTo = typed.value("up-to").matches("[1-9][0-9]{0,6}")
                ? Math.min(
                        Integer.parseInt(typed.value("up-to")), (int) desk.run().seq())
                : (int) desk.run().seq();
        int answers = typed.value("answers").matches("[0-9]{1,5}") ? Integer.parseInt(typed.value("answers")) : 0;
        database.write(me.viewer(), sql -> {
            new ToldOnce(sql, me.viewer().authority().value())
                    .confirm(ids.next(), id, me.staff(), desk.now, upTo, answers);
            return true;
        });
        flash.addFlashAttribute(Layouts.NOTICE, "Recorded: you have read what the family has told.");
        return new ModelAndView("redirect:" + desk.url("handover"));
    }

    @PostMapping("/transfers/{id}/handover")
    ModelAndView record(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = open(me, id);
        var typed = Typed.posted(request);
        var draft = draftOf(desk);
        var correct = typed.value("corrects");
        var corrected = stored(desk).visits().stream()
                .filter(visit -> visit.id().toString().equals(correct))
                .findFirst();
        if (!correct.isEmpty()
                && (corrected.isEmpty()
                        || corrected.get().replaced() && typed.key().isEmpty())) {
            throw new NotFound("a visit of this transfer");
        }
        if (shut(desk) != null) {
            return page(desk, recording.wrong(desk, typed, draft), "", request);
        }
        var kind = Kind.of(typed.value("kind")).filter(found -> found != Kind.NEVER);
        if (kind.isEmpty()) {
            typed.fail("kind", "Say whether both practitioners met the family");
        }
        boolean held = kind.isPresent() && kind.get() == Kind.HELD;
        var there = guests(desk).stream()
                .filter(guest -> typed.chose("present", guest.value()))
                .toList();
        var words = held
                ? new HandoverVisits.Words(
                        "", typed.text("said", "Write what was said, in a few words"), typed.optional("wanted"), "")
                : new HandoverVisits.Words(
                        "",
                        kind.isEmpty() ? "" : typed.text("why-not", "Say why it was not possible"),
                        "",
                        kind.isEmpty() ? "" : typed.text("explained", "Say how it was explained to the family"));
        var step = corrected.isPresent() ? Optional.<Outstanding.Need>empty() : mine(desk);
        if (held) {
            checkPresent(desk, typed, there, step);
        }
        var because = corrected.isPresent() ? typed.text("because", "Say why it is corrected") : null;
        var happened = TypedDate.readHappened(
                typed, desk.now, desk.run().began(), desk.run().stageEntered());
        if (typed.hasErrors() || kind.isEmpty()) {
            return page(desk, recording.wrong(desk, typed, draft), correct, request);
        }
        var key = typed.key().orElseGet(() -> UUID.randomUUID().toString());
        var visit = new HandoverVisits.New(
                ids.next(),
                id,
                key,
                kind.get(),
                happened.orElse(desk.now),
                me.staff(),
                words,
                held
                        ? there.stream()
                                .map(guest -> new HandoverVisits.Present(
                                        guest.staff(),
                                        guest.person(),
                                        guest.staff() == null && guest.person() == null
                                                ? guest.value().substring("who:".length())
                                                : guest.name().replace(" (you)", "")))
                                .toList()
                        : List.of(),
                corrected.map(HandoverVisits.Visit::id).orElse(null),
                because);
        Casework.Beside beside = (sql, _, recorded) ->
                new HandoverVisits(sql, me.viewer().authority().value()).write(visit, recorded);
        var asks = request(desk, step, corrected, visit, happened);
        var then = new Recording.Then(
                desk.url("handover") + "#visits",
                "Recorded: the handover."
                        + (asks.isPresent() && turned(corrected, visit)
                                ? " The step in the transfer is open again: record it there as it was."
                                : ""));
        if (asks.isEmpty()) {
            database.write(me.viewer(), sql -> {
                beside.write(sql, id, desk.now);
                return true;
            });
            recording.forget(me, draft);
            flash.addFlashAttribute(Layouts.NOTICE, then.words());
            return new ModelAndView("redirect:" + then.url());
        }
        return recording.send(
                me,
                id,
                typed,
                draft,
                corrected.isPresent() ? Optional.empty() : happened,
                asks.get(),
                beside,
                then,
                flash,
                (after, state) -> page(after, state, correct, request));
    }

    /// A visit is of two people at least, one of the family; a step asks for those it names.
    private static void checkPresent(Desk desk, Typed typed, List<Guest> there, Optional<Outstanding.Need> step) {
        var died = desk.run().children().stream()
                .filter(child -> desk.run().died().contains(child) && typed.chose("present", "person:" + child))
                .map(desk::nameOf)
                .toList();
        if (!died.isEmpty()) {
            typed.fail(
                    "present",
                    Desk.and(died)
                            + " died, and no longer stands among those who can be ticked. If the visit was before"
                            + " that, write under what was said who was there, and send the form again");
            return;
        }
        if (there.stream().noneMatch(Guest::family)) {
            typed.fail("present", "Tick who of the family was there");
            return;
        }
        if (there.stream().noneMatch(guest -> !guest.family())) {
            typed.fail("present", "Tick the practitioners who were there");
            return;
        }
        step.map(need -> missing(desk, need.item(), there))
                .filter(missing -> !missing.isEmpty())
                .ifPresent(missing -> typed.fail(
                        "present",
                        "Tick everybody who was there. Without " + Desk.and(missing)
                                + " it is not the visit that the procedure asks for: say that it was not possible,"
                                + " and why"));
    }

    /// What the visit records in the transfer itself: its step done, or the reason instead, or the day put right.
    private static Optional<Casework.Asks> request(
            Desk desk,
            Optional<Outstanding.Need> step,
            Optional<HandoverVisits.Visit> corrected,
            HandoverVisits.New visit,
            Optional<Instant> happened) {
        if (corrected.isPresent()) {
            var old = corrected.get();
            boolean otherDay = happened.isPresent() && !happened.get().equals(old.happened());
            if (!otherDay && !turned(corrected, visit)) {
                return Optional.empty();
            }
            var correction = turned(corrected, visit)
                    ? new Correction.DidNotHappen()
                    : new Correction.HappenedAt(happened.orElseThrow());
            return desk.loaded.history().stream()
                    .filter(entry -> entry.recorded().equals(old.recorded()) && isOfTheVisit(desk, entry.event()))
                    .filter(entry -> desk.run().items().values().stream().anyMatch(done -> done.seq() == entry.seq()))
                    .findFirst()
                    .map(entry -> texts -> new Command.Request.Correct(
                            entry.seq(),
                            correction,
                            Optional.of(texts.keep(visit.because() == null ? "" : visit.because()))));
        }
        return step.map(need -> switch (visit.kind()) {
            case HELD -> texts -> new Command.Request.DoItem(need.key(), "", Optional.of(texts.keep(note(visit))));
            case NOT_POSSIBLE, NEVER ->
                texts -> new Command.Request.GiveReason(
                        need.key(),
                        texts.keep(visit.words().said() + "\nExplained to the family: "
                                + visit.words().explained()));
        });
    }

    private static boolean isOfTheVisit(Desk desk, RunEvent event) {
        var key = switch (event) {
            case RunEvent.ItemDone done -> done.key();
            case RunEvent.ItemExcused excused -> excused.key();
            default -> null;
        };
        return key != null
                && desk.pathway()
                        .item(key.item())
                        .filter(item -> isHandover(desk, item))
                        .isPresent();
    }

    /// Whether a visit that was said to be held was not possible, or the other way round: then the step is not done, or
    /// not excused, as it was.
    private static boolean turned(Optional<HandoverVisits.Visit> corrected, HandoverVisits.New visit) {
        return corrected.isPresent() && corrected.get().kind() != visit.kind();
    }

    private static String note(HandoverVisits.New visit) {
        return "There: "
                + visit.present().stream().map(HandoverVisits.Present::name).collect(Collectors.joining(", "))
                + "\n" + visit.words().said()
                + (visit.words().wanted().isEmpty()
                        ? ""
                        : "\nThe family wants the new worker to know: "
                                + visit.words().wanted());
    }
}
