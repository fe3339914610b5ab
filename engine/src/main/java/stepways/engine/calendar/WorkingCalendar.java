package stepways.engine.calendar;

import java.time.*;
import java.util.*;

public final class WorkingCalendar {
    private final ZoneId zone;
    private final BankHolidays h;

    public WorkingCalendar(ZoneId zone, BankHolidays h, SortedMap<LocalDate, String> closures) {
        this.zone = zone;
        this.h = h;
    }

    public ZoneId zone() {
        return zone;
    }

    public LocalDate date(Instant i) {
        return i.atZone(zone).toLocalDate();
    }

    boolean w(LocalDate d) {
        return d.getDayOfWeek().getValue() < 6 && !h.days().containsKey(d);
    }

    Due end(LocalDate d) {
        return new Due(d.plusDays(1).atStartOfDay(zone).toInstant(), new Sum("to " + d));
    }

    public Due after(Instant s, Amount a) {
        var d = date(s);
        return switch (a.unit()) {
            case HOURS -> new Due(s.plus(Duration.ofHours(a.count())), new Sum(""));
            case DAYS -> end(d.plusDays(a.count()));
            case WEEKS -> end(d.plusWeeks(a.count()));
            case MONTHS -> end(d.plusMonths(a.count()));
            case YEARS -> end(d.plusYears(a.count()));
            case WORKING_DAYS -> {
                int n = a.count();
                while (n > 0) {
                    d = d.plusDays(1);
                    if (w(d)) n--;
                }
                yield end(d);
            }
        };
    }

    public Due sameDay(Instant s) {
        return end(date(s));
    }

    public Due immediately(Instant s) {
        return new Due(s, new Sum(""));
    }

    public Due onDate(LocalDate d, String w) {
        return end(d);
    }

    public Due before(Instant e, Amount a) {
        var d = date(e);
        return end(d.minusDays((a.unit() == Unit.WEEKS ? 7 : 1) * (long) a.count()));
    }

    public Due beforeMoment(Instant e) {
        return new Due(e, new Sum(""));
    }

    public Due atAge(LocalDate b, Age a) {
        return end(b.plusYears(a.years()).plusMonths(a.months()));
    }

    /// The same calendar with other local closure days.
    public WorkingCalendar withClosures(SortedMap<LocalDate, String> closures) {
        return new WorkingCalendar(zone, h, closures);
    }
}
