package stepways.engine.calendar;

import java.time.*;
import java.util.*;

public record BankHolidays(SortedMap<LocalDate, String> days, LocalDate from, LocalDate to) {}
