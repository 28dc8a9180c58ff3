package org.palimpsest.results.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Networks at the end of a first task below one results folder, {@code <results>/bases/<digest>/}: {@code state.npz}, then
 * {@code base.json}, which makes it count. Whoever writes holds the results folder's lock.
 */
public final class BaseStore {
    private static final long POLL_MILLIS = 200;

    private final Path root;
    private final Disk disk;

    BaseStore(Path results, Disk disk) {
        this.root = results.resolve("bases");
        this.disk = disk;
    }

    /**
     * A network by the digest of what it depends on; empty if none was trained to its end.
     *
     * @throws RecordException if it is damaged
     */
    public Optional<BaseInfo> find(String digest) {
        return BadRecordException.reading(() -> read(digest));
    }

    private Optional<BaseInfo> read(String digest) {
        Path file = info(digest);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            byte[] json = Files.readAllBytes(file);
            BaseInfo info = Json.read(json, BaseInfo.class);
            Seal.isOn(file, json);
            if (info.format() != BaseInfo.FORMAT) {
                throw damaged(file, "has format " + info.format() + ", this version reads format " + BaseInfo.FORMAT);
            }
            String found = Files.exists(state(digest)) ? sha256(state(digest)) : "no file";
            if (!found.equals(info.stateSha256())) {
                throw damaged(state(digest), "is damaged: expected SHA-256 " + info.stateSha256() + ", found " + found);
            }
            return Optional.of(info);
        } catch (JsonProcessingException e) {
            throw damaged(file, "is damaged: " + Json.problem(e));
        } catch (IOException e) {
            throw RecordException.io(file, "read", e);
        }
    }

    /**
     * Takes a network for this process, so that it is trained once though several ask for it, waiting while another process has it.
     *
     * @param waiting called again and again while it waits
     * @return to be closed when the network is there, or is not going to be
     * @throws RecordException if the folder cannot be written
     */
    public Hold hold(String digest, Runnable waiting) {
        Path file = root.resolve(digest).resolve(".lock");
        disk.createFolder(file.getParent());
        try {
            Optional<Hold> hold = Hold.attempt(file);
            while (hold.isEmpty()) {
                waiting.run();
                Thread.sleep(POLL_MILLIS);
                hold = Hold.attempt(file);
            }
            return hold.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RecordException(file, "interrupted while waiting for another process");
        }
    }

    /** Keeps a network that was just trained, in place of what is in its folder. */
    public void save(BaseInfo info, CheckpointWriter writer) {
        Path state = state(info.digest());
        Path temporary = state.resolveSibling(state.getFileName() + RunFolder.TEMPORARY);
        disk.createFolder(state.getParent());
        disk.delete(info(info.digest())); // first, so that no other state passes for this one's
        disk.delete(temporary);
        disk.write(temporary, writer, (name, bytes) -> {
            throw new IllegalArgumentException("a network is one file, without pieces: " + name);
        });
        disk.sync(List.of(temporary));
        disk.rename(temporary, state);
        disk.replace(info(info.digest()), Seal.write(info.withState(sha256(state))));
    }

    /** The file of a network's state. */
    public Path state(String digest) {
        return root.resolve(digest).resolve("state.npz");
    }

    private Path info(String digest) {
        return root.resolve(digest).resolve("base.json");
    }

    private static RecordException damaged(Path file, String fault) {
        return new BadRecordException(file, fault + "; delete its folder to have it trained again");
    }

    private static String sha256(Path file) {
        return Sha256.of(file, Long.MAX_VALUE).hex();
    }
}
