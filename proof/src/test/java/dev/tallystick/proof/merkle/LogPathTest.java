package dev.tallystick.proof.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.proof.bytes.ByteSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogPathTest {
    @Property
    void tilePath_comesBack(
            @ForAll @IntRange(max = 63) int level,
            @ForAll @LongRange(max = Long.MAX_VALUE) long index,
            @ForAll @IntRange(min = 1, max = 256) int width) {
        Tile tile = new Tile(level, index, width);
        assertThat(LogPath.parse(tile.path())).isEqualTo(tile);
        EntryBundle bundle = new EntryBundle(index, width);
        assertThat(LogPath.parse(bundle.path())).isEqualTo(bundle);
    }

    @Test
    void examplesOfTheSpecification_areWrittenSo() {
        assertThat(new Tile(3, 1_234_067, 256).path()).isEqualTo("tile/3/x001/x234/067");
        assertThat(new EntryBundle(1_234_067, 8).path()).isEqualTo("tile/entries/x001/x234/067.p/8");
        assertThat(new Tile(0, Long.MAX_VALUE, 256).path()).isEqualTo("tile/0/x009/x223/x372/x036/x854/x775/807");
        assertThat(Tile.of(0, 273, 70_000)).isEqualTo(new Tile(0, 273, 112));
        assertThat(Tile.of(1, 1, 70_000)).isEqualTo(new Tile(1, 1, 17));
        assertThat(Tile.of(2, 0, 70_000)).isEqualTo(new Tile(2, 0, 1));
        assertThat(Tile.of(1, 0, 256)).isEqualTo(new Tile(1, 0, 1));
        assertThat(EntryBundle.of(273, 70_000)).isEqualTo(new EntryBundle(273, 112));
        assertThatExceptionOfType(TileException.class).isThrownBy(() -> Tile.of(3, 0, 70_000));
        assertThatExceptionOfType(TileException.class).isThrownBy(() -> Tile.of(0, 1, 256));
        assertThat(Tile.widthIn(63, 0, Long.MAX_VALUE)).isZero();
        assertThat(Tile.widthIn(7, 0, Long.MAX_VALUE)).isEqualTo(127);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/",
                "tile/0",
                "tile/0/",
                "tile/0/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/00/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/+1/000",
                "tile/0/x000/001",
                "tile/0/x000/000",
                "tile/0/001/000",
                "tile/0/x001",
                "tile/0/x001/",
                "tile/0/x001/x000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/257",
                "tile/0/000.p/01",
                "tile/0/000.p/",
                "tile/0/000.p",
                "tile/0/000.p/1.p/1",
                "tile/0/000/",
                "tile/0/000 ",
                " tile/0/000",
                "tile//000",
                "tile/entries",
                "tile/entries/1",
                "tile/Entries/000",
                "tile/0/x009/x223/x372/x036/x854/x775/808",
                "tile/0/x999/x999/x999/x999/x999/x999/999",
                "tile/0/x009/x223/x372/x036/x854/x775/x807/000",
                "tile/0/\u0661\u0662\u0663",
                "tile/0/X001/000",
                "tile/data/000"
            })
    void otherText_isRefused(String path) {
        assertThatExceptionOfType(TileException.class).isThrownBy(() -> LogPath.parse(path));
    }

    @Property
    void anyText_isReadOrRefused(@ForAll String text, @ForAll @IntRange(max = 30) int cut) {
        String start = "tile/entries/x001/x234/067.p/8";
        refusedOrSame(text);
        refusedOrSame(start.substring(0, cut) + text);
        refusedOrSame(start.substring(0, cut) + text + start.substring(cut));
    }

    private static void refusedOrSame(String text) {
        try {
            assertThat(LogPath.parse(text).path()).isEqualTo(text);
        } catch (TileException e) {
            assertThat(e).hasMessageContaining("Expected a path");
        }
    }

    @Property(tries = 50)
    void bundle_comesBack(@ForAll List<byte[]> entries) {
        if (entries.isEmpty() || entries.size() > 256) {
            return;
        }
        ByteSink sink = new ByteSink(16);
        entries.forEach(entry -> EntryBundle.write(entry, 0, entry.length, sink));
        List<byte[]> read = new ArrayList<>();
        EntryBundle bundle = new EntryBundle(7, entries.size());
        bundle.read(sink.toBytes(), (i, src, at, len) -> {
            assertThat(i).isEqualTo(read.size());
            read.add(Arrays.copyOfRange(src, at, at + len));
        });
        assertThat(read).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(entries);
        assertThatExceptionOfType(TileException.class)
                .isThrownBy(() -> bundle.read(sink.u8(0).toBytes(), (i, src, at, len) -> {}));
    }

    @Property
    void bundleOfAnyBytes_isReadOrRefused(@ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 5) int width) {
        ByteSink again = new ByteSink(16);
        try {
            new EntryBundle(0, width).read(bytes, (i, src, at, len) -> EntryBundle.write(src, at, len, again));
            assertThat(again.toBytes()).isEqualTo(bytes);
        } catch (TileException e) {
            assertThat(e).hasMessageContaining("must have");
        }
    }

    @Test
    void shortTile_fromItsSource_isRefused() {
        assertThatExceptionOfType(TileException.class)
                .isThrownBy(() -> new TiledTree(5, tile -> new byte[7]).root())
                .withMessageContaining("160 bytes, but 7 came");
    }
}
