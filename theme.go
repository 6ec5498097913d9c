// Package pinfold is what the server takes out of the extension, so that both
// look alike.
package pinfold

import _ "embed" // for what follows

// Theme is the stylesheet of colours, sizes and plain elements.
//
//go:embed extension/theme.css
var Theme string

// Icon is the icon of 32 by 32 pixels, a PNG.
//
//go:embed extension/icons/32.png
var Icon []byte
