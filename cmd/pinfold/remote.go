package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"pinfold/core"
	"pinfold/core/pinboard"
)

// A remote is an account of a server that runs elsewhere.
type remote struct {
	home   string // where its pages are, with a slash at the end
	token  string // NAME:TOKEN
	client http.Client
	pause  time.Duration // before a call that was put off is made again, doubled each time
}

// Bounds of a call of a server.
const (
	callTime    = 2 * time.Minute
	callTries   = 6
	callPause   = 3 * time.Second
	mostPause   = 10 * time.Minute
	answerBytes = 4 << 20
	batchPosts  = 500     // that the server takes in one request
	batchBytes  = 800_000 // of a request, for a server that takes 1 MB
)

// newRemote reads an address as a person writes it.
func newRemote(address, token string) (*remote, error) {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	at, err := url.Parse(address)
	if err != nil || at.Host == "" || at.User != nil || at.Scheme != "https" && at.Scheme != "http" {
		return nil, refuse("--to is no address of a server. Write it as https://pins.example/.")
	}
	local := slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, at.Hostname())
	if at.Scheme == "http" && !local {
		return nil, refuse("The token would go over the network for all to read. Use an address that begins with https://.")
	}
	if name, secret, ok := strings.Cut(token, ":"); !ok || name == "" || secret == "" {
		return nil, refuse("There is no token in " + tokenVariable + ". Put the account's there, as NAME:TOKEN.")
	}
	path := strings.TrimSuffix(strings.TrimRight(at.Path, "/"), "/v1")
	noDetour := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &remote{home: at.Scheme + "://" + at.Host + path + "/", token: token, pause: callPause,
		client: http.Client{Timeout: callTime, CheckRedirect: noDetour}}, nil
}

// An acknowledgement is what a server says of a batch.
type acknowledgement struct {
	Code    string `json:"result_code"`
	Written int    `json:"written"`
	Refused []struct {
		Href string `json:"href"`
		Code string `json:"result_code"`
	} `json:"refused"`
}

// post sends one batch; one that the server puts off is sent again later.
func (r *remote) post(ctx context.Context, body []byte) (a acknowledgement, err error) {
	pause := r.pause
	for try := 1; ; try++ {
		status, asked, answer, err := r.ask(ctx, body)
		switch {
		case ctx.Err() != nil:
			return a, ctx.Err()
		case err != nil:
			return a, refuse("The server could not be reached, or did not answer to the end. Look whether it runs and whether its address is right, then send again.")
		case status == http.StatusTooManyRequests && try < callTries:
			if err := rest(ctx, cmp.Or(asked, pause)); err != nil {
				return a, err
			}
			pause *= 2
		case status == http.StatusUnauthorized || status == http.StatusForbidden:
			return a, refuse("The server does not know this token. Copy it anew from the server, then send again.")
		case status != http.StatusOK || json.Unmarshal(answer, &a) != nil || a.Code != "done":
			return a, refuse(fmt.Sprintf("The server did not take it (%d). Look whether a Pinfold server answers at this address, then send again: what is there already is replaced by itself.", status))
		default:
			return a, nil
		}
	}
}

// ask makes one call.
func (r *remote) ask(ctx context.Context, body []byte) (status int, asked time.Duration, answer []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.home+"v1/posts/batch?format=json", bytes.NewReader(body))
	if err != nil {
		return 0, 0, nil, err
	}
	request.Header.Set("Authorization", "Bearer "+r.token)
	request.Header.Set("Content-Type", "application/json")
	response, err := r.client.Do(request)
	if err != nil {
		return 0, 0, nil, err
	}
	defer response.Body.Close()
	seconds, _ := strconv.Atoi(response.Header.Get("Retry-After")) // 0 if it does not say
	asked = min(max(time.Duration(seconds), 0)*time.Second, mostPause)
	answer, err = io.ReadAll(io.LimitReader(response.Body, answerBytes))
	return response.StatusCode, asked, answer, err
}

func rest(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// A batch gathers bookmarks and sends them when they are enough for one call.
type batch struct {
	to      *remote
	posts   bytes.Buffer
	n       int
	written int
	refused []refusedThere
}

// A refusedThere is a bookmark that a server would not have, and why.
type refusedThere struct{ Href, Code string }

// all sends what is found.
func (b *batch) all(ctx context.Context, found iter.Seq2[core.Bookmark, error]) error {
	for bookmark, err := range found {
		if err == nil {
			err = b.add(ctx, &bookmark)
		}
		if err != nil {
			return err
		}
	}
	return b.flush(ctx)
}

func (b *batch) add(ctx context.Context, bookmark *core.Bookmark) error {
	var one bytes.Buffer
	err := pinboard.Write(&one, func(yield func(core.Bookmark, error) bool) { yield(*bookmark, nil) })
	if err != nil {
		return err
	}
	if b.n == batchPosts || b.n > 0 && b.posts.Len()+one.Len() > batchBytes {
		if err := b.flush(ctx); err != nil {
			return err
		}
	}
	if b.n++; b.n > 1 {
		b.posts.WriteByte(',')
	}
	b.posts.Write(bytes.Trim(one.Bytes(), "[]\n"))
	return nil
}

// flush sends what has been gathered.
func (b *batch) flush(ctx context.Context) error {
	if b.n == 0 {
		return nil
	}
	answer, err := b.to.post(ctx, []byte(`{"add":[`+b.posts.String()+`]}`))
	if err != nil {
		return err
	}
	b.written += answer.Written
	for _, r := range answer.Refused {
		b.refused = append(b.refused, refusedThere{r.Href, r.Code})
	}
	b.posts.Reset()
	b.n = 0
	return nil
}
