package stepways.app.imports;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How the extract of one council is read: its words and codes beside those of the procedure. Suppliers fill the same
/// table differently, and councils name their teams and reasons themselves.
///
/// @param services the service that each kind of work means; a kind that is missing may not occur in the extract
/// @param teams the extract's team names and the procedure's teams
/// @param earlyHelpEnds the council's reasons for ending early help and what each means
/// @param placeholders worker ids that name nobody
/// @param leadRoles the involvement roles that hold a child
/// @param contactSources the council's own source codes or words and the national codes
/// @param contactOutcomes outcomes in plain words and the flags they stand for
/// @param documents what the extract shows to be on file, such as `assessment`, and the procedure's document
/// @param facts what the extract says of a child, such as `legal-status`, and the procedure's fact
/// @param values words of the extract and the procedure's, by fact
/// @param fingerprint of the mapping's own text
public record Mapping(
        Charset charset,
        Map<Work, Place> services,
        Map<String, String> teams,
        Map<String, Ending> earlyHelpEnds,
        Set<String> placeholders,
        Set<String> leadRoles,
        Map<String, String> contactSources,
        Map<String, String> contactOutcomes,
        Map<String, String> documents,
        Map<String, String> facts,
        Map<String, Map<String, String>> values,
        String text) {

    public Mapping {
        services = Map.copyOf(services);
        teams = Map.copyOf(teams);
        earlyHelpEnds = Map.copyOf(earlyHelpEnds);
        placeholders = Set.copyOf(placeholders);
        leadRoles = Set.copyOf(leadRoles);
        contactSources = Map.copyOf(contactSources);
        contactOutcomes = Map.copyOf(contactOutcomes);
        documents = Map.copyOf(documents);
        facts = Map.copyOf(facts);
        values = Map.copyOf(values);
    }

    /// A service of the procedure, the role of the practitioner who holds a child there, and the team whose duty holder
    /// does where no practitioner is known.
    public record Place(String service, String worker, String team) {}

    /// What it means that early help ended.
    public enum Ending {
        STEP_UP,
        STEP_ACROSS,
        MET,
        OTHER;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /// The team that the extract's words mean; the one of the kind of work where they mean none.
    String team(String words, Place place) {
        return Optional.ofNullable(teams.get(words)).orElse(place.team());
    }
}
