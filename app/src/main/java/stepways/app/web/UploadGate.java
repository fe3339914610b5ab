package stepways.app.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses a form with a file that is larger than the server takes in, or that cannot be taken apart:
/// otherwise the check for the form's token would fail first, and say something else.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class UploadGate extends OncePerRequestFilter {

    private final DataSize most;

    UploadGate(@Value("${spring.servlet.multipart.max-request-size}") DataSize most) {
        this.most = most;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var type = request.getContentType();
        boolean upload = type != null
                && type.toLowerCase(Locale.ROOT).startsWith("multipart/")
                && request.getMethod().equals("POST");
        if (upload && request.getContentLengthLong() < 0) {
            response.sendError(HttpServletResponse.SC_LENGTH_REQUIRED);
        } else if (upload && request.getContentLengthLong() > most.toBytes()) {
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else if (upload) {
            int refused = refused(request);
            if (refused == 0) {
                chain.doFilter(request, response);
            } else {
                response.sendError(refused);
            }
        } else {
            chain.doFilter(request, response);
        }
    }

    /// The status with which a form that cannot be taken apart is refused; 0 where it can. The container
    /// keeps the parts for whoever asks for them later.
    private static int refused(HttpServletRequest request) {
        try {
            request.getParts();
            return 0;
        } catch (IllegalStateException tooMuch) {
            // Too much text beside the file, or too many fields.
            return HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
        } catch (IOException | ServletException | RuntimeException unreadable) {
            // Cut off on its way, or not made by a browser: a name with a NUL in it.
            return HttpServletResponse.SC_BAD_REQUEST;
        }
    }
}
