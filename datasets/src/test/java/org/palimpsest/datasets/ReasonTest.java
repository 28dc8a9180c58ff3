package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ReasonTest {
    @DataProvider
    public Object[][] faults() {
        return new Object[][] {
            {new NoSuchFileException("/a"), "there is no such file"},
            {new AccessDeniedException("/a"), "permission denied"},
            {new NotDirectoryException("/a"), "it is no folder"},
            {new MalformedInputException(1), "it is no UTF-8 text"},
            {new FileSystemException("/a", null, "Is a directory"), "Is a directory"},
            {new FileSystemException("/a"), "the system does not say why"},
            {new IOException("Stream closed"), "Stream closed"},
            {new UncheckedIOException(new NoSuchFileException("/a")), "there is no such file"},
        };
    }

    /** No name of a Java class, and not the path once more. */
    @Test(dataProvider = "faults")
    public void isInWordsForPeople(Exception fault, String words) {
        assertEquals(Reason.of(fault), words);
    }
}
