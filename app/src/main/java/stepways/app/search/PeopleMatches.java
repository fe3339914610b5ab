package stepways.app.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.WorkingRelationship;
import stepways.app.web.Dates;
import stepways.app.web.Isolated;

/// Finds who somebody may already be, before a record is made for them: by the spelling and the sound of their names,
/// by initials, by birth date, by address and by numbers of other systems. Each match says why it is one.
///
/// A record that two of these lead to through a merge is the one that stays.
public final class PeopleMatches {

    /// From so many points a match is shown, and from so many it stops whoever would make a new record.
    private static final int SHOWN = 4;

    private static final int STRONG = 7;
    /// No more than these are shown for one person.
    public static final int MOST = 12;

    private static final int CANDIDATES = 400;
    private static final int MOST_LETTERS = 40;

    private final JdbcClient sql;

    public PeopleMatches(JdbcClient sql) {
        this.sql = sql;
    }

    /// Somebody as they were described.
    ///
    /// @param born birth date, or the date expected where `unborn`
    public record Sought(
            String forename,
            String surname,
            @Nullable LocalDate born,
            boolean unborn,
            String address,
            String postcode,
            String number) {

        public boolean isNobody() {
            return forename.isBlank() && surname.isBlank() && born == null && number.isBlank();
        }

        /// One name and nothing else: whoever bears it is shown, as far as the page goes.
        boolean isOneNameOnly() {
            return forename.isBlank() != surname.isBlank() && born == null && postcode.isBlank() && number.isBlank();
        }

        public String name() {
            var name = (forename + " " + surname).strip();
            return name.isEmpty() ? unborn ? "Unborn child" : "No name given" : name;
        }
    }

    /// Somebody who may be the one sought.
    ///
    /// @param guarded whether this reader may learn no more than that a record exists and whom to ask
    /// @param why what they have in common, in whole sentences
    /// @param strong whether it is so likely that nobody should pass it by unawares
    public record Match(
            UUID id,
            String name,
            @Nullable LocalDate born,
            @Nullable LocalDate expected,
            @Nullable LocalDate died,
            boolean guarded,
            boolean hidden,
            @Nullable String askRole,
            @Nullable UUID family,
            @Nullable String familyReference,
            @Nullable String address,
            @Nullable String services,
            @Nullable String practitioner,
            boolean child,
            List<String> why,
            boolean strong) {

        public Match {
            why = List.copyOf(why);
        }
    }

    /// What was looked for, in a sentence for whoever decides what to make of the answer.
    public static String searched(Sought sought, boolean wide) {
        var by = new ArrayList<String>();
        if (!sought.forename().isBlank() || !sought.surname().isBlank()) {
            by.add("by the spelling and the sound of the name");
            by.add("by initials");
        }
        var born = sought.born();
        if (born != null) {
            by.add((sought.unborn() ? "by the date expected, " : "by birth date, ") + Dates.date(born));
            var swapped = swapped(born);
            if (swapped != null) {
                by.add("with day and month the other way round, " + Dates.date(swapped));
            }
        }
        if (!sought.postcode().isBlank()) {
            by.add("by postcode, " + sought.postcode());
        }
        if (!sought.number().isBlank()) {
            by.add("by number, " + sought.number());
        }
        return "Searched " + (wide ? "everyone in this authority" : "the families you or your team hold") + " for "
                + sought.name() + ": " + String.join("; ", by) + ".";
    }

    /// The likeliest first. Whoever is guarded from this reader is among them, marked so: say nothing more of them.
    ///
    /// @param staff who reads; nobody is named to them who may not be
    /// @param wide whether they may search everyone, or only the families that they or their teams hold
    public List<Match> of(Sought sought, UUID staff, boolean wide, Instant now) {
        if (sought.isNobody()) {
            return List.of();
        }
        var found = new LinkedHashMap<UUID, Match>();
        for (var row : candidates(sought, staff, wide, now)) {
            var weighed = weigh(sought, row);
            if (weighed != null) {
                var known = found.get(row.match().id());
                if (known == null || !known.strong() && weighed.strong()) {
                    found.put(row.match().id(), weighed);
                }
            }
        }
        return found.values().stream()
                .sorted(Comparator.comparing((Match match) -> !match.strong())
                        .thenComparing(match -> -match.why().size())
                        .thenComparing(Match::name))
                .limit(MOST)
                .toList();
    }

    /// A record as it is stored, and the one that it stands for.
    private record Row(
            Match match,
            String forename,
            String knownAs,
            String surname,
            @Nullable LocalDate born,
            @Nullable LocalDate expected,
            @Nullable String lines,
            @Nullable String postcode,
            boolean number) {}

    private List<Row> candidates(Sought sought, UUID staff, boolean wide, Instant now) {
        var last = NameTokens.words(sought.surname().isBlank() ? sought.forename() : sought.surname());
        var first = NameTokens.words(sought.surname().isBlank() ? "" : sought.forename());
        var dates = dates(sought.born());
        return sql.sql("with " + (wide ? "" : FoundPeople.OWN_FAMILIES + ", ") + """
                        near as (
                            select person
                              from person_name_token
                             where kind = 'spelling'
                               and token = any(:last)
                             union
                            select person
                              from person_name_token
                             where kind = 'sound'
                               and token = any(:lastSounds)
                             union
                            select id
                              from person
                             where birth_date = any(:dates::date[])
                             union
                            select id
                              from person
                             where expected_birth_date = any(:dates::date[])
                             union
                            select h.person
                              from address a
                              join household_member h on h.authority = a.authority and h.household = a.household
                             where a.postcode = :postcode
                               and a.lived_until is null
                               and h.lived_until is null
                             union
                            select person
                              from person_external_id
                             where external_id = :number
                             union
                            select id
                              from person
                             where authority_person_id = :number),
                        likely as (
                            select q.id,
                                   exists (select from person_external_id x where x.person = q.id and x.external_id = :number)
                                       or q.authority_person_id = :number as number,
                                   (select count(*) > 0
                                      from person_name_token t
                                     where t.person = q.id
                                       and ((t.kind = 'spelling'
                                             and (left(t.token, 2) = any(:beginnings) or t.token = any(:initials)))
                                            or (t.kind = 'sound' and t.token = any(:firstSounds)))) as first_fits,
                                   coalesce(q.birth_date = any(:dates::date[]) or q.expected_birth_date = any(:dates::date[]), false) as day_fits
                              from near
                              join person q on q.id = near.person
                        )
                        select p.id, p.birth_date, p.expected_birth_date, p.died_on, p.restriction, p.ask_role,
                               concat_ws(' ', coalesce(p.known_as, p.forename,
                                         case when p.birth_date is null and p.expected_birth_date is not null
                                              then 'Unborn child' end), nullif(p.surname, '')) as name,
                               q.forename as its_forename, q.known_as as its_known_as, q.surname as its_surname,
                               q.birth_date as its_born, q.expected_birth_date as its_expected,
                               l.number, m.family, m.part, f.reference, a.lines, a.postcode, a.withheld, e.services,
                               coalesce(s.name, t.title || ', duty holder', pp.name || ', ' || pp.organisation) as practitioner,
                        """ + WorkingRelationship.MAY_BE_NAMED
                        + """
                                as named
                          from likely l
                          join person q on q.id = l.id
                          join person p on p.id = coalesce(q.merged_into, q.id)
                          left join lateral (
                               select family, part from family_member where person = p.id and member_until is null order by family limit 1) m on true
                          left join family f on f.id = m.family
                          left join lateral (
                               select address.lines, address.postcode,
                                      exists (select from address_withheld w
                                               where w.authority = h.authority and w.household = h.household) as withheld
                                 from household_member h
                                 join address on address.authority = h.authority and address.household = h.household
                                where h.person = p.id
                                  and h.lived_until is null
                                  and address.lived_until is null
                                order by address.lived_from desc nulls last
                                limit 1) a on true
                          left join lateral (
                               select string_agg(distinct o.service, ',') as services
                                 from episode o
                                where o.closed_at is null
                                  and o.child = p.id) e on true
                          left join lateral (
                               select staff, duty_of_team, partner
                                 from allocation
                                where part = 'lead'
                                  and held_until is null
                                  and child = p.id
                                limit 1) b on true
                          left join staff s on s.id = b.staff
                          left join team t on t.id = b.duty_of_team
                          left join partner_professional pp on pp.id = b.partner
                         where (l.number or l.day_fits or l.first_fits or :anyFirst or a.postcode = :postcode)
                        """ + (wide ? "" : FoundPeople.IN_OWN_FAMILY) + """
                         order by l.number desc, l.day_fits desc, l.first_fits desc, p.id
                         limit\s""" + CANDIDATES)
                .param("last", last.toArray(String[]::new))
                .param("lastSounds", sounds(last))
                .param(
                        "beginnings",
                        first.stream().map(PeopleMatches::beginning).toArray(String[]::new))
                .param("firstSounds", sounds(first))
                .param("initials", first.stream().map(PeopleMatches::initial).toArray(String[]::new))
                .param("dates", dates.stream().map(LocalDate::toString).toArray(String[]::new))
                .param("postcode", sought.postcode())
                .param("number", sought.number())
                .param("anyFirst", first.isEmpty() || first.stream().allMatch(word -> word.length() == 1))
                .param("staff", staff)
                .param("reader", staff)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((rs, _) -> {
                    boolean withheld = rs.getBoolean("withheld");
                    var lines = rs.getString("lines");
                    boolean guarded = !rs.getBoolean("named");
                    return new Row(
                            new Match(
                                    rs.getObject("id", UUID.class),
                                    Isolated.name(rs.getString("name").strip()),
                                    rs.getObject("birth_date", LocalDate.class),
                                    rs.getObject("expected_birth_date", LocalDate.class),
                                    rs.getObject("died_on", LocalDate.class),
                                    guarded,
                                    guarded && rs.getString("restriction").equals("hidden"),
                                    rs.getString("ask_role"),
                                    rs.getObject("family", UUID.class),
                                    rs.getString("reference"),
                                    withheld ? "kept back" : address(lines, rs.getString("postcode")),
                                    rs.getString("services"),
                                    rs.getString("practitioner"),
                                    !"adult".equals(rs.getString("part")),
                                    List.of(),
                                    false),
                            none(rs.getString("its_forename")),
                            none(rs.getString("its_known_as")),
                            none(rs.getString("its_surname")),
                            rs.getObject("its_born", LocalDate.class),
                            rs.getObject("its_expected", LocalDate.class),
                            withheld ? null : lines,
                            withheld ? null : rs.getString("postcode"),
                            rs.getBoolean("number"));
                })
                .list();
    }

    private static String none(@Nullable String name) {
        return name == null ? "" : name;
    }

    private static @Nullable String address(@Nullable String lines, @Nullable String postcode) {
        return lines == null ? null : postcode == null ? lines : lines + ", " + postcode;
    }

    private static String initial(String word) {
        return word.substring(0, word.offsetByCodePoints(0, 1));
    }

    private static String beginning(String word) {
        return word.substring(0, word.offsetByCodePoints(0, Math.min(2, word.codePointCount(0, word.length()))));
    }

    private static String[] sounds(List<String> words) {
        return words.stream().flatMap(word -> NameTokens.sounds(word).stream()).toArray(String[]::new);
    }

    /// The day itself, and the day with its numbers the other way round.
    private static Set<LocalDate> dates(@Nullable LocalDate born) {
        var dates = new LinkedHashSet<LocalDate>();
        if (born != null) {
            dates.add(born);
            var swapped = swapped(born);
            if (swapped != null) {
                dates.add(swapped);
            }
        }
        return dates;
    }

    private static @Nullable LocalDate swapped(LocalDate day) {
        if (day.getDayOfMonth() > 12 || day.getDayOfMonth() == day.getMonthValue()) {
            return null;
        }
        try {
            return LocalDate.of(day.getYear(), day.getDayOfMonth(), day.getMonthValue());
        } catch (DateTimeException impossible) {
            return null;
        }
    }

    /// How well two names fit.
    private enum Fit {
        SAME,
        SOUNDS_ALIKE,
        NEARLY,
        INITIAL,
        NOT_GIVEN,
        DIFFERENT
    }

    private static Fit fit(String given, String... known) {
        var words = NameTokens.words(given);
        var others = Stream.of(known)
                .flatMap(name -> NameTokens.words(name).stream())
                .toList();
        if (words.isEmpty() || others.isEmpty()) {
            return Fit.NOT_GIVEN;
        }
        if (words.stream().anyMatch(word -> word.length() > 1 && others.contains(word))) {
            return Fit.SAME;
        }
        if (soundsAlike(words, others)) {
            return Fit.SOUNDS_ALIKE;
        }
        return nearlySpelled(words, others)
                ? Fit.NEARLY
                : words.stream()
                                .anyMatch(word -> others.stream()
                                        .anyMatch(other -> (word.length() == 1 || other.length() == 1)
                                                && initial(word).equals(initial(other))))
                        ? Fit.INITIAL
                        : Fit.DIFFERENT;
    }

    private static boolean soundsAlike(List<String> words, List<String> others) {
        var known = new LinkedHashSet<String>(List.of(sounds(others)));
        return Stream.of(sounds(words)).anyMatch(known::contains);
    }

    private static boolean nearlySpelled(List<String> words, List<String> others) {
        return words.stream().anyMatch(word -> others.stream().anyMatch(other -> nearly(word, other)));
    }

    /// One letter wrong, left out, added or changed places with the next; two in a long name.
    private static boolean nearly(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int allowed = shorter >= 6 ? 2 : shorter >= 4 ? 1 : 0;
        if (allowed == 0 || Math.abs(one.length() - other.length()) > allowed || one.length() > MOST_LETTERS) {
            return false;
        }
        var steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int least = Math.min(Math.min(steps[i - 1][j], steps[i][j - 1]) + 1, steps[i - 1][j - 1] + changed);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    least = Math.min(least, steps[i - 2][j - 2] + 1);
                }
                steps[i][j] = least;
            }
        }
        return steps[one.length()][other.length()] <= allowed;
    }

    private static @Nullable Match weigh(Sought sought, Row row) {
        var why = new ArrayList<String>();
        int points = 0;
        var first = fit(sought.forename(), row.forename(), row.knownAs());
        var last = fit(sought.surname(), row.surname());
        boolean crossed = first != Fit.SAME
                && last != Fit.SAME
                && fit(sought.forename(), row.surname()) == Fit.SAME
                && fit(sought.surname(), row.forename(), row.knownAs()) == Fit.SAME;
        if (crossed) {
            points += 6;
            why.add("The same names, the other way round.");
        } else {
            points += points(first) + points(last);
            names(first, last, why);
        }
        int day = day(sought, row, why);
        int place = place(sought, row, why);
        points += day + place;
        boolean initials = !crossed && first == Fit.DIFFERENT && day + place > 0 && sameInitial(sought.forename(), row);
        if (initials) {
            points += 1;
            why.add("The same initial.");
        }
        if (row.number()) {
            points += 10;
            why.add("The same number, " + sought.number() + ".");
        }
        boolean strangers = !crossed && first == Fit.DIFFERENT && last == Fit.DIFFERENT;
        if (points < (sought.isOneNameOnly() ? SHOWN - 1 : SHOWN)
                || why.isEmpty()
                || strangers && place < SHOWN && !row.number()) {
            return null;
        }
        boolean strong = points >= STRONG && (first != Fit.DIFFERENT || crossed || initials || row.number());
        if (!strong && first == Fit.DIFFERENT && (last != Fit.DIFFERENT || place > 0)) {
            why.add("Another first name: perhaps somebody of the same family.");
        }
        var match = row.match();
        return new Match(
                match.id(),
                match.name(),
                match.born(),
                match.expected(),
                match.died(),
                match.guarded(),
                match.hidden(),
                match.askRole(),
                match.family(),
                match.familyReference(),
                match.address(),
                match.services(),
                match.practitioner(),
                match.child(),
                why,
                strong);
    }

    private static boolean sameInitial(String forename, Row row) {
        var words = NameTokens.words(forename);
        return Stream.of(row.forename(), row.knownAs())
                .flatMap(name -> NameTokens.words(name).stream())
                .anyMatch(other -> words.stream().anyMatch(word -> initial(word).equals(initial(other))));
    }

    private static int points(Fit fit) {
        return switch (fit) {
            case SAME -> 3;
            case SOUNDS_ALIKE, NEARLY, INITIAL -> 2;
            case NOT_GIVEN, DIFFERENT -> 0;
        };
    }

    private static void names(Fit first, Fit last, List<String> why) {
        if (first == Fit.SAME && last == Fit.SAME) {
            why.add("The same names.");
            return;
        }
        var words = new LinkedHashMap<String, Fit>();
        words.put("first name", first);
        words.put("surname", last);
        for (Map.Entry<String, Fit> each : words.entrySet()) {
            switch (each.getValue()) {
                case SAME -> why.add("The same " + each.getKey() + ".");
                case SOUNDS_ALIKE -> why.add("The " + each.getKey() + " sounds alike.");
                case NEARLY -> why.add("The " + each.getKey() + " is spelled nearly the same.");
                case INITIAL -> why.add("The initial of the " + each.getKey() + " fits.");
                case NOT_GIVEN, DIFFERENT -> {
                    // Says nothing for it.
                }
            }
        }
    }

    private static int day(Sought sought, Row row, List<String> why) {
        var given = sought.born();
        var known = sought.unborn() && row.expected() != null ? row.expected() : row.born();
        if (given == null || known == null) {
            return 0;
        }
        if (given.equals(known)) {
            why.add(sought.unborn() ? "Expected on the same day." : "Born on the same day.");
            return 4;
        }
        if (known.equals(swapped(given))) {
            why.add("Born on the same day with day and month the other way round.");
            return 3;
        }
        int parts = (given.getDayOfMonth() == known.getDayOfMonth() ? 1 : 0)
                + (given.getMonthValue() == known.getMonthValue() ? 1 : 0)
                + (given.getYear() == known.getYear() ? 1 : 0);
        if (parts == 2) {
            why.add("Day, month and year of birth differ in one place only.");
            return 2;
        }
        return -2;
    }

    private static int place(Sought sought, Row row, List<String> why) {
        boolean postcode = !sought.postcode().isBlank() && sought.postcode().equals(row.postcode());
        var lines = row.lines();
        boolean same = lines != null
                && !sought.address().isBlank()
                && (postcode || row.postcode() == null || sought.postcode().isBlank())
                && sameLines(sought.address(), lines);
        if (same) {
            why.add("The same address.");
            return 4;
        }
        if (postcode) {
            why.add("The same postcode.");
            return 2;
        }
        return 0;
    }

    /// Where the shorter way to write an address is wholly in the longer one.
    private static boolean sameLines(String one, String other) {
        var these = NameTokens.words(one.toLowerCase(Locale.ROOT));
        var those = NameTokens.words(other.toLowerCase(Locale.ROOT));
        return these.size() > 1 && those.size() > 1 && (these.containsAll(those) || those.containsAll(these));
    }

    /// Upper case with one space, as postcodes are kept.
    public static String postcode(String typed) {
        var letters = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return letters.length() < 5
                ? letters
                : letters.substring(0, letters.length() - 3) + " " + letters.substring(letters.length() - 3);
    }
}
