package org.palimpsest.harness.plugins;

import java.net.URL;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/**
 * Sees the harness and what all plug-in jars hold: for {@link java.util.ServiceLoader} and for definitions. Each class comes from the
 * loader of its jar, and a class that several jars have from the one that announces it.
 */
final class AllJarsLoader extends ClassLoader {
    private final List<JarLoader> jars;

    AllJarsLoader(List<JarLoader> jars, ClassLoader harness) {
        super("plug-ins", harness);
        this.jars = jars;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        List<JarLoader> announcingFirst = jars.stream().sorted(Comparator.comparing(jar -> !jar.content().announces(name))).toList();
        for (JarLoader jar : announcingFirst) {
            Optional<Class<?>> found = jar.find(name);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new ClassNotFoundException(name);
    }

    /** The first jar's; no two jars have one definition. */
    @Override
    protected URL findResource(String name) {
        return jars.stream().flatMap(jar -> jar.own(name).stream()).findFirst().orElse(null);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return Collections.enumeration(jars.stream().flatMap(jar -> jar.own(name).stream()).toList());
    }
}
