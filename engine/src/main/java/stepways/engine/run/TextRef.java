package stepways.engine.run;

/// Points at words a person typed. The words stay in an ordinary row that retention can delete; the event
/// keeps this reference and a salted digest of them.
public record TextRef(String id, String digest) {}
