package stepways.app.outgoing;

import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.access.Grants;
import stepways.app.web.MenuPart;
import stepways.app.web.NavItem;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Policy;

/// What leaves stands in the menu of managers, and of whoever caused a message that could not leave.
@Component
class OutgoingInTheMenu implements MenuPart {

    @Override
    public Optional<NavItem> entry(JdbcClient sql, Policy policy, SignedInStaff me, Instant now) {
        int stayed =
                sql.sql("""
                        select count(*)
                          from outbox
                         where queued_by = :staff
                           and given_up_at is not null
                           and cancelled_at is null
                        """).param("staff", me.staff()).query(Integer.class).single();
        boolean manages = new Grants(sql)
                .actor(policy, me.viewer().staff(), now).grants().stream()
                        .anyMatch(grant -> policy.role(grant.role()).manages());
        return stayed > 0 || manages
                ? Optional.of(new NavItem("Outgoing", "/outgoing", stayed, false))
                : Optional.empty();
    }
}
