package stepways.app.pages;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import stepways.app.LivingService;

/// Walks through the whole service by its links, as several people, and notes every form on the way.
final class EveryForm {

    private static final List<String> STARTS = List.of(
            "/work",
            "/contacts",
            "/contacts/new",
            "/trays",
            "/search",
            "/families",
            "/transfers",
            "/transfers/new",
            "/meetings",
            "/policy",
            "/harm-now");

    /// A form of the service: where it was met first, by whom.
    ///
    /// @param signature what makes it this form and no other, wherever it stands
    record Form(LivingService.Person who, String page, String signature) {}

    private final int pagesEach;
    private final int eachKindOfPage;
    private final Map<String, Form> forms = new LinkedHashMap<>();
    private final Map<String, Integer> kindsOfPage = new LinkedHashMap<>();
    private final List<String> broken = new ArrayList<>();
    private int pages;

    /// @param pagesEach how many pages one person looks at
    /// @param eachKindOfPage how many pages of one address, ids apart, one person looks at
    EveryForm(int pagesEach, int eachKindOfPage) {
        this.pagesEach = pagesEach;
        this.eachKindOfPage = eachKindOfPage;
    }

    void walk(LivingService.Person who, Visitor visitor) {
        var waiting = new ArrayDeque<String>(STARTS);
        var seen = new LinkedHashSet<String>(STARTS);
        var kinds = new LinkedHashMap<String, Integer>();
        for (int looked = 0; !waiting.isEmpty() && looked < pagesEach; ) {
            var path = leastSeen(waiting);
            waiting.remove(path);
            if (kinds.merge(kind(path), 1, Integer::sum) > eachKindOfPage) {
                continue;
            }
            looked++;
            pages++;
            kindsOfPage.merge(kind(path), 1, Integer::sum);
            var answer = visitor.get(path);
            if (answer.status() >= 500) {
                broken.add(who.role() + " at " + path + ": " + answer.status());
            }
            var page = answer.page();
            for (var form : page.select("form")) {
                var signature = signature(form, path);
                forms.putIfAbsent(signature, new Form(who, path, signature));
            }
            var links = new ArrayList<String>();
            if (answer.redirects()) {
                links.add(answer.location());
            }
            page.select("a[href]").forEach(link -> links.add(link.attr("href")));
            for (var link : links) {
                local(link, path).filter(seen::add).ifPresent(waiting::addLast);
            }
        }
    }

    /// Of what waits, an address of the kind that the fewest have looked at so far.
    private String leastSeen(Iterable<String> waiting) {
        var best = "";
        int least = Integer.MAX_VALUE;
        for (var path : waiting) {
            int seen = kindsOfPage.getOrDefault(kind(path), 0);
            if (seen < least) {
                best = path;
                least = seen;
            }
        }
        return best;
    }

    Map<String, Form> forms() {
        return forms;
    }

    Map<String, Integer> kindsOfPage() {
        return kindsOfPage;
    }

    List<String> broken() {
        return broken;
    }

    int pages() {
        return pages;
    }

    /// The path and query of a link within the service.
    static Optional<String> local(String link, String from) {
        if (link.startsWith("#") || link.startsWith("mailto:") || link.startsWith("tel:") || link.startsWith("data:")) {
            return Optional.empty();
        }
        URI to;
        try {
            to = link.startsWith("?")
                    ? URI.create("http://here" + from.split("\\?", 2)[0] + link)
                    : URI.create("http://here" + from).resolve(link);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (to.getHost() != null && !List.of("here", "localhost").contains(to.getHost())) {
            return Optional.empty();
        }
        var path = to.getRawPath();
        if (path == null
                || path.startsWith("/assets")
                || path.startsWith("/sign-out")
                || path.contains("/csv")
                || path.contains("/xlsx")
                || path.startsWith("/sign-in")) {
            return Optional.empty();
        }
        return Optional.of(to.getRawQuery() == null ? path : path + "?" + to.getRawQuery());
    }

    /// An address without its ids: pages of one kind have the same.
    static String kind(String path) {
        var parts = path.split("\\?", 2);
        var kind = parts[0].replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "{id}")
                .replaceAll("/[0-9]+(?=/|$)", "/{n}");
        if (parts.length == 1) {
            return kind;
        }
        var names = new TreeSet<String>();
        for (var pair : parts[1].split("&")) {
            names.add(pair.split("=", 2)[0]);
        }
        return kind + "?" + String.join("&", names);
    }

    static String signature(Element form, String page) {
        var action = form.hasAttr("action") ? form.attr("action") : page;
        var kind = kind(action.split("\\?", 2)[0])
                .replaceAll("/items/[^/]+", "/items/{item}")
                .replaceAll("/agreements/[^/]+", "/agreements/{agreement}")
                .replaceAll("/policy/.*", "/policy/…")
                .replaceAll("/trays/[^/]+", "/trays/{team}");
        return (form.attr("method").isEmpty() ? "get" : form.attr("method").toLowerCase(java.util.Locale.ROOT)) + " "
                + kind + " " + names(form);
    }

    private static Set<String> names(Element form) {
        var names = new TreeSet<String>();
        for (var control : form.select("input[name], textarea[name], select[name]")) {
            names.add(kind(control.attr("name")) + (control.hasAttr("type") ? "" : "*"));
        }
        return names;
    }

    static Optional<Element> find(Document page, String path, String signature) {
        return page.select("form").stream()
                .filter(form -> signature(form, path).equals(signature))
                .findFirst();
    }
}
