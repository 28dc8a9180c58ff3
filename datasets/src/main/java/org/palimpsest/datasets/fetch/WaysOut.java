package org.palimpsest.datasets.fetch;

import java.net.URI;
import org.palimpsest.datasets.DatasetException;

/**
 * What to tell people who cannot get a file.
 *
 * @param address where it was looked for
 * @param dataset the data set it belongs to
 * @param name its name
 */
record WaysOut(URI address, String dataset, String name) {
    DatasetException offline(FailedTry fault) {
        return new DatasetException(address.toString(),
                "cannot be reached (" + fault.getMessage() + "): this machine seems to be offline. " + words(), fault);
    }

    DatasetException gaveUp(int tries, PartFile part, FailedTry fault) {
        String kept = part.length() == 0
                ? ""
                : "; the " + part.length() + " bytes that came are kept in " + part.path() + " for the next time";
        return new DatasetException(address.toString(),
                "gave up after " + tries + " tries without progress: " + fault.getMessage() + kept + ". " + words(), fault);
    }

    DatasetException damaged(FailedTry fault) {
        return new DatasetException(
                address.toString(), name + " came damaged twice: " + fault.getMessage() + ". " + words(), fault);
    }

    private String words() {
        return "Set " + Settings.MIRROR + " to the address of a mirror that has " + dataset + "/" + name
                + ", or get the file some other way and run: palimpsest data import " + dataset + " " + name;
    }
}
