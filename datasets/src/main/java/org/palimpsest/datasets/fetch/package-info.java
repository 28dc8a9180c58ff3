/**
 * Brings official archives onto this machine: downloads that resume and verify, and unpacking that trusts no archive.
 *
 * <p>A {@link org.palimpsest.datasets.fetch.Downloader} fetches a {@link org.palimpsest.datasets.fetch.RemoteFile} and
 * holds it against its published {@link org.palimpsest.datasets.fetch.Digest};
 * {@link org.palimpsest.datasets.fetch.Archives} unpacks it within {@link org.palimpsest.datasets.fetch.Limits}. A new protocol is
 * an {@code Origin}, a new archive an {@code ArchiveFormat}; what is fetched from where is for {@code disk}.
 */
package org.palimpsest.datasets.fetch;
