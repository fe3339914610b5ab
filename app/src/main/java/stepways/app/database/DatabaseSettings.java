package stepways.app.database;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the database is and how many may use it at once.
///
/// @param url the JDBC address, `jdbc:postgresql://host:port/database`; production adds `?sslmode=verify-full`
/// @param appPassword of the role `stepways_app`
/// @param sessionPassword of the role `stepways_session`
/// @param connections how many transactions may run at one time
/// @param patience how long a request waits for its turn before it is told that the service is busy
@ConfigurationProperties("stepways.database")
public record DatabaseSettings(
        String url,
        String appPassword,
        String sessionPassword,
        @DefaultValue("10") int connections,
        @DefaultValue("2s") Duration patience) {

    public DatabaseSettings {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "stepways.database.url: expected jdbc:postgresql://host:port/database, found '" + url + "'");
        }
        if (connections < 1) {
            throw new IllegalArgumentException(
                    "stepways.database.connections: expected 1 or more, found " + connections);
        }
        if (patience.compareTo(Duration.ofMillis(250)) < 0) {
            throw new IllegalArgumentException(
                    "stepways.database.patience: expected 250ms or more, found " + patience.toMillis() + "ms");
        }
    }

    /// The same settings as properties, for a service that is started on them.
    public Map<String, Object> asProperties() {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("stepways.database.url", url);
        properties.put("stepways.database.app-password", appPassword);
        properties.put("stepways.database.session-password", sessionPassword);
        properties.put("stepways.database.connections", Integer.toString(connections));
        properties.put("stepways.database.patience", patience.toMillis() + "ms");
        return properties;
    }

    /// The same database with another number of connections.
    public DatabaseSettings withConnections(int number) {
        return new DatabaseSettings(url, appPassword, sessionPassword, number, patience);
    }

    /// The same database with another time limit on waiting.
    public DatabaseSettings withPatience(Duration limit) {
        return new DatabaseSettings(url, appPassword, sessionPassword, connections, limit);
    }

    /// Without the passwords.
    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url + ", connections=" + connections + ", patience=" + patience + "]";
    }
}
