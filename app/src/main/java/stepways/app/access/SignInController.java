package stepways.app.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;
import stepways.app.database.AuthorityDirectory;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.Viewer;
import stepways.app.procedures.Procedures;
import stepways.app.web.Layouts;
import stepways.app.web.LocalPath;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;

/// Signing in. In the demo, by choosing an invented person; otherwise it leads to the council's identity provider.
@Controller
class SignInController {

    private final AuthorityDirectory directory;
    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final SigningIn signingIn;
    private final InstantSource clock;
    private final ObjectProvider<DemoStories> stories;
    private final boolean demo;

    SignInController(
            AuthorityDirectory directory,
            Database database,
            Procedures procedures,
            Layouts layouts,
            SigningIn signingIn,
            InstantSource clock,
            ObjectProvider<DemoStories> stories,
            @Value("${stepways.sign-in.demo:false}") boolean demo) {
        this.directory = directory;
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.signingIn = signingIn;
        this.clock = clock;
        this.stories = stories;
        this.demo = demo;
    }

    @GetMapping("/")
    RedirectView start() {
        return new RedirectView("/work", true);
    }

    @GetMapping("/sign-in")
    ModelAndView choose(
            @RequestParam(defaultValue = "/work") String to,
            @RequestParam(required = false) @org.jspecify.annotations.Nullable String ended,
            @RequestParam(required = false) @org.jspecify.annotations.Nullable String unknown,
            @AuthenticationPrincipal @org.jspecify.annotations.Nullable SignedInStaff me,
            HttpServletRequest request) {
        var words = new ArrayList<String>();
        if (ended != null) {
            words.add("Your session had ended. What you typed is kept: sign in again and it is there.");
        }
        if (unknown != null) {
            words.add(
                    "You are known to the identity provider, and not to this service. Ask your administrator to add you.");
        }
        var layout = layouts.bare(request, me, "Sign in");
        if (!demo) {
            words.add("Stepways knows you by your council account.");
            return PageOf.view(
                    "access/open-id", new OpenIdPage(layout, "Sign in", words, "/oauth2/authorization/council"));
        }
        words.add("This is a demonstration. Choose somebody to sign in as: all people are invented.");
        var page = new SignInPage(
                layout,
                "Sign in",
                words,
                "/sign-in?to=" + java.net.URLEncoder.encode(LocalPath.of(to), java.nio.charset.StandardCharsets.UTF_8),
                stories.orderedStream().flatMap(each -> each.stories().stream()).toList(),
                directory.authorities().stream().flatMap(this::people).toList());
        return PageOf.view("access/sign-in", page);
    }

    @PostMapping("/sign-in")
    RedirectView signIn(
            @RequestParam String person,
            @RequestParam(defaultValue = "/work") String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!demo || !person.matches("[a-z][a-z0-9-]{1,39}:[0-9a-f-]{36}")) {
            throw new NotFound("a person to sign in as");
        }
        var parts = person.split(":", 2);
        var authority = directory.authorities().stream()
                .filter(each -> each.id().value().equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new NotFound("an authority"));
        var staff = UUID.fromString(parts[1]);
        var name = database.read(
                        new Viewer.Job(authority.id(), "sign-in"),
                        sql -> sql.sql("select name from staff where id = :id and active")
                                .param("id", staff)
                                .query(String.class)
                                .optional())
                .orElseThrow(() -> new NotFound("a person to sign in as"));
        signingIn.as(new SignedInStaff(authority.id().value(), authority.name(), staff, name), request, response);
        return new RedirectView(LocalPath.of(to), true);
    }

    private record Holder(UUID staff, String name, String role, String team) {}

    /// The people of an authority by team; an authority without a procedure has none to try.
    private java.util.stream.Stream<SignInPage.Authority> people(AuthorityDirectory.Authority authority) {
        return database.read(new Viewer.Job(authority.id(), "sign-in"), sql -> {
            if (procedures.inForce(authority.id(), sql).isEmpty()) {
                return java.util.stream.Stream.empty();
            }
            var policy = procedures.active(new AuthorityId(authority.id().value()), sql);
            var holders = sql.sql("""
                            select s.id, s.name, r.role, coalesce(t.title, '') as team
                              from staff s
                              join staff_role r on r.authority = s.authority and r.staff = s.id
                              left join team t on t.authority = r.authority and t.id = r.team
                             where s.active
                               and r.held_from <= :now
                               and (r.held_until is null or r.held_until > :now)
                             order by t.title nulls last, s.name, r.role
                             limit 400
                            """)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .query((rs, _) -> new Holder(
                            rs.getObject("id", UUID.class),
                            rs.getString("name"),
                            rs.getString("role"),
                            rs.getString("team")))
                    .list();
            var teams = new LinkedHashMap<String, LinkedHashMap<UUID, SignInPage.Person>>();
            for (var holder : holders) {
                var team = holder.team().isEmpty() ? "Across the council" : holder.team();
                teams.computeIfAbsent(team, _ -> new LinkedHashMap<>())
                        .merge(
                                holder.staff(),
                                new SignInPage.Person(
                                        authority.id().value() + ":" + holder.staff(),
                                        holder.name(),
                                        policy.role(holder.role()).title(),
                                        null),
                                (one, other) -> new SignInPage.Person(
                                        one.id(), one.name(), one.role() + ", " + other.role(), null));
            }
            var list = new ArrayList<SignInPage.Team>();
            teams.forEach((team, people) -> list.add(new SignInPage.Team(team, List.copyOf(people.values()))));
            return java.util.stream.Stream.of(new SignInPage.Authority(
                    authority.id().value(),
                    authority.name(),
                    policy.line().title() + ", version " + policy.version().version(),
                    list));
        });
    }
}
