package stepways.app.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.imports.Progress;
import stepways.app.imports.RowProblem;

/// Imports a directory's feed (Open Referral UK) into one authority.
///
/// Real feeds are dirty. A service that cannot be kept is left out and said with its place in the
/// feed, a field that makes no sense is left out and said, and everything else comes in, in one
/// transaction. A service that the feed does not name any more is marked as not listed: records
/// point to it, so it is never removed. A file that breaks off, or holds fewer services than it
/// says, marks none.
public final class DirectoryImport {

    private static final int STEP = 250;
    private static final int KEPT_PROBLEMS = 10_000;

    /// A feed that has lost more than this share of what was listed has lost them by mistake, until
    /// somebody says not.
    private static final int LOST_PERCENT = 50;

    private static final int FEW = 10;

    private final Database database;
    private final TimeOrderedIds ids;
    private final InstantSource clock;
    private final Progress progress;

    public DirectoryImport(Database database, TimeOrderedIds ids, InstantSource clock, Progress progress) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
        this.progress = progress;
    }

    /// What is imported.
    ///
    /// @param acceptLosses whether most of the listed services may vanish
    public record Job(AuthorityId authority, Path file, boolean acceptLosses) {}

    /// What became of it.
    public sealed interface Answer {

        /// It is in.
        ///
        /// @param problems what was left out or read otherwise, the first of `problemCount`
        /// @param kept whether services that the feed does not name stay listed, and why; empty
        ///     where they do not
        record Imported(
                UUID batch,
                Map<String, Integer> counts,
                long problemCount,
                List<RowProblem> problems,
                Optional<String> kept)
                implements Answer {
            public Imported {
                counts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(counts));
                problems = List.copyOf(problems);
            }
        }

        /// Exactly this file was imported last. Nothing was written.
        record AlreadyImported(Instant when) implements Answer {}

        /// There is no service in it that could be kept. Nothing was written.
        record Refused(long problemCount, List<RowProblem> problems) implements Answer {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    public Answer run(Job job) throws IOException {
        var viewer = new Viewer.Job(job.authority(), "import");
        var fingerprint = fingerprint(job.file());
        return database.<Answer>bulk(viewer, (sql, batches) -> {
            // One import of an authority at a time: the next waits here and then finds it done.
            sql.sql("select id from authority where id = :id for update")
                    .param("id", job.authority().value())
                    .query(String.class)
                    .single();
            var before = importedLast(sql, fingerprint);
            if (before.isPresent()) {
                return new Answer.AlreadyImported(before.get());
            }
            return new Writing(sql, batches, job, fingerprint).write();
        });
    }

    private static byte[] fingerprint(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            var buffer = new byte[1 << 16];
            while (in.read(buffer) >= 0) {
                // Reading is what digests.
            }
            return in.getMessageDigest().digest();
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Expected SHA-256, which every Java has", absent);
        }
    }

    /// An earlier file may come again after a later one: then it is news.
    private static Optional<Instant> importedLast(JdbcClient sql, byte[] fingerprint) {
        return sql.sql("""
                        select case when fingerprint = :fingerprint then finished_at end as finished
                          from import_batch
                         where kind = 'open-referral'
                           and finished_at is not null
                         order by finished_at desc, id desc
                         limit 1
                        """)
                .param("fingerprint", fingerprint)
                .query((rs, _) -> Optional.ofNullable(rs.getObject("finished", OffsetDateTime.class)))
                .optional()
                .flatMap(found -> found)
                .map(OffsetDateTime::toInstant);
    }

    /// One import, in its transaction.
    private final class Writing {

        private final JdbcClient sql;
        private final NamedParameterJdbcOperations batches;
        private final Job job;
        private final byte[] fingerprint;
        private final UUID batch = ids.next();
        private final OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        private final String source;
        private final List<RowProblem> problems = new ArrayList<>();
        private long problemCount;
        private final Set<String> seen = new HashSet<>();
        private final List<ListedService> waiting = new ArrayList<>();
        private int added;
        private int changed;
        private int unchanged;
        private int leftOut;
        private boolean begun;

        Writing(JdbcClient sql, NamedParameterJdbcOperations batches, Job job, byte[] fingerprint) {
            this.sql = sql;
            this.batches = batches;
            this.job = job;
            this.fingerprint = fingerprint;
            this.source = String.valueOf(job.file().getFileName());
        }

        private void problem(long row, String field, String message) {
            problemCount++;
            if (problems.size() < KEPT_PROBLEMS) {
                problems.add(new RowProblem(source, row, field, message));
            }
        }

        Answer write() {
            var reader = new FeedReader(this::service, this::problem);
            FeedReader.Read read;
            try {
                read = reader.read(job.file());
            } catch (IOException unreadable) {
                throw new java.io.UncheckedIOException(unreadable);
            }
            flush();
            int kept = added + changed + unchanged;
            if (kept == 0) {
                return new Answer.Refused(problemCount, problems);
            }
            var why = whyKept(read);
            int gone = why.isPresent() ? 0 : unlist();
            var counts = new LinkedHashMap<String, Integer>();
            counts.put("new services", added);
            counts.put("changed services", changed);
            counts.put("unchanged services", unchanged);
            counts.put("left out", leftOut);
            counts.put("no longer listed", gone);
            keepProblems();
            sql.sql("update import_batch set counts = :counts, finished_at = :now where id = :id")
                    .param(
                            "counts",
                            counts.entrySet().stream()
                                    .map(count -> "\"" + count.getKey() + "\":" + count.getValue())
                                    .collect(Collectors.joining(",", "{", "}")))
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("id", batch)
                    .update();
            return new Answer.Imported(batch, counts, problemCount, problems, why);
        }

        private void service(Map<String, @Nullable Object> feed, long row) {
            progress.say("read " + row + " services");
            var id = FeedReader.words(feed, "id");
            if (!id.isEmpty() && !seen.add(id)) {
                problem(row, "id", "stands in the feed before: this one is left out");
                leftOut++;
                return;
            }
            var listed = ListedService.of(feed, (field, message) -> problem(row, field, message));
            if (listed.isEmpty()) {
                leftOut++;
                return;
            }
            waiting.add(listed.get());
            if (waiting.size() == STEP) {
                flush();
            }
        }

        private void begin() {
            if (!begun) {
                begun = true;
                sql.sql("""
                                insert into import_batch (authority, id, kind, source, fingerprint, began_at)
                                values (:authority, :id, 'open-referral', :source, :fingerprint, :now)
                                """)
                        .param("authority", job.authority().value())
                        .param("id", batch)
                        .param("source", source)
                        .param("fingerprint", fingerprint)
                        .param("now", now)
                        .update();
            }
        }

        private record Known(UUID id, byte[] fingerprint, boolean listed) {}

        private void flush() {
            if (waiting.isEmpty()) {
                return;
            }
            begin();
            var known = new HashMap<String, Known>();
            sql.sql("""
                            select feed_id, id, fingerprint, unlisted_at is null as listed
                              from directory_service
                             where feed_id = any(:ids)
                            """)
                    .param("ids", waiting.stream().map(ListedService::feedId).toArray(String[]::new))
                    .query(rs -> {
                        known.put(
                                rs.getString("feed_id"),
                                new Known(
                                        rs.getObject("id", UUID.class),
                                        rs.getBytes("fingerprint"),
                                        rs.getBoolean("listed")));
                    });
            var inserts = new ArrayList<SqlParameterSource>();
            var updates = new ArrayList<SqlParameterSource>();
            var same = new ArrayList<UUID>();
            var rewritten = new ArrayList<UUID>();
            var lines = new ArrayList<SqlParameterSource>();
            for (var service : waiting) {
                var before = known.get(service.feedId());
                var print = service.fingerprint();
                if (before != null && before.listed() && MessageDigest.isEqual(before.fingerprint(), print)) {
                    same.add(before.id());
                    unchanged++;
                    continue;
                }
                var id = before == null ? ids.next() : before.id();
                (before == null ? inserts : updates).add(row(service, id, print));
                if (before == null) {
                    added++;
                } else {
                    changed++;
                    rewritten.add(id);
                }
                int number = 0;
                for (var line : service.lines()) {
                    lines.add(new MapSqlParameterSource()
                            .addValue("authority", job.authority().value())
                            .addValue("service", id)
                            .addValue("kind", line.kind())
                            .addValue("number", ++number)
                            .addValue("words", line.words())
                            .addValue("found", line.foundAs()));
                }
            }
            batches.batchUpdate(INSERT, inserts.toArray(SqlParameterSource[]::new));
            batches.batchUpdate(UPDATE, updates.toArray(SqlParameterSource[]::new));
            sql.sql("update directory_service set seen_batch = :batch where id = any(:ids)")
                    .param("batch", batch)
                    .param("ids", same.toArray(UUID[]::new))
                    .update();
            sql.sql("delete from directory_line where service = any(:ids)")
                    .param("ids", rewritten.toArray(UUID[]::new))
                    .update();
            batches.batchUpdate(LINE, lines.toArray(SqlParameterSource[]::new));
            waiting.clear();
        }

        private MapSqlParameterSource row(ListedService service, UUID id, byte[] print) {
            var modified = service.modified();
            return new MapSqlParameterSource()
                    .addValue("authority", job.authority().value())
                    .addValue("id", id)
                    .addValue("feed", service.feedId())
                    .addValue("name", service.name())
                    .addValue("description", service.description())
                    .addValue("organisation", service.organisation())
                    .addValue("organisation_id", service.organisationId())
                    .addValue("url", service.url())
                    .addValue("email", service.email())
                    .addValue("telephone", service.telephone())
                    .addValue("status", service.status())
                    .addValue("fees", service.fees())
                    .addValue("alert", service.alert())
                    .addValue("open", service.whenOpen())
                    .addValue("minimum", service.minimumAge())
                    .addValue("maximum", service.maximumAge())
                    .addValue("assured", service.assured())
                    .addValue("modified", modified == null ? null : modified.atOffset(ZoneOffset.UTC))
                    .addValue("print", print)
                    .addValue("batch", batch)
                    .addValue("now", now);
        }

        /// Why services that the feed does not name stay listed all the same.
        private Optional<String> whyKept(FeedReader.Read read) {
            if (!read.whole()) {
                return Optional.of("the file is not the whole feed");
            }
            int listed = sql.sql("select count(*) from directory_service where unlisted_at is null")
                    .query(Integer.class)
                    .single();
            int losing = missing();
            if (!job.acceptLosses() && losing > FEW && losing * 100 > listed * LOST_PERCENT) {
                return Optional.of("the feed has lost " + losing + " of " + listed
                        + " services: with --accept-losses they are marked as not listed any more");
            }
            return Optional.empty();
        }

        private int missing() {
            return sql.sql("""
                            select count(*)
                              from directory_service
                             where unlisted_at is null
                               and seen_batch <> :batch
                               and feed_id <> all(:seen)
                            """)
                    .param("batch", batch)
                    .param("seen", leftOut == 0 ? new String[0] : seen.toArray(String[]::new))
                    .query(Integer.class)
                    .single();
        }

        /// A service that stands in the feed but could not be read is not gone.
        private int unlist() {
            return sql.sql("""
                            update directory_service
                               set unlisted_at = :now
                             where unlisted_at is null
                               and seen_batch <> :batch
                               and feed_id <> all(:seen)
                            """)
                    .param("now", now)
                    .param("batch", batch)
                    .param("seen", leftOut == 0 ? new String[0] : seen.toArray(String[]::new))
                    .update();
        }

        private void keepProblems() {
            var rows = new ArrayList<SqlParameterSource>();
            int number = 0;
            for (var problem : problems) {
                rows.add(new MapSqlParameterSource()
                        .addValue("authority", job.authority().value())
                        .addValue("batch", batch)
                        .addValue("number", ++number)
                        .addValue("file", problem.file())
                        .addValue("row", problem.row())
                        .addValue("field", problem.column().isEmpty() ? null : problem.column())
                        .addValue("message", problem.message()));
            }
            batches.batchUpdate("""
                    insert into import_row_error (authority, batch, number, file, row_number, field, message)
                    values (:authority, :batch, :number, :file, :row, :field, :message)
                    """, rows.toArray(SqlParameterSource[]::new));
        }
    }

    private static final String INSERT = """
            insert into directory_service (authority, id, feed_id, name, description, organisation, organisation_id, url, email,
                                           telephone, status, fees, alert, when_open, minimum_age, maximum_age, assured_on,
                                           modified_at, fingerprint, seen_batch, first_listed_at, changed_at)
            values (:authority, :id, :feed, :name, :description, :organisation, :organisation_id, :url, :email, :telephone,
                    :status, :fees, :alert, :open, :minimum, :maximum, :assured, :modified, :print, :batch, :now, :now)
            """;

    private static final String UPDATE = """
            update directory_service
               set name = :name, description = :description, organisation = :organisation, organisation_id = :organisation_id,
                   url = :url, email = :email, telephone = :telephone, status = :status, fees = :fees, alert = :alert,
                   when_open = :open, minimum_age = :minimum, maximum_age = :maximum, assured_on = :assured,
                   modified_at = :modified, fingerprint = :print, seen_batch = :batch, changed_at = :now, unlisted_at = null
             where id = :id
            """;

    private static final String LINE = """
            insert into directory_line (authority, service, kind, number, words, found_as)
            values (:authority, :service, :kind, :number, :words, :found)
            """;
}
