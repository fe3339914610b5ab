package stepways.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.borough.Borough;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.TestDatabase;
import stepways.app.database.Viewer;
import stepways.app.imports.Progress;

/// The service as it runs in the demo, on a borough with a quarter behind it: started by the first test
/// that asks.
public final class LivingService {

    private static final String NAME = "stepways_living";

    private static @Nullable ServiceOn service;
    private static @Nullable Database database;

    private LivingService() {}

    /// Where it answers.
    public static synchronized URI address() {
        var running = service;
        if (running == null) {
            var settings = TestDatabase.recreate(NAME);
            var opened = Database.open(settings);
            new Borough(opened, Path.of(".."), InstantSource.system(), new Progress(_ -> {})).build();
            running = ServiceOn.database(settings);
            var closing = running;
            Runtime.getRuntime().addShutdownHook(new Thread(closing::close));
            database = opened;
            service = running;
        }
        return running.address();
    }

    /// Somebody to sign in as.
    ///
    /// @param work how much waits for them
    public record Person(String authority, String id, String name, String role, int work) {
        /// How the sign-in page of the demo names them.
        public String key() {
            return authority + ":" + id;
        }
    }

    /// For each role of an authority, whoever holds it and has most to do.
    public static List<Person> people(String authority) {
        address();
        var opened = database;
        if (opened == null) {
            throw new IllegalStateException("Expected the borough to have been built");
        }
        return people(opened, authority);
    }

    /// The same of any database.
    public static List<Person> people(Database opened, String authority) {
        return opened.read(
                new Viewer.Job(new AuthorityId(authority), "test"),
                sql -> sql.sql("""
                                select distinct on (r.role) r.role, s.id, s.name,
                                       (select count(*) from work_item w where w.staff = s.id) as work
                                  from staff s
                                  join staff_role r on r.authority = s.authority and r.staff = s.id
                                 where s.active
                                   and r.held_until is null
                                 order by r.role, work desc, s.id
                                """)
                        .query((rs, _) -> new Person(
                                authority,
                                rs.getString("id"),
                                rs.getString("name"),
                                rs.getString("role"),
                                rs.getInt("work")))
                        .list());
    }
}
