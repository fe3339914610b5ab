package stepways.app.notes;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import stepways.app.database.BrokenRule;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.record.SentForms;
import stepways.app.web.NotFound;
import stepways.app.web.SignedInStaff;

/// Writes notes and their corrections: each form once, and of two corrections of one version only the
/// first.
@Component
class NoteBook {

    private static final String WRITTEN = "note";

    private final Database database;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    NoteBook(Database database, TimeOrderedIds ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// What became of a correction.
    sealed interface Corrected {

        record Done(UUID note) implements Corrected {}

        /// Somebody else has corrected the same note since its form was opened. Nothing was written.
        record Overtaken() implements Corrected {}
    }

    /// Writes a note that nobody wrote before; a second sending of the same form finds the first.
    UUID write(SignedInStaff me, String key, UUID family, @Nullable UUID run, Note note) {
        try {
            return database.write(me.viewer(), sql -> {
                var sent = new SentForms(sql, me);
                return sent.before(key, WRITTEN).orElseGet(() -> {
                    var now = now();
                    var id = new NoteRows(sql).write(me, ids, family, run, note, now);
                    sent.remember(key, WRITTEN, id, now);
                    return id;
                });
            });
        } catch (DataIntegrityViolationException refusal) {
            return sentMeanwhile(me, key, refusal);
        }
    }

    /// Writes a correction of the version that its writer read.
    Corrected correct(SignedInStaff me, String key, UUID family, NoteRows.Correction correction, Note note) {
        try {
            return database.write(me.viewer(), sql -> {
                var sent = new SentForms(sql, me);
                var before = sent.before(key, WRITTEN);
                if (before.isPresent()) {
                    return new Corrected.Done(before.get());
                }
                var rows = new NoteRows(sql);
                var chain = rows.of(family, correction.of()).orElseThrow(() -> new NotFound("a note"));
                if (!chain.now().id().equals(correction.of())) {
                    return new Corrected.Overtaken();
                }
                var now = now();
                var id = rows.correct(me, ids, correction, note, now);
                sent.remember(key, WRITTEN, id, now);
                return new Corrected.Done(id);
            });
        } catch (DataIntegrityViolationException refusal) {
            boolean overtaken = BrokenRule.in(refusal)
                    .filter(rule -> rule.name().equals("a_note_is_corrected_once")
                            || rule.name().equals("a_version_of_a_note_is_written_once"))
                    .isPresent();
            return overtaken ? new Corrected.Overtaken() : new Corrected.Done(sentMeanwhile(me, key, refusal));
        }
    }

    private UUID sentMeanwhile(SignedInStaff me, String key, DataIntegrityViolationException refusal) {
        if (!SentForms.sentMeanwhile(refusal)) {
            throw refusal;
        }
        return database.read(me.viewer(), sql -> new SentForms(sql, me).before(key, WRITTEN))
                .orElseThrow(() -> refusal);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
