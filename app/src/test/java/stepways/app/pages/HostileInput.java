package stepways.app.pages;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import stepways.app.pages.Visitor.Field;

/// What somebody may put into a form by mistake, from a copy of another program, or on purpose.
enum HostileInput {
    NOTHING(""),
    TOO_LONG("x".repeat(110_000)),
    ONE_MEGABYTE("long words ".repeat(95_000)) {
        @Override
        List<Field> fields(Element form, String only) {
            var all = new ArrayList<Field>();
            boolean full = false;
            for (var field : super.fields(form, only)) {
                boolean large = field.value().length() > 1_000_000;
                all.add(large && full ? new Field(field.name(), "words beside a megabyte") : field);
                full |= large;
            }
            return all;
        }
    },
    MORE_THAN_A_FORM_MAY_HOLD("many words ".repeat(400_000)),
    WRONG_TYPE("not a number, not a date"),
    THE_31ST_OF_FEBRUARY("31 February", "31", "2", "2026", "11:00"),
    A_LEAP_DAY_IN_NO_LEAP_YEAR("29 February 2025", "29", "2", "2025", "12:00"),
    DAY_99("99/99/99999", "99", "99", "99999", "99:99"),
    NEGATIVE_NUMBERS("-1", "-1", "-1", "-1", "-1:-1"),
    THE_YEAR_9999("1 January 9999", "1", "1", "9999", "23:59"),
    THE_YEAR_ONE("1 January 1", "1", "1", "1", "0:00"),
    FAR_TOO_LARGE("99999999999999999999999", "99999999999999999999999", "1", "2026", "9am"),
    RIGHT_TO_LEFT("مريم بنت عبد الله שרה בת משה \u202e txet desrever \u202c end"),
    COMBINING_MARKS(
            "Z\u0351\u036b\u0343a\u0300\u0301\u0302\u0303l\u0334\u0335g\u0336o\u0337 and Zoe\u0308 O\u2019Brien\u200d"),
    BEYOND_THE_FIRST_PLANE("\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 \ud835\udcb3 \ud842\udfb7 family name"),
    HTML("<script>alert(1)</script><img src=x onerror=alert(1)>\"'`&amp;</textarea><b>bold</b>"),
    A_NULL_BYTE("words before\0and after"),
    HALF_A_PAIR("words before \ud800 and after"),
    CONTROL_CHARACTERS("bell\u0007 escape\u001b tab\u000b delete\u007f end of words"),
    LEFT_OUT("") {
        @Override
        List<Field> fields(Element form, String only) {
            return super.fields(form, only).stream()
                    .filter(field -> field.name().equals("_csrf") || hidden(form, field.name()))
                    .toList();
        }
    },
    SENT_TWICE("these words twice") {
        @Override
        List<Field> fields(Element form, String only) {
            var all = new ArrayList<>(super.fields(form, only));
            all.addAll(super.fields(form, only));
            return all;
        }
    },
    NO_SUCH_CHOICE("words beside a choice that nobody offered") {
        @Override
        List<Field> fields(Element form, String only) {
            var all = new ArrayList<Field>();
            for (var field : super.fields(form, only)) {
                boolean offered = form.select("[name=\"" + field.name() + "\"]").stream()
                        .anyMatch(control -> control.is("select, [type=radio], [type=checkbox]"));
                all.add(offered ? new Field(field.name(), "no-such-choice") : field);
            }
            return all;
        }
    },
    HIDDEN_FIELDS_CHANGED("words beside hidden fields that were changed") {
        @Override
        List<Field> fields(Element form, String only) {
            return with(
                    super.fields(form, only),
                    field -> hidden(form, field.name())
                                    && !List.of("_csrf", "key", "version", "draft")
                                            .contains(field.name())
                            ? "changed\0<b>"
                            : field.value());
        }
    },
    NO_KEY_OF_OURS("words with a key that is none") {
        @Override
        List<Field> fields(Element form, String only) {
            return with(super.fields(form, only), field -> field.name().equals("key") ? "'; drop --" : field.value());
        }
    },
    AN_OLD_VERSION("words on an old version") {
        @Override
        List<Field> fields(Element form, String only) {
            return with(super.fields(form, only), field -> field.name().equals("version") ? "0" : field.value());
        }
    },
    NO_VERSION("words on a version that is none") {
        @Override
        List<Field> fields(Element form, String only) {
            return with(
                    super.fields(form, only),
                    field -> field.name().equals("version") ? "99999999999999999999999" : field.value());
        }
    },
    NO_TOKEN("words from a page that is not open any more") {
        @Override
        List<Field> fields(Element form, String only) {
            return with(super.fields(form, only), field -> field.name().equals("_csrf") ? "" : field.value());
        }
    };

    private final String words;
    private final String day;
    private final String month;
    private final String year;
    private final String time;

    HostileInput(String words) {
        this(words, words, words, words, words);
    }

    HostileInput(String words, String day, String month, String year, String time) {
        this.words = words;
        this.day = day;
        this.month = month;
        this.year = year;
        this.time = time;
    }

    /// What a form sends when this stands in every field that takes words.
    ///
    /// @param only the one field in which it stands, the others being as the page had them; empty for all
    List<Field> fields(Element form, String only) {
        var all = new ArrayList<Field>();
        var chosen = new ArrayList<String>();
        for (var control : form.select("input[name], textarea[name], select[name]")) {
            var name = control.attr("name");
            if (control.is("[type=radio], [type=checkbox]")) {
                boolean last = form.select("[name=\"" + name + "\"]").size() - 1 == count(chosen, name);
                chosen.add(name);
                if (control.hasAttr("checked")
                        || (last && all.stream().noneMatch(field -> field.name().equals(name)))) {
                    all.add(new Field(name, control.attr("value")));
                }
            } else if (control.is("select")) {
                var options = control.select("option");
                all.add(new Field(
                        name, options.isEmpty() ? "" : options.getLast().attr("value")));
            } else if (takesWords(control)) {
                all.add(new Field(name, only.isEmpty() || only.equals(name) ? value(name) : control.val()));
            } else if (!control.is("[type=file], [type=submit]")) {
                all.add(new Field(name, control.val()));
            }
        }
        return all;
    }

    private static long count(List<String> names, String name) {
        return names.stream().filter(name::equals).count();
    }

    private String value(String name) {
        if (name.endsWith("-day")) {
            return day;
        }
        if (name.endsWith("-month")) {
            return month;
        }
        if (name.endsWith("-year")) {
            return year;
        }
        return name.endsWith("-time") ? time : words;
    }

    static boolean takesWords(Element control) {
        return control.is("textarea")
                || (control.is("input")
                        && !control.is(
                                "[type=hidden], [type=radio], [type=checkbox], [type=file], [type=submit], [type=button]"));
    }

    private static boolean hidden(Element form, String name) {
        return form.select("[name=\"" + name + "\"]").stream().anyMatch(control -> control.is("[type=hidden]"));
    }

    private static List<Field> with(List<Field> fields, java.util.function.Function<Field, String> value) {
        return fields.stream()
                .map(field -> new Field(field.name(), value.apply(field)))
                .toList();
    }
}
