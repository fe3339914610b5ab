package stepways.app.families;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.access.AccessLog;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.settings.Settings;
import stepways.app.web.Event;
import stepways.app.web.SignedInStaff;

/// Opens a family together with everything that is told of it.
@Component
class Chronologies {

    /// What a council sets if it wants gaps shown sooner or later.
    static final String GAP_DAYS = "chronology-gap-days";

    private final Database database;
    private final Procedures procedures;
    private final AccessLog log;
    private final ObjectProvider<Histories> histories;
    private final ObjectProvider<ChronologyPart> parts;
    private final InstantSource clock;

    Chronologies(
            Database database,
            Procedures procedures,
            AccessLog log,
            ObjectProvider<Histories> histories,
            ObjectProvider<ChronologyPart> parts,
            InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.log = log;
        this.histories = histories;
        this.parts = parts;
        this.clock = clock;
    }

    /// A family and its chronology.
    ///
    /// @param silentDays after how many days without an entry a gap is shown
    /// @param set whether the council has set that number
    record Opened(Family family, Chronology chronology, int silentDays, boolean set) {}

    private record Read(
            Family family,
            Map<UUID, List<Event>> ofRuns,
            List<ChronologyPart.Entry> told,
            Map<String, Chronology.Mark> marks,
            Settings settings) {}

    /// @param runs of how many runs it is told what happened, the open ones first
    Opened open(SignedInStaff me, UUID id, String purpose, int runs) {
        var now = clock.instant();
        var read = database.read(me.viewer(), sql -> {
            var family = FamilyController.open(sql, procedures, me, id, purpose, now);
            return new Read(
                    family,
                    ofRuns(sql, me, family, runs, now),
                    parts.orderedStream()
                            .flatMap(part -> part.of(sql, me, id, now).stream())
                            .toList(),
                    new Marks(sql).of(id),
                    Settings.read(sql));
        });
        log.openedFamily(me, id, purpose.isBlank() ? null : purpose);
        var set = read.settings().of(GAP_DAYS).filter(days -> days.matches("[1-9][0-9]{0,2}"));
        int days = set.map(Integer::parseInt).orElse(Chronology.SILENT_DAYS);
        return new Opened(
                read.family(),
                new Chronology(read.family(), read.ofRuns(), read.told(), read.marks(), days),
                days,
                set.isPresent());
    }

    /// What happened in the family's runs: the open ones first, then the newest.
    private Map<UUID, List<Event>> ofRuns(JdbcClient sql, SignedInStaff me, Family family, int most, Instant now) {
        var all = new LinkedHashMap<UUID, List<Event>>();
        histories.ifAvailable(told ->
                family.runs().stream().limit(most).forEach(run -> all.put(run.id(), told.of(sql, me, run.id(), now))));
        return all;
    }
}
