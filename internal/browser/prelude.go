package browser

import _ "embed"

// prelude is what the scripts in Firefox' own context share.
//
//go:embed prelude.js
var prelude string

// prefs are the preferences of every profile.
//
//go:embed prefs.js
var prefs string
