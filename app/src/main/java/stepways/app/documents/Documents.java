package stepways.app.documents;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.database.BrokenRule;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.record.SentForms;
import stepways.app.web.NotFound;
import stepways.app.web.SignedInStaff;
import stepways.app.worklist.WorkOfChildren;

/// Puts documents on file and withdraws them. What is on file is what the procedure asks for, so each
/// open run of a child sees it at once.
@Component
public class Documents {

    /// A document of no kind that the procedure names.
    public static final String OTHER = "other";

    private static final String FILED = "document";
    private static final String WITHDRAWN = "withdraw-document";

    private final Database database;
    private final Procedures procedures;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    Documents(Database database, Procedures procedures, TimeOrderedIds ids, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.ids = ids;
        this.clock = clock;
    }

    /// A document to be filed.
    ///
    /// @param family whose record it is filed on; null where it is filed in a run of no family
    /// @param children each child that it is about; none for the family alone
    /// @param kind as the pack names it, or [#OTHER]
    /// @param dated the day the document speaks from: its age is counted from here
    /// @param file an upload that waits; null where the document is kept elsewhere
    /// @param heldAt where it is kept; empty for an upload
    /// @param replaces the filing whose place it takes: the children are then those of that filing
    public record Filing(
            @Nullable UUID family,
            List<UUID> children,
            String kind,
            String title,
            LocalDate dated,
            @Nullable UUID file,
            String heldAt,
            @Nullable UUID replaces) {

        public Filing {
            children = List.copyOf(children);
        }
    }

    /// What became of an attempt to file or withdraw.
    public sealed interface Answer {

        /// @param filing where the document stands: `/families/{family}/documents/{filing}`
        record Done(UUID filing) implements Answer {}

        /// Somebody has filed a newer version, or withdrawn this one, since the form was opened.
        record Overtaken() implements Answer {}

        /// The upload is no longer there to be filed: it belongs to another document, or was never sent.
        record NoFile() implements Answer {}
    }

    /// Puts a document on file; a second sending of the same form finds the first.
    public Answer file(SignedInStaff me, String key, Filing filing) {
        try {
            return database.write(me.viewer(), sql -> {
                var sent = new SentForms(sql, me);
                var before = sent.before(key, FILED);
                return before.isPresent() ? new Answer.Done(before.get()) : file(sql, me, sent, key, filing);
            });
        } catch (DataIntegrityViolationException refusal) {
            if (broke(refusal, "a_document_is_replaced_once")) {
                return new Answer.Overtaken();
            }
            return again(me, key, FILED, refusal);
        }
    }

    private record Old(UUID id, @Nullable UUID child, UUID first, int version) {}

    private Answer file(JdbcClient sql, SignedInStaff me, SentForms sent, String key, Filing filing) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var old = filing.replaces() == null ? List.<Old>of() : standing(sql, filing.replaces());
        if (filing.replaces() != null && old.isEmpty()) {
            return new Answer.Overtaken();
        }
        var upload = Optional.<StoredFiles.Stored>empty();
        if (filing.file() != null) {
            upload = StoredFiles.waiting(sql, me, filing.file());
            if (upload.isEmpty()) {
                return new Answer.NoFile();
            }
        }
        var children = filing.replaces() == null
                ? filing.children()
                : old.stream()
                        .map(Old::child)
                        .filter(java.util.Objects::nonNull)
                        .map(java.util.Objects::requireNonNull)
                        .toList();
        var work = new WorkOfChildren(sql, me.viewer().authority(), procedures);
        work.hold(children);
        var leaf = ids.next();
        if (filing.replaces() != null) {
            for (var each : old) {
                insert(sql, me, filing, upload, leaf, each.child(), each, now);
            }
        } else if (children.isEmpty()) {
            insert(sql, me, filing, upload, leaf, null, null, now);
        } else {
            for (var child : children) {
                insert(sql, me, filing, upload, leaf, child, null, now);
            }
        }
        work.changed(children, now);
        sent.remember(key, FILED, leaf, now);
        return new Answer.Done(leaf);
    }

    /// The copies of a filing that count, each with the end of its line of versions: a withdrawn version
    /// at the end keeps its number.
    private static List<Old> standing(JdbcClient sql, UUID filing) {
        return sql.sql("""
                        select tail.id, tail.version, d.child, coalesce(d.first, d.id) as first
                          from document d
                          join lateral (
                               select v.id, v.version
                                 from document v
                                where v.authority = d.authority
                                  and (v.first = coalesce(d.first, d.id) or v.id = d.id)
                                order by v.version desc
                                limit 1) tail on true
                         where (d.filing = :filing or d.filing is null and d.id = :filing)
                           and not exists (
                               select
                                 from document_withdrawal w
                                where w.authority = d.authority
                                  and w.document = d.id)
                           and not\s""" + PaperRows.REPLACED + """

                         order by d.id
                        """)
                .param("filing", filing)
                .query((rs, _) -> new Old(
                        rs.getObject("id", UUID.class),
                        rs.getObject("child", UUID.class),
                        rs.getObject("first", UUID.class),
                        rs.getInt("version")))
                .list();
    }

    private void insert(
            JdbcClient sql,
            SignedInStaff me,
            Filing filing,
            Optional<StoredFiles.Stored> upload,
            UUID leaf,
            @Nullable UUID child,
            @Nullable Old old,
            Instant now) {
        var id = ids.next();
        sql.sql("""
                        insert into document (authority, id, child, family, kind, title, dated, version, replaces, media_type,
                                              size_bytes, content_hash, recorded_at, recorded_by, source, filing, first, file,
                                              held_at)
                        values (:authority, :id, :child::uuid, :family::uuid, :kind, :title, :dated, :version,
                                :replaces::uuid, :type::text, :size::bigint, :hash::bytea, :now, :by, 'person', :leaf, :first,
                                :file::uuid, nullif(:heldAt, ''))
                        """)
                .param("authority", me.authority())
                .param("id", id)
                .param("child", child)
                .param("family", filing.family())
                .param("kind", filing.kind())
                .param("title", filing.title())
                .param("dated", filing.dated())
                .param("version", old == null ? 1 : old.version() + 1)
                .param("replaces", old == null ? null : old.id())
                .param("type", upload.map(StoredFiles.Stored::mediaType).orElse(null))
                .param("size", upload.map(StoredFiles.Stored::size).orElse(null))
                .param(
                        "hash",
                        upload.map(file -> HexFormat.of().parseHex(file.sha256()))
                                .orElse(null))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("by", me.staff())
                .param("leaf", leaf)
                .param("first", old == null ? id : old.first())
                .param("file", filing.file())
                .param("heldAt", filing.heldAt())
                .update();
    }

    /// Withdraws copies that were filed where they do not belong. They stay listed and count as evidence
    /// of nothing.
    ///
    /// @param copies the rows to withdraw
    Answer withdraw(SignedInStaff me, String key, UUID filing, Collection<UUID> copies, String reason) {
        try {
            return database.write(me.viewer(), sql -> {
                var sent = new SentForms(sql, me);
                var before = sent.before(key, WITHDRAWN);
                if (before.isPresent()) {
                    return new Answer.Done(before.get());
                }
                var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                var children = sql.sql("""
                                select child
                                  from document
                                 where id = any(:copies)
                                   and child is not null
                                """)
                        .param("copies", copies.toArray(UUID[]::new))
                        .query((rs, _) -> rs.getObject("child", UUID.class))
                        .list();
                var work = new WorkOfChildren(sql, me.viewer().authority(), procedures);
                work.hold(children);
                for (var copy : copies) {
                    sql.sql("""
                                    insert into document_withdrawal (authority, document, reason, recorded_at, recorded_by)
                                    values (:authority, :document, :reason, :now, :by)
                                    """)
                            .param("authority", me.authority())
                            .param("document", copy)
                            .param("reason", reason)
                            .param("now", now.atOffset(ZoneOffset.UTC))
                            .param("by", me.staff())
                            .update();
                }
                work.changed(children, now);
                sent.remember(key, WITHDRAWN, filing, now);
                return new Answer.Done(filing);
            });
        } catch (DataIntegrityViolationException refusal) {
            if (broke(refusal, "a_document_is_withdrawn_once")) {
                return new Answer.Overtaken();
            }
            return again(me, key, WITHDRAWN, refusal);
        }
    }

    private static boolean broke(DataIntegrityViolationException refusal, String name) {
        return BrokenRule.in(refusal).filter(rule -> rule.name().equals(name)).isPresent();
    }

    private Answer again(SignedInStaff me, String key, String action, DataIntegrityViolationException refusal) {
        if (!SentForms.sentMeanwhile(refusal)) {
            throw refusal;
        }
        return database.read(me.viewer(), sql -> new SentForms(sql, me).before(key, action))
                .<Answer>map(Answer.Done::new)
                .orElseThrow(() -> refusal);
    }

    /// A document that can be chosen as evidence.
    ///
    /// @param filing names it in the form
    public record Choice(UUID filing, String title, LocalDate dated, int version, boolean here, Set<UUID> children) {
        public Choice {
            children = Set.copyOf(children);
        }
    }

    /// What stands on file of one kind for these children, newest first.
    public List<Choice> standing(SignedInStaff me, Collection<UUID> children, String kind) {
        return database.read(me.viewer(), sql -> {
            var all = new ArrayList<Choice>();
            for (var paper : new PaperRows(sql).standing(new UUID(0, 0), children, kind)) {
                var of = paper.copies().stream()
                        .filter(Paper.Copy::stands)
                        .map(Paper.Copy::child)
                        .filter(java.util.Objects::nonNull)
                        .map(java.util.Objects::requireNonNull)
                        .toList();
                all.add(new Choice(
                        paper.id(),
                        paper.title(),
                        paper.dated(),
                        paper.version(),
                        paper.file() != null,
                        Set.copyOf(of)));
            }
            return all;
        });
    }

    /// A filing of this family; not found where it is another's.
    static Paper paper(Database database, SignedInStaff me, UUID family, Collection<UUID> children, UUID filing) {
        return database.read(me.viewer(), sql -> new PaperRows(sql).of(family, children, filing))
                .orElseThrow(() -> new NotFound("a document of this family"));
    }
}
