package index

// A table holds what is in memory of one stream, by number.
type table interface {
	at(number int64) *page
	set(number int64, p *page) // nil: it is no longer there
}

// A pageTable is the table of a stream's pages.
type pageTable struct {
	pages []*page
}

func (t *pageTable) at(number int64) *page {
	if number >= int64(len(t.pages)) {
		return nil
	}
	return t.pages[number]
}

func (t *pageTable) set(number int64, p *page) {
	for number >= int64(len(t.pages)) {
		t.pages = append(t.pages, nil)
	}
	t.pages[number] = p
}

// A recordTable is the table of single records, by document.
type recordTable map[int64]*page

func (t recordTable) at(number int64) *page { return t[number] }

func (t recordTable) set(number int64, p *page) {
	if p == nil {
		delete(t, number)
		return
	}
	t[number] = p
}
