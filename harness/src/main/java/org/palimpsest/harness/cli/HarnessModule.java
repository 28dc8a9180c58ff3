package org.palimpsest.harness.cli;

import com.google.inject.AbstractModule;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.harness.plugins.Plugins;

/** What lives as long as the program. */
final class HarnessModule extends AbstractModule {
    private final Plugins plugins;

    HarnessModule(Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    protected void configure() {
        bind(Plugins.class).toInstance(plugins);
        bind(Catalogue.class).toInstance(EmbeddedDatasets.catalogue());
    }
}
