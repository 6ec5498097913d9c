//go:build js && wasm

package main

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"syscall/js"

	"pinfold/server"
)

// home fits the server to what a Worker's requests are like.
type home struct {
	server *server.Server
	setup  string // the secret of whoever makes accounts; "" if nobody may
}

const maxBody = 2 << 20 // more is not read; the server takes less, and refuses a file that was cut

// ServeHTTP answers one request. A request that is answered before its body has
// been read is reset, so the body is read first. A panic would end the
// instance and every other request in it.
func (h *home) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if reason := recover(); reason != nil {
			console("error", fmt.Sprint("a request was cut off: ", reason))
			breakOff(w)
		}
	}()
	body, err := drain(r.Body)
	if err != nil {
		http.Error(w, "The request cannot be read. Send it again.", http.StatusBadRequest)
		return
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.Host = r.URL.Host
	r.Header.Set("X-Forwarded-Proto", r.URL.Scheme)
	out := writer{w}
	if r.URL.Path == "/setup" {
		h.addUser(out, r)
		return
	}
	h.server.ServeHTTP(out, r)
}

var errCut = errors.New("the answer was cut off")

// breakOff ends an answer with an error, since the module would end it as if it
// were whole. The type of its writer is internal, the pipe in it is not.
func breakOff(w http.ResponseWriter) {
	pipe := reflect.ValueOf(w).Elem().FieldByName("Writer")
	pipe.Interface().(*io.PipeWriter).CloseWithError(errCut)
}

// drain reads a body to its end, and returns no more of it than counts.
func drain(body io.ReadCloser) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	data, err := io.ReadAll(io.LimitReader(body, maxBody))
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(io.Discard, struct{ io.Reader }{body})
	return data, err
}

// addUser makes an account, or another token for one that there is, for whoever
// knows the secret SETUP, and answers with NAME:TOKEN.
func (h *home) addUser(w http.ResponseWriter, r *http.Request) {
	given := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if h.setup == "" || r.Method != http.MethodPost {
		http.NotFound(w, r)
		return
	}
	if h.server.Barred(r) {
		http.Error(w, "There were too many wrong secrets. Wait a minute, then try again.", http.StatusTooManyRequests)
		return
	}
	if subtle.ConstantTimeCompare([]byte(given), []byte(h.setup)) != 1 {
		h.server.CountWrong(r)
		http.NotFound(w, r)
		return
	}
	name := r.FormValue("name")
	pair, err := h.server.AddUser(r.Context(), name)
	if errors.Is(err, server.ErrTaken) {
		pair, err = h.server.NewToken(r.Context(), name)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintln(w, pair)
}

// A writer drops empty writes, which would end the answer.
type writer struct{ http.ResponseWriter }

func (w writer) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	return w.ResponseWriter.Write(p)
}

// console writes to the Worker's log.
func console(level, text string) { js.Global().Get("console").Call(level, "pinfold: "+text) }
