package stepways.app.worklist;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.database.Database;
import stepways.app.harm.HarmAlarms;
import stepways.app.procedures.Procedures;
import stepways.app.staffing.WorkAside;
import stepways.app.web.Card;
import stepways.app.web.Dates;
import stepways.app.web.DeadlineText;
import stepways.app.web.Drafts;
import stepways.app.web.Due;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tab;
import stepways.app.web.Tag;
import stepways.app.web.Why;

/// My work: what is overdue, due today, soon and later, and what waits on others.
@Controller
class WorkController {

    private final Database database;
    private final Procedures procedures;
    private final Drafts drafts;
    private final InstantSource clock;
    private final Layouts layouts;
    private final HarmAlarms alarms;
    private final ObjectProvider<WorkPart> parts;

    WorkController(
            Database database,
            Procedures procedures,
            Drafts drafts,
            InstantSource clock,
            Layouts layouts,
            HarmAlarms alarms,
            ObjectProvider<WorkPart> parts) {
        this.parts = parts;
        this.database = database;
        this.procedures = procedures;
        this.drafts = drafts;
        this.clock = clock;
        this.layouts = layouts;
        this.alarms = alarms;
    }

    /// So many are shown at first, those that press most; nobody works through more in a day.
    private static final int SHOWN = 100;
    private static final int MOST = 1000;

    /// @param more whether there are more of them than are shown
    private record Read(
            List<Waiting.Row> rows,
            boolean more,
            List<Waiting.Row> others,
            java.util.Map<UUID, String> covered,
            int team,
            List<WorkAside.NobodyFree> nobodyFree,
            List<Card> cards) {}

    @GetMapping("/work")
    ModelAndView work(
            @RequestParam(defaultValue = "me") String of,
            @RequestParam(defaultValue = "") String show,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var now = clock.instant();
        int most = show.equals("all") ? MOST : SHOWN;
        var read = database.read(me.viewer(), sql -> {
            var waiting = new Waiting(sql, procedures, me, now);
            var mine = waiting.mine();
            var covered = waiting.covered();
            var rows = switch (of) {
                case "team" ->
                    mine.teams().isEmpty() ? List.<Waiting.Row>of() : waiting.ofTeams(mine.teams(), most + 1);
                case "cover" ->
                    waiting.of(
                            new Waiting.Mine(List.copyOf(covered.keySet()), mine.teams(), List.of(), List.of()),
                            most + 1);
                default -> waiting.of(mine, most + 1);
            };
            var aside = new WorkAside(sql, me, procedures.active(me.viewer().authority(), sql), now);
            return new Read(
                    rows.size() > most ? rows.subList(0, most) : rows,
                    rows.size() > most,
                    of.equals("me") ? waiting.onOthers(most) : List.of(),
                    covered,
                    waiting.countOfTeams(mine.teams()),
                    of.equals("me") ? aside.nobodyFree() : List.of(),
                    of.equals("team")
                            ? aside.team()
                            : Stream.concat(
                                            parts.orderedStream().flatMap(part -> part.of(sql, me, now).stream()),
                                            aside.cards().stream())
                                    .toList());
        });
        var tabs = new ArrayList<Tab>();
        tabs.add(new Tab("Mine", "/work", of.equals("me")));
        tabs.add(new Tab("My team’s (" + read.team() + ")", "/work?of=team", of.equals("team")));
        tabs.add(new Tab("Drafts (" + drafts.all(me).size() + ")", "/work/drafts", false));
        tabs.add(new Tab("Kept lists", "/views", false));
        if (!read.covered().isEmpty()) {
            tabs.add(new Tab(
                    "Covering for " + String.join(", ", read.covered().values()),
                    "/work?of=cover",
                    of.equals("cover")));
        }
        var groups = new ArrayList<WorkGroup>();
        add(
                groups,
                "nobody-free",
                "Nobody is free",
                "where nobody is free",
                read.nobodyFree().stream().map(WorkController::nobodyFree).toList());
        groups.addAll(groups(read.rows(), now));
        var seen = read.rows().stream().map(row -> row.run() + row.what()).toList();
        var waits = read.others().stream()
                .filter(row -> !seen.contains(row.run() + row.what()))
                .toList();
        var layout = layouts.of(request, me, heading(of), "/work");
        var page = new WorkPage(
                read.more() ? layout.asWhole(whole(of)) : layout,
                alarms.of(me).orElse(null),
                Dates.weekdayAndYear(Dates.day(now)) + ", " + Dates.time(now),
                heading(of),
                tabs,
                groups,
                read.more() ? rest(of, most) : null,
                waits.isEmpty() ? null : waiting(waits),
                groups.isEmpty() ? nothing(of) : of.equals("me") ? nextDate(groups, read.rows(), now) : null,
                read.cards());
        return PageOf.view("worklist/work", page);
    }

    private static WorkPage.Rest rest(String of, int most) {
        var words = "The " + most + " that press most are shown. There are more.";
        return most == MOST
                ? new WorkPage.Rest(words, null)
                : new WorkPage.Rest(words, new Link("Show them all", whole(of)));
    }

    private static String whole(String of) {
        return "/work?" + (of.equals("me") ? "" : "of=" + of + "&") + "show=all";
    }

    /// Where nobody in a team is free, and the reader is who was told at once.
    private static WorkRow nobodyFree(WorkAside.NobodyFree call) {
        return new WorkRow(
                "nobody-free-" + call.id(),
                "Nobody is free in " + call.team(),
                "/nobody-free/" + call.id(),
                new Why("Raised by " + call.by() + ".", List.of(), null),
                null,
                call.reference(),
                new Due("At once", "raised " + call.since(), Due.State.TODAY, null, null),
                Tag.notStarted());
    }

    /// "Nothing is due. Your next date is Friday 19 June.", where nothing is due today or late.
    private static @Nullable String nextDate(List<WorkGroup> groups, List<Waiting.Row> rows, Instant now) {
        if (groups.stream()
                .anyMatch(group -> List.of("nobody-free", "overdue", "today").contains(group.id()))) {
            return null;
        }
        return rows.stream()
                .map(Waiting.Row::due)
                .filter(java.util.Objects::nonNull)
                .min(java.util.Comparator.naturalOrder())
                .map(due -> "Nothing is due. Your next date is "
                        + Dates.weekday(DeadlineText.lastDay(due), Dates.day(now)) + ".")
                .orElse("Nothing is due. What waits for you has no date.");
    }

    private static String nothing(String of) {
        return switch (of) {
            case "team" -> "Nothing is waiting for your team.";
            case "cover" -> "Nothing is waiting for those you cover.";
            default -> "Nothing is waiting for you.";
        };
    }

    private static String heading(String of) {
        return switch (of) {
            case "team" -> "My team’s work";
            case "cover" -> "Work I cover";
            default -> "My work";
        };
    }

    private static List<WorkGroup> groups(List<Waiting.Row> rows, Instant now) {
        var overdue = new ArrayList<WorkRow>();
        var today = new ArrayList<WorkRow>();
        var soon = new ArrayList<WorkRow>();
        var later = new ArrayList<WorkRow>();
        var undated = new ArrayList<WorkRow>();
        var day = Dates.day(now);
        for (var row : rows) {
            var shown = row(row, now);
            var due = row.due();
            if (due == null) {
                undated.add(shown);
            } else if (!now.isBefore(due)) {
                overdue.add(shown);
            } else if (DeadlineText.lastDay(due).equals(day)) {
                today.add(shown);
            } else if (!DeadlineText.lastDay(due).isAfter(fiveWorkingDays(row, day))) {
                soon.add(shown);
            } else {
                later.add(shown);
            }
        }
        var groups = new ArrayList<WorkGroup>();
        add(groups, "overdue", "Overdue", "overdue", overdue);
        add(groups, "today", "Today", "due today", today);
        add(groups, "soon", "Next 5 working days", "in the next 5 working days", soon);
        add(groups, "later", "Later", "later", later);
        add(groups, "undated", "Without a date", "without a date", undated);
        return groups;
    }

    private static LocalDate fiveWorkingDays(Waiting.Row row, LocalDate from) {
        var day = from;
        for (int left = 5; left > 0; ) {
            day = day.plusDays(1);
            if (row.policy().calendar().isWorkingDay(day)) {
                left--;
            }
        }
        return day;
    }

    private static void add(List<WorkGroup> groups, String id, String heading, String words, List<WorkRow> rows) {
        if (!rows.isEmpty()) {
            groups.add(new WorkGroup(id, heading, words, rows));
        }
    }

    private static WorkRow row(Waiting.Row row, Instant now) {
        return new WorkRow(
                row.id(), row.title(), row.url(), row.why(), family(row), row.about(), due(row, now), tag(row, now));
    }

    static @Nullable Link family(Waiting.Row row) {
        return row.family() == null ? null : new Link(row.children(), "/families/" + row.family());
    }

    static Due due(Waiting.Row row, Instant now) {
        var due = row.due();
        return due == null
                ? new Due("No date", "the procedure gives none", Due.State.OPEN, null, null)
                : new DeadlineText(row.policy().calendar(), now).at(due, row.url());
    }

    static Tag tag(Waiting.Row row, Instant now) {
        var due = row.due();
        return due != null && !now.isBefore(due) ? Tag.overdue() : Tag.notStarted();
    }

    private static WaitingGroup waiting(List<Waiting.Row> rows) {
        return new WaitingGroup(
                "waiting",
                "Waiting on others",
                "waiting on others",
                rows.stream()
                        .map(row -> new WaitingGroup.Row(
                                row.title(),
                                "/transfers/" + row.run(),
                                row.why(),
                                row.family() == null
                                        ? new Link(row.reference(), "/transfers/" + row.run())
                                        : new Link(row.children(), "/families/" + row.family()),
                                row.about(),
                                row.staffName() == null ? row.roleTitle() : row.staffName(),
                                row.staffName() == null ? "" : row.roleTitle(),
                                "since " + Dates.date(row.arrived())))
                        .toList());
    }
}
