package stepways.engine.policy;

/// Which procedure, exactly: the council's pack, its version, and the hash of its content.
///
/// A run keeps the version it began under until a recorded event moves it.
public record PolicyVersion(String pack, String version, String contentHash) {

    public PolicyVersion {
        if (pack.isBlank() || version.isBlank() || contentHash.isBlank()) {
            throw new IllegalArgumentException("Expected pack, version and content hash, found '" + pack + "', '"
                    + version + "', '" + contentHash + "'");
        }
    }

    @Override
    public String toString() {
        return pack + " " + version;
    }
}
