package stepways.browser;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.AuthoritySetup;
import stepways.app.database.AuthorityId;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.procedures.Procedures;
import stepways.app.search.NameTokens;
import stepways.engine.policy.Policy;

/// An invented council under one of the shipped procedures, with two people in every role, and families.
final class Council {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    final AuthorityId authority;
    final Policy policy;
    private final AuthoritySetup.Staffing staffing;
    private final TimeOrderedIds ids = new TimeOrderedIds(Service.clock());

    private Council(String pack) {
        var number = COUNTER.incrementAndGet();
        authority = new AuthorityId("journey-" + number);
        var procedures = Service.bean(Procedures.class);
        var loaded = procedures.newest(pack).orElseThrow(() -> new IllegalStateException("Expected the pack " + pack));
        policy = loaded.policy();
        var today = LocalDate.ofInstant(Service.now(), ZoneOffset.UTC);
        staffing = new AuthoritySetup(Service.database(), ids, Service.clock())
                .apply(AuthoritySetup.everyRole(authority, "Journey council " + number, policy, today));
        var job = new Viewer.Job(authority, "journeys");
        Service.database().write(job, sql -> {
            procedures.putInForce(sql, job, loaded, Service.now());
            return true;
        });
    }

    /// A council that works as this pack says.
    static Council under(String pack) {
        return new Council(pack);
    }

    /// The name of the first person in a role: the title of the role and A.
    String name(String role) {
        return policy.role(role).title() + " A";
    }

    /// The first person in a role.
    UUID staff(String role) {
        return UUID.fromString(staffing.holder(role).value().toString());
    }

    /// The second person in a role.
    String second(String role) {
        return policy.role(role).title() + " B";
    }

    /// Children of one parent, held by somebody of a role in a service.
    record Family(UUID id, String surname, List<UUID> children) {}

    /// @param facts what the record says of every child, such as the dates of reviews
    Family family(String surname, String service, String role, LocalDate born, int size, Map<String, String> facts) {
        return Service.database().write(new Viewer.Job(authority, "journeys"), sql -> {
            var since = Service.now().minusSeconds(86_400L * 90);
            var family = ids.next();
            sql.sql("insert into family (authority, id, reference, recorded_at) values (:a, :id, :ref, :now)")
                    .param("a", authority.value())
                    .param("id", family)
                    .param("ref", "F-" + Math.abs(family.hashCode() % 90_000))
                    .param("now", at(since))
                    .update();
            var parent = person(sql, family, "adult", "Morgan", surname, LocalDate.of(1990, 3, 2));
            var children = new ArrayList<UUID>();
            for (int i = 0; i < size; i++) {
                var child = person(
                        sql, family, "child", List.of("Alex", "Robin", "Sam").get(i), surname, born);
                children.add(child);
                open(sql, child, parent, service, role, since);
                facts.forEach((key, value) -> sql.sql("""
                                insert into child_fact (authority, id, child, key, value, happened_at, recorded_at, source)
                                values (:a, :id, :child, :key, :value, :since, :since, 'invented')
                                """)
                        .param("a", authority.value())
                        .param("id", ids.next())
                        .param("child", child)
                        .param("key", key)
                        .param("value", value)
                        .param("since", at(since))
                        .update());
            }
            return new Family(family, surname, children);
        });
    }

    private UUID person(JdbcClient sql, UUID family, String part, String forename, String surname, LocalDate born) {
        var id = ids.next();
        sql.sql("""
                        insert into person (authority, id, forename, surname, birth_date, recorded_at)
                        values (:a, :id, :forename, :surname, :born, :now)
                        """)
                .param("a", authority.value())
                .param("id", id)
                .param("forename", forename)
                .param("surname", surname)
                .param("born", born)
                .param("now", at(Service.now()))
                .update();
        for (var token : NameTokens.of(forename, surname)) {
            sql.sql("insert into person_name_token (authority, kind, token, person) values (:a, :kind, :token, :id)")
                    .param("a", authority.value())
                    .param("kind", token.kind())
                    .param("token", token.token())
                    .param("id", id)
                    .update();
        }
        sql.sql("insert into family_member (authority, family, person, part) values (:a, :family, :id, :part)")
                .param("a", authority.value())
                .param("family", family)
                .param("id", id)
                .param("part", part)
                .update();
        return id;
    }

    private void open(JdbcClient sql, UUID child, UUID parent, String service, String role, Instant since) {
        sql.sql("insert into child_version (authority, child) values (:a, :child)")
                .param("a", authority.value())
                .param("child", child)
                .update();
        sql.sql("""
                        insert into relationship (authority, id, person, other_person, kind, parental_responsibility, recorded_at)
                        values (:a, :id, :parent, :child, 'mother', 'yes', :now)
                        """)
                .param("a", authority.value())
                .param("id", ids.next())
                .param("parent", parent)
                .param("child", child)
                .param("now", at(since))
                .update();
        sql.sql("""
                        insert into episode (authority, id, child, service, opened_at, recorded_at)
                        values (:a, :id, :child, :service, :since, :since)
                        """)
                .param("a", authority.value())
                .param("id", ids.next())
                .param("child", child)
                .param("service", service)
                .param("since", at(since))
                .update();
        sql.sql("""
                        insert into allocation (authority, id, child, part, staff, worker_role, service, held_from, recorded_at)
                        values (:a, :id, :child, 'lead', :staff, :role, :service, :since, :since)
                        """)
                .param("a", authority.value())
                .param("id", ids.next())
                .param("child", child)
                .param("staff", staffing.holder(role).value())
                .param("role", role)
                .param("service", service)
                .param("since", at(since))
                .update();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
