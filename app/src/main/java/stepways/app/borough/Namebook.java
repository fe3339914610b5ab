package stepways.app.borough;

import java.util.List;

/// Invented names, the same ones for the same town each time. Nobody is meant.
final class Namebook {

    private static final List<String> FORENAMES = List.of(
            "Amara", "Ben", "Carys", "Dilip", "Esther", "Farah", "Gwen", "Hassan", "Imogen", "Jamal", "Kirsty", "Leon",
            "Maya", "Nadia", "Owen", "Priya", "Quentin", "Rosa", "Samir", "Tessa", "Uma", "Victor", "Wanda", "Yusuf",
            "Zofia", "Adele", "Bram", "Chidi", "Dora", "Ewan", "Fiona", "Grace", "Hugo", "Ines", "Jonas", "Kemi",
            "Lukas", "Mina", "Noel", "Orla", "Petra", "Rafi", "Sunita", "Tom", "Ursula", "Viola", "Will", "Xenia",
            "Yara", "Zack");
    private static final List<String> MOTHERS =
            List.of("Amara", "Carys", "Esther", "Farah", "Gwen", "Imogen", "Kirsty", "Maya", "Nadia", "Priya", "Rosa");
    private static final List<String> FATHERS =
            List.of("Ben", "Dilip", "Hassan", "Jamal", "Leon", "Owen", "Quentin", "Samir", "Victor", "Yusuf", "Bram");
    private static final List<String> SURNAMES = List.of(
            "Abernethy",
            "Bellweather",
            "Chowdhury-Lane",
            "Dunmore",
            "Eastwick",
            "Fairbrook",
            "Goldsworth",
            "Hartfield",
            "Inchbald",
            "Jessop",
            "Kirkbride",
            "Lindqvist",
            "Mossgrove",
            "Nightingale",
            "Okonjo",
            "Pemberley",
            "Quill",
            "Rosewood",
            "Sandhurst",
            "Tanqueray",
            "Underhill",
            "Vantongeren",
            "Westlake",
            "Yarrow",
            "Zielinska",
            "Ashdown",
            "Birchall",
            "Copperfield",
            "Dalgleish",
            "Everdene",
            "Fothergill",
            "Greenhalgh",
            "Hollowell",
            "Iqbal-Moore",
            "Jarndyce",
            "Kestrel",
            "Larkspur",
            "Marchbanks",
            "Netherby",
            "Oakhanger",
            "Penhallow",
            "Ridgeway",
            "Silverton",
            "Thistlewood",
            "Upchurch",
            "Valentine",
            "Wetherby",
            "Yelland",
            "Zachary");
    private static final List<String> STREETS = List.of(
            "Alder Way",
            "Beacon Row",
            "Cobbler's Lane",
            "Dovecote Close",
            "Elm Rise",
            "Ferry Street",
            "Gorse Hill",
            "Harbour Walk",
            "Ivy Terrace",
            "Juniper Road");

    private int person;
    private int house;
    private final int start;

    /// @param town which names come first, so that towns do not share their staff's names
    Namebook(int town) {
        start = town * 13;
    }

    /// The next name: forename and surname.
    String next() {
        int n = start + person++;
        // Two lists of different length give 2,450 names before one comes again.
        return FORENAMES.get(n % FORENAMES.size()) + " "
                + SURNAMES.get((n * 7 + n / FORENAMES.size()) % SURNAMES.size());
    }

    String forename() {
        return next().split(" ", 2)[0];
    }

    String mothersForename() {
        return MOTHERS.get((start + person++) % MOTHERS.size());
    }

    String fathersForename() {
        return FATHERS.get((start + person++) % FATHERS.size());
    }

    /// The next house.
    String address() {
        int n = house++;
        return (2 + 3 * (n % 40)) + " " + STREETS.get((start + n) % STREETS.size());
    }

    /// A postcode that no place has: ZZ is never used.
    String postcode() {
        return "ZZ" + (1 + house % 9) + " " + (1 + house % 8) + "AA";
    }
}
