package stepways.app.web;

import java.io.Serializable;

/// A hidden field of a form: the row version, the idempotency key, an identifier.
public record Hidden(String name, String value) implements Serializable {}
