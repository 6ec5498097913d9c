package browser

// Locate is a function in JavaScript that finds an element: by a selector, or
// by "@" and its accessible name, as a screen reader would say it. It answers
// null when nothing visible is meant.
const Locate = `((selector) => {
	const shown = (e) => e.checkVisibility({visibilityProperty: true});
	if (!selector.startsWith("@")) return [...document.querySelectorAll(selector)].find(shown) ?? null;
	const words = (s) => (s ?? "").replace(/\\s+/g, " ").trim();
	const name = (e) => {
		const by = e.getAttribute("aria-labelledby");
		if (by) return by.split(/\\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
		if (e.hasAttribute("aria-label")) return e.getAttribute("aria-label");
		if (e.labels?.length) {
			return [...e.labels].map((l) => [...l.childNodes].filter((n) => !n.contains(e)).map((n) => n.textContent).join("")).join(" ");
		}
		return words(e.textContent) || e.getAttribute("title") || e.getAttribute("placeholder") || "";
	};
	const wanted = words(selector.slice(1));
	const all = document.querySelectorAll("input, textarea, select, button, a, summary, [role], [tabindex]");
	return [...all].find((e) => shown(e) && words(name(e)) === wanted) ?? null;
})`

// middle is a function in JavaScript that answers where an element is
// pressed. It scrolls it into view first, and has the document remember whether
// the next press comes to it; see landed.
const middle = `(selector) => {
	const find = ` + Locate + `;
	const e = find(selector);
	if (!e) throw new Error("nothing is " + selector);
	e.scrollIntoView({block: "nearest"});
	const r = e.getBoundingClientRect();
	const at = [r.left + r.width / 2, r.top + r.height / 2];
	document.pressed = "";
	if (!e.contains(document.elementFromPoint(...at))) return at; // its label lies over it
	document.pressed = "nothing";
	addEventListener("pointerdown", ({target}) => {
		const meant = e.contains(target) || find(selector)?.contains(target); // it may have been drawn anew
		document.pressed = meant ? "" : target.outerHTML.slice(0, 80);
	}, {capture: true, once: true});
	return at;
}`

// landed is a function in JavaScript that answers what was pressed instead of
// the element that middle was asked for; in a document that came since, nothing.
const landed = `() => document.pressed ?? ""`
