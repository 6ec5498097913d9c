// Package publish keeps a server one way in step with a library: what is public
// here, or of that what a query finds, is there; what it published and is no
// longer public here is deleted there. It knows the requests and the answers,
// and a Ledger of what the server has acknowledged. It must never send what is
// private, never a tag that begins with a full stop, never delete what it did
// not publish itself, and never reach the network: a Sender does.
package publish
