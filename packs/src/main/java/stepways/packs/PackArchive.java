package stepways.packs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// A pack as it was, in one piece: its folder, the national layer it rests on, and the bank holidays.
///
/// A run keeps the procedure it began under. The folder of packs changes while runs are open; what was put in force is
/// kept beside the record, so that an old run can always be read and go on.
public final class PackArchive {

    /// More than any pack needs; less than what could fill a disk.
    private static final long MOST_BYTES = 32L << 20;

    private static final LocalDateTime NO_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private PackArchive() {}

    /// The same bytes for the same content, whenever it is written.
    public static byte[] of(Path root, LoadedPack pack, LoadedPacks all) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files(root, pack, all)) {
                var entry = new ZipEntry(root.relativize(file).toString().replace('\\', '/'));
                entry.setTimeLocal(NO_TIME);
                zip.putNextEntry(entry);
                zip.write(Files.readAllBytes(file));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the pack in " + pack.folder(), e);
        }
        return bytes.toByteArray();
    }

    private static List<Path> files(Path root, LoadedPack pack, LoadedPacks all) throws IOException {
        var found = new ArrayList<Path>();
        found.add(root.resolve(Packs.HOLIDAYS));
        procedure(pack.folder(), found);
        if (!pack.policy().version().pack().equals(Packs.NATIONAL)) {
            var national = all.pack(Packs.NATIONAL);
            if (national.isPresent()) {
                procedure(national.get().folder(), found);
            }
        }
        found.sort(Comparator.comparing(Path::toString));
        return found;
    }

    private static void procedure(Path folder, List<Path> into) throws IOException {
        try (var files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> Packs.isProcedure(folder.relativize(file)))
                    .forEach(into::add);
        }
    }

    /// Reads what [#of] wrote. Files are unpacked into a folder of their own, which is removed again.
    public static LoadedPacks open(byte[] archive) {
        try {
            var folder = Files.createTempDirectory("stepways-pack");
            try {
                unpack(archive, folder);
                return Packs.load(folder);
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open a kept pack", e);
        }
    }

    private static void unpack(byte[] archive, Path folder) throws IOException {
        long left = MOST_BYTES;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("Expected a file of the pack, found " + entry.getName());
                }
                var content = zip.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE));
                left -= content.length;
                if (left < 0) {
                    throw new IOException("Expected a pack of at most " + MOST_BYTES + " bytes, found more");
                }
                Files.createDirectories(file.resolve("..").normalize());
                Files.write(file, content);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
