package stepways.app;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;

/// The service as Spring sees it: every package below this one is searched for components.
///
/// Spring makes no JdbcTemplate: the record is reached through [stepways.app.database.Database] only, which knows for
/// whom.
@SpringBootApplication(exclude = JdbcTemplateAutoConfiguration.class)
public class StepwaysApplication {}
