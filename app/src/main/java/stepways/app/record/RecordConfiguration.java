package stepways.app.record;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;

/// Opens the one way to change a run.
@Configuration(proxyBeanMethods = false)
class RecordConfiguration {

    @Bean
    Casework casework(Database database, Procedures procedures, TimeOrderedIds ids, InstantSource clock) {
        return new Casework(database, procedures, ids, clock);
    }
}
