// Package squeeze makes the texts of a bookmark smaller, each by itself, so
// that one of them is read without the others: a byte stands for each of 255
// short strings that are frequent in addresses, titles and notes, or is an
// escape before a byte that none of them begins with. It must not know what the
// texts are, and its table must never change, since stored bytes depend on it.
//
// The code is that of FSST (Boncz, Neumann, Leis, VLDB 2020) with one fixed
// table; internal/symbols learnt it.
package squeeze
