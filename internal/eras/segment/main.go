// Command segment writes one segment as the Pinfold that it is built in builds
// it, with its entry in the manifest, packed by gzip:
//
//	go run ./internal/eras/segment core/index/testdata/format2.json.gz
//
// It is run before the format of segments rises, like the command eras, for what
// only a large segment has: here the beginnings of very many words. The reader
// is in core/index/format2_test.go.
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"pinfold/core/index"
)

// documents is so many that more than 16,384 words begin with st.
const documents = 950

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "segment:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New("say the file")
	}
	blobs := make(map[string][]byte)
	put := func(_ context.Context, name string, part []byte) error {
		blobs[name] = bytes.Clone(part)
		return nil
	}
	meta, err := index.Build(ctx, "s", made(), nil, put)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	w, err := gzip.NewWriterLevel(&file, gzip.BestCompression)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(w).Encode(map[string]any{"meta": index.AppendMeta(nil, meta), "blobs": blobs}); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(args[0], file.Bytes(), 0o644)
}

// made are the documents, newest first; always the same.
func made() []index.Document {
	state := uint32(1)
	draw := func(n int) int {
		state = state*1664525 + 1013904223
		return int(state>>8) % n
	}
	docs := make([]index.Document, documents)
	for i := range docs {
		var title []string
		for range 24 {
			title = append(title, fmt.Sprintf("st%02d", draw(90)))
		}
		if i%10 == 0 {
			title = []string{"plain"}
		}
		if draw(5) == 0 {
			title = append(title, "golang")
		}
		if draw(9) == 0 {
			title = append(title, "st")
		}
		d := index.Document{Order: int64(documents-i) * 1000, Seq: uint64(documents - i), Same: uint64(i+1) << 40, Variant: uint64(i+1) << 39}
		binary.BigEndian.PutUint64(d.ID[:], uint64(i+1)<<44)
		d.Fields[index.Title] = strings.Join(title, " ")
		d.SortKey = d.Fields[index.Title]
		for _, s := range d.Fields {
			d.Value = append(binary.AppendUvarint(d.Value, uint64(len(s))), s...)
		}
		docs[i] = d
	}
	return docs
}
