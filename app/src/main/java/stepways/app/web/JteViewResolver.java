package stepways.app.web;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.servlet.view.AbstractView;

/// Finds the template of a page: `transfers/transfer` is `jte/transfers/transfer.jte`. It gets the model's `page`.
record JteViewResolver(TemplateEngine engine) implements ViewResolver, Ordered {

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 10;
    }

    @Override
    public @Nullable View resolveViewName(String name, Locale locale) {
        return engine.hasTemplate(name + ".jte") ? new JteView(engine, name + ".jte") : null;
    }

    /// Renders into memory first, so that a page that fails half-way is an error page and never half a page.
    private static final class JteView extends AbstractView {

        /// Written text never begins with a bare "<", so this finds tags of ours only.
        private static final Pattern FOLDED = Pattern.compile("<details([^>]*)>");

        private final TemplateEngine engine;
        private final String template;

        JteView(TemplateEngine engine, String template) {
            this.engine = engine;
            this.template = template;
            setContentType("text/html;charset=UTF-8");
        }

        @Override
        protected void renderMergedOutputModel(
                Map<String, Object> model, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            if (OnPaper.isAskedFor(request)) {
                paper(model, response);
                return;
            }
            var output = new Utf8ByteOutput();
            engine.render(template, model.get("page"), output);
            response.setContentType(getContentType());
            response.setContentLength(output.getContentLength());
            output.writeTo(response.getOutputStream());
        }

        /// On paper nothing can be unfolded: every detail stands open.
        private void paper(Map<String, Object> model, HttpServletResponse response) throws IOException {
            var output = new StringOutput();
            engine.render(template, model.get("page"), output);
            var page = FOLDED.matcher(output.toString())
                    .replaceAll(tag -> "<details open"
                            + Matcher.quoteReplacement(tag.group(1).replace(" open", "")) + ">");
            response.setContentType(getContentType());
            response.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
        }
    }
}
