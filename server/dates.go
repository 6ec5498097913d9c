package server

import "encoding/xml"

// dates counts posts by day, the newest first. The counts are numbers: the
// clients that check types want them so here, and text in tags/get.
func dates(c *call) error {
	days := object[int]{}
	st := c.selection().countDays()
	err := c.options.Store.Query(c.ctx(), st, func(scan func(...any) error) error {
		var d member[int]
		err := scan(&d.Name, &d.Value)
		days = append(days, d)
		return err
	})
	if err != nil {
		return err
	}
	type day struct {
		Count int    `xml:"count,attr"`
		Date  string `xml:"date,attr"`
	}
	type root struct {
		XMLName xml.Name    `json:"-" xml:"dates"`
		User    string      `json:"user" xml:"user,attr"`
		Tag     string      `json:"tag" xml:"tag,attr"`
		Dates   object[int] `json:"dates" xml:"-"`
		Days    []day       `json:"-" xml:"date"`
	}
	answer := root{User: c.user.name, Tag: c.arg("tag"), Dates: days}
	for _, d := range days {
		answer.Days = append(answer.Days, day{d.Value, d.Name})
	}
	return c.reply(answer, answer)
}

func (sel selection) countDays() Statement {
	created, _ := sel.place()
	day := `date(` + created + ` / 1000, 'unixepoch')`
	return sel.read(statement(`SELECT `+day+`, count(*)`), false).and(` GROUP BY 1 ORDER BY 1 DESC`)
}
