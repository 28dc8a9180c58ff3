package org.palimpsest.harness.plugins;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/**
 * Loads the classes of one plug-in jar and of the libraries that its manifest names, so that two plug-ins may bring a library in two
 * versions. What the harness has itself is taken from there.
 */
final class JarLoader extends URLClassLoader {
    private final JarContent content;
    private final List<JarOrigin> libraries;

    JarLoader(JarContent content, List<JarContent> libraries, ClassLoader harness) {
        // the libraries follow the jar by themselves, as its manifest says so
        super(content.origin().file(), new URL[] {url(content.file().toUri().toString())}, harness);
        this.content = content;
        this.libraries = libraries.stream().map(JarContent::origin).toList();
    }

    JarContent content() {
        return content;
    }

    /** The libraries that come with the jar. */
    List<JarOrigin> libraries() {
        return libraries;
    }

    /** A file or folder of the jar itself. */
    Optional<URL> own(String path) {
        return content.has(path) ? Optional.of(url("jar:" + content.file().toUri() + "!/" + encoded(path))) : Optional.empty();
    }

    /** A class of the jar, of its libraries or of the harness. */
    Optional<Class<?>> find(String className) {
        try {
            return Optional.of(loadClass(className));
        } catch (ClassNotFoundException e) {
            return Optional.empty(); // it is another jar's
        }
    }

    /** Services of ours are those that the jar announces itself: those of the harness, and of libraries, are found elsewhere. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.startsWith(JarContent.SERVICES) ? Collections.enumeration(own(name).stream().toList()) : super.getResources(name);
    }

    private static String encoded(String path) {
        try {
            return new URI("file", null, "/" + path, null).getRawPath().substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    private static URL url(String text) {
        try {
            return new URL(text);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
