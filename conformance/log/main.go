// Command log checks a running Tallystick server's transparency log with nothing but published Go modules for such logs:
// the signature of its head, every tile, that every leaf is included, and consistency from each earlier head.
//
//	go run . -url http://127.0.0.1:8080/log/sandbox -key VKEY [-heads FOLDER]
//
// FOLDER holds earlier heads, one signed checkpoint per file. Exit code 0 if everything holds, 1 otherwise.
package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	flog "github.com/transparency-dev/formats/log"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height   = 8
	perTile  = 1 << height
	entryLen = 33
)

func main() {
	url := flag.String("url", "", "the log's prefix, such as http://127.0.0.1:8080/log/sandbox")
	key := flag.String("key", "", "the log's vkey")
	heads := flag.String("heads", "", "folder of earlier signed heads")
	flag.Parse()
	if err := check(context.Background(), *url, *key, *heads); err != nil {
		fmt.Fprintln(os.Stderr, "FAIL:", err)
		os.Exit(1)
	}
}

func check(ctx context.Context, url, key, heads string) error {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return fmt.Errorf("the key: %w", err)
	}
	client := client{ctx, url}
	served, err := client.get("key", "")
	if err != nil {
		return err
	}
	if first, _, _ := strings.Cut(string(served), "\n"); first != key {
		return fmt.Errorf("key: the first line is %q, not %q", first, key)
	}

	// The head is fetched last of all that grows, so that every tile below it is there.
	raw, err := client.get("checkpoint", "")
	if err != nil {
		return err
	}
	head, err := parse(raw, verifier)
	if err != nil {
		return fmt.Errorf("the head: %w", err)
	}
	fmt.Printf("head: %s, size %d, signature good\n", head.Origin, head.Size)

	hashes, err := tree(client, head)
	if err != nil {
		return err
	}
	if err := tiles(client, head, hashes); err != nil {
		return err
	}
	if err := leaves(client, head); err != nil {
		return err
	}
	return earlier(client, head, verifier, heads)
}

func parse(raw []byte, verifier note.Verifier) (*flog.Checkpoint, error) {
	// Both readers of signed notes must agree.
	opened, err := note.Open(raw, note.VerifierList(verifier))
	if err != nil {
		return nil, err
	}
	head, rest, _, err := flog.ParseCheckpoint(raw, verifier.Name(), verifier)
	if err != nil {
		return nil, err
	}
	if len(rest) != 0 {
		return nil, fmt.Errorf("unexpected further lines %q", rest)
	}
	sumdb, err := tlog.ParseTree([]byte("go.sum database tree\n" + strings.SplitN(opened.Text, "\n", 2)[1]))
	if err != nil {
		return nil, err
	}
	if uint64(sumdb.N) != head.Size || !bytes.Equal(sumdb.Hash[:], head.Hash) {
		return nil, fmt.Errorf("two parsers read different heads")
	}
	return head, nil
}

// store holds the hashes of a tree in the order of tlog.StoredHashIndex.
type store []tlog.Hash

func (s store) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(s)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		found[i] = s[index]
	}
	return found, nil
}

// tree fetches every entry and builds the tree from them alone.
func tree(client client, head *flog.Checkpoint) (store, error) {
	var hashes store
	for n := int64(0); n < int64(head.Size); {
		bundle, err := client.entries(n/perTile, head.Size)
		if err != nil {
			return nil, err
		}
		for _, entry := range bundle {
			more, err := tlog.StoredHashes(n, entry, hashes)
			if err != nil {
				return nil, err
			}
			hashes = append(hashes, more...)
			n++
		}
	}
	root, err := tlog.TreeHash(int64(head.Size), hashes)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(root[:], head.Hash) {
		return nil, fmt.Errorf("the entries give root %x, the head says %x", root[:], head.Hash)
	}
	fmt.Printf("entries: %d, and their root is the head's\n", head.Size)
	return hashes, nil
}

// tiles fetches every tile of the tree, full and partial, and compares it with the tree of the entries.
func tiles(client client, head *flog.Checkpoint, hashes store) error {
	all := tlog.NewTiles(height, 0, int64(head.Size))
	for _, tile := range all {
		want, err := tlog.ReadTileData(tile, hashes)
		if err != nil {
			return err
		}
		found, err := client.get(tilePath(tile), cacheOf(tile.W == perTile))
		if err != nil {
			return err
		}
		if !bytes.Equal(found, want) {
			return fmt.Errorf("%s is not what the entries give", tilePath(tile))
		}
	}
	beyond := tlog.Tile{H: height, L: 0, N: int64(head.Size)/perTile + 1, W: perTile}
	if _, err := client.get(tilePath(beyond), ""); err == nil {
		return fmt.Errorf("%s exists beyond the head's size", tilePath(beyond))
	}
	fmt.Printf("tiles: %d, all as the entries give them\n", len(all))
	return nil
}

// reader hands tiles to tlog.TileHashReader, which believes none of them before it has checked it against the root.
type reader struct{ client client }

func (r reader) Height() int { return height }

func (r reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(tiles))
	for i, tile := range tiles {
		data, err := r.client.get(tilePath(tile), "")
		if err != nil {
			return nil, err
		}
		found[i] = data
	}
	return found, nil
}

func (r reader) SaveTiles([]tlog.Tile, [][]byte) {}

// leaves proves every leaf, from tiles authenticated by the head, with both libraries.
func leaves(client client, head *flog.Checkpoint) error {
	size := int64(head.Size)
	root := tlog.Hash(head.Hash)
	hashes := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, reader{client.remembering()})
	var bundle [][]byte
	for n := int64(0); n < size; n++ {
		if n%perTile == 0 {
			var err error
			if bundle, err = client.entries(n/perTile, head.Size); err != nil {
				return err
			}
		}
		leaf := tlog.RecordHash(bundle[n%perTile])
		path, err := tlog.ProveRecord(size, n, hashes)
		if err != nil {
			return fmt.Errorf("leaf %d: %w", n, err)
		}
		if err := tlog.CheckRecord(path, size, root, n, leaf); err != nil {
			return fmt.Errorf("leaf %d: %w", n, err)
		}
		if err := proof.VerifyInclusion(
			rfc6962.DefaultHasher, uint64(n), head.Size, leaf[:], raw(path), head.Hash); err != nil {
			return fmt.Errorf("leaf %d: %w", n, err)
		}
	}
	fmt.Printf("leaves: %d, all included\n", size)
	return nil
}

func earlier(client client, head *flog.Checkpoint, verifier note.Verifier, folder string) error {
	if folder == "" {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tlog.Tree{N: int64(head.Size), Hash: tlog.Hash(head.Hash)}, reader{client.remembering()})
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		old, err := parse(data, verifier)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if old.Size == 0 {
			continue
		}
		path, err := tlog.ProveTree(int64(head.Size), int64(old.Size), hashes)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := tlog.CheckTree(
			path, int64(head.Size), tlog.Hash(head.Hash), int64(old.Size), tlog.Hash(old.Hash)); err != nil {
			return fmt.Errorf("%s: size %d root %x is no prefix of size %d root %x: %w",
				file, old.Size, old.Hash, head.Size, head.Hash, err)
		}
		if err := proof.VerifyConsistency(
			rfc6962.DefaultHasher, old.Size, head.Size, raw(path), old.Hash, head.Hash); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	fmt.Printf("earlier heads: %d, all prefixes of this one\n", len(files))
	return nil
}

func raw(path []tlog.Hash) [][]byte {
	bytes := make([][]byte, len(path))
	for i := range path {
		bytes[i] = path[i][:]
	}
	return bytes
}

// tilePath is the path of C2SP tlog-tiles, which is that of the Go checksum database without the height.
func tilePath(tile tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
}

func cacheOf(full bool) string {
	if full {
		return "immutable"
	}
	return "max-age"
}

type client struct {
	ctx context.Context
	url string
}

// entries fetches a bundle of entries, as wide as the log of this size has it.
func (c client) entries(index int64, size uint64) ([][]byte, error) {
	width := min(int64(size)-index*perTile, perTile)
	tile := tlog.Tile{H: height, L: 0, N: index, W: int(width)}
	path := "tile/entries/" + strings.TrimPrefix(tilePath(tile), "tile/0/")
	data, err := c.get(path, cacheOf(width == perTile))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 {
			return nil, fmt.Errorf("%s ends in the middle of an entry", path)
		}
		length := int(binary.BigEndian.Uint16(data))
		if length != entryLen || len(data) < 2+length {
			return nil, fmt.Errorf("%s has an entry of %d bytes", path, length)
		}
		entries = append(entries, data[2:2+length])
		data = data[2+length:]
	}
	if int64(len(entries)) != width {
		return nil, fmt.Errorf("%s has %d entries, not %d", path, len(entries), width)
	}
	return entries, nil
}

var known map[string][]byte

// remembering makes the client fetch each resource once.
func (c client) remembering() client {
	known = map[string][]byte{}
	return c
}

func (c client) get(path, cache string) ([]byte, error) {
	if data, ok := known[path]; ok {
		return data, nil
	}
	request, err := http.NewRequestWithContext(c.ctx, http.MethodGet, c.url+"/"+path, nil)
	if err != nil {
		return nil, err
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	data, err := io.ReadAll(reply.Body)
	if err != nil {
		return nil, err
	}
	if reply.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: status %d: %s", path, reply.StatusCode, data)
	}
	if !strings.Contains(reply.Header.Get("Cache-Control"), cache) {
		return nil, fmt.Errorf("%s: Cache-Control %q lacks %s", path, reply.Header.Get("Cache-Control"), cache)
	}
	if known != nil {
		known[path] = data
	}
	return data, nil
}
