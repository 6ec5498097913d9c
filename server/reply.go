package server

import (
	"encoding/json"
	"encoding/xml"
	"io"
)

// reply answers in the format that the call wants: XML, as with Pinboard, if
// it does not say.
func (c *call) reply(asJSON, asXML any) error {
	if c.json() {
		data, err := json.Marshal(asJSON)
		if err != nil {
			return err
		}
		c.begin()
		_, _ = c.w.Write(data) // whoever has gone away does not hear of it
		return nil
	}
	data, err := xml.Marshal(asXML)
	if err != nil {
		return err
	}
	c.begin()
	_, _ = io.WriteString(c.w, xml.Header+string(data)+"\n")
	return nil
}

func (c *call) json() bool { return c.arg("format") == "json" }

// begin says what follows.
func (c *call) begin() {
	kind := "text/xml; charset=utf-8"
	if c.json() {
		kind = "application/json; charset=utf-8"
	}
	c.w.Header().Set("Content-Type", kind)
}

// code answers as posts/add does: 200 whatever the code says.
func (c *call) code(code string) error {
	type result struct {
		Code string `xml:"code,attr"`
	}
	return c.reply(map[string]string{"result_code": code}, result{code})
}

// result answers as the methods of tags and of the user do.
func (c *call) result(text string) error {
	type result struct {
		Text string `xml:",chardata"`
	}
	return c.reply(map[string]string{"result": text}, result{text})
}

// An object is a JSON object whose members keep their order.
type object[V any] []member[V]

type member[V any] struct {
	Name  string
	Value V
}

// MarshalJSON is json.Marshaler's.
func (o object[V]) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, m := range o {
		name, err := json.Marshal(m.Name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.Value)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, name...), ':'), value...)
	}
	return append(out, '}'), nil
}
