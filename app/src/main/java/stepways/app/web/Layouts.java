package stepways.app.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.RequestContextUtils;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.engine.policy.Policy;

/// Makes the frame of a page: the menu with its count, who is signed in, the procedure, and what the last act did.
@Component
public class Layouts {

    /// The flash attribute that says what the last act did, as a `String` or as a [Notice] with its undo; shown
    /// once, on the page that it leads to.
    public static final String NOTICE = "notice";

    private final Database database;
    private final Procedures procedures;
    private final Assets assets;
    private final InstantSource clock;
    private final ObjectProvider<MenuPart> menu;
    private final boolean invented;

    Layouts(
            Database database,
            Procedures procedures,
            Assets assets,
            InstantSource clock,
            ObjectProvider<MenuPart> menu,
            Environment environment) {
        this.database = database;
        this.procedures = procedures;
        this.assets = assets;
        this.clock = clock;
        this.menu = menu;
        this.invented = environment.acceptsProfiles(Profiles.of("demo"));
    }

    private record Frame(String packLine, int pressing, List<NavItem> more) {}

    /// The frame of a page for somebody who is signed in.
    ///
    /// @param title the words of the browser tab: references, never a name of a family
    /// @param at the menu entry this page belongs to, such as `/work`
    public Layout of(HttpServletRequest request, SignedInStaff me, String title, String at) {
        var frame = database.read(me.viewer(), sql -> {
            var policy = procedures.active(me.viewer().authority(), sql);
            return new Frame(
                    packLine(me.authorityName(), policy),
                    sql.sql("""
                                        select count(*)
                                          from work_item
                                         where staff = :staff
                                           and due_at <= :tomorrow
                                        """)
                            .param("staff", me.staff())
                            .param(
                                    "tomorrow",
                                    Dates.startOfTomorrow(clock.instant()).atOffset(ZoneOffset.UTC))
                            .query(Integer.class)
                            .single(),
                    menu.orderedStream()
                            .flatMap(part -> part.entry(sql, policy, me, clock.instant()).stream())
                            .toList());
        });
        var entries = new ArrayList<>(List.of(
                new NavItem("My work", "/work", frame.pressing(), false),
                new NavItem("Team tray", "/trays", 0, false)));
        entries.addAll(frame.more());
        entries.addAll(List.of(
                new NavItem("Families", "/families", 0, false),
                new NavItem("Meetings", "/meetings", 0, false),
                new NavItem("Policy", "/policy", 0, false),
                new NavItem("Directory", "/directory", 0, false),
                new NavItem("Find", "/search", 0, false)));
        var layout = new Layout(
                title,
                me.authorityName(),
                new SignedIn(me.name(), "/sign-out"),
                entries,
                "/harm-now",
                csrf(request),
                frame.packLine(),
                assets,
                null,
                null,
                address(request),
                printed(request, me));
        return withNotice(layout.at(at), request);
    }

    /// The frame of a page that needs no sign-in, or that is shown when the record cannot be read.
    public Layout bare(HttpServletRequest request, @Nullable SignedInStaff me, String title) {
        var layout = new Layout(
                title,
                me == null ? "Stepways" : me.authorityName(),
                me == null ? null : new SignedIn(me.name(), "/sign-out"),
                me == null
                        ? List.of()
                        : List.of(
                                new NavItem("My work", "/work", 0, false),
                                new NavItem("Team tray", "/trays", 0, false),
                                new NavItem("Families", "/families", 0, false),
                                new NavItem("Find", "/search", 0, false)),
                me == null ? null : "/harm-now",
                csrf(request),
                invented ? "All people, places and figures here are invented." : "",
                assets,
                null,
                null,
                address(request),
                null);
        return withNotice(layout, request);
    }

    /// What stands at the foot of a page that runs under a procedure.
    public String packLine(String whose, Policy policy) {
        return whose + " runs under “" + policy.line().title() + "”, version "
                + policy.version().version()
                + ". A paraphrase of a published document, not endorsed by the council."
                + (invented ? " All people, places and figures here are invented." : "");
    }

    private static Layout withNotice(Layout layout, HttpServletRequest request) {
        var flash = RequestContextUtils.getInputFlashMap(request);
        return switch (flash == null ? null : flash.get(NOTICE)) {
            case String words -> layout.with(new Notice(words, null, null));
            case Notice notice -> layout.with(notice);
            case null, default -> layout;
        };
    }

    /// Where a page is, without what belongs to one reading of it.
    private static String address(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            return "/work";
        }
        var query = request.getQueryString() == null
                ? ""
                : Arrays.stream(request.getQueryString().split("&"))
                        .filter(part -> !part.startsWith("view=") && !part.isEmpty())
                        .collect(Collectors.joining("&"));
        return LocalPath.of(request.getRequestURI() + (query.isEmpty() ? "" : "?" + query));
    }

    private @Nullable String printed(HttpServletRequest request, SignedInStaff me) {
        return OnPaper.isAskedFor(request)
                ? "Printed by " + me.name() + " on " + Dates.dateAndTime(clock.instant())
                : null;
    }

    private static CsrfField csrf(HttpServletRequest request) {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                ? new CsrfField(token.getParameterName(), token.getToken())
                : new CsrfField("_csrf", "");
    }
}
