package stepways.app.lists;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/// Reads a page of the service as its reader would see it. Whoever asks for a list as a file asks the page's own
/// handler, so that nothing leaves in a file that the page itself does not show to this reader.
final class ListPages {

    private final RequestMappingHandlerMapping handlers;
    private final RequestMappingHandlerAdapter adapter;
    private final TemplateEngine engine;

    ListPages(RequestMappingHandlerMapping handlers, RequestMappingHandlerAdapter adapter, TemplateEngine engine) {
        this.handlers = handlers;
        this.adapter = adapter;
        this.engine = engine;
    }

    /// What a page answers.
    sealed interface Read {

        /// The page in HTML.
        record Page(String html) implements Read {}

        /// It is not a page with a list: an error page, or one that leads elsewhere.
        record Other(ModelAndView view) implements Read {}

        /// There is no such page.
        record None() implements Read {}
    }

    /// @param address path and query, such as `/families?whose=team`
    Read read(String address, HttpServletRequest asked, HttpServletResponse response) throws Exception {
        var request = new PageRequest(asked, address);
        ServletRequestPathUtils.parseAndCache(request);
        var chain = handlers.getHandler(request);
        if (chain == null || !(chain.getHandler() instanceof HandlerMethod method)) {
            return new Read.None();
        }
        var view = adapter.handle(request, response, method);
        if (view == null || view.getViewName() == null) {
            return new Read.None();
        }
        var status = Optional.ofNullable(view.getStatus());
        if (view.getViewName().startsWith("redirect:")
                || status.map(HttpStatusCode::isError).orElse(false)) {
            return new Read.Other(view);
        }
        var html = new StringOutput();
        engine.render(view.getViewName() + ".jte", view.getModel().get("page"), html);
        return new Read.Page(html.toString());
    }

    /// The same reader asking for another address. Attributes of its own: what a handler notes here stays here.
    private static final class PageRequest extends HttpServletRequestWrapper {

        private final String path;
        private final @Nullable String query;
        private final Map<String, String[]> parameters;
        private final Map<String, @Nullable Object> attributes = new HashMap<>();

        PageRequest(HttpServletRequest asked, String address) {
            super(asked);
            int mark = address.indexOf('?');
            path = mark < 0 ? address : address.substring(0, mark);
            query = mark < 0 ? null : address.substring(mark + 1);
            parameters = parameters(query == null ? "" : query);
        }

        private static Map<String, String[]> parameters(String query) {
            var all = new LinkedHashMap<String, List<String>>();
            for (var part : query.split("&")) {
                if (!part.isEmpty()) {
                    var pair = part.split("=", 2);
                    all.computeIfAbsent(decoded(pair[0]), _ -> new ArrayList<>())
                            .add(pair.length == 2 ? decoded(pair[1]) : "");
                }
            }
            var arrays = new LinkedHashMap<String, String[]>();
            all.forEach((name, values) -> arrays.put(name, values.toArray(String[]::new)));
            return arrays;
        }

        private static String decoded(String part) {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        }

        @Override
        public String getMethod() {
            return "GET";
        }

        @Override
        public String getRequestURI() {
            return path;
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(path);
        }

        @Override
        public String getServletPath() {
            return path;
        }

        @Override
        public @Nullable String getPathInfo() {
            return null;
        }

        @Override
        public @Nullable String getQueryString() {
            return query;
        }

        @Override
        public @Nullable String getParameter(String name) {
            var values = parameters.get(name);
            return values == null ? null : values[0];
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return parameters.get(name);
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Collections.unmodifiableMap(parameters);
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.enumeration(parameters.keySet());
        }

        @Override
        public @Nullable Object getAttribute(String name) {
            return attributes.containsKey(name)
                    ? attributes.get(name)
                    : name.startsWith("org.springframework.web") ? null : super.getAttribute(name);
        }

        @Override
        public void setAttribute(String name, @Nullable Object value) {
            attributes.put(name, value);
        }

        @Override
        public void removeAttribute(String name) {
            attributes.put(name, null);
        }
    }
}
