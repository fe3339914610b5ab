package stepways.app.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stepways.app.database.Database;
import stepways.app.database.TestDatabase;
import stepways.app.database.TestRows;
import stepways.app.database.Viewer;
import stepways.engine.run.ChildId;

/// Which documents the procedure sees: those that stand, each kind with the newest day it speaks from.
class DocumentsOnFileTest {

    private final Database database = TestDatabase.shared();
    private final Viewer viewer = TestDatabase.aNewAuthority();
    private final TestRows rows = new TestRows(database, viewer);
    private final UUID child = rows.child("Ellis", "Rowan");
    private final UUID worker = rows.staff("Tom Ferreira").value();

    private UUID document(String kind, String dated, @Nullable UUID first, int version, @Nullable UUID replaces) {
        var id = TestRows.anId();
        database.write(
                viewer,
                sql -> sql.sql("""
                                insert into document (authority, id, child, kind, title, dated, version, replaces, first, recorded_at, source)
                                values (:authority, :id, :child, :kind, :kind, :dated::date, :version, :replaces::uuid,
                                        :first::uuid, :now, 'person')
                                """)
                        .param("authority", viewer.authority().value())
                        .param("id", id)
                        .param("child", child)
                        .param("kind", kind)
                        .param("dated", dated)
                        .param("version", version)
                        .param("replaces", replaces)
                        .param("first", first)
                        .param("now", TestRows.at(TestDatabase.NOW))
                        .update());
        return id;
    }

    private void withdraw(UUID document) {
        database.write(
                viewer,
                sql -> sql.sql("""
                                insert into document_withdrawal (authority, document, reason, recorded_at, recorded_by)
                                values (:authority, :document, 'Of another child', :now, :by)
                                """)
                        .param("authority", viewer.authority().value())
                        .param("document", document)
                        .param("now", TestRows.at(TestDatabase.NOW))
                        .param("by", worker)
                        .update());
    }

    private Map<String, LocalDate> seen() {
        var id = new ChildId(child.toString());
        return database.read(viewer, sql -> new RunReader(sql).facts(List.of(id), TestDatabase.NOW))
                .child(id)
                .documents();
    }

    @Test
    void the_newest_of_each_kind_is_seen() {
        document("plan", "2026-01-12", null, 1, null);
        document("plan", "2026-02-12", null, 1, null);
        document("chronology", "2025-12-01", null, 1, null);

        assertThat(seen())
                .containsOnly(
                        Map.entry("plan", LocalDate.of(2026, 2, 12)),
                        Map.entry("chronology", LocalDate.of(2025, 12, 1)));
    }

    @Test
    void one_that_was_withdrawn_is_not_seen_and_an_older_one_is_again() {
        document("plan", "2026-01-12", null, 1, null);
        var wrong = document("plan", "2026-02-12", null, 1, null);

        withdraw(wrong);

        assertThat(seen()).containsOnly(Map.entry("plan", LocalDate.of(2026, 1, 12)));
    }

    @Test
    void a_newer_version_takes_the_place_of_the_one_before_also_where_its_day_is_earlier() {
        var first = document("plan", "2026-02-12", null, 1, null);
        var second = document("plan", "2025-02-12", first, 2, first);

        assertThat(seen()).containsOnly(Map.entry("plan", LocalDate.of(2025, 2, 12)));

        withdraw(second);

        assertThat(seen()).containsOnly(Map.entry("plan", LocalDate.of(2026, 2, 12)));

        withdraw(first);

        assertThat(seen()).isEmpty();
    }
}
