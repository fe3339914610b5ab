/// Policy packs: from YAML to the engine's policy, with the file, line and column of every problem; the pack commands.
@NullMarked
package stepways.packs;

import org.jspecify.annotations.NullMarked;
