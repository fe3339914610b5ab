package stepways.app.worklist;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.procedures.Procedures;
import stepways.app.record.RunReader;

/// What the open runs of some children wait for, and whom, when something about the children changes: who holds them,
/// what was answered about them, what is on file. A child may be in several runs at a time.
///
/// Every step holds its run's children before it writes what the run waits for, and finds out then whether they have
/// changed. So whoever holds all the children of a run may write it for that run.
public final class WorkOfChildren {

    private final JdbcClient sql;
    private final AuthorityId authority;
    private final Procedures procedures;

    public WorkOfChildren(JdbcClient sql, AuthorityId authority, Procedures procedures) {
        this.sql = sql;
        this.authority = authority;
        this.procedures = procedures;
    }

    /// Holds these children, and those who travel with them in an open run, until the transaction ends: what such a run
    /// waits for hangs on all of its children. They are held in one order, so that nobody waits in a circle.
    public void hold(Collection<UUID> children) {
        holdThoseKnown(children);
        // Whoever was waited for may have begun a run with more children.
        holdThoseKnown(children);
    }

    private void holdThoseKnown(Collection<UUID> children) {
        sql.sql("""
                        select v.child
                          from child_version v
                         where v.child = any(array(
                               select unnest(:children::uuid[])
                                union
                               select other.child
                                 from run_child c
                                 join run r on r.authority = c.authority and r.id = c.run and r.status = 'open'
                                 join run_child other on other.authority = c.authority and other.run = c.run
                                where c.child = any(:children)
                                  and c.left_at is null
                                  and other.left_at is null))
                         order by v.child
                           for update of v
                        """)
                .param("children", children.toArray(UUID[]::new))
                .query((rs, _) -> rs.getObject("child", UUID.class))
                .list();
    }

    /// Something about children who are held has changed: what a step has read of them before is no longer so.
    public void changed(Collection<UUID> children, Instant now) {
        sql.sql("update child_version set version = version + 1 where child = any(:children)")
                .param("children", children.toArray(UUID[]::new))
                .update();
        write(children, null, now);
    }

    /// A step of one run has changed something about children whom it holds; its own work is written.
    public void changedBy(UUID run, Collection<UUID> children, Instant now) {
        write(children, run, now);
    }

    private void write(Collection<UUID> children, @Nullable UUID except, Instant now) {
        sql.sql("""
                        select distinct r.id
                          from run_child c
                          join run r on r.authority = c.authority and r.id = c.run
                         where c.child = any(:children)
                           and c.left_at is null
                           and r.status = 'open'
                           and r.id is distinct from :except::uuid
                         order by r.id
                        """)
                .param("children", children.toArray(UUID[]::new))
                .param("except", except)
                .query((rs, _) -> rs.getObject("id", UUID.class))
                .list()
                .forEach(run -> {
                    var loaded = new RunReader(sql)
                            .load(run, now)
                            .orElseThrow(() -> new IllegalStateException("Expected the open run " + run));
                    new WorkItems(sql, authority)
                            .write(procedures.of(authority, loaded.run().policy(), sql), loaded, now);
                });
    }
}
