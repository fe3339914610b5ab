package stepways.app.documents;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.core.io.InputStreamSource;

/// Reads which parts a container file names, such as a Word document, without unpacking any of them.
final class Containers {

    /// A document names some dozens of parts. What names more than fits in here is none.
    private static final int MOST_NAMES = 4 * 1024 * 1024;

    /// The end of a ZIP file: 22 bytes and a comment.
    private static final int ZIP_END = 22 + 65_535;

    private static final int ZIP_END_MARK = 0x06054b50;
    private static final int ZIP_ENTRY_MARK = 0x02014b50;
    private static final int ZIP_ENTRY = 46;

    private static final int OLE_ENTRY = 128;

    private Containers() {}

    /// The names in the list at the end of a ZIP file; none where the list cannot be read or is absurdly
    /// long.
    static Set<String> zipNames(InputStreamSource file, long size) throws IOException {
        var end = bytes(file, Math.max(0, size - ZIP_END), (int) Math.min(size, ZIP_END));
        for (int at = end.limit() - 22; at >= 0; at--) {
            if (end.getInt(at) == ZIP_END_MARK) {
                long length = Integer.toUnsignedLong(end.getInt(at + 12));
                long from = Integer.toUnsignedLong(end.getInt(at + 16));
                return length > MOST_NAMES || from + length > size ? Set.of() : listed(bytes(file, from, (int) length));
            }
        }
        return Set.of();
    }

    private static Set<String> listed(ByteBuffer list) {
        var names = new LinkedHashSet<String>();
        int at = 0;
        while (at + ZIP_ENTRY <= list.limit() && list.getInt(at) == ZIP_ENTRY_MARK) {
            int name = Short.toUnsignedInt(list.getShort(at + 28));
            int extra = Short.toUnsignedInt(list.getShort(at + 30));
            int comment = Short.toUnsignedInt(list.getShort(at + 32));
            if (at + ZIP_ENTRY + name > list.limit()) {
                break;
            }
            names.add(new String(list.array(), at + ZIP_ENTRY, name, StandardCharsets.UTF_8));
            at += ZIP_ENTRY + name + extra + comment;
        }
        return names;
    }

    /// The names of streams and storages in an OLE file. Its directory may lie anywhere, at multiples of
    /// its own entry.
    static Set<String> oleNames(InputStreamSource file) throws IOException {
        var names = new LinkedHashSet<String>();
        var entry = new byte[OLE_ENTRY];
        try (var in = new BufferedInputStream(file.getInputStream(), 1 << 16)) {
            while (in.readNBytes(entry, 0, OLE_ENTRY) == OLE_ENTRY && names.size() < 10_000) {
                var buffer = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
                int length = Short.toUnsignedInt(buffer.getShort(64));
                int type = entry[66];
                if (length >= 4 && length <= 64 && length % 2 == 0 && (type == 1 || type == 2)) {
                    names.add(new String(entry, 0, length - 2, StandardCharsets.UTF_16LE));
                }
            }
        }
        return names;
    }

    private static ByteBuffer bytes(InputStreamSource file, long from, int length) throws IOException {
        try (InputStream in = file.getInputStream()) {
            in.skipNBytes(from);
            return ByteBuffer.wrap(in.readNBytes(length)).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
