package servertest

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// shaped saves what the tests of shapes look at.
func shaped(t *testing.T, h Home, name string) *client {
	ann := h.person(t, name)
	ann.add("url", "http://www.yahoo.com/", "description", "Yahoo & co", "extended", "two\nlines", "tags", "b a", "dt", "2011-03-24T19:02:07Z")
	ann.add("url", "http://c-faq.com/decl/spiral.anderson.html", "description", "Spiral", "shared", "no", "toread", "yes", "dt", "2010-12-11T19:48:02Z")
	return ann
}

func shapesInJSON(t *testing.T, h Home) {
	ann := shaped(t, h, "ann-json")
	meta := func(i int) string { return ann.all()[i]["meta"] }
	yahoo := `{"href":"http://www.yahoo.com/","description":"Yahoo \u0026 co","extended":"two\nlines","meta":"` + meta(0) + `",` +
		`"hash":"2f9704c729e7ed3b41647b7d0ad649fe","time":"2011-03-24T19:02:07Z","shared":"yes","toread":"no","tags":"b a"}`
	spiral := `{"href":"http://c-faq.com/decl/spiral.anderson.html","description":"Spiral","extended":"","meta":"` + meta(1) + `",` +
		`"hash":"970c1c894ea099f677fbfa18e74e5e31","time":"2010-12-11T19:48:02Z","shared":"no","toread":"yes","tags":""}`
	require.Equal(t, "["+yahoo+",\n"+spiral+"]\n", ann.text("posts/all", "format", "json"))
	require.Equal(t, `{"date":"2011-03-24T19:02:07Z","user":"ann-json","posts":[`+yahoo+`]}`, ann.text("posts/get", "format", "json"))
	require.Regexp(t, `^\{"update_time":"20..-..-..T..:..:..Z"\}$`, ann.text("posts/update", "format", "json"))
	require.Equal(t, `{"a":"1","b":"1"}`, ann.text("tags/get", "format", "json"))
	require.Equal(t, `[{"popular":["a","b"]},{"recommended":["a","b"]}]`, ann.text("posts/suggest", "format", "json", "url", "http://www.yahoo.com/"))
	require.Regexp(t, `^\{"result":"[0-9a-f]{20}"\}$`, ann.text("user/secret", "format", "json"))
	_, token, _ := strings.Cut(ann.token, ":")
	require.Equal(t, `{"result":"`+token+`"}`, ann.text("user/api_token", "format", "json"))
	require.Equal(t, `{"count":0,"notes":[]}`, ann.text("notes/list", "format", "json"))
}

func shapesInXML(t *testing.T, h Home) {
	ann := shaped(t, h, "ann-xml")
	meta := func(i int) string { return ann.all()[i]["meta"] }
	const head = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	yahoo := `<post href="http://www.yahoo.com/" description="Yahoo &amp; co" extended="two&#xA;lines" meta="` + meta(0) +
		`" hash="2f9704c729e7ed3b41647b7d0ad649fe" time="2011-03-24T19:02:07Z" shared="yes" tag="b a"></post>`
	spiral := `<post href="http://c-faq.com/decl/spiral.anderson.html" description="Spiral" extended="" meta="` + meta(1) +
		`" hash="970c1c894ea099f677fbfa18e74e5e31" time="2010-12-11T19:48:02Z" shared="no" toread="yes" tag=""></post>`
	for method, want := range map[string]string{
		"posts/all":     `<posts user="ann-xml">` + "\n" + yahoo + "\n" + spiral + "\n</posts>\n",
		"posts/get":     `<posts dt="2011-03-24T19:02:07Z" user="ann-xml">` + yahoo + "</posts>\n",
		"posts/dates":   `<dates user="ann-xml" tag=""><date count="1" date="2011-03-24"></date><date count="1" date="2010-12-11"></date></dates>` + "\n",
		"tags/get":      `<tags><tag count="1" tag="a"></tag><tag count="1" tag="b"></tag></tags>` + "\n",
		"notes/list":    `<notes count="0"></notes>` + "\n",
		"posts/delete":  `<result code="item not found"></result>` + "\n",
		"tags/delete":   `<result>done</result>` + "\n",
		"posts/suggest": `<suggested></suggested>` + "\n",
	} {
		require.Equal(t, head+want, ann.text(method), method)
	}
	require.Regexp(t, `<update time="20..-..-..T..:..:..Z"></update>\n$`, ann.text("posts/update"))
}

// xmlPosts is the element posts.
type xmlPosts struct {
	Posts []struct {
		Title string `xml:"description,attr"`
	} `xml:"post"`
}

func inXML(t *testing.T, text string) (p xmlPosts) {
	t.Helper()
	require.NoError(t, xml.Unmarshal([]byte(text), &p), text)
	return p
}
