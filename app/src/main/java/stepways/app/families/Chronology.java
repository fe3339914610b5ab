package stepways.app.families;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Dates;
import stepways.app.web.Event;
import stepways.app.web.Link;

/// Everything recorded about a family as one line of time, across services: its runs in the words of their own pages,
/// services, people and harm calls, what is known of its people, and what other parts of the
/// service tell. It writes itself; what can be done to an entry is to mark it as significant.
final class Chronology {

    /// A gap in which nothing was open is said when it lasts this long.
    private static final int GAP_DAYS = 28;

    /// What no procedure gives a number for: after how many days without any entry a gap is shown.
    static final int SILENT_DAYS = 28;

    private static final String SERVICES = "Services and people";
    private static final String TRANSFERS = "Transfers and decisions";
    private static final String HARM = "Harm calls";
    private static final String GAPS = "Gaps";

    /// One entry.
    ///
    /// @param key a fingerprint of what it is and where it comes from, under which it is marked
    /// @param people whom it is about; empty for the whole family
    /// @param service the service it speaks of, if it speaks of one
    /// @param significant whether it is marked so, here or where it was written
    /// @param mark who marked it or took the mark back, and when
    record Entry(
            String key,
            Instant at,
            String kind,
            Set<UUID> people,
            @Nullable String service,
            Event event,
            boolean significant,
            @Nullable String mark) {

        Entry {
            people = Set.copyOf(people);
        }

        boolean isGap() {
            return kind.equals(GAPS);
        }
    }

    /// A mark on an entry, set or taken back.
    record Mark(boolean significant, Instant at, String by) {}

    /// What is shown of it.
    ///
    /// @param kind as in an address; empty for everything
    /// @param service as the procedure names it; empty for every service
    record Filter(
            String kind,
            @Nullable UUID person,
            String service,
            boolean significant,
            @Nullable LocalDate from,
            @Nullable LocalDate until) {

        static Filter none() {
            return new Filter("", null, "", false, null, null);
        }

        /// Whether entries are left out for another reason than their date: then no gap is shown between them.
        boolean leavesOut() {
            return !kind.isEmpty() || person != null || !service.isEmpty() || significant;
        }
    }

    private final Family family;
    private final FamilyViews views;
    private final int silentDays;
    private final Map<String, Mark> marks;
    private final Set<String> keys = new HashSet<>();
    private final List<Entry> all = new ArrayList<>();

    Chronology(
            Family family,
            Map<UUID, List<Event>> ofRuns,
            List<ChronologyPart.Entry> told,
            Map<String, Mark> marks,
            int silentDays) {
        this.family = family;
        this.views = new FamilyViews(family);
        this.marks = marks;
        this.silentDays = silentDays;
        services();
        people();
        harm();
        facts();
        family.runs()
                .forEach(run -> ofRuns.getOrDefault(run.id(), List.of())
                        .forEach(event -> add(
                                "run:" + run.id() + ":" + event.id(),
                                OffsetDateTime.parse(event.iso()).toInstant(),
                                TRANSFERS,
                                run.travellers(),
                                null,
                                false,
                                renamed(event, run))));
        told.forEach(this::told);
        silences();
        unnamed();
        // Of two at the same moment the one recorded later is the newer.
        all.sort(Comparator.comparing(Entry::at));
        java.util.Collections.reverse(all);
    }

    /// The newest that have happened.
    List<Event> newest(int most) {
        return all.stream()
                .filter(entry -> !entry.isGap())
                .limit(most)
                .map(Entry::event)
                .toList();
    }

    /// The kinds there are entries of, as in an address and as they are read.
    Map<String, String> kinds() {
        var kinds = new LinkedHashMap<String, String>();
        for (var title : List.of(SERVICES, TRANSFERS, HARM)) {
            kinds.put(word(title), title);
        }
        all.stream()
                .map(Entry::kind)
                .distinct()
                .sorted()
                .filter(title -> !title.equals(GAPS))
                .forEach(title -> kinds.putIfAbsent(word(title), title));
        kinds.put(word(GAPS), GAPS);
        return kinds;
    }

    /// How many entries there are, gaps apart.
    int size() {
        return (int) all.stream().filter(entry -> !entry.isGap()).count();
    }

    List<Entry> of(Filter filter, boolean oldestFirst) {
        var entries = all.stream().filter(entry -> shows(filter, entry)).toList();
        return oldestFirst ? entries.reversed() : entries;
    }

    private boolean shows(Filter filter, Entry entry) {
        if (entry.isGap() && filter.leavesOut() && !filter.kind().equals(word(GAPS))) {
            return false;
        }
        var day = Dates.day(entry.at());
        return (filter.kind().isEmpty() || filter.kind().equals(word(entry.kind())))
                && (filter.person() == null
                        || entry.people().isEmpty()
                        || entry.people().contains(filter.person()))
                && (filter.service().isEmpty() || within(filter.service(), entry))
                && (!filter.significant() || entry.significant())
                && (filter.from() == null || !day.isBefore(filter.from()))
                && (filter.until() == null || !day.isAfter(filter.until()));
    }

    /// What speaks of a service, and what happened while it was open to one of those it is about.
    private boolean within(String service, Entry entry) {
        if (entry.service() != null) {
            return entry.service().equals(service);
        }
        return family.episodes().stream()
                .anyMatch(episode -> episode.service().equals(service)
                        && (entry.people().isEmpty() || entry.people().contains(episode.child()))
                        && !episode.opened().isAfter(entry.at())
                        && (episode.closed() == null || !episode.closed().isBefore(entry.at())));
    }

    /// The kind as it stands in an address. The first four have had their addresses longer than their titles.
    static String word(String kind) {
        return switch (kind) {
            case SERVICES -> "services";
            case TRANSFERS -> "transfers";
            case HARM -> "harm";
            default -> kind.toLowerCase(Locale.UK).replaceAll("[^a-z0-9]+", "-");
        };
    }

    // Entries.

    private void add(
            String source,
            Instant at,
            String kind,
            Set<UUID> people,
            @Nullable String service,
            boolean significant,
            Event event) {
        var key = KeptFacts.takenOver("entry:" + source).toString().replace("-", "");
        if (!keys.add(key)) {
            // Two of the same source at the same moment: told apart by their order.
            add(source + "+", at, kind, people, service, significant, event);
            return;
        }
        var mark = marks.get(key);
        all.add(new Entry(
                key,
                at,
                kind,
                people,
                service,
                new Event(
                        "e-" + key,
                        event.title(),
                        event.by(),
                        event.happened(),
                        event.iso(),
                        event.recorded(),
                        event.words(),
                        event.cites(),
                        event.corrected(),
                        event.correct()),
                mark == null ? significant : mark.significant(),
                mark == null
                        ? significant ? "marked where it was written" : null
                        : (mark.significant() ? "marked by " : "mark taken back by ") + mark.by() + ", "
                                + Dates.date(mark.at())));
    }

    private static Event event(
            String title,
            @Nullable String by,
            String happened,
            Instant at,
            @Nullable String recorded,
            @Nullable String words,
            @Nullable String corrected,
            @Nullable Link link) {
        return new Event("", title, by, happened, Dates.iso(at), recorded, words, List.of(), corrected, link);
    }

    private void plain(
            String source,
            String kind,
            Instant at,
            Collection<UUID> people,
            @Nullable String service,
            String title,
            @Nullable String words) {
        add(
                source,
                at,
                kind,
                new HashSet<>(people),
                service,
                false,
                event(title, null, day(at), at, null, words, null, null));
    }

    /// Events of several runs stand on one page: each says which run it belongs to.
    private static Event renamed(Event event, FamilyRows.Run run) {
        return new Event(
                event.id(),
                run.reference() + ": " + event.title(),
                event.by(),
                event.happened(),
                event.iso(),
                event.recorded(),
                event.words(),
                event.cites(),
                event.corrected(),
                event.correct());
    }

    /// What another part of the service tells, with both its dates where they differ.
    private void told(ChronologyPart.Entry entry) {
        add(
                "told:" + entry.kind() + ":" + entry.recorded() + ":"
                        + Objects.requireNonNullElse(entry.url(), entry.title()),
                entry.happened(),
                entry.kind(),
                entry.people(),
                null,
                entry.significant(),
                event(
                        entry.title(),
                        entry.by(),
                        entry.dayOnly() ? Dates.date(entry.happened()) : Dates.dateAndTime(entry.happened()),
                        entry.happened(),
                        late(entry.happened(), entry.recorded()),
                        entry.words(),
                        entry.corrected(),
                        entry.url() == null ? null : new Link("Open", entry.url())));
    }

    /// "recorded 17 June 2026, 6 days later", where it was not recorded on the day it happened.
    static @Nullable String late(Instant happened, Instant recorded) {
        long days = ChronoUnit.DAYS.between(Dates.day(happened), Dates.day(recorded));
        return days < 1 ? null : "recorded " + Dates.date(recorded) + ", " + FamilyViews.count(days, "day") + " later";
    }

    /// What comes from a case system has a day and no time; midnight would be a time that nobody recorded.
    private static String day(Instant at) {
        return at.equals(Dates.day(at).atStartOfDay(Dates.ZONE).toInstant()) ? Dates.date(at) : Dates.dateAndTime(at);
    }

    private void services() {
        var together = new LinkedHashMap<String, List<FamilyRows.Episode>>();
        var closed = new LinkedHashMap<String, List<FamilyRows.Episode>>();
        for (var episode : family.episodes()) {
            if (!episode.byRun()) {
                together.computeIfAbsent(episode.service() + "@" + Dates.day(episode.opened()), _ -> new ArrayList<>())
                        .add(episode);
                var until = episode.closed();
                if (until != null) {
                    closed.computeIfAbsent(episode.service() + "@" + Dates.day(until), _ -> new ArrayList<>())
                            .add(episode);
                }
            }
        }
        for (var episodes : together.values()) {
            var first = episodes.getFirst();
            var children = episodes.stream().map(FamilyRows.Episode::child).toList();
            plain(
                    "opened:" + first.id(),
                    SERVICES,
                    first.opened(),
                    children,
                    first.service(),
                    views.serviceTitle(first.service()) + " opened: " + views.firsts(children),
                    first.system() == null ? null : "Taken over from the case system.");
        }
        for (var episodes : closed.values()) {
            var first = episodes.getFirst();
            var until = Objects.requireNonNull(first.closed());
            var because = first.because();
            var children = episodes.stream().map(FamilyRows.Episode::child).toList();
            plain(
                    "closed:" + first.id(),
                    SERVICES,
                    until,
                    children,
                    first.service(),
                    views.serviceTitle(first.service()) + " closed: " + views.firsts(children),
                    join(
                            because == null
                                    ? null
                                    : (first.system() == null ? "Because: " : "Reason in the case system: ")
                                            + because.replace('-', ' ') + ".",
                            gapAfter(until)));
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
                together.computeIfAbsent(
                                held.name() + ":" + held.lead() + ":" + Dates.day(held.from()), _ -> new ArrayList<>())
                        .add(held);
            }
        }
        together.forEach((source, all) -> {
            var first = all.getFirst();
            var who = first.named() ? first.name() : "The duty holder of " + first.name();
            var ids = all.stream().map(FamilyRows.Held::child).toList();
            var children = views.firsts(ids);
            plain(
                    "held:" + source,
                    SERVICES,
                    first.from(),
                    ids,
                    first.service(),
                    first.lead() ? who + " is accountable: " + children : who + " works alongside: " + children,
                    first.named() || !first.lead() ? null : "No practitioner was named.");
        });
    }

    private void harm() {
        for (var call : family.harm()) {
            add(
                    "harm:" + call.id(),
                    call.raised(),
                    HARM,
                    Set.of(),
                    null,
                    false,
                    event(
                            call.mistake() ? "Harm call, opened by mistake" : "Harm call",
                            null,
                            Dates.dateAndTime(call.raised()),
                            call.raised(),
                            null,
                            call.confirmedName() == null
                                    ? null
                                    : call.confirmedName() + " was told"
                                            + (call.confirmed() == null ? "" : " at " + Dates.time(call.confirmed()))
                                            + ".",
                            null,
                            new Link("Open", "/harm-now/" + call.id())));
        }
    }

    // What is known of people.

    private void facts() {
        var words = new FactWords(family, false);
        for (var thread : family.facts()) {
            for (var row : thread.rows()) {
                fact(words, thread, row);
            }
        }
    }

    /// A fact stands on the day from which it holds. What was taken over with no such day has nothing to tell.
    private void fact(FactWords words, KeptFact.Thread thread, KeptFact row) {
        boolean life = row.kind() == FactKind.BIRTH || row.kind() == FactKind.DEATH;
        if (!row.kept() && (!life || row.from() == null) || row.act() == KeptFact.Act.WITHDRAWN) {
            return;
        }
        if (row.by() == null && row.replaces() == null && !life) {
            return;
        }
        if (row.act() == KeptFact.Act.ENDED) {
            ended(words, thread, row);
            return;
        }
        var after = thread.after(row);
        var from = row.from();
        if (life && from == null && after != null) {
            return;
        }
        var day = from == null ? Dates.day(row.recorded()) : from;
        entry(words, thread, row, after, day, from == null, words.title(row), words(words, row));
        if (row.kind() == FactKind.ORDER
                && after == null
                && row.until() != null
                && !row.until().isAfter(family.today())) {
            ended(words, thread, row);
        }
    }

    /// What the title says already, and the day beside it.
    private static final Set<String> IN_THE_TITLE = Set.of(
            "About",
            "For",
            "To",
            "Names",
            "Must not learn where",
            "Number",
            "Writing",
            "Holds it",
            "Order",
            "Since",
            "Made",
            "Moved");

    private static @Nullable String words(FactWords words, KeptFact row) {
        var said = words.lines(row).stream()
                .filter(line -> !IN_THE_TITLE.contains(line.label()))
                .filter(line -> switch (row.kind()) {
                    case MOVE, ORDER, WRITING, KEPT_BACK, RESPONSIBILITY, TELEPHONE -> true;
                    case NAME, BIRTH, DEATH, RELATIONSHIP, COMMUNICATION -> false;
                })
                .map(line -> line.label() + ": " + line.words().strip().replaceAll("[.]+$", ""))
                .toList();
        return said.isEmpty() ? null : String.join(". ", said) + ".";
    }

    private void ended(FactWords words, KeptFact.Thread thread, KeptFact row) {
        var until = Objects.requireNonNull(row.until());
        entry(
                words,
                thread,
                row,
                thread.after(row),
                until,
                false,
                "No longer: " + words.title(row),
                row.reason().isEmpty() || !row.family().equals(family.id()) ? null : row.reason());
    }

    /// @param timed whether the day is the day of recording, whose time is known
    private void entry(
            FactWords words,
            KeptFact.Thread thread,
            KeptFact row,
            @Nullable KeptFact after,
            LocalDate day,
            boolean timed,
            String title,
            @Nullable String said) {
        var noon = day.atTime(12, 0).atZone(Dates.ZONE).toInstant();
        var at = timed || noon.isAfter(family.now()) && day.equals(Dates.day(row.recorded())) ? row.recorded() : noon;
        boolean struck = after != null && FactController.strikes(after);
        add(
                "fact:" + row.id() + ":" + (title.startsWith("No longer") ? "end" : "begin"),
                at,
                row.kind().filed(),
                new HashSet<>(row.people()),
                null,
                false,
                event(
                        title,
                        row.by(),
                        timed ? Dates.dateAndTime(at) : Dates.date(day),
                        at,
                        row.kept() ? late(at, row.recorded()) : null,
                        said,
                        struck && after != null ? FactController.replaced(words, after) : null,
                        new Link(
                                "Open",
                                "/families/" + family.id() + "/facts/"
                                        + thread.now().id())));
    }

    // Gaps.

    private record Span(Instant from, Instant until) {}

    /// Times during which some service was open to some child.
    private List<Span> open() {
        var spans = new ArrayList<Span>();
        for (var episode : family.episodes()) {
            var until = Objects.requireNonNullElse(episode.closed(), family.now());
            var last = spans.isEmpty() ? null : spans.getLast();
            if (last == null || episode.opened().isAfter(last.until())) {
                spans.add(new Span(episode.opened(), until));
            } else if (until.isAfter(last.until())) {
                spans.set(spans.size() - 1, new Span(last.from(), until));
            }
        }
        return spans;
    }

    /// Where nothing at all was recorded for long while a service was open.
    private void silences() {
        var moments = all.stream().map(Entry::at).sorted().toList();
        for (var span : open()) {
            var before = span.from();
            for (var moment : moments) {
                if (moment.isAfter(before) && moment.isBefore(span.until())) {
                    silence(before, moment);
                    before = moment;
                }
            }
            silence(before, span.until());
        }
    }

    private void silence(Instant from, Instant until) {
        long days = ChronoUnit.DAYS.between(Dates.day(from), Dates.day(until));
        if (days > silentDays) {
            boolean now = until.equals(family.now());
            add(
                    "silence:" + from,
                    until.minusMillis(1),
                    GAPS,
                    Set.of(),
                    null,
                    false,
                    event(
                            "Nothing recorded for " + FamilyViews.count(days, "day") + " while a service was open",
                            null,
                            Dates.date(from) + " to " + (now ? "today" : Dates.date(until)),
                            until,
                            null,
                            null,
                            null,
                            null));
        }
    }

    /// Days on which a service was open to a child and no practitioner was named.
    private void unnamed() {
        var together = new LinkedHashMap<String, Set<UUID>>();
        var spans = new LinkedHashMap<String, Span>();
        var who = new LinkedHashMap<String, String>();
        for (var held : family.held()) {
            if (held.lead() && !held.named()) {
                var until = Objects.requireNonNullElse(held.until(), family.now());
                if (Dates.day(held.from()).isBefore(Dates.day(until))) {
                    var key = Dates.day(held.from()) + ":" + Dates.day(until);
                    together.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(held.child());
                    spans.put(key, new Span(held.from(), until));
                    who.put(key, "The duty holder of " + held.name() + " answered.");
                }
            }
        }
        for (var child : family.children()) {
            for (var span : nobody(child.id())) {
                var key = Dates.day(span.from()) + ":" + Dates.day(span.until()) + ":nobody";
                together.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(child.id());
                spans.put(key, span);
                who.put(key, "Nobody at all was accountable.");
            }
        }
        together.forEach((key, children) -> {
            var span = Objects.requireNonNull(spans.get(key));
            long days = ChronoUnit.DAYS.between(Dates.day(span.from()), Dates.day(span.until()));
            add(
                    "unnamed:" + key + ":" + children,
                    span.from().plusMillis(1),
                    GAPS,
                    children,
                    null,
                    false,
                    event(
                            "No named practitioner for " + FamilyViews.count(days, "day") + ": "
                                    + views.firsts(List.copyOf(children)),
                            null,
                            Dates.date(span.from()) + " to "
                                    + (span.until().equals(family.now()) ? "today" : Dates.date(span.until())),
                            span.from(),
                            null,
                            who.get(key),
                            null,
                            null));
        });
    }

    /// Times of a day and more in which a service was open to a child that nobody held.
    private List<Span> nobody(UUID child) {
        var left = new ArrayList<Span>();
        for (var episode : family.episodes()) {
            if (episode.child().equals(child)) {
                left.add(new Span(episode.opened(), Objects.requireNonNullElse(episode.closed(), family.now())));
            }
        }
        for (var held : family.held()) {
            if (held.lead() && held.child().equals(child)) {
                var until = Objects.requireNonNullElse(held.until(), family.now());
                var next = new ArrayList<Span>();
                for (var span : left) {
                    if (held.from().isAfter(span.from())) {
                        next.add(
                                new Span(span.from(), held.from().isBefore(span.until()) ? held.from() : span.until()));
                    }
                    if (until.isBefore(span.until())) {
                        next.add(new Span(until.isAfter(span.from()) ? until : span.from(), span.until()));
                    }
                }
                left.clear();
                next.stream()
                        .filter(span -> span.from().isBefore(span.until()))
                        .distinct()
                        .forEach(left::add);
            }
        }
        return left.stream()
                .filter(span -> ChronoUnit.DAYS.between(Dates.day(span.from()), Dates.day(span.until())) >= 1)
                .distinct()
                .toList();
    }
}
