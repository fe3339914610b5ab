package stepways.app.lists;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/// The lists on a page, as rows of words.
final class ListRows {

    /// What a spreadsheet would take for a formula.
    private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\t\r]");

    private final Document page;

    ListRows(String html) {
        page = Jsoup.parse(html, "http://localhost/");
    }

    /// One list. `name` is its caption.
    record Table(String name, List<String> heads, List<List<String>> rows) {
        Table {
            heads = List.copyOf(heads);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    List<Table> tables() {
        var all = new ArrayList<Table>();
        for (var table : page.select("main table")) {
            var heads = table.select("thead th").stream().map(ListRows::words).toList();
            var rows = new ArrayList<List<String>>();
            for (var row : table.select("tbody tr")) {
                rows.add(row.children().stream().map(ListRows::words).toList());
            }
            var caption = table.selectFirst("caption");
            all.add(new Table(caption == null ? "" : words(caption), heads, rows));
        }
        return all;
    }

    /// Whether the page is one with a list, even where the list is empty.
    boolean isList() {
        return page.selectFirst("main table, main .sw-list-tools") != null;
    }

    String heading() {
        var heading = page.selectFirst("main h1");
        return heading == null ? "List" : words(heading);
    }

    /// Where the list goes on.
    Optional<String> next() {
        return Optional.ofNullable(page.selectFirst("main a[rel=next]")).map(link -> link.attr("href"));
    }

    /// The words of a cell without what is only there to be pressed; parts under each other are set apart. A day keeps
    /// its machine form where the page gives one.
    private static String words(Element cell) {
        var copy = cell.clone();
        copy.select("form, button, script, input, .sw-tip").remove();
        for (var time : copy.select("time[datetime]")) {
            time.text(time.attr("datetime"));
        }
        for (var line : copy.select("br")) {
            line.replaceWith(new TextNode(" · "));
        }
        for (var part : copy.select("span, p, li, div")) {
            part.prependText(" ");
        }
        return plain(copy.text().strip().replaceAll("\\s+", " ").replaceAll("^(?:· )+|(?: ·)+$", ""));
    }

    /// Words that a spreadsheet takes for words.
    static String plain(String words) {
        return FORMULA.matcher(words).find() ? "'" + words : words;
    }
}
