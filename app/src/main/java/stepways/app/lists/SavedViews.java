package stepways.app.lists;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.web.SignedInStaff;

/// Lists with their filters, kept under a name. A view holds an address and nothing that the list showed: it opens with
/// the rights of whoever opens it.
@Component
class SavedViews {

    private final Database database;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    SavedViews(Database database, TimeOrderedIds ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// A view as its reader sees it.
    ///
    /// @param team with which team it is shared, by its title; null where it is not
    /// @param by who shares it; null for the reader's own
    record View(
            UUID id,
            String name,
            String address,
            @Nullable String team,
            @Nullable String by) {}

    /// A team of somebody's.
    record Team(String id, String title) {}

    /// Somebody's own views first, then what is shared with their teams.
    List<View> of(SignedInStaff me) {
        return database.read(
                me.viewer(),
                sql -> sql.sql("""
                                select v.id, v.name, v.address, t.title as team,
                                       case when v.staff = :staff then null else s.name end as by
                                  from saved_view v
                                  join staff s on s.authority = v.authority and s.id = v.staff
                                  left join team t on t.authority = v.authority and t.id = v.team
                                 where v.removed_at is null
                                   and (v.staff = :staff
                                        or v.team in (
                                            select r.team
                                              from staff_role r
                                             where r.staff = :staff
                                               and r.team is not null
                                               and r.held_from <= :now
                                               and (r.held_until is null or r.held_until > :now)))
                                 order by v.staff <> :staff, lower(v.name), v.id
                                 limit 200
                                """)
                        .param("staff", me.staff())
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .query((rs, _) -> new View(
                                rs.getObject("id", UUID.class),
                                rs.getString("name"),
                                rs.getString("address"),
                                rs.getString("team"),
                                rs.getString("by")))
                        .list());
    }

    List<Team> teams(SignedInStaff me) {
        return database.read(
                me.viewer(),
                sql -> sql.sql("""
                                select distinct t.id, t.title
                                  from staff_role r
                                  join team t on t.authority = r.authority and t.id = r.team
                                 where r.staff = :staff
                                   and r.held_from <= :now
                                   and (r.held_until is null or r.held_until > :now)
                                   and t.active
                                 order by t.title
                                """)
                        .param("staff", me.staff())
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .query((rs, _) -> new Team(rs.getString("id"), rs.getString("title")))
                        .list());
    }

    /// Keeps a view. The same name and address again is the same view.
    void keep(SignedInStaff me, String name, String address, @Nullable String team) {
        database.write(me.viewer(), sql -> {
            var same = sql.sql("""
                            select id
                              from saved_view
                             where staff = :staff
                               and removed_at is null
                               and name = :name
                               and address = :address
                            """)
                    .param("staff", me.staff())
                    .param("name", name)
                    .param("address", address)
                    .query(UUID.class)
                    .optional();
            if (same.isPresent()) {
                return sql.sql("update saved_view set team = :team::text where id = :id")
                        .param("team", team)
                        .param("id", same.get())
                        .update();
            }
            return sql.sql("""
                            insert into saved_view (authority, id, staff, name, address, team, recorded_at)
                            values (:authority, :id, :staff, :name, :address, :team::text, :now)
                            """)
                    .param("authority", me.authority())
                    .param("id", ids.next())
                    .param("staff", me.staff())
                    .param("name", name)
                    .param("address", address)
                    .param("team", team)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        });
    }

    /// Takes one of somebody's own views off the list, or puts it back.
    ///
    /// @return its name; empty if this person has no such view
    Optional<String> remove(SignedInStaff me, UUID id, boolean back) {
        return database.write(me.viewer(), sql -> {
            sql.sql("update saved_view set removed_at = :at::timestamptz where id = :id and staff = :staff")
                    .param("at", back ? null : clock.instant().atOffset(ZoneOffset.UTC))
                    .param("id", id)
                    .param("staff", me.staff())
                    .update();
            return sql.sql("select name from saved_view where id = :id and staff = :staff")
                    .param("id", id)
                    .param("staff", me.staff())
                    .query(String.class)
                    .optional();
        });
    }
}
