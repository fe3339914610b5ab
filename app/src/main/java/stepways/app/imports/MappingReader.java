package stepways.app.imports;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stepways.app.access.AuthoritySetup;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Team;
import stepways.packs.Problem;
import stepways.packs.Problems;
import stepways.packs.Yaml;

/// Reads a mapping file, and checks every name in it against the procedure.
///
/// ```yaml
/// encoding: utf-8
/// services:
///   early-help: {service: early-help, worker: early-help-worker, team: early-help-locality}
///   assessment: {service: assessment, worker: social-worker}
/// teams: {Front door: duty-team}
/// early-help-ends: {Outcomes met: met, Step-up to CSC: step-up, Transferred - step across: step-across}
/// placeholder-workers: [SSD_PH]
/// case-worker-roles: [CW]
/// contact-sources: {POLICE: "6"}
/// contact-outcomes: {CIN Referral: NEW_REFERRAL}
/// documents: {assessment: child-and-family-assessment}
/// facts: {legal-status: legal-status}
/// values: {legal-status: {V2: section-20}}
/// ```
public final class MappingReader {

    private static final Set<String> KEYS = Set.of(
            "encoding",
            "services",
            "teams",
            "early-help-ends",
            "placeholder-workers",
            "case-worker-roles",
            "contact-sources",
            "contact-outcomes",
            "documents",
            "facts",
            "values");

    /// What can be known of a child's file and of a child from an extract.
    static final Set<String> DOCUMENTS = Set.of("assessment", "child-in-need-plan", "child-protection-plan");

    static final Set<String> FACTS = Set.of(
            "primary-need",
            "child-in-need-plan",
            "child-in-need-plan-since",
            "child-protection-plan",
            "child-protection-plan-since",
            "looked-after",
            "looked-after-since",
            "legal-status");

    private final Policy policy;
    private final Map<String, Team> teams;
    private final Problems problems = new Problems();

    private MappingReader(Policy policy) {
        this.policy = policy;
        this.teams = AuthoritySetup.allTeams(policy);
    }

    /// A mapping, or everything that is wrong with it, each with file, line and column.
    public record Read(Optional<Mapping> mapping, List<String> problems) {
        public Read {
            problems = List.copyOf(problems);
        }
    }

    /// Reads the text of a mapping file for one procedure.
    public static Read read(String file, String text, Policy policy) {
        var reader = new MappingReader(policy);
        var mapping = reader.mapping(Yaml.parse(file, text, reader.problems), text);
        var errors = reader.problems.errors();
        return new Read(
                errors.isEmpty() ? Optional.of(mapping) : Optional.empty(),
                errors.stream()
                        .map((Problem problem) -> reader.problems.render(problem))
                        .toList());
    }

    private Mapping mapping(Yaml root, String text) {
        var members = root.members(KEYS);
        return new Mapping(
                charset(at(members, "encoding")),
                services(at(members, "services"), root),
                words(at(members, "teams"), teams.keySet(), "team of the procedure"),
                endings(at(members, "early-help-ends")),
                set(at(members, "placeholder-workers")),
                set(at(members, "case-worker-roles")),
                words(at(members, "contact-sources"), Set.of(), ""),
                words(at(members, "contact-outcomes"), ContactOutcomes.FLAGS, "outcome"),
                words(at(members, "documents"), DOCUMENTS),
                words(at(members, "facts"), FACTS),
                values(at(members, "values")),
                text);
    }

    private static Optional<Yaml> at(Map<String, Yaml> members, String key) {
        return Optional.ofNullable(members.get(key));
    }

    private Charset charset(Optional<Yaml> place) {
        if (place.isEmpty()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(place.get().text());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            place.get().error("unknown encoding '" + place.get().text() + "'", "utf-8 or windows-1252");
            return StandardCharsets.UTF_8;
        }
    }

    private Map<Work, Mapping.Place> services(Optional<Yaml> place, Yaml root) {
        var all = new EnumMap<Work, Mapping.Place>(Work.class);
        if (place.isEmpty()) {
            root.error("the services are missing", "services: {early-help: {service: …, worker: …}, …}");
            return all;
        }
        var kinds = new LinkedHashMap<String, Work>();
        for (var work : Work.values()) {
            kinds.put(work.word(), work);
        }
        place.get().members(kinds.keySet()).forEach((word, entry) -> {
            var work = kinds.get(word);
            if (work != null) {
                all.put(work, place(entry));
            }
        });
        return all;
    }

    private Mapping.Place place(Yaml entry) {
        var members = entry.members(Set.of("service", "worker", "team"));
        var services = new ArrayList<>(policy.services().keySet());
        if (policy.national() != null) {
            services.addAll(policy.national().services().keySet());
        }
        var service = required(entry, members, "service").known(services, "service of " + policy.version());
        var worker = required(entry, members, "worker");
        var role = AuthoritySetup.allRoles(policy).get(worker.text());
        if (role == null || !role.practitioner()) {
            worker.error(
                    "expected a role of " + policy.version() + " that can hold a child, found '" + worker.text() + "'",
                    "one of "
                            + AuthoritySetup.allRoles(policy).values().stream()
                                    .filter(each -> each.practitioner())
                                    .map(each -> each.name())
                                    .toList());
        }
        var team = at(members, "team")
                .map(named -> named.known(teams.keySet(), "team of " + policy.version()))
                .or(() -> policy.dutyTeam(service).map(Team::name))
                .orElse("");
        if (team.isEmpty() || !teams.containsKey(team)) {
            entry.error("nobody would answer for a child whose worker is not known", "team: a team of the procedure");
        }
        return new Mapping.Place(service, worker.text(), team);
    }

    private static Yaml required(Yaml entry, Map<String, Yaml> members, String key) {
        var found = members.get(key);
        if (found == null) {
            entry.error("'" + key + "' is missing", key + ": …");
            return Yaml.nothing(entry);
        }
        return found;
    }

    private Map<String, Mapping.Ending> endings(Optional<Yaml> place) {
        var all = new LinkedHashMap<String, Mapping.Ending>();
        place.ifPresent(map -> map.members().forEach((words, entry) -> {
            for (var ending : Mapping.Ending.values()) {
                if (ending.word().equals(entry.text())) {
                    all.put(words, ending);
                }
            }
            if (!all.containsKey(words)) {
                entry.error("unknown ending '" + entry.text() + "'", "step-up, step-across, met or other");
            }
        }));
        return all;
    }

    private static Set<String> set(Optional<Yaml> place) {
        return place.map(list -> (Set<String>) new LinkedHashSet<>(list.words()))
                .orElse(Set.of());
    }

    private static Map<String, String> words(Optional<Yaml> place, Set<String> known, String what) {
        var all = new LinkedHashMap<String, String>();
        place.ifPresent(map -> map.members()
                .forEach((words, entry) -> all.put(words, known.isEmpty() ? entry.text() : entry.known(known, what))));
        return all;
    }

    private static Map<String, String> words(Optional<Yaml> place, Set<String> keys) {
        var all = new LinkedHashMap<String, String>();
        place.ifPresent(map -> map.members(keys).forEach((key, entry) -> all.put(key, entry.text())));
        return all;
    }

    private static Map<String, Map<String, String>> values(Optional<Yaml> place) {
        var all = new LinkedHashMap<String, Map<String, String>>();
        place.ifPresent(map -> map.members(FACTS)
                .forEach((fact, entry) -> all.put(fact, Map.copyOf(words(Optional.of(entry), Set.of(), "")))));
        return all;
    }
}
