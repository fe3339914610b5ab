package stepways.engine.calendar;

public record Sum(String words) {}
