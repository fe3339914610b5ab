package stepways.app.generate;

import java.util.List;
import java.util.SplittableRandom;

/// Invents names as they are spread among people: a few are very common, most are rare. They are made of
/// parts, and any likeness to somebody is chance.
final class Names {

    private static final List<String> FORENAMES = List.of(
            "Olivia",
            "Noah",
            "Amelia",
            "Muhammad",
            "Isla",
            "George",
            "Ava",
            "Oliver",
            "Lily",
            "Leo",
            "Ivy",
            "Arthur",
            "Freya",
            "Luca",
            "Florence",
            "Theodore",
            "Willow",
            "Oscar",
            "Isabella",
            "Harry",
            "Aisha",
            "Yusuf",
            "Zainab",
            "Ibrahim",
            "Fatima",
            "Adam",
            "Maryam",
            "Jakub",
            "Zofia",
            "Antoni",
            "Hanna",
            "Szymon",
            "Chloe",
            "Tyler",
            "Maisie",
            "Kayden",
            "Ellie-Mae",
            "Alfie",
            "Poppy",
            "Jayden",
            "Grace",
            "Mason",
            "Ruby",
            "Logan",
            "Evie",
            "Riley",
            "Zoë",
            "Seán",
            "Siobhán",
            "Chinedu",
            "Adaeze",
            "Kwame",
            "Ama",
            "Priya",
            "Arjun",
            "Ananya",
            "Rohan",
            "Mei",
            "Wei",
            "Linh",
            "Duc",
            "José",
            "Inês",
            "André",
            "Chloé",
            "Renée",
            "Björn",
            "Mária",
            "Tomáš",
            "Ioana",
            "Andrei",
            "Kerry",
            "Steven",
            "Donna",
            "Darren",
            "Michelle",
            "Lee",
            "Sharon",
            "Craig",
            "Tracey",
            "Wayne",
            "Natalie",
            "Gemma",
            "Kelly",
            "Stacey",
            "Ryan",
            "Jade",
            "Kieran",
            "Leanne",
            "Scott",
            "Samantha",
            "Ashley",
            "Jordan",
            "Robyn",
            "Casey",
            "Billie",
            "Frankie",
            "Bobby",
            "Ronnie",
            "Teddy",
            "Albie",
            "Reuben",
            "Ezra");

    private static final List<String> COMMON = List.of(
            "Smith",
            "Jones",
            "Taylor",
            "Brown",
            "Williams",
            "Wilson",
            "Johnson",
            "Davies",
            "Patel",
            "Robinson",
            "Wright",
            "Thompson",
            "Evans",
            "Walker",
            "White",
            "Roberts",
            "Green",
            "Hall",
            "Khan",
            "Wood",
            "Jackson",
            "Clarke",
            "Ahmed",
            "Hussain",
            "Begum",
            "Ali",
            "Kowalski",
            "Nowak",
            "O'Brien",
            "Murphy",
            "Okafor",
            "Mensah",
            "Nguyen");

    private static final List<String> BEGINNINGS = List.of(
            "Ash", "Black", "Brad", "Bram", "Brook", "Carl", "Clay", "Dun", "East", "Fair", "Frost", "Gold", "Gran",
            "Hart", "Hazel", "Holl", "Kirk", "Lang", "Long", "Mar", "Mill", "Mor", "North", "Oak", "Pem", "Quen", "Red",
            "Rock", "Sand", "Shep", "Stan", "Stock", "Sut", "Thorn", "Under", "Wake", "Wal", "West", "Whit", "Wind");

    private static final List<String> ENDINGS = List.of(
            "bourne", "bridge", "bury", "by", "combe", "croft", "dale", "den", "field", "ford", "gate", "grove", "ham",
            "hurst", "land", "leigh", "ley", "low", "man", "mere", "more", "ridge", "shaw", "stead", "ston", "ton",
            "wall", "water", "wick", "wood", "worth", "yard");

    private final SplittableRandom random;

    Names(SplittableRandom random) {
        this.random = random;
    }

    String forename() {
        return FORENAMES.get(skewed(FORENAMES.size()));
    }

    /// Every fourth is one of the common ones, as in a telephone book.
    String surname() {
        if (random.nextInt(4) == 0) {
            return COMMON.get(skewed(COMMON.size()));
        }
        var made = BEGINNINGS.get(random.nextInt(BEGINNINGS.size())) + ENDINGS.get(random.nextInt(ENDINGS.size()));
        return random.nextInt(30) == 0 ? made + "-" + COMMON.get(skewed(COMMON.size())) : made;
    }

    String street() {
        return (1 + random.nextInt(180)) + " " + BEGINNINGS.get(random.nextInt(BEGINNINGS.size()))
                + ENDINGS.get(random.nextInt(ENDINGS.size())) + " Road";
    }

    /// No postal district begins so.
    String postcode() {
        return "ZZ" + (1 + random.nextInt(60)) + " " + random.nextInt(10) + (char) ('A' + random.nextInt(26))
                + (char) ('A' + random.nextInt(26));
    }

    /// An index of which the small ones are far more often drawn.
    private int skewed(int size) {
        double chance = random.nextDouble();
        return (int) (size * chance * chance);
    }
}
