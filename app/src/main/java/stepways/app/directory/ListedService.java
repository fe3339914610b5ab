package stepways.app.directory;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A service as a feed tells of it, made fit to be kept: what is wrong with a field is said and the
/// field left out; a service without id or name is left out whole.
record ListedService(
        String feedId,
        String name,
        String description,
        String organisation,
        String organisationId,
        @Nullable String url,
        @Nullable String email,
        @Nullable String telephone,
        String status,
        String fees,
        String alert,
        String whenOpen,
        @Nullable Integer minimumAge,
        @Nullable Integer maximumAge,
        @Nullable LocalDate assured,
        @Nullable Instant modified,
        List<Line> lines) {

    private static final Set<String> STATUSES = Set.of("active", "inactive", "defunct", "temporarily closed");
    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_TEXT = 10_000;
    private static final int MOST_LINES = 200;

    ListedService {
        lines = List.copyOf(lines);
    }

    /// Something it is found by.
    record Line(String kind, String words, String foundAs) {}

    /// Reads one; empty where it cannot be kept, with what is wrong said for its field.
    static Optional<ListedService> of(Map<String, @Nullable Object> feed, BiConsumer<String, String> wrong) {
        var id = FeedReader.words(feed, "id");
        var name = text(feed, "name", LONGEST_NAME, wrong);
        if (id.isEmpty() || id.length() > 200) {
            wrong.accept(
                    "id",
                    id.isEmpty() ? "is missing: the service is left out" : "is too long: the service is left out");
            return Optional.empty();
        }
        if (name.isEmpty()) {
            wrong.accept("name", "is missing: the service is left out");
            return Optional.empty();
        }
        var organisation = FeedReader.part(feed, "organization");
        var status = FeedReader.words(feed, "status").toLowerCase(Locale.ROOT);
        if (!status.isEmpty() && !STATUSES.contains(status)) {
            wrong.accept("status", "“" + brief(status) + "” is none of the standard’s: read as active");
        }
        var minimum = age(feed, "minimum_age", wrong);
        var maximum = age(feed, "maximum_age", wrong);
        if (minimum != null && maximum != null && minimum > maximum) {
            wrong.accept("minimum_age", minimum + " is over the maximum of " + maximum + ": both are left out");
            minimum = null;
            maximum = null;
        }
        var description = text(feed, "description", LONGEST_TEXT, wrong);
        return Optional.of(new ListedService(
                id,
                name,
                description,
                organisation == null ? "" : text(organisation, "name", LONGEST_NAME, wrong),
                FeedReader.words(organisation, "id"),
                url(FeedReader.words(feed, "url"), wrong),
                email(feed, wrong),
                telephone(feed),
                STATUSES.contains(status) ? status : "active",
                fees(feed, wrong),
                text(feed, "alert", 1_000, wrong),
                whenOpen(feed),
                minimum,
                maximum,
                day(feed, "assured_date", wrong),
                moment(feed, wrong),
                lines(feed, name, description, organisation)));
    }

    private static String brief(String words) {
        return words.length() > 60 ? words.substring(0, 60) + "…" : words;
    }

    /// A text without marks of a page in it, no longer than it may be.
    private static String text(Object feed, String field, int longest, BiConsumer<String, String> wrong) {
        var words = FeedReader.words(feed, field)
                .replaceAll("(?i)<br\\s*/?>|</p>|</li>", "\n")
                .replaceAll("<[^<>]{0,500}>", "")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&")
                .replaceAll("[ \\t]+", " ")
                .replaceAll("\\n\\s*\\n+", "\n")
                .strip();
        if (words.length() > longest) {
            wrong.accept(field, "has " + words.length() + " characters and is cut to " + longest);
            return words.substring(0, longest);
        }
        return words;
    }

    private static @Nullable Integer age(
            Map<String, @Nullable Object> feed, String field, BiConsumer<String, String> wrong) {
        var words = FeedReader.words(feed, field);
        if (words.isEmpty()) {
            return null;
        }
        if (!words.matches("[0-9]{1,3}(\\.[0-9]+)?")) {
            wrong.accept(field, "“" + brief(words) + "” is no age: left out");
            return null;
        }
        return (int) Double.parseDouble(words);
    }

    private static @Nullable String url(String words, BiConsumer<String, String> wrong) {
        if (words.isEmpty()) {
            return null;
        }
        var whole = words.matches("(?i)https?://.*") ? words : "https://" + words;
        try {
            var uri = new URI(whole);
            if (uri.getHost() != null && uri.getHost().contains(".") && whole.length() <= 2_000) {
                if (!whole.equals(words)) {
                    wrong.accept("url", "has no scheme: read as https");
                }
                return whole;
            }
        } catch (URISyntaxException unreadable) {
            wrong.accept("url", "“" + brief(words) + "” is no address of a page: left out");
            return null;
        }
        wrong.accept("url", "“" + brief(words) + "” is no address of a page: left out");
        return null;
    }

    private static @Nullable String email(Map<String, @Nullable Object> feed, BiConsumer<String, String> wrong) {
        var words = FeedReader.words(feed, "email");
        if (words.isEmpty()) {
            return null;
        }
        if (!words.matches("[^\\s@<>\"]{1,100}@[^\\s@<>\"]{1,150}\\.[^\\s@<>\"]{2,60}")) {
            wrong.accept("email", "“" + brief(words) + "” is no email address: left out");
            return null;
        }
        return words;
    }

    /// The first number of the service, or of somebody to ask for.
    private static @Nullable String telephone(Map<String, @Nullable Object> feed) {
        var phones = new ArrayList<Object>(FeedReader.list(feed, "phones"));
        for (var contact : FeedReader.list(feed, "contacts")) {
            phones.addAll(FeedReader.list(contact, "phones"));
        }
        for (var phone : phones) {
            var number = FeedReader.words(phone, "number");
            if (number.matches("[0-9+() .-]{5,30}")) {
                return number;
            }
        }
        return null;
    }

    private static String fees(Map<String, @Nullable Object> feed, BiConsumer<String, String> wrong) {
        var all = new ArrayList<String>();
        for (var cost : FeedReader.list(feed, "cost_options")) {
            var words = String.join(
                            " ",
                            FeedReader.words(cost, "option"),
                            FeedReader.words(cost, "amount").isEmpty() ? "" : "£" + FeedReader.words(cost, "amount"),
                            FeedReader.words(cost, "amount_description"))
                    .replaceAll(" +", " ")
                    .strip();
            if (!words.isEmpty() && all.size() < 10) {
                all.add(words);
            }
        }
        return all.isEmpty() ? text(feed, "fees", 1_000, wrong) : cut(String.join(". ", all), 1_000);
    }

    private static String whenOpen(Map<String, @Nullable Object> feed) {
        var all = new LinkedHashSet<String>();
        for (var schedule : FeedReader.list(feed, "schedules")) {
            var words = FeedReader.words(schedule, "description");
            if (words.isEmpty()) {
                words = String.join(
                                " ",
                                FeedReader.words(schedule, "byday"),
                                FeedReader.words(schedule, "opens_at"),
                                FeedReader.words(schedule, "closes_at").isEmpty()
                                        ? ""
                                        : "to " + FeedReader.words(schedule, "closes_at"))
                        .strip();
            }
            if (!words.isEmpty() && all.size() < 10) {
                all.add(words);
            }
        }
        return cut(String.join(". ", all), 2_000);
    }

    private static String cut(String words, int longest) {
        return words.length() > longest ? words.substring(0, longest) : words;
    }

    private static @Nullable LocalDate day(
            Map<String, @Nullable Object> feed, String field, BiConsumer<String, String> wrong) {
        var words = FeedReader.words(feed, field);
        if (words.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(words.length() > 10 ? words.substring(0, 10) : words);
        } catch (DateTimeException unreadable) {
            wrong.accept(field, "“" + brief(words) + "” is no date: left out");
            return null;
        }
    }

    private static @Nullable Instant moment(Map<String, @Nullable Object> feed, BiConsumer<String, String> wrong) {
        var words = FeedReader.words(feed, "last_modified");
        if (words.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(words.contains("T") ? words : words + "T00:00:00Z")
                    .toInstant();
        } catch (DateTimeException unreadable) {
            wrong.accept("last_modified", "“" + brief(words) + "” is no time: left out");
            return null;
        }
    }

    private static List<Line> lines(
            Map<String, @Nullable Object> feed, String name, String description, @Nullable Object organisation) {
        var all = new ArrayList<Line>();
        var terms = new LinkedHashSet<String>();
        for (var attribute : FeedReader.list(feed, "attributes")) {
            var term = FeedReader.part(attribute, "taxonomy_term");
            var words = FeedReader.words(term, "name");
            if (!words.isEmpty() && terms.size() < MOST_LINES && terms.add(cut(words, 200))) {
                all.add(new Line("term", cut(words, 200), cut(Folded.fold(words), 200)));
            }
        }
        for (var area : FeedReader.list(feed, "service_areas")) {
            var words = FeedReader.words(area, "name");
            if (!words.isEmpty() && all.size() < MOST_LINES) {
                all.add(new Line("area", cut(words, 500), cut(Folded.fold(words), 500)));
            }
        }
        for (var at : FeedReader.list(feed, "service_at_locations")) {
            var location = FeedReader.part(at, "location");
            for (var address : FeedReader.list(location, "addresses")) {
                var postcode = FeedReader.words(address, "postal_code");
                var words = new ArrayList<String>();
                for (var part : List.of("address_1", "city", "region", "state_province")) {
                    var each = FeedReader.words(address, part);
                    if (!each.isEmpty() && !words.contains(each)) {
                        words.add(each);
                    }
                }
                if (!postcode.isEmpty()) {
                    words.add(postcode);
                }
                var place = FeedReader.words(location, "name");
                if (!place.isEmpty()) {
                    words.addFirst(place);
                }
                if (!words.isEmpty() && all.size() < MOST_LINES) {
                    all.add(new Line(
                            "place",
                            cut(String.join(", ", words), 500),
                            Folded.postcodeArea(postcode).orElse("")));
                }
            }
        }
        var found = Folded.words(
                name, FeedReader.words(organisation, "name"), String.join(" ", terms), cut(description, 3_000));
        found.stream().limit(MOST_LINES).forEach(word -> all.add(new Line("word", word, word)));
        return all;
    }

    /// SHA-256 of everything that is kept.
    byte[] fingerprint() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Expected SHA-256, which every Java has", absent);
        }
    }
}
