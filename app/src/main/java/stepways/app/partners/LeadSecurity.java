package stepways.app.partners;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.web.filter.OncePerRequestFilter;

/// Who may open the page of a link: anybody, slowly, without leaving a trace of the address elsewhere.
@Configuration(proxyBeanMethods = false)
class LeadSecurity {

    @Bean
    @Order(1)
    SecurityFilterChain partnersPages(HttpSecurity http, InstantSource clock) throws Exception {
        http.securityMatcher("/lead/**");
        http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
        http.csrf(Customizer.withDefaults());
        http.requestCache(cache -> cache.requestCache(new NullRequestCache()));
        http.addFilterBefore(new Slowly(clock), CsrfFilter.class);
        // A form of a session that is over leads back to the page, which begins anew.
        http.exceptionHandling(handling -> handling.accessDeniedHandler((request, response, _) ->
                response.sendRedirect(request.getRequestURI().replaceFirst("/(code|answer)$", "") + "?again")));
        http.headers(headers -> headers.contentSecurityPolicy(
                        policy -> policy.policyDirectives(
                                "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'"))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .addHeaderWriter((_, response) -> response.setHeader("X-Robots-Tag", "noindex, nofollow, noarchive")));
        return http.build();
    }

    /// So many requests of one address in a while, and no more: nobody tries addresses or codes by the thousand.
    static final class Slowly extends OncePerRequestFilter {

        static final int MOST = 60;
        static final Duration WHILE = Duration.ofMinutes(10);
        private static final int REMEMBERED = 10_000;

        private record Count(Instant since, int requests) {}

        private final InstantSource clock;
        private final Map<String, Count> counts = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
                return size() > REMEMBERED;
            }
        };

        Slowly(InstantSource clock) {
            this.clock = clock;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (isTooOften(String.valueOf(request.getRemoteAddr()))) {
                response.setHeader("Retry-After", Long.toString(WHILE.toSeconds()));
                response.sendError(429);
                return;
            }
            chain.doFilter(request, response);
        }

        private boolean isTooOften(String address) {
            var now = clock.instant();
            synchronized (counts) {
                var before = counts.get(address);
                var count = before == null || before.since().plus(WHILE).isBefore(now)
                        ? new Count(now, 1)
                        : new Count(before.since(), before.requests() + 1);
                counts.put(address, count);
                return count.requests() > MOST;
            }
        }
    }
}
