package stepways.app.families;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What is recorded of writing to somebody. Everything that sends to a family asks before it sends.
///
/// @param may whether anything may be written to them at all
/// @param mind what whoever writes should mind; empty if there is nothing
/// @param decided ", decided by Ruth Kavanagh", or a full stop
public record WritingTo(boolean may, String mind, String decided) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /// What holds now; empty where nothing is recorded.
    public static Optional<WritingTo> of(JdbcClient sql, UUID person) {
        return sql.sql("""
                        select f.body
                          from person_fact_person p
                          join person_fact f on f.authority = p.authority and f.id = p.fact
                         where p.person = :person
                           and p.part = 'about'
                           and f.kind = 'writing'
                           and f.act <> 'withdrawn'
                           and f.true_until is null
                           and not exists (
                               select
                                 from person_fact later
                                where later.authority = f.authority
                                  and later.replaces = f.id)
                         order by f.recorded_at desc, f.id desc
                         limit 1
                        """)
                .param("person", person)
                .query((rs, _) -> JSON.readValue(rs.getString("body"), new TypeReference<Map<String, String>>() {}))
                .optional()
                .map(WritingTo::from);
    }

    private static WritingTo from(Map<String, String> body) {
        var by = body.getOrDefault("decided-by", "");
        var decided = by.isEmpty() ? "." : ", decided by " + by + ".";
        var rule = body.getOrDefault("rule", "");
        var how = body.getOrDefault("how", "");
        return new WritingTo(
                !rule.equals("must-not"),
                (rule.equals("with-care") ? "They may be written to with care" + decided : "")
                        + (how.isEmpty() ? "" : (rule.equals("with-care") ? " " : "") + "They want: " + how + "."),
                decided);
    }
}
