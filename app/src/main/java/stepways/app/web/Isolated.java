package stepways.app.web;

/// Names written from right to left, kept apart from the sentence around them, so that an age or a comma after the name
/// stays where it belongs.
public final class Isolated {

    private static final char FIRST_STRONG = '\u2068';
    private static final char END = '\u2069';

    private Isolated() {}

    /// The name as it may stand anywhere in a sentence.
    public static String name(String name) {
        boolean rightToLeft = name.codePoints().anyMatch(letter -> {
            byte direction = Character.getDirectionality(letter);
            return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
        });
        return rightToLeft ? FIRST_STRONG + name + END : name;
    }
}
