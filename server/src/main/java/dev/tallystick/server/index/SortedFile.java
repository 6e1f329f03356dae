package dev.tallystick.server.index;

import dev.tallystick.proof.bytes.ByteSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/** One sorted file being written. Keys must come in strictly ascending byte order. One thread. */
final class SortedFile implements AutoCloseable {
    private final Path path;
    private final EnvOptions environment;
    private final SstFileWriter writer;

    SortedFile(EnvOptions environment, Options options, Path path) {
        this.path = path;
        this.environment = environment;
        this.writer = new SstFileWriter(environment, options);
        try {
            Files.deleteIfExists(path);
            writer.open(path.toString());
        } catch (RocksDBException e) {
            throw new IndexUnwritableException("cannot write " + path, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot replace " + path, e);
        }
    }

    Path path() {
        return path;
    }

    void put(byte[] keyBytes, byte[] valueBytes) {
        try {
            writer.put(keyBytes, valueBytes);
        } catch (RocksDBException e) {
            throw new IndexUnwritableException("cannot write " + path, e);
        }
    }

    void put(byte[] keyBytes, ByteSink valueSink) {
        put(keyBytes, valueSink.toBytes());
    }

    void finish() {
        try {
            writer.finish();
        } catch (RocksDBException e) {
            throw new IndexUnwritableException("cannot finish " + path, e);
        }
    }

    @Override
    public void close() {
        writer.close();
        environment.close();
    }
}
