package stepways.app.contacts;

import java.util.regex.Pattern;

/// What may stand where an e-mail address is asked for.
final class Mail {

    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s@,;<>\"()]{1,64}@[^\\s@,;<>\"()]+\\.[^\\s@,;<>\"().]{2,}");

    private Mail() {}

    static boolean isAddress(String typed) {
        return typed.strip().length() <= 200 && ADDRESS.matcher(typed.strip()).matches();
    }
}
