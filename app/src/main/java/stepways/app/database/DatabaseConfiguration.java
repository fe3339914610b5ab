package stepways.app.database;

import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.jdbc.config.annotation.SpringSessionDataSource;

/// Opens the database for the service. Spring itself sees only the connections of the web sessions.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {

    @Bean
    Database database(DatabaseSettings settings) {
        return Database.open(settings);
    }

    @Bean
    AuthorityDirectory authorityDirectory(Database database) {
        return new AuthorityDirectory(database);
    }

    /// Closed with the database, which made it.
    @Bean(destroyMethod = "")
    @SpringSessionDataSource
    DataSource sessionDataSource(Database database) {
        return database.sessions();
    }

    /// Two pages of one person that are answered at once may both put the same thing into the web session.
    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> sessionsOfPeopleInAHurry() {
        return new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
    }
}
