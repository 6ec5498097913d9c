package server

// secret answers with the key of the person's secret feeds.
func secret(c *call) error { return c.result(c.user.secret) }

// apiToken answers with the token that the call itself came with, since no
// other place has it.
func apiToken(c *call) error { return c.result(c.token) }
