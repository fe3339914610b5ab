package stepways.app.contacts;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.access.AccessLog;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.search.PeopleMatches;
import stepways.app.web.Dates;
import stepways.app.web.Drafts;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;

/// Records that may be of one person: found, put side by side, read as one, and taken apart again.
@Controller
class DuplicatesController {

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final Drafts drafts;
    private final AccessLog log;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    DuplicatesController(
            Database database,
            Procedures procedures,
            Layouts layouts,
            Drafts drafts,
            AccessLog log,
            TimeOrderedIds ids,
            InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.drafts = drafts;
        this.log = log;
        this.ids = ids;
        this.clock = clock;
    }

    private FrontDoor door(JdbcClient sql, SignedInStaff me) {
        var door = FrontDoor.of(sql, procedures, me, clock.instant());
        if (!door.wide()) {
            throw new NotYours(
                    "You cannot compare records",
                    "Ask the front door: only those who may search everyone can tell two records from one.");
        }
        return door;
    }

    /// The record, for somebody who may know of it.
    private static Merges.Compared record(JdbcClient sql, SignedInStaff me, FrontDoor door, UUID id) {
        var found = new Merges(sql).read(id, me, door.policy(), door.now()).orElseThrow(() -> new NotFound("a person"));
        if (!found.named()) {
            if (found.restriction().equals("hidden")) {
                throw new NotFound("a record for this viewer");
            }
            var role = found.askRole();
            throw new NotYours("A record exists. Ask the "
                    + (role == null
                            ? "front door manager"
                            : door.policy().role(role).title()) + ".");
        }
        return found;
    }

    // Like this one.

    @GetMapping("/people/{id}/duplicates")
    ModelAndView like(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        return like(me, request, id, Typed.nothing(), HttpStatus.OK);
    }

    private ModelAndView like(SignedInStaff me, HttpServletRequest request, UUID id, Typed typed, HttpStatus status) {
        record Seen(
                FrontDoor door, Merges.Compared record, List<PeopleMatches.Match> matches, List<Merges.Made> merges) {}
        var seen = database.read(me.viewer(), sql -> {
            var door = door(sql, me);
            var record = record(sql, me, door, id);
            var matches = new PeopleMatches(sql)
                    .of(sought(record), me.staff(), true, door.now()).stream()
                            .filter(match -> !match.guarded() && !match.id().equals(id))
                            .toList();
            return new Seen(door, record, matches, new Merges(sql).of(id));
        });
        log.write(me, "look-for-duplicates", id, null, null, "Records that may be of one person", null);
        var layout = layouts.of(request, me, "Records that may be of one person", "/search");
        var record = seen.record();
        var records = new ArrayList<DuplicatesPage.Record>();
        records.add(new DuplicatesPage.Record("this", "This record", facts(record), List.of(), null));
        for (var match : seen.matches()) {
            records.add(new DuplicatesPage.Record(
                    "match-" + (records.size()),
                    match.strong() ? "Very likely the same" : "Perhaps the same",
                    List.of(
                            Fact.of("Name", match.name()),
                            Fact.of("Born", born(match.born(), match.expected())),
                            Fact.of("Address", match.address() == null ? "not known" : match.address()),
                            Fact.of("Family", match.familyReference() == null ? "none" : match.familyReference()),
                            Fact.of("Works with them", match.practitioner() == null ? "nobody" : match.practitioner())),
                    match.why(),
                    new Link("Compare the two side by side", "/people/merge?one=" + id + "&other=" + match.id())));
        }
        return PageOf.view(
                "contacts/duplicates",
                new DuplicatesPage(
                        typed.hasErrors() ? layout.with(typed.problems()) : layout,
                        new Link("Find", "/search"),
                        "Records that may be of one person: " + record.name(),
                        PeopleMatches.searched(sought(record), true)
                                + (seen.matches().isEmpty() ? " No other record is like this one." : ""),
                        records,
                        record.mergedInto() == null
                                ? List.of()
                                : List.of("This record was merged: another one stands for it."),
                        seen.merges().stream()
                                .map(made -> merged(made, layout, typed))
                                .toList(),
                        null),
                status);
    }

    private static PeopleMatches.Sought sought(Merges.Compared record) {
        var born = record.born();
        return new PeopleMatches.Sought(
                record.forename().isEmpty() && record.knownAs() != null ? record.knownAs() : record.forename(),
                record.surname(),
                born == null ? record.expected() : born,
                born == null && record.expected() != null,
                record.address() == null ? "" : record.address(),
                record.postcode() == null ? "" : record.postcode(),
                "");
    }

    private static String born(java.time.@Nullable LocalDate born, java.time.@Nullable LocalDate expected) {
        return born != null ? Dates.date(born) : expected != null ? "expected " + Dates.date(expected) : "not known";
    }

    private static List<Fact> facts(Merges.Compared record) {
        return List.of(
                Fact.of("Name", record.name()),
                Fact.of("Born", born(record.born(), record.expected())),
                Fact.of("Address", record.address() == null ? "not known, or kept back" : record.address()),
                Fact.of("Family", record.families().isEmpty() ? "none" : String.join(", ", record.families())),
                Fact.of("Numbers", record.numbers().isEmpty() ? "none" : String.join(", ", record.numbers())),
                Fact.of("Open now", record.live().isEmpty() ? "nothing" : String.join("; ", record.live())),
                Fact.of(
                        "Contacts and transfers",
                        record.runs() == 0 ? "none" : record.runs() + (record.runs() == 1 ? " in all" : " in all")));
    }

    private DuplicatesPage.Merged merged(Merges.Made made, stepways.app.web.Layout layout, Typed typed) {
        var words = made.goneName() + " was merged on " + Dates.dateAndTime(made.at()) + " by " + made.by() + ": "
                + made.reason();
        var undone = made.undone();
        if (undone != null) {
            return new DuplicatesPage.Merged(
                    words + " Undone on " + Dates.dateAndTime(undone) + " by " + made.undoneBy() + ": "
                            + made.undoneBecause(),
                    null);
        }
        var mine = typed.value("merge").equals(made.id().toString()) ? typed : Typed.nothing();
        return new DuplicatesPage.Merged(
                words,
                new Form(
                        "/people/merges/" + made.id() + "/undo",
                        layout.csrf(),
                        List.of(new Hidden("merge", made.id().toString())),
                        List.of(Fields.line(mine, "because", "Why are they two people after all?", null, 0)),
                        "Undo the merging",
                        List.of(),
                        null,
                        null));
    }

    // Side by side.

    private static String draft(UUID one, UUID other) {
        return "merge:" + one + ":" + other;
    }

    @GetMapping("/people/merge")
    ModelAndView compare(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @RequestParam UUID one,
            @RequestParam UUID other) {
        return compare(me, request, one, other, drafts.typed(me, draft(one, other)), HttpStatus.OK);
    }

    private ModelAndView compare(
            SignedInStaff me, HttpServletRequest request, UUID one, UUID other, Typed typed, HttpStatus status) {
        record Two(Merges.Compared one, Merges.Compared other) {}
        var two = database.read(me.viewer(), sql -> {
            var door = door(sql, me);
            return new Two(record(sql, me, door, one), record(sql, me, door, other));
        });
        log.write(me, "compare-records", one, null, null, "Records that may be of one person", null);
        log.write(me, "compare-records", other, null, null, "Records that may be of one person", null);
        var layout = layouts.of(request, me, "Two records side by side", "/search");
        var keepOne = Merges.against(two.one(), two.other());
        var keepOther = Merges.against(two.other(), two.one());
        var answers = new ArrayList<Fields.Answer>();
        if (keepOne.isEmpty()) {
            answers.add(
                    new Fields.Answer(one.toString(), "The first: " + two.one().name()));
        }
        if (keepOther.isEmpty()) {
            answers.add(new Fields.Answer(
                    other.toString(), "The second: " + two.other().name()));
        }
        var against = new ArrayList<String>();
        if (answers.size() < 2) {
            keepOne.forEach(words -> against.add("Keeping the first is not possible. " + words));
            keepOther.forEach(words -> against.add("Keeping the second is not possible. " + words));
        }
        return PageOf.view(
                "contacts/duplicates",
                new DuplicatesPage(
                        typed.hasErrors() ? layout.with(typed.problems()) : layout,
                        new Link("Records like the first", "/people/" + one + "/duplicates"),
                        "Are these two the same person?",
                        "Nothing is copied and nothing is deleted: from then on the one that stays is read for both,"
                                + " and their pasts stand on one line. It can be undone at any time, exactly.",
                        List.of(
                                new DuplicatesPage.Record("first", "The first", facts(two.one()), List.of(), null),
                                new DuplicatesPage.Record("second", "The second", facts(two.other()), List.of(), null)),
                        against,
                        List.of(),
                        answers.isEmpty()
                                ? null
                                : new Form(
                                        "/people/merge",
                                        layout.csrf(),
                                        List.of(
                                                new Hidden("one", one.toString()),
                                                new Hidden("other", other.toString()),
                                                new Hidden("draft", draft(one, other)),
                                                new Hidden("page", "/people/merge?one=" + one + "&other=" + other)),
                                        List.of(
                                                Fields.radios(typed, "kept", "Which record stays?", null, answers),
                                                Fields.area(
                                                        typed,
                                                        "reason",
                                                        "How do you know that they are one person?",
                                                        null,
                                                        3)),
                                        "Merge the two records",
                                        List.of(new Link("They are two people", "/people/" + one + "/duplicates")),
                                        "/drafts/" + draft(one, other),
                                        drafts.saved(me, draft(one, other)))),
                status);
    }

    @PostMapping("/people/merge")
    ModelAndView merge(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @RequestParam UUID one,
            @RequestParam UUID other,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var keepsOne = typed.value("kept").equals(one.toString());
        if (!keepsOne && !typed.value("kept").equals(other.toString())) {
            typed.fail("kept", "Choose which record stays");
        }
        var reason = typed.text("reason", "Say how you know that they are one person");
        if (!typed.hasErrors()) {
            var kept = keepsOne ? one : other;
            var gone = keepsOne ? other : one;
            var now = clock.instant();
            var against = database.write(me.viewer(), sql -> {
                var door = door(sql, me);
                var merges = new Merges(sql);
                merges.hold(one, other);
                var keep = record(sql, me, door, kept);
                var go = record(sql, me, door, gone);
                if (go.mergedInto() != null && go.mergedInto().equals(kept)) {
                    return List.<String>of();
                }
                var stands = Merges.against(keep, go);
                if (stands.isEmpty()) {
                    merges.merge(me, ids, kept, gone, reason, now);
                }
                return stands;
            });
            if (against.isEmpty()) {
                log.write(me, "merge-records", kept, null, null, reason, null);
                log.write(me, "merge-records", gone, null, null, reason, null);
                drafts.forget(me, draft(one, other));
                flash.addFlashAttribute(
                        Layouts.NOTICE, "The two records are read as one. It can be undone below at any time.");
                return new ModelAndView("redirect:/people/" + kept + "/duplicates");
            }
            against.forEach(words -> typed.fail("kept", words));
        }
        drafts.save(me, draft(one, other), typed);
        return compare(me, request, one, other, typed, HttpStatus.BAD_REQUEST);
    }

    @PostMapping("/people/merges/{id}/undo")
    ModelAndView undo(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var because = typed.text("because", "Say why they are two people after all");
        var made = database.read(me.viewer(), sql -> {
            var door = door(sql, me);
            var found = new Merges(sql).made(id).orElseThrow(() -> new NotFound("a merge"));
            record(sql, me, door, found.kept());
            record(sql, me, door, found.gone());
            return found;
        });
        if (typed.hasErrors()) {
            return like(me, request, made.kept(), typed, HttpStatus.BAD_REQUEST);
        }
        var now = clock.instant();
        boolean undone = database.write(me.viewer(), sql -> {
            var merges = new Merges(sql);
            merges.hold(made.kept(), made.gone());
            return merges.undo(me, made, because, now);
        });
        if (undone) {
            log.write(me, "undo-merge", made.kept(), null, null, because, null);
            log.write(me, "undo-merge", made.gone(), null, null, because, null);
        }
        flash.addFlashAttribute(
                Layouts.NOTICE,
                undone ? "Undone: they are two records again, as they were." : "Somebody had undone it already.");
        return new ModelAndView("redirect:/people/" + made.kept() + "/duplicates");
    }
}
