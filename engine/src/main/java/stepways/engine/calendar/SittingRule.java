package stepways.engine.calendar;

import java.time.*;
import java.util.*;

public record SittingRule() {
    public Sitting firstFor(WorkingCalendar c, Instant at, Set<LocalDate> cancelled) {
        var d = c.date(at).plusDays(7);
        return new Sitting(d, at, at, at, new Sum(""));
    }

    public Instant opensOn(LocalDate d, ZoneId z) {
        return d.atTime(14, 0).atZone(z).toInstant();
    }
}
