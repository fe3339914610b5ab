package stepways.app.consents;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.record.Loaded;
import stepways.app.record.RunReader;
import stepways.app.record.SentForms;
import stepways.app.web.SignedInStaff;
import stepways.app.worklist.WorkOfChildren;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.Facts;
import stepways.engine.run.PersonId;

/// Writes an answer where every reader of agreements finds it: in each open run that it concerns,
/// so that whoever has to know is told there, and in the ledger.
///
/// A run is told where the answer is about all of its children for whom the person answers. Where
/// it is about some of them only, or where the run's procedure does not let this worker answer in
/// it, the answer stands in the ledger alone, and the run reads it from there.
@Component
public class Ledger {

    private static final String ACTION = "asking";

    private final Database database;
    private final Casework casework;
    private final Procedures procedures;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    Ledger(Database database, Casework casework, Procedures procedures, TimeOrderedIds ids, InstantSource clock) {
        this.database = database;
        this.casework = casework;
        this.procedures = procedures;
        this.ids = ids;
        this.clock = clock;
    }

    /// An answer to be written.
    ///
    /// @param words what a run keeps as its evidence
    record New(
            String agreement,
            UUID person,
            Set<UUID> children,
            Facts.Given given,
            Instant happened,
            Answer.Details details,
            String words) {}

    /// What is put right: an answer of the ledger, and why.
    record Correction(Answer wrong, String because) {}

    /// What became of it.
    ///
    /// @param asking the row that says how somebody was asked; null where an answer was only struck out
    /// @param stopped what was stopped with a withdrawal, in words
    record Written(@Nullable UUID asking, List<String> stopped, List<String> told) {}

    /// Writes an answer; a correction strikes out what it puts right. Sending the same form again
    /// changes nothing.
    Written write(SignedInStaff me, UUID family, New answer, Optional<Correction> correction, String key) {
        var happened = answer.happened().truncatedTo(ChronoUnit.MICROS);
        var read = database.read(
                me.viewer(),
                sql -> new Read(
                        new SentForms(sql, me).before(key, ACTION),
                        open(sql, family, answer.children(), clock.instant())));
        boolean sameAnswer = correction
                .map(Correction::wrong)
                .filter(wrong -> same(wrong, answer))
                .isPresent();
        var told = new ArrayList<Loaded>();
        if (!sameAnswer) {
            for (var loaded : read.open()) {
                if (concerns(me, loaded, answer) && tell(me, loaded, answer, happened, key)) {
                    told.add(loaded);
                }
            }
        }
        if (read.before().isPresent()) {
            return new Written(read.before().get(), List.of(), references(told));
        }
        try {
            return database.write(me.viewer(), sql -> {
                var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                var asking = insert(sql, me, family, answer, happened, correction, now);
                correction.ifPresent(put -> strike(
                        sql, me, put, sameAnswer ? List.of() : put.wrong().rows(), asking, now));
                var inRuns = inLedger(sql, answer, happened);
                if (!sameAnswer) {
                    for (var child : answer.children()) {
                        if (!inRuns.contains(child)) {
                            row(sql, me, answer, child, happened, now);
                        }
                    }
                }
                var stopped = answer.given() == Facts.Given.WITHDRAWN || answer.given() == Facts.Given.REFUSED
                        ? new Reach(sql, procedures, me.viewer().authority())
                                .stop(answer.children(), answer.agreement(), answer.given(), now)
                        : List.<String>of();
                changed(sql, me, answer.children(), correction, now);
                new SentForms(sql, me).remember(key, ACTION, asking, now);
                return new Written(asking, stopped, references(told));
            });
        } catch (DataIntegrityViolationException refusal) {
            if (SentForms.sentMeanwhile(refusal)) {
                return new Written(null, List.of(), references(told));
            }
            throw refusal;
        }
    }

    /// Stops what has not left under an agreement that was taken back or refused in a run.
    public void stopWhatWaits(SignedInStaff me, List<UUID> children, String agreement, Facts.Given given) {
        if (given == Facts.Given.WITHDRAWN || given == Facts.Given.REFUSED) {
            database.write(
                    me.viewer(),
                    sql -> new Reach(sql, procedures, me.viewer().authority())
                            .stop(children, agreement, given, clock.instant()));
        }
    }

    /// Strikes an answer out that was never given, and puts nothing in its place.
    void strikeOut(SignedInStaff me, Correction correction, String key) {
        try {
            database.write(me.viewer(), sql -> {
                var sent = new SentForms(sql, me);
                if (sent.before(key, ACTION).isPresent()) {
                    return false;
                }
                var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                var wrong = correction.wrong();
                strike(sql, me, correction, wrong.rows(), null, now);
                changed(sql, me, wrong.children(), Optional.of(correction), now);
                sent.remember(key, ACTION, wrong.person(), now);
                return true;
            });
        } catch (DataIntegrityViolationException refusal) {
            if (!SentForms.sentMeanwhile(refusal)) {
                throw refusal;
            }
        }
    }

    private record Read(Optional<UUID> before, List<Loaded> open) {}

    private static List<String> references(List<Loaded> runs) {
        return runs.stream().map(Loaded::reference).toList();
    }

    private static boolean same(Answer wrong, New answer) {
        return wrong.agreement().equals(answer.agreement())
                && wrong.person().equals(answer.person())
                && Set.copyOf(wrong.children()).equals(answer.children())
                && wrong.status().equals(word(answer.given()))
                && wrong.happened().equals(answer.happened().truncatedTo(ChronoUnit.MICROS));
    }

    static String word(Facts.Given given) {
        return given.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The open runs of any of these children.
    private static List<Loaded> open(JdbcClient sql, UUID family, Collection<UUID> children, Instant now) {
        var reader = new RunReader(sql);
        return sql
                .sql("""
                        select distinct c.run
                          from run_child c
                          join run r on r.authority = c.authority and r.id = c.run and r.status = 'open'
                         where c.child = any(:children)
                           and c.left_at is null
                         order by c.run
                        """)
                .param("children", children.toArray(UUID[]::new))
                .query((rs, _) -> rs.getObject("run", UUID.class))
                .list()
                .stream()
                .flatMap(run -> reader.load(run, now).stream())
                .filter(loaded -> loaded.family().map(family::equals).orElse(true))
                .toList();
    }

    private boolean concerns(SignedInStaff me, Loaded loaded, New answer) {
        var person = loaded.facts().people().get(new PersonId(answer.person().toString()));
        var policy = database.read(
                me.viewer(),
                sql -> procedures.of(me.viewer().authority(), loaded.run().policy(), sql));
        if (person == null || policy.agreement(answer.agreement()).isEmpty()) {
            return false;
        }
        var here = loaded.run().children();
        var answersFor = person.child()
                ? List.of(new ChildId(answer.person().toString()))
                : person.parentFor().stream().filter(here::contains).toList();
        return !answersFor.isEmpty()
                && answersFor.stream().allMatch(child -> answer.children().contains(UUID.fromString(child.value())));
    }

    private boolean tell(SignedInStaff me, Loaded loaded, New answer, Instant happened, String key) {
        var sent = casework.submit(
                me.viewer(),
                loaded.id(),
                new Casework.Form(key + ":" + loaded.id(), loaded.run().seq(), Optional.of(happened)),
                texts -> new Command.Request.AnswerAgreement(
                        answer.agreement(),
                        new PersonId(answer.person().toString()),
                        answer.given(),
                        texts.keepIfAny(answer.words())));
        return sent instanceof Casework.Answer.Done;
    }

    private UUID insert(
            JdbcClient sql,
            SignedInStaff me,
            UUID family,
            New answer,
            Instant happened,
            Optional<Correction> correction,
            Instant now) {
        var id = ids.next();
        var details = answer.details();
        sql.sql("""
                        insert into asking (authority, id, family, agreement_key, status, asked_of, asked_by, how, language,
                                            interpreter, information, shared_with, holds_until, evidence, evidence_words,
                                            judged_by, judged_because, corrects, happened_at, recorded_at, recorded_by)
                        values (:authority, :id, :family, :agreement, :status, :of, :by, :how, :language, :interpreter,
                                :information, :with, :until, :evidence::uuid, :words, :judge::uuid, :because::text,
                                :corrects::uuid, :happened, :now, :me)
                        """)
                .param("authority", me.authority())
                .param("id", id)
                .param("family", family)
                .param("agreement", answer.agreement())
                .param("status", word(answer.given()))
                .param("of", answer.person())
                .param("by", details.askedBy())
                .param("how", details.how())
                .param("language", details.language())
                .param("interpreter", details.interpreter())
                .param("information", details.information())
                .param("with", details.sharedWith())
                .param("until", details.until())
                .param("evidence", details.evidence())
                .param("words", details.evidenceWords())
                .param("judge", details.judgedBy())
                .param("because", details.judgedBecause())
                .param("corrects", correction.map(put -> put.wrong().asking()).orElse(null))
                .param("happened", Rows.at(happened))
                .param("now", Rows.at(now))
                .param("me", me.staff())
                .update();
        for (var child : answer.children()) {
            sql.sql("insert into asking_child (authority, asking, child) values (:authority, :asking, :child)")
                    .param("authority", me.authority())
                    .param("asking", id)
                    .param("child", child)
                    .update();
        }
        return id;
    }

    private void row(JdbcClient sql, SignedInStaff me, New answer, UUID child, Instant happened, Instant now) {
        sql.sql("""
                        insert into agreement (authority, id, child, agreement_key, scope, status, asked_of, asked_by, evidence,
                                               holds_until, happened_at, recorded_at, recorded_by, source)
                        values (:authority, :id, :child, :agreement, :scope, :status, :of, :by, :evidence::uuid, :until,
                                :happened, :now, :me, 'person')
                        """)
                .param("authority", me.authority())
                .param("id", ids.next())
                .param("child", child)
                .param("agreement", answer.agreement())
                .param("scope", answer.details().sharedWith())
                .param("status", word(answer.given()))
                .param("of", answer.person())
                .param("by", answer.details().askedBy())
                .param("evidence", answer.details().evidence())
                .param("until", answer.details().until())
                .param("happened", Rows.at(happened))
                .param("now", Rows.at(now))
                .param("me", me.staff())
                .update();
    }

    /// The children for whom the runs have just written this answer.
    private static Set<UUID> inLedger(JdbcClient sql, New answer, Instant happened) {
        return Set.copyOf(sql.sql("""
                        select a.child
                          from agreement a
                         where a.child = any(:children)
                           and a.agreement_key = :agreement
                           and a.asked_of = :of
                           and a.status = :status
                           and a.happened_at = :happened
                           and not exists (
                               select from struck_agreement s where s.authority = a.authority and s.agreement = a.id)
                        """)
                .param("children", answer.children().toArray(UUID[]::new))
                .param("agreement", answer.agreement())
                .param("of", answer.person())
                .param("status", word(answer.given()))
                .param("happened", Rows.at(happened))
                .query(UUID.class)
                .list());
    }

    private static void strike(
            JdbcClient sql, SignedInStaff me, Correction put, List<UUID> rows, @Nullable UUID by, Instant now) {
        for (var row : rows) {
            sql.sql("""
                            insert into struck_agreement (authority, agreement, because, asking, struck_at, struck_by)
                            values (:authority, :row, :because, :asking::uuid, :now, :me)
                            """)
                    .param("authority", me.authority())
                    .param("row", row)
                    .param("because", put.because())
                    .param("asking", by)
                    .param("now", Rows.at(now))
                    .param("me", me.staff())
                    .update();
        }
        if (put.wrong().asking() != null) {
            sql.sql("""
                            insert into struck_asking (authority, asking, because, struck_at, struck_by)
                            values (:authority, :asking, :because, :now, :me)
                            """)
                    .param("authority", me.authority())
                    .param("asking", put.wrong().asking())
                    .param("because", put.because())
                    .param("now", Rows.at(now))
                    .param("me", me.staff())
                    .update();
        }
    }

    /// What waits in the open runs of these children may be something else now.
    private void changed(
            JdbcClient sql, SignedInStaff me, Collection<UUID> children, Optional<Correction> correction, Instant now) {
        var all = new LinkedHashSet<>(children);
        correction.ifPresent(put -> all.addAll(put.wrong().children()));
        var work = new WorkOfChildren(sql, me.viewer().authority(), procedures);
        work.hold(all);
        work.changed(all, now);
    }
}
