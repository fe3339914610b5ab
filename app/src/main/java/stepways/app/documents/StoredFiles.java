package stepways.app.documents;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.io.InputStreamSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.web.SignedInStaff;

/// Keeps the bytes of files in the database, in pieces: neither going in nor coming out is a file ever
/// held whole.
@Component
class StoredFiles {

    /// Bytes in a piece.
    private static final int PIECE = 512 * 1024;

    /// A file that no document names waits so long for its form to be sent again.
    private static final Duration WAITS = Duration.ofDays(30);

    private final Database database;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    StoredFiles(Database database, TimeOrderedIds ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// A file as it is kept.
    record Stored(UUID id, String name, String mediaType, long size, String sha256) {}

    /// Keeps a file. It belongs to no document yet.
    Stored keep(SignedInStaff me, String name, FileKind kind, InputStreamSource file) throws IOException {
        var id = ids.next();
        var now = clock.instant();
        var digest = sha256();
        long size = 0;
        try (var in = file.getInputStream()) {
            var piece = new byte[PIECE];
            for (int read = in.readNBytes(piece, 0, PIECE); read > 0; read = in.readNBytes(piece, 0, PIECE)) {
                digest.update(piece, 0, read);
                size += read;
            }
        }
        var stored = new Stored(id, name, kind.mediaType(), size, HexFormat.of().formatHex(digest.digest()));
        try {
            database.write(me.viewer(), sql -> {
                removeForgotten(sql, me, now);
                sql.sql("""
                                insert into stored_file (authority, id, name, media_type, size_bytes, sha_256, recorded_at, recorded_by)
                                values (:authority, :id, :name, :type, :size, :sha, :now, :by)
                                """)
                        .param("authority", me.authority())
                        .param("id", id)
                        .param("name", name)
                        .param("type", stored.mediaType())
                        .param("size", stored.size())
                        .param("sha", HexFormat.of().parseHex(stored.sha256()))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("by", me.staff())
                        .update();
                return pieces(sql, me, id, file, stored);
            });
        } catch (UncheckedIOException unreadable) {
            throw new IOException("The file that was sent cannot be read", unreadable);
        }
        return stored;
    }

    private static long pieces(JdbcClient sql, SignedInStaff me, UUID id, InputStreamSource file, Stored stored) {
        var digest = sha256();
        long size = 0;
        try (InputStream in = file.getInputStream()) {
            int number = 0;
            for (var piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
                sql.sql("""
                                insert into stored_file_piece (authority, file, number, bytes)
                                values (:authority, :file, :number, :bytes)
                                """)
                        .param("authority", me.authority())
                        .param("file", id)
                        .param("number", number++)
                        .param("bytes", piece)
                        .update();
                digest.update(piece);
                size += piece.length;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (size != stored.size() || !HexFormat.of().formatHex(digest.digest()).equals(stored.sha256())) {
            throw new IllegalStateException("Expected the same file when it was read a second time");
        }
        return size;
    }

    /// Files of this person whose forms were never sent again.
    private static void removeForgotten(JdbcClient sql, SignedInStaff me, Instant now) {
        sql.sql("""
                        delete from stored_file f
                         where f.recorded_by = :by
                           and f.recorded_at < :before
                           and not exists (
                               select
                                 from document d
                                where d.authority = f.authority
                                  and d.file = f.id)
                        """)
                .param("by", me.staff())
                .param("before", now.minus(WAITS).atOffset(ZoneOffset.UTC))
                .update();
    }

    /// A file that this person sent and that belongs to no document yet.
    Optional<Stored> waiting(SignedInStaff me, UUID id) {
        return database.read(me.viewer(), sql -> waiting(sql, me, id));
    }

    static Optional<Stored> waiting(JdbcClient sql, SignedInStaff me, UUID id) {
        return sql.sql("""
                        select f.id, f.name, f.media_type, f.size_bytes, f.sha_256
                          from stored_file f
                         where f.id = :id
                           and f.recorded_by = :by
                           and not exists (
                               select
                                 from document d
                                where d.authority = f.authority
                                  and d.file = f.id)
                        """)
                .param("id", id)
                .param("by", me.staff())
                .query((rs, _) -> new Stored(
                        rs.getObject("id", UUID.class),
                        rs.getString("name"),
                        rs.getString("media_type"),
                        rs.getLong("size_bytes"),
                        HexFormat.of().formatHex(rs.getBytes("sha_256"))))
                .optional();
    }

    /// Writes a file out, piece by piece. A slow reader holds no connection to the database.
    void write(SignedInStaff me, UUID id, long size, OutputStream out) throws IOException {
        long written = 0;
        for (int number = 0; written < size; number++) {
            int wanted = number;
            var piece = database.read(
                    me.viewer(),
                    sql -> sql.sql("select bytes from stored_file_piece where file = :file and number = :number")
                            .param("file", id)
                            .param("number", wanted)
                            .query((rs, _) -> rs.getBytes("bytes"))
                            .optional()
                            .orElseThrow(() -> new IllegalStateException(
                                    "Expected piece " + wanted + " of the stored file " + id)));
            out.write(piece);
            written += piece.length;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected SHA-256, which every Java has", e);
        }
    }
}
