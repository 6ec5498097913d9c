package index

import (
	"context"
)


func (v *View) Check(ctx context.Context) []error { return nil }
