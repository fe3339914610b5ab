package stepways.browser;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import stepways.app.database.Viewer;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Role;
import stepways.engine.policy.Stage;

/// One transfer from its first page to its end, each step by whoever the procedure gives it to, each in a browser of
/// their own. The walk knows which outcomes are chosen; what has to be done first it reads on the pages.
final class Walk implements AutoCloseable {

    /// How a walk begins.
    ///
    /// @param holder the role of whoever holds the children at first, in this service
    /// @param route the way to begin, as the page's answer begins
    record Start(
            String pack,
            String service,
            String holder,
            LocalDate born,
            int children,
            Map<String, String> facts,
            String direction,
            String route,
            String begunBy) {}

    private final Council council;
    private final Council.Family family;
    private final String transfer;
    private final Person.Way way;
    private final Map<String, Person> people = new LinkedHashMap<>();

    private Walk(Council council, Council.Family family, Start start, Person.Way way) {
        this.council = council;
        this.family = family;
        this.way = way;
        var first = person(council.name(start.begunBy()));
        this.transfer = start.direction().equals("contact")
                ? first.takesContact(family, start.route())
                : first.begins(family, start.direction(), start.route());
    }

    static Walk begin(Start start, Person.Way way) {
        var council = Council.under(start.pack());
        var family = council.family(
                "Farrow", start.service(), start.holder(), start.born(), start.children(), start.facts());
        return new Walk(council, family, start, way);
    }

    String transfer() {
        return transfer;
    }

    Council.Family family() {
        return family;
    }

    Council council() {
        return council;
    }

    Person person(String name) {
        return people.computeIfAbsent(name, who -> Person.signsIn(council, who, way));
    }

    private UUID run() {
        return UUID.fromString(transfer.replaceAll(".*/", ""));
    }

    private <T> List<T> ask(String query, Class<T> type) {
        return Service.database()
                .read(
                        new Viewer.Job(council.authority, "walk"),
                        sql -> sql.sql(query).param("run", run()).query(type).list());
    }

    /// The stage the run stands in; "ended" when it has ended.
    String stage() {
        return ask(
                        "select case when status = 'open' then stage else 'ended' end from run where id = :run",
                        String.class)
                .getFirst();
    }

    /// Everybody for whom something waits does it, until nothing is left that somebody could do.
    void everybodyDoesTheirs() {
        var before = "";
        for (int round = 0; round < 4 && !before.equals(waiting()); round++) {
            before = waiting();
            for (var name : ask("""
                            select distinct s.name
                              from work_item w
                              join staff s on s.authority = w.authority and s.id = w.staff
                             where w.run = :run
                             order by s.name
                            """, String.class)) {
                person(name).doesWhatIsOpen(transfer);
            }
            for (var role : ask("""
                            select distinct role
                              from work_item
                             where run = :run
                               and staff is null
                               and role is not null
                             order by role
                            """, String.class)) {
                for (var name : names(role)) {
                    person(name).doesWhatIsOpen(transfer);
                }
            }
        }
    }

    private String waiting() {
        return String.join(",", ask("select item from work_item where run = :run order by item", String.class));
    }

    /// Whoever decides here chooses this outcome; where two managers decide, both.
    void decide(String outcome) {
        everybodyDoesTheirs();
        var at = stage();
        Stage stage = Objects.requireNonNull(pathway().stages().get(at), () -> at + ": " + outcome);
        var _ = switch (stage.decider().who()) {
            case Decider.Who.AnyOf(var roles) -> oneOf(roles, outcome, "");
            case Decider.Who.Both(var first, var second, var _) ->
                oneOf(List.of(second), outcome, oneOf(List.of(first), outcome, ""));
            case Decider.Who.Forum(var name) ->
                oneOf(List.of(council.policy.forum(name).orElseThrow().chair()), outcome, "");
        };
    }

    private Pathway pathway() {
        return council.policy.pathway(
                ask("select pathway from run where id = :run", String.class).getFirst());
    }

    /// @param signed who has signed already, and does not sign for the other side
    private String oneOf(List<String> roles, String outcome, String signed) {
        for (var role : roles) {
            for (var name : names(role)) {
                if (name.equals(signed)) {
                    continue;
                }
                var person = person(name);
                person.goTo(transfer + "/decision");
                if (person.page
                                .locator("input[type=radio][value='" + outcome + "']")
                                .count()
                        > 0) {
                    person.decides(transfer, outcome, "We looked at it together; this is what the children need now.");
                    return name;
                }
            }
        }
        var first = person(names(roles.getFirst()).getFirst());
        first.goTo(transfer + "/decision");
        first.looks("nobody-may-" + outcome);
        throw new AssertionError(
                "Nobody of " + roles + " may choose " + outcome + " at " + stage() + ": " + first.main());
    }

    /// Everybody who holds a role, or one of those it stands for.
    private List<String> names(String role) {
        var all = new LinkedHashSet<String>();
        Role found = council.policy.role(role);
        if (found.anyOf().isEmpty()) {
            all.add(council.name(role));
        }
        found.anyOf().forEach(each -> all.addAll(names(each)));
        return List.copyOf(all);
    }

    /// To which services the children are open now.
    Set<String> openServices() {
        return Set.copyOf(ask("""
                select distinct e.service
                  from episode e
                  join run_child c on c.authority = e.authority and c.child = e.child
                 where c.run = :run
                   and e.closed_at is null
                """, String.class));
    }

    /// Who is accountable for the children now, by name.
    Set<String> holders() {
        return Set.copyOf(ask("""
                select distinct coalesce(s.name, t.title)
                  from allocation a
                  join run_child c on c.authority = a.authority and c.child = a.child
                  left join staff s on s.authority = a.authority and s.id = a.staff
                  left join team t on t.authority = a.authority and t.id = a.duty_of_team
                 where c.run = :run
                   and a.part = 'lead'
                   and a.held_until is null
                """, String.class));
    }

    @Override
    public void close() {
        people.values().forEach(Person::close);
    }
}
