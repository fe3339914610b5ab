package stepways.app.policy;

/// How wide words are in the drawing's own units, so that they fit their boxes whatever the browser.
///
/// The widths are those of Helvetica, which Arial and Liberation Sans share; a letter that is not listed counts as
/// wide. What is worked out here is rather too wide than too narrow.
final class TextWidth {

    /// Thousandths of the size for the characters from space to tilde.
    private static final int[] PLAIN = {
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
        556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
        556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556,
        556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
        500, 500, 500, 334, 260, 334, 584
    };

    private static final int OTHER = 700;
    private static final double STRONG = 1.09;
    private static final double ROOM = 1.03;

    private TextWidth() {}

    static double of(String words, double size, boolean strong) {
        double sum = words.chars()
                .map(letter -> letter >= ' ' && letter <= '~' ? PLAIN[letter - ' '] : OTHER)
                .sum();
        return sum / 1000.0 * size * ROOM * (strong ? STRONG : 1);
    }
}
