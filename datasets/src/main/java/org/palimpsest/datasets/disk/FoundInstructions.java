package org.palimpsest.datasets.disk;

import java.util.List;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.text.InstructionSet;

/** Instruction data that were found on disk. */
public non-sealed interface FoundInstructions extends Found {
    /**
     * Reads them.
     *
     * @param monitor shows how far that has got
     * @throws InvalidInputException if files are missing or hold what cannot be used, with all that is wrong
     */
    List<InstructionSet> read(ProgressMonitor monitor);

    @Override
    default void check(ProgressMonitor monitor) {
        try {
            read(monitor);
        } catch (InvalidInputException e) {
            throw new DatasetException(folder().toString(), e.getMessage(), e);
        }
    }
}
