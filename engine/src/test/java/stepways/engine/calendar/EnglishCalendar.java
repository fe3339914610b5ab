package stepways.engine.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.SortedMap;
import java.util.TreeMap;

/// The bank holidays of England and Wales worked out from the rules, for tests that do not want to trust a list.
final class EnglishCalendar {

    static final ZoneId LONDON = ZoneId.of("Europe/London");

    private EnglishCalendar() {}

    static WorkingCalendar england() {
        return new WorkingCalendar(
                LONDON,
                new BankHolidays(bankHolidays(2012, 2028), LocalDate.of(2012, 1, 1), LocalDate.of(2028, 12, 31)),
                new TreeMap<>());
    }

    static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(LONDON).toInstant();
    }

    static Instant startOf(LocalDate day) {
        return day.atStartOfDay(LONDON).toInstant();
    }

    /// Banking and Financial Dealings Act 1971, the days at common law, and the royal proclamations since 2012.
    static SortedMap<LocalDate, String> bankHolidays(int from, int to) {
        var days = new TreeMap<LocalDate, String>();
        for (int year = from; year <= to; year++) {
            days.put(weekdayFrom(LocalDate.of(year, 1, 1)), "New Year’s Day");
            var easter = easter(year);
            days.put(easter.minusDays(2), "Good Friday");
            days.put(easter.plusDays(1), "Easter Monday");
            days.put(
                    year == 2020 ? LocalDate.of(2020, 5, 8) : firstMonday(year, 5),
                    year == 2020 ? "Early May bank holiday (VE day)" : "Early May bank holiday");
            days.put(
                    switch (year) {
                        case 2012 -> LocalDate.of(2012, 6, 4);
                        case 2022 -> LocalDate.of(2022, 6, 2);
                        default -> lastMonday(year, 5);
                    },
                    "Spring bank holiday");
            days.put(lastMonday(year, 8), "Summer bank holiday");
            christmas(days, year);
        }
        days.put(LocalDate.of(2012, 6, 5), "Queen’s Diamond Jubilee");
        days.put(LocalDate.of(2022, 6, 3), "Platinum Jubilee bank holiday");
        days.put(LocalDate.of(2022, 9, 19), "Bank Holiday for the State Funeral of Queen Elizabeth II");
        days.put(LocalDate.of(2023, 5, 8), "Bank holiday for the coronation of King Charles III");
        return days;
    }

    /// Where one of the two days falls at a weekend, the first weekday that is not the other takes its place.
    private static void christmas(SortedMap<LocalDate, String> days, int year) {
        var christmas = LocalDate.of(year, 12, 25);
        switch (christmas.getDayOfWeek()) {
            case FRIDAY -> {
                days.put(christmas, "Christmas Day");
                days.put(LocalDate.of(year, 12, 28), "Boxing Day");
            }
            case SATURDAY -> {
                days.put(LocalDate.of(year, 12, 27), "Christmas Day");
                days.put(LocalDate.of(year, 12, 28), "Boxing Day");
            }
            case SUNDAY -> {
                days.put(LocalDate.of(year, 12, 26), "Boxing Day");
                days.put(LocalDate.of(year, 12, 27), "Christmas Day");
            }
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY -> {
                days.put(christmas, "Christmas Day");
                days.put(LocalDate.of(year, 12, 26), "Boxing Day");
            }
        }
    }

    private static LocalDate weekdayFrom(LocalDate day) {
        return switch (day.getDayOfWeek()) {
            case SATURDAY -> day.plusDays(2);
            case SUNDAY -> day.plusDays(1);
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
        };
    }

    private static LocalDate firstMonday(int year, int month) {
        return LocalDate.of(year, month, 1).with(TemporalAdjusters.firstInMonth(DayOfWeek.MONDAY));
    }

    private static LocalDate lastMonday(int year, int month) {
        return LocalDate.of(year, month, 1).with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY));
    }

    /// Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher).
    private static LocalDate easter(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int d = b / 4;
        int e = b % 4;
        int f = (b + 8) / 25;
        int g = (b - f + 1) / 3;
        int h = (19 * a + b - d - g + 15) % 30;
        int i = c / 4;
        int k = c % 4;
        int l = (32 + 2 * e + 2 * i - h - k) % 7;
        int m = (a + 11 * h + 22 * l) / 451;
        int monthAndDay = h + l - 7 * m + 114;
        return LocalDate.of(year, monthAndDay / 31, monthAndDay % 31 + 1);
    }
}
