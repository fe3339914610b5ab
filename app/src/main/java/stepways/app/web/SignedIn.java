package stepways.app.web;

/// Who is signed in, and where *Sign out* posts to.
public record SignedIn(String name, String signOutUrl) {}
