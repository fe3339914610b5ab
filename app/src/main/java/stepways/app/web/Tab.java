package stepways.app.web;

/// One entry of a second menu: a view of the same thing at its own address.
public record Tab(String label, String url, boolean current) {}
