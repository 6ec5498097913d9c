package server

import (
	"encoding/json"
	"slices"

	"pinfold/core"
)

// maxBatch is how many bookmarks one call may save and delete.
const maxBatch = 500

// batch is ours: it saves and deletes many bookmarks in one transaction. The
// body is JSON, {"add": [POST, …], "delete": [ADDRESS, …]}, each POST as
// posts/all has it and saved as posts/add does, but for its time, which
// replaces what is there. What is refused is named; the rest is done.
func batch(c *call) error {
	var sent struct {
		Add    []post   `json:"add"`
		Delete []string `json:"delete"`
	}
	if json.NewDecoder(c.r.Body).Decode(&sent) != nil || len(sent.Add)+len(sent.Delete) > maxBatch {
		return c.batched(batchAnswer{Code: "something went wrong: send JSON of at most 500 bookmarks and 1 MB"})
	}
	answer := batchAnswer{Code: "done", Refused: []refusal{}}
	list, refused := c.judgedAll(sent.Add)
	answer.Refused = append(answer.Refused, refused...)
	same := []string{}
	for _, url := range sent.Delete {
		same = append(same, askedKey(url))
	}
	deletions, err := c.deleteStatements(c.user.id, same)
	if err != nil {
		return err
	}
	saves, err := c.saveStatements(c.ctx(), c.user.id, list, saving{redate: true})
	if err != nil {
		return err
	}
	changed, err := c.options.Store.Batch(c.ctx(), slices.Concat(deletions, saves))
	if err != nil {
		return err
	}
	answer.Deleted, answer.Written = changed[len(deletions)-1], changed[len(deletions)+writing]
	return c.batched(answer)
}

type batchAnswer struct {
	Code    string    `json:"result_code"`
	Written int64     `json:"written"`
	Deleted int64     `json:"deleted"`
	Refused []refusal `json:"refused,omitempty"`
}

// A refusal says which bookmark was not saved, and why.
type refusal struct {
	Href string `json:"href"`
	Code string `json:"result_code"`
}

// batched answers in JSON, whatever the call says: the question was JSON too.
func (c *call) batched(answer batchAnswer) error {
	c.r.Form.Set("format", "json")
	return c.reply(answer, nil)
}

// judgedAll judges posts; of two with one address the later one counts.
func (c *call) judgedAll(posts []post) (list []core.Bookmark, refused []refusal) {
	places := map[string]int{}
	for _, p := range posts {
		b, err := c.judged(p)
		if err != nil {
			refused = append(refused, refusal{p.Href, err.Error()})
			continue
		}
		key := sameKey(b.URL)
		if at, ok := places[key]; ok {
			list[at] = b
			continue
		}
		places[key] = len(list)
		list = append(list, b)
	}
	return list, refused
}
