package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// tries is how often an element is pressed that another has taken the place of
// between the look for it and the press.
const tries = 5

// click presses the middle of what selector says, anew where the press came to
// something else: a page that is just being laid out moves under the pointer, and
// a test is to be about what follows the press.
func click(ctx context.Context, p Page, selector string, press func(x, y float64) error) error {
	var instead string
	for range tries {
		raw, err := p.Eval(ctx, middle, selector)
		if err != nil {
			return err
		}
		var at [2]float64
		if err := json.Unmarshal(raw, &at); err != nil {
			return err
		}
		err = press(at[0], at[1])
		if errors.Is(err, errClosed) {
			return nil // by this very press
		}
		if err != nil {
			return fmt.Errorf("click %s: %w", selector, err)
		}
		if instead = pressedInstead(ctx, p); instead == "" {
			return nil
		}
	}
	return fmt.Errorf("click %s: %s was pressed instead, %d times", selector, instead, tries)
}

// pressedInstead is empty also where the page has gone.
func pressedInstead(ctx context.Context, p Page) string {
	ctx, cancel := context.WithTimeout(ctx, answerTime) // one that the press has led away from may never answer
	defer cancel()
	raw, err := p.Eval(ctx, landed)
	if err != nil {
		return ""
	}
	var instead string
	if err := json.Unmarshal(raw, &instead); err != nil {
		return ""
	}
	return instead
}
