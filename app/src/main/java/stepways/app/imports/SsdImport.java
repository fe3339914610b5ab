package stepways.app.imports;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;

/// Imports an extract in the form of the Standard Safeguarding Dataset into one authority.
///
/// Every row of every file is read and checked first. If anything is wrong nothing is imported, and every problem is
/// kept with its file, row and column. Otherwise all of it is written in one transaction.
public final class SsdImport {

    private static final ZoneId ENGLAND = ZoneId.of("Europe/London");
    private static final int STEP = 1000;

    private final Database database;
    private final TimeOrderedIds ids;
    private final InstantSource clock;
    private final Progress progress;

    public SsdImport(Database database, TimeOrderedIds ids, InstantSource clock, Progress progress) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
        this.progress = progress;
    }

    /// What is imported.
    ///
    /// @param source what the import is called in the record: the folder's name, not where it lies
    /// @param shift by how many days everything in it is moved: for invented extracts only
    public record Job(AuthorityId authority, Path folder, String source, Mapping mapping, int shift) {
        public Job(AuthorityId authority, Path folder, Mapping mapping) {
            this(authority, folder, String.valueOf(folder.getFileName()), mapping, 0);
        }
    }

    /// What became of an import.
    public sealed interface Answer {

        /// It is in, whole.
        record Imported(UUID batch, LocalDate until, Map<String, Integer> counts) implements Answer {
            public Imported {
                counts = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(counts));
            }
        }

        /// Exactly these files were imported before, under the same mapping. Nothing was written.
        record AlreadyImported(Instant when) implements Answer {}

        /// Nothing was imported.
        ///
        /// @param count how many problems there are; `problems` holds the first of them
        record Refused(UUID batch, long count, List<RowProblem> problems) implements Answer {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /// Imports, or says why not.
    public Answer run(Job job) {
        var now = clock.instant();
        var problems = new RowProblems();
        var files = ExtractFiles.in(
                job.folder(), job.mapping().charset(), problems, LocalDate.ofInstant(now, ENGLAND), progress);
        var fingerprint =
                files.fingerprint((job.mapping().text() + "\n" + job.shift()).getBytes(StandardCharsets.UTF_8));
        var viewer = new Viewer.Job(job.authority(), "import");
        var before = database.read(viewer, sql -> importedBefore(sql, fingerprint));
        if (before.isPresent()) {
            return new Answer.AlreadyImported(before.get());
        }
        var batch = ids.next();
        if (!problems.any()) {
            var extract = ExtractReader.read(files, job.mapping(), problems, job.shift());
            if (!problems.any()) {
                var written = write(job, viewer, extract, batch, fingerprint, now, problems);
                if (written.isPresent()) {
                    return written.get();
                }
            }
        }
        database.bulk(viewer, (sql, batches) -> keep(sql, batches, job, batch, fingerprint, now, problems));
        return new Answer.Refused(batch, problems.count(), problems.kept());
    }

    private static Optional<Instant> importedBefore(JdbcClient sql, byte[] fingerprint) {
        return sql.sql("""
                        select finished_at
                          from import_batch
                         where kind = 'ssd'
                           and fingerprint = :fingerprint
                           and finished_at is not null
                         order by finished_at desc
                         limit 1
                        """)
                .param("fingerprint", fingerprint)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private Optional<Answer> write(
            Job job,
            Viewer.Job viewer,
            Extract extract,
            UUID batch,
            byte[] fingerprint,
            Instant now,
            RowProblems problems) {
        return database.bulk(viewer, (sql, batches) -> {
            // One import of an authority at a time: the next waits here and then finds it done.
            sql.sql("select id from authority where id = :id for update")
                    .param("id", job.authority().value())
                    .query(String.class)
                    .single();
            var meanwhile = importedBefore(sql, fingerprint);
            if (meanwhile.isPresent()) {
                return Optional.of(new Answer.AlreadyImported(meanwhile.get()));
            }
            var writer = new ExtractWriter(
                    sql,
                    batches,
                    job.authority(),
                    ids,
                    job.mapping(),
                    extract,
                    batch,
                    now,
                    ENGLAND,
                    progress,
                    problems);
            writer.matchPeople();
            if (problems.any()) {
                return Optional.empty();
            }
            begin(sql, job, batch, fingerprint, now, Optional.of(extract.until));
            var counts = writer.write();
            sql.sql("update import_batch set counts = :counts, finished_at = :now where id = :id")
                    .param("counts", json(counts))
                    .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                    .param("id", batch)
                    .update();
            return Optional.of(new Answer.Imported(batch, extract.until, counts));
        });
    }

    private static void begin(
            JdbcClient sql, Job job, UUID batch, byte[] fingerprint, Instant now, Optional<LocalDate> until) {
        sql.sql("""
                        insert into import_batch (authority, id, kind, source, fingerprint, extract_to, began_at)
                        values (:authority, :id, 'ssd', :source, :fingerprint, :until, :now)
                        """)
                .param("authority", job.authority().value())
                .param("id", batch)
                .param("source", job.source())
                .param("fingerprint", fingerprint)
                .param("until", until.orElse(null))
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .update();
    }

    private static String json(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> "\"" + count.getKey() + "\":" + count.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /// An import that was refused stays readable with everything that was wrong.
    private static int keep(
            JdbcClient sql,
            NamedParameterJdbcOperations batches,
            Job job,
            UUID batch,
            byte[] fingerprint,
            Instant now,
            RowProblems problems) {
        begin(sql, job, batch, fingerprint, now, Optional.empty());
        var kept = problems.kept();
        for (int from = 0; from < kept.size(); from += STEP) {
            var rows = new SqlParameterSource[Math.min(STEP, kept.size() - from)];
            for (int i = 0; i < rows.length; i++) {
                var problem = kept.get(from + i);
                rows[i] = new MapSqlParameterSource()
                        .addValue("authority", job.authority().value())
                        .addValue("batch", batch)
                        .addValue("number", from + i + 1)
                        .addValue("file", problem.file())
                        .addValue("row", problem.row())
                        .addValue("field", problem.column().isEmpty() ? null : problem.column())
                        .addValue("message", problem.message());
            }
            batches.batchUpdate("""
                    insert into import_row_error (authority, batch, number, file, row_number, field, message)
                    values (:authority, :batch, :number, :file, :row, :field, :message)
                    """, rows);
        }
        return kept.size();
    }
}
