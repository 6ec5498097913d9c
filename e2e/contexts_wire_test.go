package e2e

import (
	"encoding/json"
	"fmt"
	"strings"

	"pinfold/internal/linear"
)

// An order is what a context is given to do, as testdata/contexts/work.js reads it.
type order struct {
	Calls []wireCall `json:"calls"`
	File  string     `json:"file,omitempty"` // to import, in the place of calls
}

// A wireCall is one call of the engine. A write gets an op of its own.
type wireCall struct {
	Method string         `json:"method"`
	Params map[string]any `json:"params"`
	Write  bool           `json:"write"`
}

// ordered says an ask in the words of the wire. A look begins with a question
// for the generation: an engine that is not asked for it may be a second behind
// another one.
func ordered(ask linear.Ask) order {
	write := func(method string, params map[string]any) order {
		return order{Calls: []wireCall{{method, params, true}}}
	}
	look := func(method string, params map[string]any) order {
		return order{Calls: []wireCall{{"generation", map[string]any{}, false}, {method, params, false}}}
	}
	var ids []string
	for _, on := range ask.On {
		ids = append(ids, on.ID)
	}
	switch ask.Kind {
	case linear.Save:
		on := ask.On[0]
		b := map[string]any{"id": on.ID, "url": on.URL, "title": ask.Title, "tags": ask.Add}
		return write("save", map[string]any{"bookmark": b, "touched": []string{"title", "tags"}})
	case linear.Edit:
		return write("update", map[string]any{"ids": ids, "change": edit(ask)})
	case linear.Delete:
		return write("delete", map[string]any{"ids": ids})
	case linear.Restore:
		return write("restore", map[string]any{"ids": ids})
	case linear.Import:
		return order{File: pinboardFile(ask)}
	case linear.Find:
		return look("byUrl", map[string]any{"url": ask.On[0].URL})
	case linear.Get:
		return look("get", map[string]any{"id": ids[0]})
	}
	return order{Calls: []wireCall{{"tidy", map[string]any{}, false}}}
}

func edit(ask linear.Ask) map[string]any {
	change := map[string]any{"addTags": ask.Add, "dropTags": ask.Drop}
	if ask.Title != "" {
		change["title"] = ask.Title
	}
	if ask.Unread != nil {
		change["unread"] = *ask.Unread
	}
	return change
}

func pinboardFile(ask linear.Ask) string {
	var pins []map[string]any
	for _, on := range ask.On {
		pins = append(pins, pin("2016-11-20T12:00:00Z", on.URL, "Imported", "", strings.Join(ask.Add, " ")))
	}
	text, err := json.Marshal(pins)
	if err != nil {
		panic(err) // of maps of strings
	}
	return string(text)
}

// A told is what a context heard: a result, or a refusal.
type told struct {
	Result  json.RawMessage
	Code    string
	Message string
}

// answer reads what was told as the answer to an ask.
func (t told) answer(ask linear.Ask) (linear.Answer, error) {
	if t.Code != "" {
		return linear.Answer{Refused: t.Code}, nil
	}
	var r struct {
		Exact   *bookmark
		Change  uint64
		Count   *int
		Existed bool
	}
	var b bookmark
	err := json.Unmarshal(t.Result, &r)
	if shows := ask.Kind == linear.Get || ask.Kind == linear.Save; shows && err == nil {
		err = json.Unmarshal(t.Result, &b)
		r.Exact = &b
	}
	if err != nil {
		return linear.Answer{}, fmt.Errorf("%s was answered %s: %w", ask.Kind, t.Result, err)
	}
	a := linear.Answer{Change: r.Change, Count: linear.Untold, Existed: r.Existed, Seen: r.Exact.seen()}
	if r.Count != nil {
		a.Count = *r.Count
	}
	return a, nil
}

func (b *bookmark) seen() *linear.Seen {
	if b == nil {
		return nil
	}
	return &linear.Seen{ID: b.ID, Title: b.Title, Tags: linear.Tags(b.Tags), Unread: b.Unread, Live: b.Deleted == ""}
}
