package stepways.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import stepways.app.database.DatabaseSettings;

/// How to reach a PostgreSQL server, from the environment, where no list of processes shows it.
final class ServerSettings {

    private static final String URL = "STEPWAYS_DATABASE_URL";
    private static final String APP = "STEPWAYS_DATABASE_APP_PASSWORD";
    private static final String SESSION = "STEPWAYS_DATABASE_SESSION_PASSWORD";
    private static final String OWNER = "STEPWAYS_DATABASE_OWNER_PASSWORD";

    private ServerSettings() {}

    /// Whether the environment names a server at all.
    static boolean named() {
        return !Optional.ofNullable(System.getenv(URL)).orElse("").isBlank();
    }

    /// What the environment says; a mistake of usage that names everything missing where it does not say enough.
    static DatabaseSettings read(CommandLine command, int connections) {
        var missing = new ArrayList<String>();
        var url = read(URL, missing);
        var app = read(APP, missing);
        var session = read(SESSION, missing);
        if (!missing.isEmpty()) {
            throw new ParameterException(command, "Missing from the environment: " + String.join(", ", missing));
        }
        try {
            return new DatabaseSettings(url, app, session, connections, Duration.ofSeconds(2));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command, wrong.getMessage(), wrong);
        }
    }

    /// The owner's password: where it is given, the schema is brought to this version first.
    static Optional<String> ownerPassword() {
        return Optional.ofNullable(System.getenv(OWNER));
    }

    private static String read(String name, List<String> missing) {
        var value = System.getenv(name);
        if (value == null || value.isBlank()) {
            missing.add(name);
            return "";
        }
        return value;
    }
}
