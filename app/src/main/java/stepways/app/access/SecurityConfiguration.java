package stepways.app.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import stepways.app.web.LocalPath;

/// Who gets in: everybody signs in first, with the council's identity provider or, in the demo, from a list.
///
/// Whether somebody may see a record is decided with the record: see [WorkingRelationship].
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String CONTENT =
            "default-src 'self'; base-uri 'none'; object-src 'none';" + " frame-ancestors 'none'; form-action 'self'";

    @Bean
    SecurityFilterChain pages(
            HttpSecurity http,
            ObjectProvider<ClientRegistrationRepository> identityProviders,
            ObjectProvider<OpenIdSignIn> openId,
            KeptText kept,
            @Value("${stepways.sign-in.demo:false}") boolean demo,
            Environment environment)
            throws Exception {
        boolean provider = identityProviders.getIfAvailable() != null;
        refuseToStart(provider, demo, environment.acceptsProfiles(Profiles.of("production")));
        http.authorizeHttpRequests(requests -> requests.requestMatchers(
                        "/assets/**",
                        "/sign-in",
                        "/error",
                        "/actuator/health",
                        "/actuator/health/**",
                        "/help",
                        "/accessibility",
                        "/privacy")
                .permitAll()
                .requestMatchers("/actuator/**")
                .denyAll()
                .anyRequest()
                .authenticated());
        http.requestCache(cache -> cache.requestCache(new NullRequestCache()));
        http.csrf(Customizer.withDefaults());
        http.exceptionHandling(handling -> handling.authenticationEntryPoint(
                        (request, response, _) -> toSignIn(request, response, kept))
                .accessDeniedHandler((request, response, _) -> {
                    if (SecurityContextHolder.getContext().getAuthentication() == null) {
                        toSignIn(request, response, kept);
                    } else {
                        response.sendError(HttpServletResponse.SC_FORBIDDEN);
                    }
                }));
        http.logout(logout -> logout.logoutUrl("/sign-out")
                .logoutSuccessUrl("/sign-in?signed-out")
                .deleteCookies("stepways"));
        http.headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(
                        permissions -> permissions.policy("camera=(), geolocation=(), microphone=()")));
        if (provider) {
            var signIn = openId.getObject();
            http.oauth2Login(login -> login.loginPage("/sign-in")
                    .successHandler(signIn::known)
                    .failureHandler((_, response, _) -> response.sendRedirect("/sign-in?failed")));
        }
        return http.build();
    }

    static void refuseToStart(boolean provider, boolean demo, boolean production) {
        if (production && demo) {
            throw new SignInUnfit("The setting stepways.sign-in.demo lets anybody sign in as anybody, so the service"
                    + " does not start with it in production. Remove it, and name the council's identity provider"
                    + " under spring.security.oauth2.client.");
        }
        if (!demo && !provider) {
            throw new SignInUnfit("Nobody could sign in: name the council's identity provider under"
                    + " spring.security.oauth2.client (registration and provider, OpenID Connect).");
        }
    }

    /// A session that has ended leads to sign-in, and from there back to the same page with what was typed.
    private static void toSignIn(HttpServletRequest request, HttpServletResponse response, KeptText kept)
            throws IOException {
        String page;
        if (request.getMethod().equals("GET")) {
            page = request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
        } else {
            page = request.getParameter("page");
            kept.keep(request);
        }
        var to = LocalPath.of(page);
        response.sendRedirect(
                to.equals("/work") && request.getMethod().equals("GET")
                        ? "/sign-in"
                        : "/sign-in?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)
                                + (request.getMethod().equals("GET") ? "" : "&ended"));
    }
}
