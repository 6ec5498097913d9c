package weburl

import (
	"slices"
	"strings"
)

// Same returns the key under which two addresses are one bookmark: the address
// with scheme and host lower-cased (ASCII) and the scheme's own port dropped.
// An address that Clean refuses is its own key.
func Same(url string) string {
	p, ok := split(url)
	if !ok {
		return url
	}
	return p.scheme + "://" + p.host() + p.tail
}

// parts is an address taken apart.
type parts struct {
	scheme, name, port, tail string
}

func split(url string) (p parts, ok bool) {
	scheme, rest, ok := splitScheme(url)
	if !ok || !strings.HasPrefix(rest, "//") {
		return parts{}, false
	}
	authority, tail := splitAuthority(rest[2:])
	authority = authority[strings.LastIndexByte(authority, '@')+1:] // as Clean does
	p = parts{scheme: scheme, tail: tail}
	p.name, p.port = splitPort(authority)
	p.name = lower(p.name)
	if p.port == "" || p.port == defaultPort(scheme) {
		p.port = ""
	}
	return p, true
}

func (p *parts) host() string {
	if p.port == "" {
		return p.name
	}
	return p.name + ":" + p.port
}

func defaultPort(scheme string) string {
	switch scheme {
	case "http":
		return "80"
	case "https":
		return "443"
	case "ftp":
		return "21"
	}
	return ""
}

// Variant returns the key under which two addresses differ in little: as Same,
// and without fragment, one trailing slash, known tracking parameters, the
// difference of http and https, and "www.".
func Variant(url string) string {
	p, ok := split(url)
	if !ok {
		return url
	}
	scheme := p.scheme
	if scheme == "https" {
		scheme = "http"
	}
	tail := cutAt(p.tail, '#')
	path, query, _ := strings.Cut(tail, "?")
	query, _ = dropTracking(query)
	path = strings.TrimSuffix(path, "/")
	if query != "" {
		path += "?" + query
	}
	p.name = strings.TrimPrefix(p.name, "www.")
	return scheme + "://" + p.host() + path
}

// Tracking returns the names of the parameters in url that only track, each
// once, and the address without them; nil and url if there are none.
func Tracking(url string) (params []string, clean string) {
	rest, fragment, hasFragment := strings.Cut(url, "#")
	path, query, ok := strings.Cut(rest, "?")
	if !ok {
		return nil, url
	}
	query, params = dropTracking(query)
	if len(params) == 0 {
		return nil, url
	}
	clean = path
	if query != "" {
		clean += "?" + query
	}
	if hasFragment {
		clean += "#" + fragment
	}
	return params, clean
}

// dropTracking returns the query without parameters that only track, and their
// names.
func dropTracking(query string) (rest string, dropped []string) {
	if query == "" {
		return "", nil
	}
	kept := make([]string, 0, 4)
	for _, pair := range strings.Split(query, "&") {
		name := lower(cutAt(pair, '='))
		if !isTracking(name) {
			kept = append(kept, pair)
			continue
		}
		if !slices.Contains(dropped, name) {
			dropped = append(dropped, name)
		}
	}
	return strings.Join(kept, "&"), dropped
}

func isTracking(name string) bool {
	for _, prefix := range [...]string{"utm_", "mtm_", "pk_campaign", "pk_kwd", "pk_source", "pk_medium", "hsa_", "fb_action_", "__hs"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh",
		"li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "vero_id", "vero_conv", "oly_anon_id", "oly_enc_id",
		"rb_clickid", "s_cid", "srsltid", "_openstat", "wickedid", "xtor", "__s", "ref_src", "ref_url", "guccounter", "cmpid":
		return true
	}
	return false
}

// Host returns the host of an address, lower-cased, without its port.
func Host(url string) string {
	p, ok := split(url)
	if !ok {
		return ""
	}
	return p.name
}

// domains is how many domains above a host are its sites: those nearest the
// top, so that a name of a hundred labels does not make a hundred of them.
const domains = 8

// Sites returns the host and the domains above it up to the last label, the
// largest last, without "www."; the host alone if it is a number.
func Sites(url string) []string {
	host := strings.TrimSuffix(strings.TrimPrefix(Host(url), "www."), ".")
	if host == "" {
		return nil
	}
	sites := []string{host}
	if host[0] == '[' || isDigit(host[len(host)-1]) {
		return sites
	}
	for above, left := host, strings.Count(host, "."); left > 0; left-- {
		_, above, _ = strings.Cut(above, ".")
		if left <= domains {
			sites = append(sites, above)
		}
	}
	return sites
}

// Hash returns the 64-bit number under which an index files a key: FNV-1a over
// its UTF-8 bytes, then the finalizer of MurmurHash3, so that the high bits are
// evenly spread. It is stored: it must never change.
func Hash(key string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(key); i++ {
		h = (h ^ uint64(key[i])) * 1099511628211
	}
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
