package stepways.app.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import stepways.app.database.TimeOrderedIds;

/// What every page needs: templates, style sheets with long caching, and the clock.
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

    /// PostgreSQL keeps microseconds and events are hashed with their times: a time is the same before and after it is
    /// stored.
    @Bean
    InstantSource clock() {
        var system = InstantSource.system();
        return () -> system.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Bean
    TimeOrderedIds ids(InstantSource clock) {
        return new TimeOrderedIds(clock);
    }

    @Bean
    Assets assets() {
        return Assets.fromClasspath();
    }

    @Bean
    TemplateEngine templateEngine() {
        var engine = TemplateEngine.createPrecompiled(ContentType.Html);
        engine.setBinaryStaticContent(true);
        return engine;
    }

    @Bean
    JteViewResolver templates(TemplateEngine engine) {
        return new JteViewResolver(engine);
    }

    /// Reads files of the forms that are sent; never on the way to an error page, where what was refused would be read
    /// again and be refused again.
    @Bean
    MultipartResolver multipartResolver() {
        return new StandardServletMultipartResolver() {
            @Override
            public boolean isMultipart(HttpServletRequest request) {
                return request.getDispatcherType() != DispatcherType.ERROR
                        && request.getMethod().equals("POST")
                        && super.isMultipart(request);
            }
        };
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations("classpath:/static/assets/")
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
    }
}
