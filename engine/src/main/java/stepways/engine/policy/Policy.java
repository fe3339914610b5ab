package stepways.engine.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stepways.engine.calendar.WorkingCalendar;

/// One council's procedure, whole, with the national layer beside it and the calendar of one authority.
///
/// The layers are not merged: what a look-up by name does not find here is looked for in `national`, and the
/// clocks of both run side by side.
public record Policy(
        PolicyVersion version,
        PackLine line,
        Map<ClauseId, Clause> clauses,
        Map<String, Service> services,
        Map<String, Team> teams,
        Map<String, Role> roles,
        Map<String, FactType> facts,
        Map<String, AgreementType> agreements,
        Map<String, String> documents,
        Map<String, Form> forms,
        Map<String, Pathway> pathways,
        Map<String, Forum> forums,
        List<DisputeRule> disputes,
        Map<String, LetterType> letters,
        List<Reading> readings,
        List<Gap> gaps,
        List<Never> nevers,
        List<ClockRule> clocks,
        List<ClosingCode> closingCodes,
        Optional<HarmRoute> harmRoute,
        @Nullable Policy national,
        WorkingCalendar calendar) {

    public Policy {
        clauses = ordered(clauses);
        services = ordered(services);
        teams = ordered(teams);
        roles = ordered(roles);
        facts = ordered(facts);
        agreements = ordered(agreements);
        documents = ordered(documents);
        forms = ordered(forms);
        pathways = ordered(pathways);
        forums = ordered(forums);
        disputes = List.copyOf(disputes);
        letters = ordered(letters);
        readings = List.copyOf(readings);
        gaps = List.copyOf(gaps);
        nevers = List.copyOf(nevers);
        clocks = List.copyOf(clocks);
        closingCodes = List.copyOf(closingCodes);
    }

    private static <K, V> Map<K, V> ordered(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    public Optional<Clause> clause(ClauseId id) {
        var own = clauses.get(id);
        if (own != null) {
            return Optional.of(own);
        }
        return national == null ? Optional.empty() : national.clause(id);
    }

    /// The pathway of this name, here or in the national layer.
    public Pathway pathway(String name) {
        var own = pathways.get(name);
        if (own != null) {
            return own;
        }
        if (national != null) {
            return national.pathway(name);
        }
        throw new IllegalArgumentException("Expected a pathway of " + version + ", found '" + name + "'");
    }

    public Role role(String name) {
        var own = roles.get(name);
        if (own != null) {
            return own;
        }
        if (national != null) {
            return national.role(name);
        }
        throw new IllegalArgumentException("Expected a role of " + version + ", found '" + name + "'");
    }

    /// Whether a name is a role, here or in the national layer; some lists also hold people without one.
    public boolean knowsRole(String name) {
        return roles.containsKey(name) || (national != null && national.knowsRole(name));
    }

    public Optional<Service> service(String name) {
        var own = services.get(name);
        return own != null || national == null ? Optional.ofNullable(own) : national.service(name);
    }

    public Optional<Team> team(String name) {
        var own = teams.get(name);
        return own != null || national == null ? Optional.ofNullable(own) : national.team(name);
    }

    public Optional<FactType> fact(String name) {
        var own = facts.get(name);
        return own != null || national == null ? Optional.ofNullable(own) : national.fact(name);
    }

    public Optional<AgreementType> agreement(String name) {
        var own = agreements.get(name);
        return own != null || national == null ? Optional.ofNullable(own) : national.agreement(name);
    }

    public Optional<Forum> forum(String name) {
        var own = forums.get(name);
        return own != null || national == null ? Optional.ofNullable(own) : national.forum(name);
    }

    public Optional<Form> form(String name) {
        var own = forms.get(name);
        return own != null || national == null ? Optional.ofNullable(own) : national.form(name);
    }

    public Optional<LetterType> letter(String name) {
        var own = letters.get(name);
        return own != null || national == null ? Optional.ofNullable(own) : national.letter(name);
    }

    /// The title of a document in the council's words; its name where the pack gives none.
    public String documentTitle(String name) {
        var own = documents.get(name);
        if (own != null) {
            return own;
        }
        return national == null ? name.replace('-', ' ') : national.documentTitle(name);
    }

    /// The team whose duty holder answers for a service when nobody is named.
    public Optional<Team> dutyTeam(String service) {
        for (var team : teams.values()) {
            if (team.service().equals(service) && !team.dutyRole().isEmpty()) {
                return Optional.of(team);
            }
        }
        return national == null ? Optional.empty() : national.dutyTeam(service);
    }

    /// Every clock that belongs to no single stage: this pack's and the nation's.
    public List<ClockRule> allClocks() {
        if (national == null) {
            return clocks;
        }
        var all = new ArrayList<>(clocks);
        all.addAll(national.allClocks());
        return all;
    }

    /// The census code for closing an episode because of `because`; the first rule whose condition `holds` says yes to.
    public Optional<ClosingCode> closingCode(String because, java.util.function.Predicate<Condition> holds) {
        for (var code : closingCodes) {
            if (code.because().equals(because) && holds.test(code.when())) {
                return Optional.of(code);
            }
        }
        return national == null ? Optional.empty() : national.closingCode(because, holds);
    }

    public Optional<HarmRoute> harm() {
        return harmRoute.isPresent() || national == null ? harmRoute : national.harm();
    }

    /// The same procedure under another authority's calendar.
    public Policy withCalendar(WorkingCalendar other) {
        return new Policy(
                version,
                line,
                clauses,
                services,
                teams,
                roles,
                facts,
                agreements,
                documents,
                forms,
                pathways,
                forums,
                disputes,
                letters,
                readings,
                gaps,
                nevers,
                clocks,
                closingCodes,
                harmRoute,
                national,
                other);
    }
}
