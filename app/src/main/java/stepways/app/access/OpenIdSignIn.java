package stepways.app.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;
import stepways.app.database.AuthorityDirectory;
import stepways.app.database.AuthorityDirectory.Candidate;
import stepways.app.database.Database;
import stepways.app.database.Viewer;
import stepways.app.web.SignedInStaff;

/// Recognises staff whom the council's identity provider has signed in: by its subject, or the first time by a
/// verified email, which then keeps the subject.
@Component
@ConditionalOnProperty(prefix = "stepways.sign-in", name = "demo", havingValue = "false", matchIfMissing = true)
class OpenIdSignIn {

    private final AuthorityDirectory directory;
    private final Database database;
    private final SigningIn signingIn;

    OpenIdSignIn(AuthorityDirectory directory, Database database, SigningIn signingIn) {
        this.directory = directory;
        this.database = database;
        this.signingIn = signingIn;
    }

    /// Called once the identity provider has said who somebody is.
    void known(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        if (!(authentication.getPrincipal() instanceof OidcUser user)) {
            throw new IllegalStateException("Expected an OpenID Connect sign-in");
        }
        var subject = user.getIssuer() + " " + user.getSubject();
        var found = directory.withSubject(subject);
        var email = user.getEmail();
        if (found.isEmpty() && email != null && Boolean.TRUE.equals(user.getEmailVerified())) {
            found = directory.withEmail(email).stream()
                    .filter(candidate -> !candidate.known())
                    .toList();
            if (found.size() == 1) {
                remember(found.getFirst(), subject);
            }
        }
        if (found.size() != 1) {
            SecurityContextHolder.clearContext();
            request.getSession().invalidate();
            response.sendRedirect("/sign-in?unknown");
            return;
        }
        var candidate = found.getFirst();
        var me = new SignedInStaff(
                candidate.authority().id().value(),
                candidate.authority().name(),
                candidate.staff().value(),
                candidate.name());
        signingIn.as(me, request, response);
        response.sendRedirect("/work");
    }

    private void remember(Candidate candidate, String subject) {
        database.write(
                new Viewer.Staff(candidate.authority().id(), candidate.staff()),
                sql -> sql.sql("""
                                update staff
                                   set sign_in_subject = :subject, version = version + 1
                                 where id = :staff
                                   and sign_in_subject is null
                                """)
                        .param("subject", subject)
                        .param("staff", candidate.staff().value())
                        .update());
    }
}
