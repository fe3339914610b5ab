package stepways.app.contacts;

import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.access.Grants;
import stepways.app.search.WideSearch;
import stepways.app.web.MenuPart;
import stepways.app.web.NavItem;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Policy;

/// Contacts stand in the menu of those who work at the front door or are on duty.
@Component
class ContactsInTheMenu implements MenuPart {

    @Override
    public Optional<NavItem> entry(JdbcClient sql, Policy policy, SignedInStaff me, Instant now) {
        var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
        return WideSearch.mayBy(policy, actor)
                ? Optional.of(new NavItem("Contacts", "/contacts", 0, false))
                : Optional.empty();
    }
}
