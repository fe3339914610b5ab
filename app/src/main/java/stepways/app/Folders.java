package stepways.app;

import java.nio.file.Path;

/// Where things are on this machine.
final class Folders {

    private Folders() {}

    /// The folder of the project, which `./stepways` names; the current one where nobody does.
    static Path root() {
        return Path.of(System.getProperty("stepways.root", "")).toAbsolutePath();
    }

    /// The data of the demo, kept between starts.
    static Path demo() {
        return root().resolve(".stepways/demo");
    }

    /// The unpacked programs of PostgreSQL, shared by everything here that starts one.
    static Path postgres() {
        return root().resolve(".stepways/postgres");
    }
}
