package stepways.app.web;

import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.engine.policy.Policy;

/// An entry of the menu that not everybody has. Every such bean is asked for each page, so it reads little.
public interface MenuPart {

    Optional<NavItem> entry(JdbcClient sql, Policy policy, SignedInStaff me, Instant now);
}
