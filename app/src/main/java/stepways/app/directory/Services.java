package stepways.app.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds services of the directory.
final class Services {

    static final int A_PAGE = 20;

    private final JdbcClient sql;

    Services(JdbcClient sql) {
        this.sql = sql;
    }

    /// A service as it is shown.
    record Service(
            UUID id,
            String feedId,
            String name,
            String description,
            String organisation,
            @Nullable String url,
            @Nullable String email,
            @Nullable String telephone,
            String status,
            String fees,
            String alert,
            String whenOpen,
            @Nullable Integer minimumAge,
            @Nullable Integer maximumAge,
            @Nullable LocalDate assured,
            Instant changed,
            @Nullable Instant unlisted) {

        /// "8 to 16 years", "from 12 years"; empty where the feed gives none.
        String ages() {
            if (minimumAge == null && maximumAge == null) {
                return "";
            }
            return minimumAge == null
                    ? "up to " + maximumAge + " years"
                    : maximumAge == null
                            ? "from " + minimumAge + " years"
                            : minimumAge + " to " + maximumAge + " years";
        }

        boolean listed() {
            return unlisted == null;
        }

        /// Whether a family can be sent there.
        boolean takesPeople() {
            return listed() && status.equals("active");
        }

        /// How it is reached, in one line.
        String contact() {
            var all = new ArrayList<String>();
            if (telephone != null) {
                all.add(telephone);
            }
            if (email != null) {
                all.add(email);
            }
            if (url != null) {
                all.add(url);
            }
            return String.join(", ", all);
        }
    }

    record Line(String kind, String words) {}

    /// What is looked for. Nothing in a field means that it does not matter.
    record Sought(String words, @Nullable Integer age, String postcode, String term, int from) {}

    private static final String COLUMNS = """
            select s.id, s.feed_id, s.name, s.description, s.organisation, s.url, s.email, s.telephone, s.status, s.fees, s.alert,
                   s.when_open, s.minimum_age, s.maximum_age, s.assured_on, s.changed_at, s.unlisted_at
              from directory_service s
            """;

    /// Listed services that take people, those whose name has every word first; one more than a
    /// page if there are more.
    List<Service> find(Sought sought) {
        var words = Folded.sought(sought.words());
        var where = new StringBuilder(" where s.unlisted_at is null and s.status = 'active'");
        for (int i = 0; i < words.size(); i++) {
            where.append(
                            " and exists (select from directory_line l where l.authority = s.authority and l.service = s.id")
                    .append(" and l.kind = 'word' and l.found_as >= :word")
                    .append(i)
                    .append(" and l.found_as < :beyond")
                    .append(i)
                    .append(")");
        }
        if (sought.age() != null) {
            where.append(" and (s.minimum_age is null or s.minimum_age <= :age)")
                    .append(" and (s.maximum_age is null or s.maximum_age >= :age)");
        }
        if (!sought.postcode().isEmpty()) {
            where.append(
                            " and exists (select from directory_line l where l.authority = s.authority and l.service = s.id")
                    .append(" and l.kind = 'place' and (l.found_as = :postcode or :letters and l.found_as >= :postcode")
                    .append(" and l.found_as < :postcode || '['))");
        }
        if (!sought.term().isEmpty()) {
            where.append(
                            " and exists (select from directory_line l where l.authority = s.authority and l.service = s.id")
                    .append(" and l.kind = 'term' and l.found_as = :term)");
        }
        var statement = sql.sql(COLUMNS + where + " order by s.name, s.id limit :most offset :from")
                .param("most", A_PAGE + 1)
                .param("from", sought.from());
        for (int i = 0; i < words.size(); i++) {
            statement = statement.param("word" + i, words.get(i)).param("beyond" + i, words.get(i) + "\uffff");
        }
        if (sought.age() != null) {
            statement = statement.param("age", sought.age());
        }
        if (!sought.postcode().isEmpty()) {
            statement = statement
                    .param("postcode", sought.postcode())
                    .param("letters", sought.postcode().matches("[A-Z]+"));
        }
        if (!sought.term().isEmpty()) {
            statement = statement.param("term", Folded.fold(sought.term()));
        }
        return statement.query(Services::service).list();
    }

    private static Service service(ResultSet rs, int row) throws SQLException {
        var unlisted = rs.getObject("unlisted_at", OffsetDateTime.class);
        return new Service(
                rs.getObject("id", UUID.class),
                rs.getString("feed_id"),
                rs.getString("name"),
                rs.getString("description"),
                rs.getString("organisation"),
                rs.getString("url"),
                rs.getString("email"),
                rs.getString("telephone"),
                rs.getString("status"),
                rs.getString("fees"),
                rs.getString("alert"),
                rs.getString("when_open"),
                rs.getObject("minimum_age", Integer.class),
                rs.getObject("maximum_age", Integer.class),
                rs.getObject("assured_on", LocalDate.class),
                rs.getObject("changed_at", OffsetDateTime.class).toInstant(),
                unlisted == null ? null : unlisted.toInstant());
    }

    Optional<Service> one(UUID id) {
        return sql.sql(COLUMNS + " where s.id = :id")
                .param("id", id)
                .query(Services::service)
                .optional();
    }

    List<Line> lines(UUID service) {
        return sql.sql("""
                        select kind, words
                          from directory_line
                         where service = :service
                           and kind <> 'word'
                         order by kind, number
                        """)
                .param("service", service)
                .query((rs, _) -> new Line(rs.getString("kind"), rs.getString("words")))
                .list();
    }

    /// The terms by which listed services are sorted, the most used first, then by name.
    List<String> terms() {
        return sql.sql("""
                        select min(l.words) as words
                          from directory_line l
                          join directory_service s on s.authority = l.authority and s.id = l.service and s.unlisted_at is null
                         where l.kind = 'term'
                           and l.found_as <> ''
                         group by l.found_as
                         order by 1
                         limit 200
                        """).query((rs, _) -> rs.getString("words")).list();
    }

    /// How many are listed, and when the feed was read last.
    record Standing(int listed, @Nullable Instant read) {}

    Standing standing() {
        return sql.sql("""
                        select (select count(*) from directory_service where unlisted_at is null) as listed,
                               (select max(finished_at) from import_batch where kind = 'open-referral') as read
                        """)
                .query((rs, _) -> {
                    var read = rs.getObject("read", OffsetDateTime.class);
                    return new Standing(rs.getInt("listed"), read == null ? null : read.toInstant());
                })
                .single();
    }
}
