package stepways.app.transfers;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.settings.Settings;
import stepways.app.web.Link;
import stepways.engine.run.ChildId;

/// Where a child's record lies in the case systems, by the address that the council has set for each of them.
///
/// The setting `case-link-lcs` holds an address such as `https://lcs.example/person/{reference}`; the reference is the
/// child's number there. An address that is not one is not shown.
record CaseLinks(Map<String, String> templates, Map<String, Map<String, String>> numbers) {

    static final String SETTING = "case-link-";
    private static final String REFERENCE = "{reference}";

    CaseLinks {
        templates = Map.copyOf(templates);
        numbers = Map.copyOf(numbers);
    }

    /// Whether an address may be set: a whole https address that has a place for the reference, and nowhere but behind
    /// its host.
    static boolean isFit(String template) {
        if (!template.contains(REFERENCE) || template.length() > 500) {
            return false;
        }
        try {
            var uri = new URI(template.replace(REFERENCE, "1"));
            var host = uri.getHost();
            return "https".equals(uri.getScheme())
                    && host != null
                    && uri.getUserInfo() == null
                    && template.indexOf(REFERENCE) > template.indexOf(host) + host.length();
        } catch (URISyntaxException unfit) {
            return false;
        }
    }

    static CaseLinks read(JdbcClient sql, List<ChildId> children) {
        var templates = new LinkedHashMap<String, String>();
        Settings.read(sql).values().forEach((name, value) -> {
            if (name.startsWith(SETTING) && isFit(value.strip())) {
                templates.put(name.substring(SETTING.length()), value.strip());
            }
        });
        var numbers = new LinkedHashMap<String, Map<String, String>>();
        if (!templates.isEmpty()) {
            sql.sql("""
                            select x.person, lower(x.system) as system, x.external_id
                              from person_external_id x
                             where x.person = any(:children)
                            union all
                            select p.id, '', p.authority_person_id
                              from person p
                             where p.id = any(:children)
                               and p.authority_person_id is not null
                            """)
                    .param(
                            "children",
                            children.stream()
                                    .map(child -> UUID.fromString(child.value()))
                                    .toArray(UUID[]::new))
                    .query(rs -> {
                        numbers.computeIfAbsent(rs.getString("person"), _ -> new LinkedHashMap<>())
                                .put(rs.getString("system"), rs.getString("external_id"));
                    });
        }
        return new CaseLinks(templates, numbers);
    }

    /// The record of each child in a system, where both the address and the number are known.
    List<Link> of(String system, List<ChildId> children, Function<ChildId, String> names) {
        var template = templates.get(system.toLowerCase(Locale.ROOT));
        if (template == null) {
            return List.of();
        }
        var all = new ArrayList<Link>();
        for (var child : children) {
            number(child, system)
                    .ifPresent(number -> all.add(new Link(
                            "Open " + names.apply(child) + " in " + system.toUpperCase(Locale.ROOT),
                            template.replace(REFERENCE, URLEncoder.encode(number, StandardCharsets.UTF_8)))));
        }
        return all;
    }

    /// The child's own number in that system, else the one of the council's main system.
    private Optional<String> number(ChildId child, String system) {
        var known = numbers.getOrDefault(child.value(), Map.of());
        return Optional.ofNullable(known.get(system.toLowerCase(Locale.ROOT)))
                .or(() -> Optional.ofNullable(known.get("")));
    }
}
