package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.database.Database;
import stepways.app.handover.FileReadiness;
import stepways.app.settings.Settings;
import stepways.app.web.Dates;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tag;
import stepways.engine.calendar.Amount;
import stepways.engine.policy.Item;
import stepways.engine.policy.Stage;
import stepways.engine.run.ChildId;
import stepways.engine.run.Facts;
import stepways.engine.run.Outstanding;

/// Whether a file is ready to move: one page that a manager reads before signing.
@Controller
class CheckController {

    /// How old the newest note may be, in days, where the council has set nothing.
    static final int NOTES_DAYS = 28;

    /// What a council sets otherwise.
    static final String NOTES_SETTING = "notes-no-older-than-days";

    private final Desks desks;
    private final Layouts layouts;
    private final Database database;

    CheckController(Desks desks, Layouts layouts, Database database) {
        this.desks = desks;
        this.layouts = layouts;
        this.database = database;
    }

    @GetMapping("/transfers/{id}/check")
    ModelAndView show(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = desks.open(me, id);
        if (desk.isPreview()) {
            throw new NotYours("The file is checked by the side that sends it.");
        }
        record Read(java.util.Map<UUID, FileReadiness.Held> held, int days) {}
        var read = database.read(
                me.viewer(),
                sql -> new Read(
                        new FileReadiness(sql)
                                .of(
                                        desk.run().children().stream()
                                                .map(child -> UUID.fromString(child.value()))
                                                .toArray(UUID[]::new),
                                        desk.today()),
                        Settings.read(sql)
                                .of(NOTES_SETTING)
                                .filter(days -> days.matches("[1-9][0-9]{0,2}"))
                                .map(Integer::parseInt)
                                .orElse(NOTES_DAYS)));
        var lines = new ArrayList<CheckPage.Line>();
        documents(desk, lines);
        agreements(desk, lines);
        read.held().forEach((child, held) -> record(desk, new ChildId(child.toString()), held, read.days(), lines));
        long ready = lines.stream().filter(line -> line.state().equals(READY)).count();
        var signs = signs(desk);
        var needs = new Needs(desk);
        var page = new CheckPage(
                layouts.of(request, me, "Is the file ready, " + desk.reference(), "/work")
                        .under(layouts.packLine(desk.reference(), desk.policy)),
                desk.backToTransfer(),
                desk.caption(),
                "Is the file ready to move?",
                desk.citing.why(
                        "What this way needs, against what the record holds. Notes count as up to date for "
                                + read.days() + " days: no text sets that, the council can.",
                        signs.stream()
                                .flatMap(need -> need.clauses().stream())
                                .distinct()
                                .toList()),
                ready + " of " + lines.size() + " ready.",
                lines,
                signs.stream().map(need -> needs.line(need, false)).toList(),
                signs.isEmpty()
                        ? "The procedure asks for no separate signature at this step; the decision that sends it is one."
                        : null);
        return PageOf.view("transfers/check", page, HttpStatus.OK);
    }

    private static final Tag READY = new Tag("Ready", Tag.Tone.PLAIN);
    private static final Tag NOT_READY = new Tag("Not ready", Tag.Tone.RED);

    /// The papers that this way asks for, in the steps it has been in and those it would usually go.
    private static void documents(Desk desk, List<CheckPage.Line> lines) {
        for (var item : items(desk)) {
            if (!(item.kind() instanceof Item.Kind.Documents(var kinds, var limit, var _))) {
                continue;
            }
            for (var kind : kinds) {
                for (var child : desk.run().children()) {
                    var dated = desk.facts().child(child).documents().get(kind);
                    boolean stale = dated != null && isOlder(desk, dated, limit);
                    lines.add(new CheckPage.Line(
                            capital(desk.policy.documentTitle(kind)) + ", " + desk.nameOf(child),
                            dated == null
                                    ? "Not on file."
                                    : "Dated " + Dates.date(dated) + ", " + AskedAlready.age(dated, desk.today())
                                            + (limit == null ? "." : "; no older than " + limit + "."),
                            dated == null || stale ? NOT_READY : READY,
                            dated == null || stale ? new Link("Put it on file", desk.itemUrl(item, "")) : null,
                            clauses(item)));
                }
            }
        }
    }

    private static boolean isOlder(Desk desk, LocalDate dated, @Nullable Amount limit) {
        return limit != null
                && desk.policy
                        .calendar()
                        .after(dated.atStartOfDay(Dates.ZONE).toInstant(), limit)
                        .latest()
                        .isBefore(desk.now);
    }

    private static void agreements(Desk desk, List<CheckPage.Line> lines) {
        var seen = new LinkedHashSet<String>();
        for (var item : items(desk)) {
            if (!(item.kind() instanceof Item.Kind.Agreement(var agreement, var _)) || !seen.add(agreement)) {
                continue;
            }
            for (var person : Respondents.of(desk, agreement)) {
                var answer = desk.facts().answers().get(new Facts.AgreementKey(agreement, person));
                boolean given = answer != null && answer.given() == Facts.Given.GIVEN;
                lines.add(new CheckPage.Line(
                        item.title() + ": " + desk.nameOf(person.value()),
                        answer == null
                                ? "Not asked yet."
                                : HistoryText.given(answer.given()) + " on " + Dates.date(answer.happened()) + ".",
                        given ? READY : NOT_READY,
                        given ? null : new Link("Record the answer", desk.url("agreements/" + agreement)),
                        clauses(item)));
            }
        }
    }

    private static void record(
            Desk desk, ChildId child, FileReadiness.Held held, int days, List<CheckPage.Line> lines) {
        var name = desk.nameOf(child);
        var family = desk.loaded.family().map(id -> "/families/" + id).orElse(null);
        lines.add(new CheckPage.Line(
                "Address, " + name,
                held.address() ? "A current address is on record." : "No current address.",
                held.address() ? READY : NOT_READY,
                held.address() || family == null ? null : new Link("The family’s record", family),
                ""));
        lines.add(new CheckPage.Line(
                "Parental responsibility, " + name,
                (held.parents() == 0
                                ? "Nobody is recorded as having it."
                                : held.parents() == 1 ? "1 person has it." : held.parents() + " people have it.")
                        + (held.unsettled() == 0 ? "" : " Of " + held.unsettled() + " it is not known."),
                held.parents() > 0 && held.unsettled() == 0 ? READY : NOT_READY,
                held.parents() > 0 && held.unsettled() == 0 || family == null
                        ? null
                        : new Link("The family’s record", family),
                ""));
        var newest = held.newestNote();
        boolean fresh = newest != null && newest.isAfter(desk.now.minus(java.time.Duration.ofDays(days)));
        lines.add(new CheckPage.Line(
                "Case notes, " + name,
                newest == null ? "No note yet." : "Newest about " + date(desk, newest) + ".",
                fresh ? READY : NOT_READY,
                fresh || family == null ? null : new Link("The notes", family + "/notes"),
                ""));
        lines.add(new CheckPage.Line(
                "Seen, " + name,
                held.seen() == null
                        ? "No visit says that " + name + " was seen."
                        : "Seen " + date(desk, held.seen()) + ".",
                held.seen() == null ? NOT_READY : READY,
                held.seen() != null || family == null ? null : new Link("The notes", family + "/notes"),
                ""));
    }

    private static String date(Desk desk, Instant at) {
        return Dates.date(at) + ", " + AskedAlready.age(Dates.day(at), desk.today());
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.UK) + words.substring(1);
    }

    private static String clauses(Item item) {
        return item.clauses().stream().map(clause -> clause.value()).collect(Collectors.joining(", "));
    }

    private static List<Item> items(Desk desk) {
        var stages = new LinkedHashSet<Stage>();
        desk.visited().keySet().forEach(name -> {
            if (desk.pathway().stages().containsKey(name)) {
                stages.add(desk.pathway().stage(name));
            }
        });
        if (desk.run().isOpen()) {
            stages.addAll(TransferController.ahead(desk));
        }
        return stages.stream().flatMap(stage -> stage.checklist().stream()).toList();
    }

    /// The steps with which a manager says that something is in order: tasks of a managing role, open or done here.
    static List<Outstanding.Need> signs(Desk desk) {
        return Stream.concat(desk.outstanding().items().stream(), desk.outstanding().owed().stream())
                .filter(need -> need.item().kind() instanceof Item.Kind.Task
                        || need.item().kind() instanceof Item.Kind.Confirm)
                .filter(need -> desk.policy.knowsRole(need.by()) && isManaging(desk, need.by()))
                .toList();
    }

    private static boolean isManaging(Desk desk, String name) {
        var role = desk.policy.role(name);
        return role.manages()
                || !role.anyOf().isEmpty() && role.anyOf().stream().allMatch(each -> isManaging(desk, each));
    }
}
