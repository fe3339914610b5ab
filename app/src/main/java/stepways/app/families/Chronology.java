package stepways.app.families;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Dates;
import stepways.app.web.Event;
import stepways.app.web.Link;

/// Everything recorded about a family as one line of time: its runs in the words of their own pages, and services,
/// people, papers, agreements and harm calls that no run recorded.
final class Chronology {

    /// A gap in which nothing was open is said when it lasts this long.
    private static final int GAP_DAYS = 28;

    enum Kind {
        SERVICES("services", "Services and people"),
        TRANSFERS("transfers", "Transfers and decisions"),
        PAPERS("papers", "Papers and agreement"),
        HARM("harm", "Harm calls");

        private final String word;
        private final String title;

        Kind(String word, String title) {
            this.word = word;
            this.title = title;
        }

        String word() {
            return word;
        }

        String title() {
            return title;
        }
    }

    private record Dated(Instant at, String kind, Event event) {}

    private final Family family;
    private final FamilyViews views;
    private final List<Dated> all = new ArrayList<>();
    private int number;

    Chronology(Family family, Map<UUID, List<Event>> ofRuns, List<ChronologyPart.Entry> told) {
        this.family = family;
        this.views = new FamilyViews(family);
        services();
        people();
        papers();
        harm();
        ofRuns.forEach((run, events) -> events.forEach(event -> all.add(
                new Dated(OffsetDateTime.parse(event.iso()).toInstant(), Kind.TRANSFERS.word(), renamed(event, run)))));
        told.forEach(this::told);
        all.sort(Comparator.comparing(Dated::at).reversed());
    }

    /// Newest first.
    List<Event> newest(int most) {
        return all.stream().limit(most).map(Dated::event).toList();
    }

    List<Event> of(@Nullable String kind, boolean oldestFirst) {
        var events = new ArrayList<>(all.stream()
                .filter(dated -> kind == null || dated.kind().equals(kind))
                .map(Dated::event)
                .toList());
        return oldestFirst ? events.reversed() : events;
    }

    /// Events of several runs stand on one page: each id gets its run's reference before it.
    private Event renamed(Event event, UUID run) {
        var reference = family.runs().stream()
                .filter(each -> each.id().equals(run))
                .map(FamilyRows.Run::reference)
                .findFirst()
                .orElse("");
        return new Event(
                reference + "-" + event.id(),
                reference + ": " + event.title(),
                event.by(),
                event.happened(),
                event.iso(),
                event.recorded(),
                event.words(),
                event.cites(),
                event.corrected(),
                event.correct());
    }

    private void add(Kind kind, Instant at, String title, @Nullable String words) {
        all.add(new Dated(
                at,
                kind.word(),
                new Event(
                        "event-" + ++number, title, null, day(at), Dates.iso(at), null, words, List.of(), null, null)));
    }

    /// What another part of the service tells, with both its dates where they differ.
    private void told(ChronologyPart.Entry entry) {
        long late = ChronoUnit.DAYS.between(Dates.day(entry.happened()), Dates.day(entry.recorded()));
        all.add(new Dated(
                entry.happened(),
                word(entry.kind()),
                new Event(
                        "event-" + ++number,
                        entry.significant() ? entry.title() + " (significant)" : entry.title(),
                        entry.by(),
                        entry.dayOnly() ? Dates.date(entry.happened()) : Dates.dateAndTime(entry.happened()),
                        Dates.iso(entry.happened()),
                        late < 1
                                ? null
                                : "recorded " + Dates.date(entry.recorded()) + ", " + FamilyViews.count(late, "day")
                                        + " later",
                        entry.words(),
                        List.of(),
                        entry.corrected(),
                        entry.url() == null ? null : new Link("Open", entry.url()))));
    }

    /// The kind as it stands in an address.
    static String word(String kind) {
        return kind.toLowerCase(Locale.UK).replaceAll("[^a-z0-9]+", "-");
    }

    /// What comes from a case system has a day and no time; midnight would be a time that nobody recorded.
    private static String day(Instant at) {
        return at.equals(Dates.day(at).atStartOfDay(Dates.ZONE).toInstant()) ? Dates.date(at) : Dates.dateAndTime(at);
    }

    private void services() {
        var together = new LinkedHashMap<String, List<FamilyRows.Episode>>();
        for (var episode : family.episodes()) {
            if (!episode.byRun()) {
                together.computeIfAbsent(episode.service() + "@" + Dates.day(episode.opened()), _ -> new ArrayList<>())
                        .add(episode);
            }
        }
        for (var episodes : together.values()) {
            var first = episodes.getFirst();
            add(
                    Kind.SERVICES,
                    first.opened(),
                    views.serviceTitle(first.service()) + " opened: "
                            + views.firsts(episodes.stream()
                                    .map(FamilyRows.Episode::child)
                                    .toList()),
                    first.system() == null ? null : "Taken over from the case system.");
        }
        var closed = new LinkedHashMap<String, List<FamilyRows.Episode>>();
        for (var episode : family.episodes()) {
            var until = episode.closed();
            if (until != null && !episode.byRun()) {
                closed.computeIfAbsent(episode.service() + "@" + Dates.day(until), _ -> new ArrayList<>())
                        .add(episode);
            }
        }
        for (var episodes : closed.values()) {
            var first = episodes.getFirst();
            var until = first.closed();
            if (until != null) {
                var because = first.because();
                add(
                        Kind.SERVICES,
                        until,
                        views.serviceTitle(first.service()) + " closed: "
                                + views.firsts(episodes.stream()
                                        .map(FamilyRows.Episode::child)
                                        .toList()),
                        join(
                                because == null
                                        ? null
                                        : (first.system() == null ? "Because: " : "Reason in the case system: ")
                                                + because.replace('-', ' ') + ".",
                                gapAfter(until)));
            }
        }
    }

    private static @Nullable String join(@Nullable String one, @Nullable String other) {
        if (one == null) {
            return other;
        }
        return other == null ? one : one + " " + other;
    }

    /// How long nothing was open afterwards, if that was long.
    private @Nullable String gapAfter(Instant closed) {
        boolean stillOpen = family.episodes().stream()
                .anyMatch(episode -> !episode.opened().isAfter(closed)
                        && (episode.closed() == null || episode.closed().isAfter(closed)));
        if (stillOpen) {
            return null;
        }
        var next = family.episodes().stream()
                .map(FamilyRows.Episode::opened)
                .filter(opened -> opened.isAfter(closed))
                .min(Comparator.naturalOrder());
        if (next.isEmpty()) {
            return null;
        }
        long days = ChronoUnit.DAYS.between(Dates.day(closed), Dates.day(next.get()));
        return days < GAP_DAYS
                ? null
                : "Then nothing was open for " + FamilyViews.count(days, "day") + ", until " + Dates.date(next.get())
                        + ".";
    }

    private void people() {
        var together = new LinkedHashMap<String, List<FamilyRows.Held>>();
        for (var held : family.held()) {
            if (!held.byRun()) {
                together.computeIfAbsent(held.name() + held.lead() + Dates.day(held.from()), _ -> new ArrayList<>())
                        .add(held);
            }
        }
        for (var held : together.values()) {
            var first = held.getFirst();
            var who = first.named() ? first.name() : "The duty holder of " + first.name();
            var children =
                    views.firsts(held.stream().map(FamilyRows.Held::child).toList());
            add(
                    Kind.SERVICES,
                    first.from(),
                    first.lead() ? who + " is accountable: " + children : who + " works alongside: " + children,
                    first.named() || !first.lead() ? null : "No practitioner was named.");
        }
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private void papers() {
        for (var paper : family.papers()) {
            var at = paper.dated().atTime(12, 0).atZone(Dates.ZONE).toInstant();
            all.add(new Dated(
                    at,
                    Kind.PAPERS.word(),
                    new Event(
                            "event-" + ++number,
                            capital(paper.title()) + (paper.child() == null ? "" : ", " + paper.child()),
                            null,
                            Dates.date(paper.dated()),
                            paper.dated().toString(),
                            null,
                            null,
                            List.of(),
                            null,
                            null)));
        }
        for (var answer : family.agreements()) {
            add(
                    Kind.PAPERS,
                    answer.happened(),
                    views.agreementTitle(answer.key()) + ": " + answer.status().replace('-', ' '),
                    answer.person() == null || answer.person().isBlank() ? null : answer.person());
        }
    }

    private void harm() {
        for (var call : family.harm()) {
            all.add(new Dated(
                    call.raised(),
                    Kind.HARM.word(),
                    new Event(
                            "event-" + ++number,
                            call.mistake() ? "Harm call, opened by mistake" : "Harm call",
                            null,
                            Dates.dateAndTime(call.raised()),
                            Dates.iso(call.raised()),
                            null,
                            call.confirmedName() == null
                                    ? null
                                    : call.confirmedName() + " was told"
                                            + (call.confirmed() == null ? "" : " at " + Dates.time(call.confirmed()))
                                            + ".",
                            List.of(),
                            null,
                            new Link("Open", "/harm-now/" + call.id()))));
        }
    }
}
