package server

import (
	"context"
	"encoding/xml"

	"pinfold/core/weburl"
)

const maxSuggested = 10

// suggest offers tags for an address: popular are those that all have given it
// in public, recommended the person's own on the same site, and those of the
// popular ones that the person uses.
func suggest(c *call) error {
	url := c.arg("url")
	popular, err := c.names(c.ctx(), statement(`SELECT max(t.name) FROM bookmarks b CROSS JOIN tags t ON t.bookmark = b.id
		WHERE b.same = ? AND b.private = 0 AND t.hidden = 0 GROUP BY t.key ORDER BY count(*) DESC, t.key LIMIT ?`, askedKey(url), maxSuggested))
	if err != nil {
		return err
	}
	recommended, err := c.recommended(c.ctx(), c.user.id, url)
	if err != nil {
		return err
	}
	type suggested struct {
		XMLName     xml.Name `xml:"suggested"`
		Popular     []string `xml:"popular"`
		Recommended []string `xml:"recommended"`
	}
	return c.reply([]map[string][]string{{"popular": popular}, {"recommended": recommended}}, suggested{Popular: popular, Recommended: recommended})
}

// recommended are the person's own tags for an address.
func (s *Server) recommended(ctx context.Context, user int64, url string) ([]string, error) {
	return s.names(ctx, statement(`SELECT max(name) FROM (
			SELECT t.key, t.name FROM bookmarks b CROSS JOIN tags t ON t.bookmark = b.id WHERE b.user = ? AND b.host = ?
			UNION ALL
			SELECT t.key, (SELECT m.name FROM tags m WHERE m.user = ? AND m.key = t.key LIMIT 1) AS spelt
			FROM bookmarks b CROSS JOIN tags t ON t.bookmark = b.id WHERE b.same = ? AND b.private = 0 AND t.hidden = 0 AND spelt IS NOT NULL)
		GROUP BY key ORDER BY count(*) DESC, key LIMIT ?`,
		user, weburl.Host(url), user, askedKey(url), maxSuggested))
}

// names reads one text a row.
func (s *Server) names(ctx context.Context, st Statement) ([]string, error) {
	list := []string{}
	err := s.options.Store.Query(ctx, st, func(scan func(...any) error) error {
		var name string
		err := scan(&name)
		list = append(list, name)
		return err
	})
	return list, err
}
