package stepways.app.policy;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.PolicyVersion;
import stepways.packs.LoadedPack;
import stepways.packs.PackArchive;

/// The procedure on screen: where every citation leads.
@Controller
class PolicyController {

    /// How long a page waits for the checker before it says that the checker is still at work.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final Flows flows = new Flows();
    private final PolicyViews views = new PolicyViews(flows, new Stories(PATIENCE));

    PolicyController(Database database, Procedures procedures, Layouts layouts) {
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
    }

    @EventListener(ApplicationReadyEvent.class)
    void warm() {
        flows.warm(procedures.all().stream().map(LoadedPack::policy).toList());
    }

    private record Held(Optional<PolicyVersion> inForce, Map<PolicyVersion, Integer> open) {}

    @GetMapping("/policy")
    ModelAndView policies(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var held = database.read(
                me.viewer(), sql -> new Held(procedures.inForce(me.viewer().authority(), sql), open(sql)));
        var layout = layouts.of(request, me, "Policy", "/policy");
        return PageOf.view("policy/policies", views.policies(layout, procedures.all(), held.inForce(), held.open()));
    }

    @GetMapping("/policy/{pack}/{version}")
    ModelAndView manual(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable String pack,
            @PathVariable String version) {
        var found = find(me, pack, version);
        return PageOf.view(
                "policy/policy", views.manual(layout(me, request, found.pack()), found.pack(), found.open()));
    }

    @GetMapping("/policy/{pack}/{version}/{pathway}")
    ModelAndView pathway(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable String pack,
            @PathVariable String version,
            @PathVariable String pathway) {
        var found = find(me, pack, version);
        var drawn = found.pack().policy().pathways().get(pathway);
        if (drawn == null) {
            throw new NotFound("pathway " + pathway + " of " + pack + " " + version);
        }
        return PageOf.view(
                "policy/policy", views.pathway(layout(me, request, found.pack()), found.pack(), drawn, found.open()));
    }

    private Layout layout(SignedInStaff me, HttpServletRequest request, LoadedPack pack) {
        var version = pack.policy().version();
        return layouts.of(
                request, me, pack.policy().line().title() + ", version " + version.version() + " – Policy", "/policy");
    }

    private record Found(LoadedPack pack, int open) {}

    /// The pack of this name and version: in the folder, or kept because runs of this authority go on under it.
    private Found find(SignedInStaff me, String pack, String version) {
        var inFolder = procedures.all().stream()
                .filter(each -> named(each, pack, version))
                .findFirst();
        return database.read(me.viewer(), sql -> {
            var found = inFolder.or(() -> kept(sql, pack, version))
                    .orElseThrow(() -> new NotFound("procedure " + pack + " " + version));
            var open = open(sql).getOrDefault(found.policy().version(), 0);
            return new Found(found, open);
        });
    }

    private static boolean named(LoadedPack pack, String name, String version) {
        return pack.policy().version().pack().equals(name)
                && pack.policy().version().version().equals(version);
    }

    private static Optional<LoadedPack> kept(JdbcClient sql, String pack, String version) {
        return sql.sql("""
                        select archive
                          from kept_procedure
                         where pack_id = :pack
                           and pack_version = :version
                         order by in_force_at desc
                         limit 1
                        """)
                .param("pack", pack)
                .param("version", version)
                .query((rs, _) -> rs.getBytes("archive"))
                .optional()
                .flatMap(archive -> PackArchive.open(archive).packs().stream()
                        .filter(each -> named(each, pack, version))
                        .findFirst());
    }

    private static Map<PolicyVersion, Integer> open(JdbcClient sql) {
        var open = new LinkedHashMap<PolicyVersion, Integer>();
        sql.sql("""
                        select pack_id, pack_version, pack_hash, count(*) as runs
                          from run
                         where status = 'open'
                         group by pack_id, pack_version, pack_hash
                        """).query(rs -> {
            open.put(
                    new PolicyVersion(rs.getString("pack_id"), rs.getString("pack_version"), rs.getString("pack_hash")),
                    rs.getInt("runs"));
        });
        return open;
    }
}
