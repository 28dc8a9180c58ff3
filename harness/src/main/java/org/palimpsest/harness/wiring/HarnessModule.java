package org.palimpsest.harness.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.util.List;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.catalogue.AllDatasets;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.disk.DataStore;
import org.palimpsest.datasets.disk.WeightFiles;
import org.palimpsest.harness.engine.StreamKind;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.Tables;

/** What lives as long as the program. */
public final class HarnessModule extends AbstractModule {
    private final Plugins plugins;
    private final List<StreamKind> kinds;
    private final DataFolders folders;
    private final ProgressMonitor monitor;

    /**
     * What a program needs.
     *
     * @param plugins what is on the class path and in the plug-ins' jars
     * @param kinds the kinds of streams
     * @param folders where data sets are looked for, and what is made of them is kept
     * @param monitor told of long work on data sets
     */
    public HarnessModule(Plugins plugins, List<StreamKind> kinds, DataFolders folders, ProgressMonitor monitor) {
        this.plugins = plugins;
        this.kinds = kinds;
        this.folders = folders;
        this.monitor = monitor;
    }

    @Override
    protected void configure() {
        bind(Plugins.class).toInstance(plugins);
        bind(DataFolders.class).toInstance(folders);
        bind(Catalogue.class).toInstance(AllDatasets.catalogue(folders, monitor));
        bind(WeightFiles.class).toInstance(new WeightFiles(folders));
        kinds.forEach(this::install);
        bind(DataStore.class).toInstance(AllDatasets.store(folders, monitor));
    }

    @Provides
    @Singleton
    Tables tables() {
        return plugins.tables();
    }

    @Provides
    @Singleton
    Metrics metrics() {
        return plugins.metrics();
    }
}
