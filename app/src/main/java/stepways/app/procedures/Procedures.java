package stepways.app.procedures;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.database.Snapshot;
import stepways.app.database.Viewer;
import stepways.engine.calendar.WorkingCalendar;
import stepways.engine.policy.Policy;
import stepways.engine.policy.PolicyVersion;
import stepways.packs.LoadedPack;
import stepways.packs.LoadedPacks;
import stepways.packs.PackArchive;

/// Every procedure an authority runs or ran, by its exact version, under that authority's calendar.
///
/// New runs begin under the procedure in force. An open run keeps its own: where the folder of packs no longer holds
/// that version, it is read from what was kept when it was put in force.
public final class Procedures {

    private final Path root;
    private final LoadedPacks packs;
    private final Map<PolicyVersion, LoadedPack> loaded = new LinkedHashMap<>();
    private final Map<Key, Policy> underCalendar = new ConcurrentHashMap<>();

    private record Key(AuthorityId authority, PolicyVersion version) {}

    /// @param root the folder that `packs` were read from
    public Procedures(Path root, LoadedPacks packs) {
        this.root = root;
        this.packs = packs;
        packs.packs().forEach(pack -> loaded.put(pack.policy().version(), pack));
    }

    public Collection<LoadedPack> all() {
        return loaded.values();
    }

    /// The newest version of a pack in the folder of packs.
    public Optional<LoadedPack> newest(String pack) {
        return packs.pack(pack);
    }

    /// The pack of exactly this version, where the folder of packs holds it.
    public Optional<LoadedPack> pack(PolicyVersion version) {
        return Optional.ofNullable(loaded.get(version));
    }

    /// Puts a pack in force for an authority: new runs begin under it, open ones keep theirs. The pack is kept whole.
    public void putInForce(JdbcClient sql, Viewer viewer, LoadedPack pack, Instant now) {
        var version = pack.policy().version();
        sql.sql("""
                        insert into kept_procedure (authority, pack_hash, pack_id, pack_version, archive, in_force_at,
                                                    put_in_force_by_job, put_in_force_by)
                        values (:authority, :hash, :pack, :version, :archive, :now, :job::text, :staff::uuid)
                        on conflict (authority, pack_hash) do nothing
                        """)
                .param("authority", viewer.authority().value())
                .param("hash", version.contentHash())
                .param("pack", version.pack())
                .param("version", version.version())
                .param("archive", PackArchive.of(root, pack, packs))
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param("job", job(viewer))
                .param("staff", staff(viewer))
                .update();
        var changed = sql.sql("""
                        update authority
                           set pack_id = :pack, pack_version = :version, pack_hash = :hash
                         where id = :authority
                        """)
                .param("pack", version.pack())
                .param("version", version.version())
                .param("hash", version.contentHash())
                .param("authority", viewer.authority().value())
                .update();
        if (changed != 1) {
            throw new IllegalStateException("Expected the row of authority " + viewer.authority() + ", found none");
        }
    }

    private static @Nullable String job(Viewer viewer) {
        return switch (viewer) {
            case Viewer.Job(var _, var job) -> job;
            case Viewer.Staff _ -> null;
        };
    }

    private static java.util.@Nullable UUID staff(Viewer viewer) {
        return switch (viewer) {
            case Viewer.Job _ -> null;
            case Viewer.Staff(var _, var staff) -> staff.value();
        };
    }

    /// The procedure under which new runs of the authority begin.
    public Policy active(AuthorityId authority, JdbcClient sql) {
        return of(
                authority,
                inForce(authority, sql)
                        .orElseThrow(() ->
                                new IllegalStateException("Expected a procedure in force for authority " + authority)),
                sql);
    }

    /// The version in force; empty for an authority that has none yet.
    private record InForce(AuthorityId authority) {}

    public Optional<PolicyVersion> inForce(AuthorityId authority, JdbcClient sql) {
        return Snapshot.once(
                new InForce(authority),
                () -> sql.sql("""
                        select pack_id, pack_version, pack_hash
                          from authority
                         where id = :id
                           and pack_id is not null
                        """)
                        .param("id", authority.value())
                        .query((rs, _) -> new PolicyVersion(
                                rs.getString("pack_id"), rs.getString("pack_version"), rs.getString("pack_hash")))
                        .optional());
    }

    /// The procedure of exactly this version: what a run keeps.
    public Policy of(AuthorityId authority, PolicyVersion version, JdbcClient sql) {
        var key = new Key(authority, version);
        var known = underCalendar.get(key);
        if (known != null) {
            return known;
        }
        var pack = loaded.get(version);
        var policy = pack == null ? kept(version, sql) : pack.policy();
        var made = policy.withCalendar(calendar(policy, sql));
        underCalendar.put(key, made);
        return made;
    }

    private static Policy kept(PolicyVersion version, JdbcClient sql) {
        return sql.sql("select archive from kept_procedure where pack_hash = :hash")
                .param("hash", version.contentHash())
                .query((rs, _) -> rs.getBytes("archive"))
                .optional()
                .map(PackArchive::open)
                .flatMap(packs -> packs.packs().stream()
                        .map(LoadedPack::policy)
                        .filter(policy -> policy.version().equals(version))
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException("Expected procedure " + version + " ("
                        + version.contentHash() + ") in the folder of packs or among those kept"));
    }

    private static WorkingCalendar calendar(Policy policy, JdbcClient sql) {
        var closures = new TreeMap<LocalDate, String>();
        sql.sql("select closed_on, title from calendar_closure").query(rs -> {
            closures.put(rs.getObject("closed_on", LocalDate.class), rs.getString("title"));
        });
        return closures.isEmpty() ? policy.calendar() : policy.calendar().withClosures(closures);
    }
}
