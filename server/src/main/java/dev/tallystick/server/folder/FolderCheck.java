package dev.tallystick.server.folder;

import dev.tallystick.server.sequencer.PlaneName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks a data folder that no server uses: everything recorded is computed again and compared. */
public final class FolderCheck {
    private FolderCheck() {}

    /**
     * Checks both planes under the folder's lock. An unfinished last batch is cut off, as any start would do.
     *
     * @return one report per plane, sandbox first
     * @throws FolderException the folder is missing, in use, or of a newer format
     */
    public static List<PlaneReport> check(Path folder) {
        try (DataFolder opened = DataFolder.openExisting(folder)) {
            List<PlaneReport> reports = new ArrayList<>();
            for (PlaneName name : PlaneName.values()) {
                reports.add(new PlaneCheck(opened.planeFolder(name)).run());
            }
            return reports;
        }
    }
}
