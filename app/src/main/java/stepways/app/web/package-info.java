/// What every page shares: the frame around it, the parts of forms, dates in words and the error pages. Knows no
/// feature.
///
/// How a page is made, in every feature's package:
///
/// - A `@Controller` method takes `@AuthenticationPrincipal SignedInStaff me` and the request. It reads with
///   `database.read(me.viewer(), sql -> …)`, fills the page's view record and returns
///   `PageOf.view("families/family", page)`. The record's layout is `layouts.of(request, me, "F-20533", "/families")`:
///   the title of the tab carries references only, the last argument says which menu entry is current.
/// - What is not there, or is another authority's, throws [NotFound]. A colleague's record throws [NotYours] with whom
/// to
///   ask; `access.WorkingRelationship` asks both. Every opening and every search goes to `access.AccessLog`.
/// - A form is drawn from [Typed]: `Typed.nothing()`, a draft, or what was posted together with its errors. A handler
///   reads `Typed.posted(request)`, and where `typed.hasErrors()` shows the same page again with status 400,
///   `layout.with(typed.problems())`. What was posted and refused is saved with [Drafts] first.
/// - Hidden fields: `version` (of the run), `key` (a new UUID for each showing, so that a double click writes once),
///   `draft` (its name), `page` (where to come back to) and `by` (whose form it is).
/// - After something is recorded: `flash.addFlashAttribute(Layouts.NOTICE, "…")` and a redirect. Links and posts inside
///   this service are paths without a host.
/// - A refusal of the procedure becomes words in [RefusalText] only; a date becomes words in [DeadlineText] only; a
///   clause is cited by [Citing].
@NullMarked
package stepways.app.web;

import org.jspecify.annotations.NullMarked;
