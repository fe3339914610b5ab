package stepways.packs;

import stepways.engine.calendar.SittingRule;

/// Reads how often a forum sits, and by when it wants to be asked.
final class Sittings {

    private Sittings() {}

    static SittingRule read(Yaml meets, Yaml cutOff, Yaml bankHoliday) {
        return new SittingRule();
    }
}
