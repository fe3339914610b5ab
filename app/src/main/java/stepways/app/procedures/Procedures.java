package stepways.app.procedures;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.engine.calendar.WorkingCalendar;
import stepways.engine.policy.Policy;
import stepways.engine.policy.PolicyVersion;

/// Every procedure that was loaded, by its exact version, under each authority's calendar.
public final class Procedures {

    private final Map<PolicyVersion, Policy> loaded;
    private final Map<Key, Policy> underCalendar = new ConcurrentHashMap<>();

    private record Key(AuthorityId authority, PolicyVersion version) {}

    public Procedures(Collection<Policy> policies) {
        var map = new LinkedHashMap<PolicyVersion, Policy>();
        policies.forEach(policy -> map.put(policy.version(), policy));
        loaded = Map.copyOf(map);
    }

    public Collection<Policy> all() {
        return loaded.values();
    }

    /// The procedure under which new runs of the authority begin.
    public Policy active(AuthorityId authority, JdbcClient sql) {
        var version = sql.sql("""
                        select pack_id, pack_version, pack_hash
                          from authority
                         where id = :id
                           and pack_id is not null
                        """)
                .param("id", authority.value())
                .query((rs, _) -> new PolicyVersion(
                        rs.getString("pack_id"), rs.getString("pack_version"), rs.getString("pack_hash")))
                .optional()
                .orElseThrow(
                        () -> new IllegalStateException("Expected an active procedure for authority " + authority));
        return of(authority, version, sql);
    }

    /// The procedure of exactly this version: what a run keeps.
    public Policy of(AuthorityId authority, PolicyVersion version, JdbcClient sql) {
        return underCalendar.computeIfAbsent(new Key(authority, version), key -> {
            var policy = loaded.get(key.version());
            if (policy == null) {
                throw new IllegalStateException("Expected procedure " + version + " (" + version.contentHash()
                        + ") among those loaded: " + loaded.keySet());
            }
            return policy.withCalendar(calendar(policy, sql));
        });
    }

    private static WorkingCalendar calendar(Policy policy, JdbcClient sql) {
        var closures = new TreeMap<LocalDate, String>();
        sql.sql("select closed_on, title from calendar_closure").query(rs -> {
            closures.put(rs.getObject("closed_on", LocalDate.class), rs.getString("title"));
        });
        return closures.isEmpty() ? policy.calendar() : policy.calendar().withClosures(closures);
    }
}
