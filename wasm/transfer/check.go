package transfer

import (
	"context"

	"pinfold/wasm/api"
	"pinfold/wasm/jsontext"
)

// check reads the whole library back. It is a job of its own, as an import is:
// it takes long, and the engine need not carry it.
func (j *Job) check(ctx context.Context) (string, error) {
	checked := 0
	errs := j.Library.Check(ctx, func(done, total int) {
		checked = total
		var e jsontext.Writer
		e.Open('{')
		e.Key("done")
		e.Int(int64(done))
		e.Key("total")
		e.Int(int64(total))
		e.Close('}')
		j.Event(string(e.B))
	})
	if err := ctx.Err(); err != nil {
		return "", err
	}
	var w jsontext.Writer
	w.Open('{')
	w.Key("ok")
	w.Bool(len(errs) == 0)
	w.Key("checked")
	w.Int(int64(checked))
	w.Key("problems")
	w.Open('[')
	for _, err := range errs {
		w.String(api.ErrorMessage(err))
	}
	w.Close(']')
	w.Close('}')
	return string(w.B), nil
}
