package stepways.app.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.view.RedirectView;

/// Keeps drafts: for the page's script while somebody types, and for the button of those without one.
@Controller
class DraftController {

    private final Drafts drafts;

    DraftController(Drafts drafts) {
        this.drafts = drafts;
    }

    @PostMapping(path = "/drafts/{key}", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> keep(
            @PathVariable String key, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var at = drafts.save(me, key, Typed.posted(request));
        return ResponseEntity.ok()
                .contentType(MediaType.valueOf("text/plain;charset=UTF-8"))
                .body(drafts.words(at));
    }

    @PostMapping(path = "/drafts/{key}", produces = MediaType.TEXT_HTML_VALUE)
    RedirectView keepAndReturn(
            @PathVariable String key,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        drafts.save(me, key, typed);
        flash.addFlashAttribute(Layouts.NOTICE, "Saved as a draft. Nothing is recorded yet.");
        return new RedirectView(LocalPath.of(typed.value("page")), true);
    }
}
