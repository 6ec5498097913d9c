package publish

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"pinfold/core"
	"pinfold/core/weburl"
)

// A Sender posts one request to the server's posts/batch and returns its
// status and its body. An error means that there was no answer.
type Sender func(ctx context.Context, body []byte) (status int, answer []byte, err error)

// A Report is what a step has done.
type Report struct {
	Sent, Deleted int
	Refused       []Refusal // by the server, at most maxRefused
	RefusedMore   int
}

// A Refusal is a bookmark that the server would not have, and why.
type Refusal struct{ URL, Reason string }

const (
	maxRefused = 100
	maxBatch   = 500     // changes that the server takes in one request
	batchBytes = 800_000 // of a request, for a server that takes 1 MB
)

// A step sends batches. Each is written into the ledger before it goes out, as
// one of which nobody knows whether it arrived, and when it is acknowledged: one
// that was cut off is sent again, which changes nothing there, or deleted there
// if it is no longer public here.
type step struct {
	send     Sender
	ledger   *Ledger
	progress func(done, total int)
	total    int
	report   Report

	add    []json.RawMessage
	remove []string
	lines  []line
	bytes  int
}

// Step does what a Plan, just made, has found, and no more: what was saved since then
// waits for another.
func Step(ctx context.Context, all Bookmarks, l *Ledger, p *Plan, send Sender, progress func(done, total int)) (Report, error) {
	s := &step{send: send, ledger: l, progress: progress, total: p.New + p.Changed + p.Gone}
	if err := s.withdraw(ctx, p.withdrawn); err != nil {
		return s.report, err
	}
	for b, err := range all() {
		if err != nil {
			return s.report, err
		}
		if !public(&b) || !p.seen[weburl.Same(b.URL)] {
			continue
		}
		if err := s.publish(ctx, &b); err != nil {
			return s.report, err
		}
	}
	return s.report, s.flush(ctx)
}

// TakeBack does of a Plan, just made, only what is to be deleted, and takes that
// out of it.
func TakeBack(ctx context.Context, l *Ledger, p *Plan, send Sender, progress func(done, total int)) (Report, error) {
	s := &step{send: send, ledger: l, progress: progress, total: p.Gone}
	if err := s.withdraw(ctx, p.withdrawn); err != nil {
		return s.report, err
	}
	p.Published, p.Gone, p.Stop, p.withdrawn = p.Published-p.Gone, 0, false, nil
	return s.report, nil
}

// Withdraw deletes on the server everything that was published from here.
func Withdraw(ctx context.Context, l *Ledger, send Sender, progress func(done, total int)) (Report, error) {
	p := &Plan{}
	p.withdraw(l, nil)
	return TakeBack(ctx, l, p, send, progress)
}

func (s *step) withdraw(ctx context.Context, gone []line) error {
	for _, n := range gone {
		url := n.address()
		if err := s.makeRoom(ctx, len(url)); err != nil {
			return err
		}
		s.remove, s.lines = append(s.remove, url), append(s.lines, line{key: n.key})
	}
	return s.flush(ctx) // so that none of these meets one that is added
}

func (s *step) publish(ctx context.Context, b *core.Bookmark) error {
	post := newPost(b)
	text, digest, err := post.encode()
	if err != nil {
		return err
	}
	key := weburl.Same(b.URL)
	if s.ledger.entries[key].digest == digest {
		return nil
	}
	if err := s.makeRoom(ctx, len(text)); err != nil {
		return err
	}
	e := entry{digest: digest}
	if b.URL != key {
		e.url = b.URL
	}
	s.add, s.lines = append(s.add, text), append(s.lines, line{key, e})
	return nil
}

// makeRoom sends the batch before a change of so many bytes would make it more
// than a server takes.
func (s *step) makeRoom(ctx context.Context, bytes int) error {
	s.bytes += bytes + 4
	if len(s.lines) < maxBatch && s.bytes < batchBytes {
		return nil
	}
	err := s.flush(ctx)
	s.bytes = bytes + 4
	return err
}

// flush sends the batch and writes down what the server took.
func (s *step) flush(ctx context.Context) error {
	if len(s.lines) == 0 {
		return ctx.Err()
	}
	body, err := plainJSON(struct {
		Add    []json.RawMessage `json:"add"`
		Delete []string          `json:"delete"`
	}{append([]json.RawMessage{}, s.add...), append([]string{}, s.remove...)})
	if err != nil {
		return err
	}
	out, before := s.ledger.goingOut(s.lines)
	if err := s.ledger.record(ctx, out); err != nil {
		return err
	}
	refused, err := s.ask(ctx, body, before)
	if err != nil {
		return err
	}
	if err := s.ledger.record(ctx, s.taken(refused, before)); err != nil {
		return err
	}
	s.add, s.remove, s.lines, s.bytes = s.add[:0], s.remove[:0], s.lines[:0], 0
	s.progress(s.report.Sent+s.report.Deleted+len(s.report.Refused)+s.report.RefusedMore, s.total)
	return nil
}

// ask sends a batch and returns what the server refused of it, by key.
func (s *step) ask(ctx context.Context, body []byte, before []line) (map[string]string, error) {
	status, text, err := s.send(ctx, body)
	if err != nil || status != 200 {
		return nil, s.failed(ctx, status, err, before)
	}
	return s.refused(text)
}

// failed says what another answer than 200 means, or that there was none. What
// the server has surely not taken stands in the ledger as before.
func (s *step) failed(ctx context.Context, status int, err error, before []line) error {
	refusal := refusalOf(status)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return &core.Error{Code: core.Internal, Message: "The server could not be reached, or did not answer to the end. Look whether it runs and whether its address is right." + again, Err: err}
	case refusal == nil:
		return &core.Error{Code: core.Internal, Message: "The server failed. Look into its log." + again}
	}
	if err := s.ledger.record(ctx, before); err != nil {
		return err
	}
	return refusal
}

// refused reads an answer, and believes it where it can be so.
func (s *step) refused(text []byte) (map[string]string, error) {
	var answer struct {
		Code    string `json:"result_code"`
		Written int    `json:"written"`
		Refused []struct {
			Href string `json:"href"`
			Code string `json:"result_code"`
		} `json:"refused"`
	}
	if json.Unmarshal(text, &answer) != nil {
		answer.Code = ""
	}
	if answer.Code != "done" {
		return nil, &core.Error{Code: core.Invalid, Message: "The server did not take what was published (" + short(answer.Code) + "). Whether any of this part is there is not known; look at the server, then publish again."}
	}
	refused := make(map[string]string)
	for _, r := range answer.Refused {
		refused[weburl.Same(r.Href)] = short(cmp.Or(r.Code, "no reason given"))
	}
	if most := s.accepted(refused); answer.Written > most || answer.Written <= 0 && most > 0 {
		return nil, &core.Error{Code: core.Invalid, Message: fmt.Sprintf("The server says that it took %d of %d bookmarks, which cannot be. Whether this part is there is not known; look at the server, then publish again.", answer.Written, most)}
	}
	return refused, nil
}

// accepted is how many of the batch the server did not refuse.
func (s *step) accepted(refused map[string]string) (n int) {
	for _, change := range s.lines {
		if _, no := refused[change.key]; change.digest != 0 && !no {
			n++
		}
	}
	return n
}

// taken returns the lines as they stand after an answer, and counts. What was
// refused is as it was before.
func (s *step) taken(refused map[string]string, before []line) []line {
	lines := s.lines[:0:0]
	for i, n := range s.lines {
		reason, no := refused[n.key]
		switch {
		case n.digest == 0:
			s.report.Deleted++
		case no && len(s.report.Refused) < maxRefused:
			s.report.Refused = append(s.report.Refused, Refusal{n.address(), reason})
			n = before[i]
		case no:
			s.report.RefusedMore++
			n = before[i]
		default:
			s.report.Sent++
		}
		lines = append(lines, n)
	}
	return lines
}

const again = " What it has taken so far is written down; publish again to go on."

// refusalOf is what a status says of a server that did not look at a batch; nil if
// it may have taken it.
func refusalOf(status int) error {
	switch status {
	case 401, 403:
		return &core.Error{Code: core.Invalid, Message: "The server does not know this token. Copy it anew from the server, then publish again."}
	case 429:
		return &core.Error{Code: core.Internal, Message: "The server asks to be called less often." + again}
	case 404, 405, 501:
		return &core.Error{Code: core.Invalid, Message: "At this address no Pinfold server answers. Check the address, then publish again."}
	case 413:
		return &core.Error{Code: core.Invalid, Message: "The server takes no request of this size. Update it, then publish again."}
	}
	return nil
}

// short is as much of a server's words as a sentence bears.
func short(s string) string {
	if s == "" {
		return "it answered something else"
	}
	r := []rune(strings.ToValidUTF8(s, "?"))
	return string(r[:min(len(r), 120)])
}
