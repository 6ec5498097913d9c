package linear

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	url = "https://a.example/"
	one = "00000000-0000-4000-8000-000000000001"
	two = "00000000-0000-4000-8000-000000000002"
)

func saved(id, title string, existed bool, began, ended int64) Op {
	return Op{Ask: Ask{Kind: Save, On: []Target{{url, id}}, Title: title}, Answer: Answer{Count: Untold, Existed: existed}, Began: began, Ended: ended}
}

func titled(title string, count int, began, ended int64) Op {
	return Op{Ask: Ask{Kind: Edit, On: []Target{{url, one}}, Title: title}, Answer: Answer{Count: count}, Began: began, Ended: ended}
}

func tagged(add, drop []string, count int, began, ended int64) Op {
	return Op{Ask: Ask{Kind: Edit, On: []Target{{url, one}}, Add: add, Drop: drop}, Answer: Answer{Count: count}, Began: began, Ended: ended}
}

func deleted(count int, began, ended int64) Op {
	return Op{Ask: Ask{Kind: Delete, On: []Target{{url, one}}}, Answer: Answer{Count: count}, Began: began, Ended: ended}
}

func restored(a Answer, began, ended int64) Op {
	return Op{Ask: Ask{Kind: Restore, On: []Target{{url, one}}}, Answer: a, Began: began, Ended: ended}
}

// found is a look at the address that shows a title and tags.
func found(id, title, tags string, began, ended int64) Op {
	return Op{Ask: Ask{Kind: Find, On: []Target{{URL: url}}}, Answer: Answer{Seen: &Seen{ID: id, Title: title, Tags: tags, Live: true}}, Began: began, Ended: ended}
}

func nothing(began, ended int64) Op {
	return Op{Ask: Ask{Kind: Find, On: []Target{{URL: url}}}, Began: began, Ended: ended}
}

func lost(op Op) Op {
	op.Answer, op.Ended = Answer{Lost: true}, 0
	return op
}

func change(op Op, number uint64) Op {
	op.Answer.Change = number
	return op
}

func TestWhatIsInOneOrderIsTold(t *testing.T) {
	first := saved(one, "A", false, 0, 1)
	for name, history := range map[string][]Op{
		"one after another":                  {first, titled("B", 1, 2, 3), found(one, "B", "", 4, 5)},
		"a look while it is written":         {first, titled("B", 1, 2, 9), found(one, "A", "", 3, 4), found(one, "B", "", 5, 6)},
		"two writes at once":                 {first, titled("B", 1, 2, 9), titled("C", 1, 2, 9), found(one, "B", "", 10, 11)},
		"a write that nobody heard of":       {first, lost(titled("B", 0, 2, 0)), found(one, "A", "", 3, 4), found(one, "B", "", 5, 6)},
		"one that was never done":            {first, lost(titled("B", 0, 2, 0)), found(one, "A", "", 3, 4)},
		"saved at once, once":                {saved(one, "A", false, 0, 9), saved(two, "B", true, 0, 9), found(one, "B", "", 10, 11)},
		"deleted and saved anew":             {first, deleted(1, 2, 3), nothing(4, 5), saved(two, "B", false, 6, 7), found(two, "B", "", 8, 9)},
		"restored when it was saved anew":    {first, deleted(1, 2, 3), saved(two, "B", false, 4, 5), restored(Answer{Refused: "duplicate"}, 6, 7)},
		"refused since others kept writing":  {first, {Ask: titled("B", 0, 0, 0).Ask, Answer: Answer{Refused: "conflict"}, Began: 2, Ended: 3}, found(one, "A", "", 4, 5)},
		"changes in the order of their time": {change(first, 1), change(titled("B", 1, 2, 5), 3), change(titled("C", 1, 3, 4), 2), found(one, "B", "", 6, 7)},
	} {
		require.NoError(t, Check(history, time.Minute), name)
	}
}

func TestWhatIsInNoOrderIsTold(t *testing.T) {
	first := saved(one, "A", false, 0, 1)
	for name, history := range map[string][]Op{
		"a lost update":                     {first, titled("B", 1, 2, 3), found(one, "A", "", 4, 5)},
		"one of two tags is lost":           {first, tagged([]string{"x"}, nil, 1, 2, 9), tagged([]string{"y"}, nil, 1, 2, 9), found(one, "A", "y", 10, 11)},
		"an update that comes back":         {first, titled("B", 1, 2, 3), titled("C", 1, 4, 5), found(one, "C", "", 6, 7), found(one, "B", "", 8, 9)},
		"two see two orders":                {first, titled("B", 1, 2, 9), titled("C", 1, 2, 9), found(one, "B", "", 10, 11), found(one, "C", "", 12, 13)},
		"half of a write":                   {first, {Ask: Ask{Kind: Edit, On: []Target{{url, one}}, Title: "B", Add: []string{"x"}}, Answer: Answer{Count: 1}, Began: 2, Ended: 3}, found(one, "B", "", 4, 5)},
		"saved at once, twice":              {saved(one, "A", false, 0, 9), saved(two, "B", false, 0, 9)},
		"what was deleted is there":         {first, deleted(1, 2, 3), found(one, "A", "", 4, 5)},
		"deleted twice":                     {first, deleted(1, 2, 9), deleted(1, 2, 9)},
		"nothing to do, although there was": {first, tagged([]string{"x"}, nil, 1, 2, 3), tagged(nil, []string{"x"}, 0, 4, 5)},
		"refused without a reason":          {first, deleted(1, 2, 3), restored(Answer{Refused: "duplicate"}, 4, 5)},
		"what was never written is seen":    {first, found(one, "Z", "", 2, 3)},
		"two changes of one number":         {change(first, 1), change(titled("B", 1, 2, 3), 1)},
		"changes against their time":        {change(first, 2), change(titled("B", 1, 2, 3), 1)},
	} {
		require.Error(t, Check(history, time.Minute), name)
	}
	err := Check([]Op{first, titled("B", 1, 2, 3), found(one, "A", "", 4, 5)}, time.Minute)
	require.ErrorContains(t, err, "after 2 of 3 there is", "it tells how far it came")
	require.ErrorContains(t, err, "4 to 5, by 0: find", "and what does not fit")
}

// TestWhatIsMadeUpCanBeDone does what a Chooser makes up one after another: no
// ask is about a bookmark that was never there, and the model agrees with itself.
func TestWhatIsMadeUpCanBeDone(t *testing.T) {
	c := NewChooser(rand.New(rand.NewPCG(1, 1)), "made-up", 6)
	asks := c.First()
	kinds := make(map[Kind]int)
	ids := make(map[string]bool)
	for n := range 5000 {
		if n >= len(asks) {
			asks = append(asks, c.Next())
		}
		ask := asks[n]
		kinds[ask.Kind]++
		if ask.Kind == Save {
			require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$`, ask.On[0].ID)
			ids[ask.On[0].ID] = true
		}
		for _, on := range ask.On {
			require.Contains(t, c.URLs(), on.URL)
			require.True(t, on.ID == "" || ids[on.ID])
		}
	}
	require.Len(t, kinds, int(Tidy)+1, "every kind is asked")
}
