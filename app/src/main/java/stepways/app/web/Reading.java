package stepways.app.web;

/// How an unclear clause is read here, and by whom.
public record Reading(String asWritten, String asRead, String by) {}
