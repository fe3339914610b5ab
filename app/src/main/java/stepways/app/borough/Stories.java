package stepways.app.borough;

import java.util.List;
import java.util.UUID;
import stepways.app.database.AuthorityDirectory;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.Viewer;
import tools.jackson.databind.json.JsonMapper;

/// The stories to try, as they were written down when the borough was built.
public final class Stories {

    static final String KIND = "borough";
    static final JsonMapper JSON = JsonMapper.builder().build();

    private Stories() {}

    /// One story to try.
    ///
    /// @param run what people call the run, such as T-1042
    public record Story(
            String authority, String authorityName, UUID staff, String person, String run, String title, String what) {}

    /// Those of every authority; none where no borough was built.
    public static List<Story> all(Database database) {
        return new AuthorityDirectory(database)
                .authorities().stream()
                        .flatMap(authority -> of(database, authority.id()).stream())
                        .toList();
    }

    static List<Story> of(Database database, AuthorityId id) {
        return database
                .read(
                        new Viewer.Job(id, KIND),
                        sql -> sql.sql(
                                        "select counts from import_batch where kind = 'borough' and finished_at is not null")
                                .query(String.class)
                                .list())
                .stream()
                .flatMap(json -> List.of(JSON.treeToValue(JSON.readTree(json).get("stories"), Story[].class)).stream())
                .toList();
    }
}
