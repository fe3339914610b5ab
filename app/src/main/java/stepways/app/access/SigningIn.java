package stepways.app.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;
import stepways.app.web.SignedInStaff;

/// Puts somebody into a new session of their own, whichever way they showed who they are.
@Component
class SigningIn {

    private final HttpSessionSecurityContextRepository sessions = new HttpSessionSecurityContextRepository();
    private final KeptText kept;

    SigningIn(KeptText kept) {
        this.kept = kept;
    }

    void as(SignedInStaff me, HttpServletRequest request, HttpServletResponse response) {
        kept.giveBack(request, me);
        var before = request.getSession(false);
        if (before != null) {
            // Nothing of the session before sign-in goes on, its form token included.
            before.invalidate();
        }
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                me, "", List.of(new SimpleGrantedAuthority("STAFF"))));
        SecurityContextHolder.setContext(context);
        sessions.saveContext(context, request, response);
    }
}
