package stepways.app.web;

/// A clause of the manual, cited: "ABC-12 · must · text".
///
/// `force` is must, should, may or information; `basis` is text, inferred, national or example, with "with a
/// reading"
/// where one applies.
public record Cite(String clause, String url, String force, String basis) {}
