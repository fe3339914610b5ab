package stepways.app.letters;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.record.Loaded;
import stepways.app.web.Dates;
import stepways.engine.policy.Item;
import stepways.engine.policy.LetterField;
import stepways.engine.policy.Policy;
import stepways.engine.run.Entry;
import stepways.engine.run.RunEvent;

/// What the record knows of the placeholders of a letter, for one recipient. A letter names those children whom its
/// reader is related to, and no other.
final class Known {

    private final JdbcClient sql;
    private final Policy policy;
    private final Loaded loaded;
    private final String council;

    Known(JdbcClient sql, Policy policy, Loaded loaded, String council) {
        this.sql = sql;
        this.policy = policy;
        this.loaded = loaded;
        this.council = council;
    }

    Map<String, String> of(Drafting drafting, Recipient recipient) {
        var known = new LinkedHashMap<String, String>();
        for (var word : drafting.type().fields()) {
            LetterField.of(word)
                    .flatMap(field -> value(field, drafting, recipient))
                    .filter(value -> !value.isBlank())
                    .ifPresent(value -> known.put(word, value));
        }
        return known;
    }

    private Optional<String> value(LetterField field, Drafting drafting, Recipient recipient) {
        var run = loaded.run();
        return switch (field) {
            case CHILD_FIRST_NAME -> Optional.of(firstNames(recipient.children()));
            case CHILD_REFERENCE -> childReference(recipient.children());
            case RECIPIENT_NAME -> Optional.of(recipient.name());
            case SENDING_SERVICE -> service(run.from());
            case RECEIVING_SERVICE -> service(run.to());
            case SENDING_PRACTITIONER -> practitioners(drafting).map(Pair::before);
            case RECEIVING_PRACTITIONER -> practitioners(drafting).map(Pair::after);
            case CO_WORKER -> coWorker(drafting);
            case DATE_OF_CHANGE -> Optional.of(Dates.date(drafting.happened()));
            case DATE_OF_DECISION -> decided(drafting).map(Dates::date);
            case MEETING_DATE -> run.sitting().map(sitting -> Dates.date(sitting.day()));
            case COUNCIL_NAME -> Optional.of(council);
            case TEAM_TELEPHONE -> telephone();
            case REASON -> Optional.empty();
        };
    }

    private String firstNames(List<UUID> children) {
        var names = sql.sql("""
                        select coalesce(known_as, forename, surname)
                          from person
                         where id = any(:children)
                         order by birth_date nulls last, id
                        """)
                .param("children", children.toArray(UUID[]::new))
                .query(String.class)
                .list();
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    private Optional<String> childReference(List<UUID> children) {
        var known = sql.sql("""
                        select authority_person_id
                          from person
                         where id = any(:children)
                           and authority_person_id is not null
                         order by birth_date nulls last, id
                        """)
                .param("children", children.toArray(UUID[]::new))
                .query(String.class)
                .list();
        return Optional.of(
                known.size() == children.size() && !known.isEmpty() ? String.join(", ", known) : loaded.reference());
    }

    private Optional<String> service(String name) {
        return policy.service(name).map(service -> service.title());
    }

    private Optional<java.time.Instant> decided(Drafting drafting) {
        return loaded.history().stream()
                .filter(entry -> entry.seq() <= drafting.seq() && entry.event() instanceof RunEvent.OutcomeChosen)
                .map(Entry::happened)
                .reduce((_, last) -> last);
    }

    /// Who worked with the family until the change, and who does from it on.
    private record Pair(@Nullable String before, @Nullable String after) {}

    private Optional<Pair> practitioners(Drafting drafting) {
        var run = loaded.run();
        record Held(String name, String service) {}
        var held = sql.sql("""
                        select coalesce(s.name, pp.name) as name, a.service
                          from allocation a
                          left join staff s on s.authority = a.authority and s.id = a.staff
                          left join partner_professional pp on pp.authority = a.authority and pp.id = a.partner
                         where a.child = any(:children)
                           and a.duty_of_team is null
                           and (a.service = :from or a.service = :to)
                         order by a.held_from, a.part desc, a.id
                        """)
                .param("children", drafting.children().toArray(UUID[]::new))
                .param("from", run.from())
                .param("to", run.to())
                .query((rs, _) -> new Held(rs.getString("name"), rs.getString("service")))
                .list();
        if (run.from().equals(run.to()) || run.to().isEmpty()) {
            var names = held.stream().map(Held::name).distinct().toList();
            return Optional.of(new Pair(
                    names.size() > 1 ? names.get(names.size() - 2) : names.isEmpty() ? null : names.getFirst(),
                    names.size() > 1 ? names.getLast() : named(run.to()).orElse(null)));
        }
        return Optional.of(new Pair(
                last(held.stream()
                        .filter(each -> each.service().equals(run.from()))
                        .map(Held::name)
                        .toList()),
                Optional.ofNullable(last(held.stream()
                                .filter(each -> each.service().equals(run.to()))
                                .map(Held::name)
                                .toList()))
                        .or(() -> named(run.to()))
                        .orElse(null)));
    }

    private static @Nullable String last(List<String> names) {
        return names.isEmpty() ? null : names.getLast();
    }

    /// Somebody named in the transfer for a practitioner's role of a service, who is not allocated yet.
    private Optional<String> named(String service) {
        var ids = new ArrayList<String>();
        for (var stage : policy.pathway(loaded.run().pathway()).stages().values()) {
            for (var item : stage.checklist()) {
                var done = loaded.run().items().get(stepways.engine.run.ItemKey.forFamily(item.name()));
                if (item.kind() instanceof Item.Kind.Named(var role)
                        && done != null
                        && !done.excused()
                        && policy.role(role).practitioner()
                        && (policy.role(role).in().isEmpty()
                                || policy.role(role).in().equals(service))) {
                    ids.add(done.value());
                }
            }
        }
        return ids.isEmpty() ? Optional.empty() : name(ids.getLast());
    }

    private Optional<String> name(String id) {
        boolean partner = id.startsWith("partner:");
        var plain = partner ? id.substring("partner:".length()) : id;
        if (!plain.matches("[0-9a-f-]{36}")) {
            return Optional.empty();
        }
        return sql.sql(
                        partner
                                ? "select name from partner_professional where id = :id"
                                : "select name from staff where id = :id")
                .param("id", UUID.fromString(plain))
                .query(String.class)
                .optional();
    }

    private Optional<String> coWorker(Drafting drafting) {
        return sql.sql("""
                        select coalesce(s.name, pp.name)
                          from allocation a
                          left join staff s on s.authority = a.authority and s.id = a.staff
                          left join partner_professional pp on pp.authority = a.authority and pp.id = a.partner
                         where a.child = any(:children)
                           and a.part = 'co-worker'
                           and a.held_until is null
                         order by a.held_from desc, a.id
                         limit 1
                        """)
                .param("children", drafting.children().toArray(UUID[]::new))
                .query(String.class)
                .optional();
    }

    /// The number of the team that answers from now on, else of the one that did.
    private Optional<String> telephone() {
        return sql.sql("""
                        select telephone
                          from team
                         where service in (:to, :from)
                           and telephone is not null
                           and active
                         order by case when service = :to then 0 else 1 end, id
                         limit 1
                        """)
                .param("to", loaded.run().to())
                .param("from", loaded.run().from())
                .query(String.class)
                .optional();
    }

    /// The day the letter says, for what the page shows beside it.
    static LocalDate day(Drafting drafting) {
        return Dates.day(drafting.happened());
    }
}
