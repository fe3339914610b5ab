package stepways.app.web;

/// Which family a page is about: the bar at the top. `words`: team, level of need.
public record Identity(String names, String reference, String url, String words) {}
