package stepways.app.transfers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.record.Casework;
import stepways.app.web.Drafts;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.Problem;
import stepways.app.web.Problems;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;

/// How every form on a transfer is drawn, sent, refused and recorded.
@Component
class Recording {

    private final Casework casework;
    private final Drafts drafts;
    private final Desks desks;

    Recording(Casework casework, Drafts drafts, Desks desks) {
        this.casework = casework;
        this.drafts = drafts;
        this.desks = desks;
    }

    /// A form as it stands on its page.
    ///
    /// @param draft the name of its draft
    /// @param version of the run that the reader has seen: the posted one, until they are told of a change
    /// @param problems what the top of the page says; null when there is nothing wrong
    record State(
            Typed typed,
            String draft,
            long version,
            @Nullable Problems problems,
            HttpStatus status,
            @Nullable String saved) {}

    /// The form when its page is opened: with what was kept of it, if anything was.
    State opened(Desk desk, String draft) {
        var kept = drafts.find(desk.me, draft);
        return new State(
                kept.map(found -> Typed.draft(found.values())).orElseGet(Typed::nothing),
                draft,
                desk.run().seq(),
                null,
                HttpStatus.OK,
                drafts.saved(desk.me, draft));
    }

    /// The form with what is wrong at its fields; nothing was recorded and everything typed is kept.
    State wrong(Desk desk, Typed typed, String draft) {
        drafts.save(desk.me, draft, typed);
        return new State(
                typed, draft, typed.version(), typed.problems(), HttpStatus.BAD_REQUEST, drafts.saved(desk.me, draft));
    }

    Layout layout(Layout layout, State state) {
        return state.problems() == null ? layout : layout.with(state.problems());
    }

    /// Draws a form with everything it carries along.
    Form form(Desk desk, Layout layout, State state, String url, String page, String button, List<FormPart> parts) {
        return form(desk, layout, state, url, page, button, parts, List.of(), List.of());
    }

    Form form(
            Desk desk,
            Layout layout,
            State state,
            String url,
            String page,
            String button,
            List<FormPart> parts,
            List<Hidden> more,
            List<Link> others) {
        var hidden = new ArrayList<Hidden>();
        hidden.add(new Hidden("version", String.valueOf(state.version())));
        hidden.add(new Hidden(
                "key", state.typed().key().orElseGet(() -> UUID.randomUUID().toString())));
        hidden.add(new Hidden("draft", state.draft()));
        hidden.add(new Hidden("page", page));
        hidden.add(new Hidden("by", desk.me.staff().toString()));
        hidden.addAll(more);
        return new Form(url, layout.csrf(), hidden, parts, button, others, "/drafts/" + state.draft(), state.saved());
    }

    /// Where a recorded act leads, and what the page there says.
    record Then(String url, String words) {}

    /// Sends a form: recorded, refused with every reason, or overtaken by somebody who was quicker.
    ///
    /// @param again draws the same page for a form that was not recorded
    ModelAndView send(
            SignedInStaff me,
            UUID run,
            Typed typed,
            String draft,
            Optional<Instant> happened,
            Casework.Asks asks,
            Then then,
            RedirectAttributes flash,
            PageAgain again) {
        return send(me, run, typed, draft, happened, asks, Casework.Beside.nothing(), then, flash, again);
    }

    /// The same, with rows of a feature's own that are written if it is recorded.
    ModelAndView send(
            SignedInStaff me,
            UUID run,
            Typed typed,
            String draft,
            Optional<Instant> happened,
            Casework.Asks asks,
            Casework.Beside beside,
            Then then,
            RedirectAttributes flash,
            PageAgain again) {
        var key = typed.key().orElseGet(() -> UUID.randomUUID().toString());
        var answer = casework.submit(me.viewer(), run, new Casework.Form(key, typed.version(), happened), asks, beside);
        return switch (answer) {
            case Casework.Answer.Done _ -> {
                drafts.forget(me, draft);
                flash.addFlashAttribute(Layouts.NOTICE, then.words());
                yield new ModelAndView("redirect:" + then.url());
            }
            case Casework.Answer.Refused(var refusals, var _) -> {
                var desk = desks.again(me, run);
                yield again(
                        me,
                        typed,
                        draft,
                        desk.run().seq(),
                        desk.refusals.problems(refusals),
                        HttpStatus.BAD_REQUEST,
                        state -> again.page(desk, state));
            }
            case Casework.Answer.Changed(var _, var since) -> {
                var desk = desks.again(me, run);
                var lines = new HistoryText(desk).lines(since);
                var problems = new ArrayList<Problem>();
                problems.add(new Problem(
                        "What you typed is kept below. Read what has changed, then send it again if it still holds.",
                        null,
                        List.of(),
                        null));
                lines.forEach(line -> problems.add(new Problem(line, null, List.of(), null)));
                yield again(
                        me,
                        typed,
                        draft,
                        desk.run().seq(),
                        new Problems("This has changed since you opened the page", problems),
                        HttpStatus.CONFLICT,
                        state -> again.page(desk, state));
            }
            case Casework.Answer.NotFound() -> throw new NotFound("a transfer");
        };
    }

    private ModelAndView again(
            SignedInStaff me,
            Typed typed,
            String draft,
            long version,
            Problems problems,
            HttpStatus status,
            Function<State, ModelAndView> page) {
        drafts.save(me, draft, typed);
        return page.apply(new State(typed, draft, version, problems, status, drafts.saved(me, draft)));
    }

    /// What was typed is on record; nothing is kept of it as a draft.
    void forget(SignedInStaff me, String draft) {
        drafts.forget(me, draft);
    }

    /// Draws a page once more for a form that was not recorded.
    interface PageAgain {
        ModelAndView page(Desk desk, State state);
    }
}
