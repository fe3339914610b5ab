package stepways.app.pages;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stepways.app.access.AuthoritySetup;
import stepways.app.database.Database;
import stepways.app.database.TestDatabase;
import stepways.app.database.TestRows;
import stepways.app.database.Viewer;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.search.NameTokens;
import stepways.app.web.SignedInStaff;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.packs.LoadedPack;

/// An invented council under a real procedure: its teams, its people, and families made by a test. Each test has one of
/// its own.
public final class InventedCouncil {

    private final Database database = TestDatabase.shared();
    private final Viewer.Job viewer = TestDatabase.aNewAuthority();
    private final LoadedPack pack;
    private final Map<String, UUID> people = new LinkedHashMap<>();
    private int families = 20_000;

    private InventedCouncil(String pack) {
        var procedures = TestService.bean(Procedures.class);
        this.pack = procedures.newest(pack).orElseThrow(() -> new IllegalStateException("Expected the pack " + pack));
        database.write(viewer, sql -> {
            procedures.putInForce(sql, viewer, this.pack, Instant.parse("2026-01-01T09:00:00Z"));
            for (var team : AuthoritySetup.allTeams(this.pack.policy()).values()) {
                sql.sql("""
                                insert into team (authority, id, pack_team, title, service)
                                values (:authority, :id, :id, :title, :service)
                                """)
                        .param("authority", viewer.authority().value())
                        .param("id", team.name())
                        .param("title", team.title())
                        .param("service", team.service())
                        .update();
            }
            return true;
        });
    }

    /// A council that runs the ICRT procedure.
    public static InventedCouncil icrt() {
        return new InventedCouncil("icrt");
    }

    /// A council that runs the procedure of this pack.
    public static InventedCouncil running(String pack) {
        return new InventedCouncil(pack);
    }

    public LoadedPack pack() {
        return pack;
    }

    public Viewer.Job job() {
        return viewer;
    }

    public Database database() {
        return database;
    }

    private String authority() {
        return viewer.authority().value();
    }

    /// Somebody who holds a role in a team, or for the whole council where `team` is null.
    public SignedInStaff staff(String name, String role, @Nullable String team, @Nullable String telephone) {
        var id = TestRows.anId();
        database.write(viewer, sql -> {
            sql.sql("""
                            insert into staff (authority, id, name, telephone, recorded_at)
                            values (:authority, :id, :name, :telephone, :now)
                            """)
                    .param("authority", authority())
                    .param("id", id)
                    .param("name", name)
                    .param("telephone", telephone)
                    .param("now", at(TestDatabase.NOW))
                    .update();
            return sql.sql("""
                            insert into staff_role (authority, id, staff, role, team, held_from)
                            values (:authority, :role_id, :id, :role, :team, timestamptz '2026-01-01T00:00:00Z')
                            """)
                    .param("authority", authority())
                    .param("role_id", TestRows.anId())
                    .param("id", id)
                    .param("role", role)
                    .param("team", team)
                    .update();
        });
        people.put(name, id);
        return new SignedInStaff(authority(), "Invented council", id, name);
    }

    /// Gives somebody an email address.
    public void email(SignedInStaff staff, String address) {
        database.write(
                viewer,
                sql -> sql.sql("update staff set email = :email where id = :id")
                        .param("email", address)
                        .param("id", staff.staff())
                        .update());
    }

    /// On the rota of a team from one instant until another.
    public void onDuty(SignedInStaff staff, String team, String from, String until) {
        database.write(
                viewer,
                sql -> sql.sql("""
                                insert into duty_rota (authority, id, team, staff, on_from, on_until)
                                values (:authority, :id, :team, :staff, :from, :until)
                                """)
                        .param("authority", authority())
                        .param("id", TestRows.anId())
                        .param("team", team)
                        .param("staff", staff.staff())
                        .param("from", TestRows.at(from))
                        .param("until", TestRows.at(until))
                        .update());
    }

    public void setting(String name, String value) {
        database.write(
                viewer,
                sql -> sql.sql("""
                                insert into authority_setting (authority, name, value, recorded_at)
                                values (:authority, :name, :value, :now)
                                """)
                        .param("authority", authority())
                        .param("name", name)
                        .param("value", value)
                        .param("now", at(TestDatabase.NOW))
                        .update());
    }

    /// A family with nobody in it yet.
    public UUID family() {
        var id = TestRows.anId();
        var reference = "F-" + ++families;
        database.write(
                viewer,
                sql -> sql.sql("""
                                insert into family (authority, id, reference, recorded_at)
                                values (:authority, :id, :reference, :now)
                                """)
                        .param("authority", authority())
                        .param("id", id)
                        .param("reference", reference)
                        .param("now", at(TestDatabase.NOW))
                        .update());
        return id;
    }

    public String reference(UUID family) {
        return database.read(
                viewer,
                sql -> sql.sql("select reference from family where id = :id")
                        .param("id", family)
                        .query(String.class)
                        .single());
    }

    /// A child of the family, found by its name. Without a birth date it is unborn, expected on 3 August 2026.
    public UUID child(UUID family, String forename, String surname, @Nullable String born) {
        var id = person(family, "child", forename, surname, born);
        database.write(
                viewer,
                sql -> sql.sql("insert into child_version (authority, child) values (:authority, :id)")
                        .param("authority", authority())
                        .param("id", id)
                        .update());
        return id;
    }

    /// A parent with parental responsibility for these children.
    public UUID parent(UUID family, String forename, String surname, UUID... children) {
        var id = person(family, "adult", forename, surname, "1990-03-02");
        for (var child : children) {
            database.write(
                    viewer,
                    sql -> sql.sql("""
                                    insert into relationship (authority, id, person, other_person, kind, parental_responsibility, recorded_at)
                                    values (:authority, :id, :person, :child, 'mother', 'yes', :now)
                                    """)
                            .param("authority", authority())
                            .param("id", TestRows.anId())
                            .param("person", id)
                            .param("child", child)
                            .param("now", at(TestDatabase.NOW))
                            .update());
        }
        return id;
    }

    private UUID person(UUID family, String part, String forename, String surname, @Nullable String born) {
        var id = TestRows.anId();
        database.write(viewer, sql -> {
            sql.sql("""
                            insert into person (authority, id, forename, surname, birth_date, expected_birth_date, recorded_at)
                            values (:authority, :id, :forename, :surname, :born::date, :expected::date, :now)
                            """)
                    .param("authority", authority())
                    .param("id", id)
                    .param("forename", forename.isEmpty() ? null : forename)
                    .param("surname", surname)
                    .param("born", born)
                    .param("expected", born == null ? "2026-08-03" : null)
                    .param("now", at(TestDatabase.NOW))
                    .update();
            for (var token : NameTokens.of(forename, surname)) {
                sql.sql("""
                                insert into person_name_token (authority, kind, token, person)
                                values (:authority, :kind, :token, :id)
                                """)
                        .param("authority", authority())
                        .param("kind", token.kind())
                        .param("token", token.token())
                        .param("id", id)
                        .update();
            }
            return sql.sql("""
                            insert into family_member (authority, family, person, part)
                            values (:authority, :family, :id, :part)
                            """)
                    .param("authority", authority())
                    .param("family", family)
                    .param("id", id)
                    .param("part", part)
                    .update();
        });
        return id;
    }

    public void restrict(UUID person, String restriction, String askRole) {
        database.write(
                viewer,
                sql -> sql.sql("update person set restriction = :restriction, ask_role = :role where id = :id")
                        .param("restriction", restriction)
                        .param("role", askRole)
                        .param("id", person)
                        .update());
    }

    /// These people live together.
    public UUID household(String address, UUID... people) {
        var id = TestRows.anId();
        database.write(viewer, sql -> {
            sql.sql("insert into household (authority, id, recorded_at) values (:authority, :id, :now)")
                    .param("authority", authority())
                    .param("id", id)
                    .param("now", at(TestDatabase.NOW))
                    .update();
            sql.sql("""
                            insert into address (authority, id, household, lines, recorded_at)
                            values (:authority, :address, :id, :lines, :now)
                            """)
                    .param("authority", authority())
                    .param("address", TestRows.anId())
                    .param("id", id)
                    .param("lines", address)
                    .param("now", at(TestDatabase.NOW))
                    .update();
            for (var person : people) {
                sql.sql("""
                                insert into household_member (authority, id, household, person)
                                values (:authority, :stay, :id, :person)
                                """)
                        .param("authority", authority())
                        .param("stay", TestRows.anId())
                        .param("id", id)
                        .param("person", person)
                        .update();
            }
            return true;
        });
        return id;
    }

    public void withhold(UUID household, UUID from) {
        database.write(
                viewer,
                sql -> sql.sql("""
                                insert into address_withheld (authority, household, withheld_from, because, withheld_since, recorded_at)
                                values (:authority, :household, :from, 'safety', :now, :now)
                                """)
                        .param("authority", authority())
                        .param("household", household)
                        .param("from", from)
                        .param("now", at(TestDatabase.NOW))
                        .update());
    }

    /// Opens a child to a service since an instant.
    public void open(UUID child, String service, String since) {
        database.write(
                viewer,
                sql -> sql.sql("""
                                insert into episode (authority, id, child, service, opened_at, source_system, source_id, recorded_at)
                                values (:authority, :id, :child, :service, :since, 'EHM', :id::text, :now)
                                """)
                        .param("authority", authority())
                        .param("id", TestRows.anId())
                        .param("child", child)
                        .param("service", service)
                        .param("since", TestRows.at(since))
                        .param("now", at(TestDatabase.NOW))
                        .update());
    }

    /// Makes somebody the accountable holder; without `staff` the duty holder of the team.
    public void lead(
            UUID child,
            @Nullable SignedInStaff staff,
            @Nullable String role,
            String service,
            @Nullable String team,
            String since) {
        database.write(
                viewer,
                sql -> sql.sql("""
                                insert into allocation (authority, id, child, part, staff, duty_of_team, worker_role, service, held_from, recorded_at)
                                values (:authority, :id, :child, 'lead', :staff::uuid, :team::text, :role::text, :service, :since, :now)
                                """)
                        .param("authority", authority())
                        .param("id", TestRows.anId())
                        .param("child", child)
                        .param("staff", staff == null ? null : staff.staff())
                        .param("team", staff == null ? team : null)
                        .param("role", role)
                        .param("service", service)
                        .param("since", TestRows.at(since))
                        .param("now", at(TestDatabase.NOW))
                        .update());
    }

    /// A letter that waits to leave for a family.
    public UUID letter(UUID family) {
        var id = TestRows.anId();
        database.write(
                viewer,
                sql -> sql.sql("""
                                insert into outbox (authority, id, send_key, kind, family, payload, send_after, recorded_at)
                                values (:authority, :id, :id::text, 'letter', :family, '{}', :now, :now)
                                """)
                        .param("authority", authority())
                        .param("id", id)
                        .param("family", family)
                        .param("now", at(TestDatabase.NOW))
                        .update());
        return id;
    }

    /// Begins a transfer at a door, as somebody who may.
    public UUID begin(SignedInStaff by, UUID family, String pathway, String door, UUID... children) {
        return beginFrom(by, family, pathway, door, "", children);
    }

    /// Begins a transfer at a door that several services send through.
    public UUID beginFrom(SignedInStaff by, UUID family, String pathway, String door, String from, UUID... children) {
        var casework = TestService.bean(Casework.class);
        var id = casework.newRuns(1).getFirst();
        var answer = casework.begin(
                by.viewer(),
                Optional.of(family),
                new Casework.Form(TestRows.anId().toString(), -1, Optional.empty()),
                new Command.Request.Begin(
                        id,
                        pathway,
                        door,
                        List.of(children).stream()
                                .map(child -> new ChildId(child.toString()))
                                .toList(),
                        from,
                        ""));
        if (!(answer instanceof Casework.Answer.Done done)) {
            throw new IllegalStateException("Expected the transfer to begin, found " + answer);
        }
        return done.run();
    }

    /// Something the child's own record says.
    public void fact(UUID child, String key, String value) {
        database.write(
                viewer,
                sql -> sql.sql("""
                                insert into child_fact (authority, id, child, key, value, happened_at, recorded_at, source)
                                values (:authority, :id, :child, :key, :value, :now, :now, 'invented')
                                """)
                        .param("authority", authority())
                        .param("id", TestRows.anId())
                        .param("child", child)
                        .param("key", key)
                        .param("value", value)
                        .param("now", at(TestDatabase.NOW))
                        .update());
    }

    /// The sitting on whose agenda a run stands.
    public UUID sittingOf(UUID run) {
        return database.read(
                viewer,
                sql -> sql.sql("select sitting from sitting_item where run = :run and status = 'listed'")
                        .param("run", run)
                        .query(UUID.class)
                        .single());
    }

    private static java.time.OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
