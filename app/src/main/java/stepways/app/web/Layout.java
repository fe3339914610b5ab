package stepways.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The frame around a page: everything on the screen that is not the page itself.
///
/// - `title`: the words of the browser tab, without the service's name. Carries references, never a family's name.
/// - `authority`: whose service this is, in the header.
/// - `person`: who is signed in; absent before sign-in.
/// - `nav`: the main menu, in order; at most one entry is current.
/// - `harmUrl`: where *Harm now* leads; absent only before sign-in and on the harm page itself.
/// - `packLine`: which procedure, which version, and that it is a paraphrase not endorsed by the council.
/// - `problems`: why the last act was not recorded; shown first in `main`, and then the title begins with "Error:
///   ".
/// - `notice`: what the last act did; never together with problems.
/// - `address`: where this page is, path and query, for what leads back to it; "/work" where it cannot be led to.
/// - `printed`: who has it printed and when, on a page made for paper; absent on the screen.
public record Layout(
        String title,
        String authority,
        @Nullable SignedIn person,
        List<NavItem> nav,
        @Nullable String harmUrl,
        CsrfField csrf,
        String packLine,
        Assets assets,
        @Nullable Problems problems,
        @Nullable Notice notice,
        String address,
        @Nullable String printed) {

    public Layout {
        nav = List.copyOf(nav);
        if (problems != null && notice != null) {
            throw new IllegalArgumentException("Expected problems or a notice, found both, for page \"" + title + "\"");
        }
    }

    /// The same frame for the page called `title`.
    public Layout titled(String title) {
        return new Layout(
                title, authority, person, nav, harmUrl, csrf, packLine, assets, problems, notice, address, printed);
    }

    /// The same frame with another line about the procedure: a transfer names the version it runs under.
    public Layout under(String packLine) {
        return new Layout(
                title, authority, person, nav, harmUrl, csrf, packLine, assets, problems, notice, address, printed);
    }

    /// The same frame, saying why the last act was not recorded.
    public Layout with(Problems problems) {
        return new Layout(
                title, authority, person, nav, harmUrl, csrf, packLine, assets, problems, null, address, printed);
    }

    /// The same frame, saying what the last act did.
    public Layout with(Notice notice) {
        return new Layout(
                title, authority, person, nav, harmUrl, csrf, packLine, assets, null, notice, address, printed);
    }

    /// The same frame with the menu entry that leads to `url` marked as where the reader is.
    public Layout at(String url) {
        var marked =
                nav.stream().map(item -> item.currentIf(item.url().equals(url))).toList();
        return new Layout(
                title, authority, person, marked, harmUrl, csrf, packLine, assets, problems, notice, address, printed);
    }

    /// The same frame without the *Harm now* corner, for the harm page itself.
    public Layout withoutHarmCorner() {
        return new Layout(
                title, authority, person, nav, null, csrf, packLine, assets, problems, notice, address, printed);
    }

    /// This page made for paper.
    public String printUrl() {
        return address + (address.contains("?") ? "&" : "?") + "view=print";
    }

    /// The same page, where a file, a print or a kept list of it is of another address: the whole of a list of which
    /// the
    /// page shows a part.
    public Layout asWhole(String wholeAddress) {
        return new Layout(
                title,
                authority,
                person,
                nav,
                harmUrl,
                csrf,
                packLine,
                assets,
                problems,
                notice,
                wholeAddress,
                printed);
    }

    /// This page's own address in the query of another: `of=%2Ffamilies`.
    public String addressInQuery() {
        return java.net.URLEncoder.encode(address, java.nio.charset.StandardCharsets.UTF_8);
    }

    /// The words of the browser tab, "Error: " first when something stands in the way.
    public String tabTitle() {
        return (problems == null ? "" : "Error: ") + title + " – Stepways";
    }
}
