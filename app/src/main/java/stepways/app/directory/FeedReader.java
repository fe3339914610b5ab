package stepways.app.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads a directory's feed one service at a time: a page with its `contents`, a list of services
/// or of pages, one service after another, or a single service. A file of any size is read in the
/// memory that one service needs.
final class FeedReader {

    /// What one service may say altogether.
    private static final int MOST_OF_A_SERVICE = 500_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(60)
                    .maxStringLength(10 * MOST_OF_A_SERVICE)
                    .maxNameLength(2_000)
                    .build())
            .build();

    private final ObjLongConsumer<Map<String, @Nullable Object>> services;
    private final Problems problems;
    private long number;
    private long pages;
    private long wantedPages;
    private long wantedItems;

    /// @param services is given each service with its place in the feed, counted from 1
    FeedReader(ObjLongConsumer<Map<String, @Nullable Object>> services, Problems problems) {
        this.services = services;
        this.problems = problems;
    }

    /// Something that is wrong with a row of the feed.
    interface Problems {
        void add(long row, String field, String message);
    }

    /// What a file turned out to be.
    ///
    /// @param whole whether it was read to its end and holds as much as it says there is: only then
    ///     is a service that it does not name gone
    record Read(long services, boolean whole) {}

    Read read(Path file) throws IOException {
        boolean complete = false;
        try (InputStream in = Files.newInputStream(file);
                var parser = JSON.createParser(tools.jackson.core.ObjectReadContext.empty(), in)) {
            while (parser.nextToken() != null) {
                value(parser);
            }
            complete = true;
        } catch (JacksonException broken) {
            var at = broken.getLocation();
            problems.add(
                    0,
                    "",
                    "the file is not JSON from line " + at.getLineNr() + ", column " + at.getColumnNr()
                            + " on: what stands before it is read");
        }
        if (complete && wantedPages > Math.max(pages, 1)) {
            problems.add(0, "total_pages", "the feed has " + wantedPages + " pages, and the file holds " + pages);
            complete = false;
        } else if (complete && wantedItems > number) {
            problems.add(0, "total_items", "the feed says " + wantedItems + " services, and the file holds " + number);
            complete = false;
        } else if (complete && wantedItems > 0 && wantedItems < number) {
            problems.add(0, "total_items", "the feed says " + wantedItems + " services, and the file holds " + number);
        }
        return new Read(number, complete);
    }

    /// A value at the top, or in a list at the top.
    private void value(JsonParser parser) {
        switch (parser.currentToken()) {
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(parser);
                }
            }
            case START_OBJECT -> pageOrService(parser);
            default ->
                problems.add(
                        ++number,
                        "",
                        "is no service, but " + parser.currentToken().name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    /// A page is known by its `contents`; everything else that comes before them is its envelope.
    private void pageOrService(JsonParser parser) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        var budget = new Budget();
        boolean page = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var token = parser.nextToken();
            if (name.equals("contents") && token == JsonToken.START_ARRAY) {
                page = true;
                pages++;
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() == JsonToken.START_OBJECT) {
                        service(parser);
                    } else {
                        problems.add(++number, "", "is no service");
                        parser.skipChildren();
                    }
                }
            } else {
                fields.put(name, any(parser, budget));
            }
        }
        if (page) {
            wantedPages = Math.max(wantedPages, number(fields.get("total_pages")));
            wantedItems = Math.max(wantedItems, number(fields.get("total_items")));
        } else {
            give(fields, budget);
        }
    }

    private void service(JsonParser parser) {
        var budget = new Budget();
        var fields = object(parser, budget);
        give(fields, budget);
    }

    private void give(Map<String, @Nullable Object> fields, Budget budget) {
        number++;
        if (budget.left < 0) {
            problems.add(number, "", "says more than " + MOST_OF_A_SERVICE + " characters and is left out");
        } else {
            services.accept(fields, number);
        }
    }

    private static long number(@Nullable Object value) {
        return value instanceof String words && words.matches("[0-9]{1,9}") ? Long.parseLong(words) : 0;
    }

    /// How much may still be kept; what comes after is read over.
    private static final class Budget {
        private long left = MOST_OF_A_SERVICE;

        boolean keeps(int length) {
            left -= length + 8L;
            return left >= 0;
        }
    }

    private @Nullable Object any(JsonParser parser, Budget budget) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, budget);
            case START_ARRAY -> {
                var all = new ArrayList<@Nullable Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    var each = any(parser, budget);
                    if (budget.keeps(0)) {
                        all.add(each);
                    }
                }
                yield all;
            }
            case VALUE_NULL -> null;
            default -> {
                var words = parser.getString();
                yield words != null && budget.keeps(words.length()) ? words.replace("\0", "") : null;
            }
        };
    }

    private Map<String, @Nullable Object> object(JsonParser parser, Budget budget) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            var value = any(parser, budget);
            if (budget.keeps(name.length())) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    // Reaching into what was read.

    static String words(@Nullable Object in, String field) {
        return in instanceof Map<?, ?> map && map.get(field) instanceof String words ? words.strip() : "";
    }

    static List<?> list(@Nullable Object in, String field) {
        return in instanceof Map<?, ?> map && map.get(field) instanceof List<?> list ? list : List.of();
    }

    static @Nullable Object part(@Nullable Object in, String field) {
        return in instanceof Map<?, ?> map ? map.get(field) : null;
    }
}
