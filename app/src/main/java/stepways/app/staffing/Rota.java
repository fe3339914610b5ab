package stepways.app.staffing;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import stepways.app.web.Dates;
import stepways.engine.calendar.WorkingCalendar;

/// A week of a team's duty rota: each day and each night, who answers, and when nobody does.
///
/// A night is measured from instant to instant: one on which the clocks change is an hour longer or shorter.
final class Rota {

    private final WorkingCalendar calendar;
    private final LocalTime begins;
    private final LocalTime ends;

    Rota(WorkingCalendar calendar, LocalTime begins, LocalTime ends) {
        this.calendar = calendar;
        this.begins = begins;
        this.ends = ends;
    }

    /// Somebody on duty from one instant until another.
    record Duty(UUID id, UUID staff, String name, Instant from, Instant until) {}

    /// A stretch of time for which nobody stands on the rota.
    record Gap(Instant from, Instant until) {
        Duration length() {
            return Duration.between(from, until);
        }
    }

    /// A day or a night of a date. The night belongs to the date on which it begins.
    ///
    /// @param kind "Day", "Night", "Weekend", "Weekend night", "Boxing Day", "Boxing Day night"
    /// @param duties those who answer in it
    record Slot(LocalDate date, String kind, Instant from, Instant until, List<Duty> duties, List<Gap> gaps) {
        Slot {
            duties = List.copyOf(duties);
            gaps = List.copyOf(gaps);
        }

        Duration length() {
            return Duration.between(from, until);
        }
    }

    /// The fourteen days and nights from a Monday on.
    List<Slot> week(LocalDate monday, List<Duty> duties) {
        var all = new ArrayList<Slot>();
        for (int i = 0; i < 7; i++) {
            var date = monday.plusDays(i);
            var from = at(date, begins);
            var evening = at(date, ends);
            all.add(slot(date, kind(date, false), from, evening, duties));
            all.add(slot(date, kind(date, true), evening, at(date.plusDays(1), begins), duties));
        }
        return all;
    }

    static Instant at(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(Dates.ZONE).toInstant();
    }

    private String kind(LocalDate date, boolean night) {
        boolean weekend = date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
        var holiday = calendar.holidays().days().get(date);
        if (holiday != null) {
            return holiday + (night ? " night" : "");
        }
        if (weekend) {
            return night ? "Weekend night" : "Weekend";
        }
        var closed = calendar.dayOff(date);
        if (closed.isPresent()) {
            return closed.get() + (night ? " night" : "");
        }
        return night ? "Night" : "Day";
    }

    private static Slot slot(LocalDate date, String kind, Instant from, Instant until, List<Duty> duties) {
        var within = duties.stream()
                .filter(duty -> duty.from().isBefore(until) && duty.until().isAfter(from))
                .sorted(java.util.Comparator.comparing(Duty::from))
                .toList();
        var gaps = new ArrayList<Gap>();
        var covered = from;
        for (var duty : within) {
            if (duty.from().isAfter(covered)) {
                gaps.add(new Gap(covered, duty.from()));
            }
            if (duty.until().isAfter(covered)) {
                covered = duty.until();
            }
        }
        if (covered.isBefore(until)) {
            gaps.add(new Gap(covered, until));
        }
        return new Slot(date, kind, from, until, within, gaps);
    }

    /// What the clocks do within a stretch of time; empty if nothing.
    static Optional<String> clocks(Instant from, Instant until) {
        var next = Dates.ZONE.getRules().nextTransition(from);
        return next == null || !next.getInstant().isBefore(until)
                ? Optional.empty()
                : Optional.of(
                        next.isOverlap()
                                ? "The clocks go back: one hour more"
                                : "The clocks go forward: one hour less");
    }

    /// The instant of a typed time. Where the clocks go back a time comes twice: a duty begins at the first of them and
    /// ends at the second, so that no hour is left out. Where they go forward a time does not come at all: empty.
    static Optional<Instant> typed(LocalDate date, LocalTime time, boolean ends) {
        var local = LocalDateTime.of(date, time);
        var offsets = Dates.ZONE.getRules().getValidOffsets(local);
        return offsets.isEmpty()
                ? Optional.empty()
                : Optional.of(local.toInstant(ends ? offsets.getLast() : offsets.getFirst()));
    }

    /// "14 hours", "45 minutes", "14 hours 30 minutes".
    static String words(Duration length) {
        long hours = length.toHours();
        long minutes = length.toMinutesPart();
        var inHours = hours == 0 ? "" : hours == 1 ? "1 hour" : hours + " hours";
        var inMinutes = minutes == 0 ? "" : minutes == 1 ? "1 minute" : minutes + " minutes";
        return (inHours + " " + inMinutes).strip();
    }
}
