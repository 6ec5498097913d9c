package transfer

import (
	"context"

	"pinfold/wasm/api"
	"pinfold/wasm/jsontext"
)

// check reads the whole library back. It is a job of its own, as an import is:
// it takes long, and the engine need not carry it.
func (j *Job) check(ctx context.Context, w *jsontext.Writer) error {
	checked := 0
	errs := j.Library.Check(ctx, func(done, total int) {
		checked = total
		j.tell(func(w *jsontext.Writer) { writeNumbers(w, number{"done", done}, number{"total", total}) })
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	old, err := j.Library.Outdated(ctx)
	if err != nil {
		return err
	}
	w.Open('{')
	w.Key("outdated")
	w.Bool(old)
	w.Key("ok")
	w.Bool(len(errs) == 0)
	writeNumbers(w, number{"checked", checked})
	w.Key("problems")
	w.Open('[')
	for _, err := range errs {
		w.String(api.ErrorMessage(err))
	}
	w.Close(']')
	w.Close('}')
	return nil
}
