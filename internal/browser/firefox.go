package browser

import "context"

func Firefox(ctx context.Context, o Options) (Browser, error) { return nil, ErrUnsupported }
