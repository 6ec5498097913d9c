package arch

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// coreFiles are the files of core that a wasm program may link.
func coreFiles(t *testing.T) []file {
	all, err := goFiles("core")
	require.NoError(t, err)
	var files []file
	for _, f := range all {
		if !f.test() && !forTests(f.folder()) {
			files = append(files, f)
		}
	}
	require.NotEmpty(t, files)
	return files
}

func TestCoreNeverEndsTheProgram(t *testing.T) {
	var found []finding
	for _, f := range coreFiles(t) {
		ast.Inspect(f.tree, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if name, ok := c.Fun.(*ast.Ident); ok && (name.Name == "panic" || name.Name == "print" || name.Name == "println") {
				found = append(found, f.at(c, name.Name))
			}
			return true
		})
	}
	require.Empty(t, found, report("core does not panic or print: an exit takes the extension with it", found))
}

func TestCoreHasNoClockAndNoChance(t *testing.T) {
	forbidden := map[string]string{
		"time.Now": "", "time.Since": "", "time.Until": "", "time.Sleep": "", "time.After": "", "time.Tick": "",
		"time.NewTimer": "", "time.NewTicker": "", "time.AfterFunc": "", "time.Local": "",
	}
	var found []finding
	for _, f := range coreFiles(t) {
		for _, i := range f.imports() {
			if strings.HasPrefix(i.text, "math/rand") || i.text == "crypto/rand" {
				found = append(found, i)
			}
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := s.X.(*ast.Ident); ok {
				if _, bad := forbidden[pkg.Name+"."+s.Sel.Name]; bad {
					found = append(found, f.at(s, pkg.Name+"."+s.Sel.Name))
				}
			}
			return true
		})
	}
	require.Empty(t, found, report("in core clock, zone and randomness come in by Options: one seed replays a whole test", found))
}

func TestCoreStartsNoGoroutines(t *testing.T) {
	var found []finding
	for _, f := range coreFiles(t) {
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok {
				found = append(found, f.at(g, "go"))
			}
			return true
		})
	}
	require.Empty(t, found, report("core is a state machine without goroutines of its own", found))
}

func TestCoreHasNoMutableGlobals(t *testing.T) {
	var found []finding
	packages := map[string]map[string]bool{}
	files := coreFiles(t)
	for _, f := range files {
		if packages[f.folder()] == nil {
			packages[f.folder()] = map[string]bool{}
		}
		for _, d := range f.tree.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				found = append(found, f.at(fn, "init"))
			}
			for _, name := range globals(d) {
				packages[f.folder()][name.Name] = true
				if !fixed(d) {
					found = append(found, f.at(name, "var "+name.Name+" is neither an error nor a table"))
				}
			}
		}
	}
	for _, f := range files {
		found = append(found, assigned(f, packages[f.folder()])...)
	}
	require.Empty(t, found, report("core has no package-level mutable state and no init: two libraries in one program "+
		"do not meet, and tests repeat", found))
}

// globals are the variables that a declaration at the top of a file makes.
func globals(d ast.Decl) []*ast.Ident {
	g, ok := d.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR {
		return nil
	}
	var names []*ast.Ident
	for _, s := range g.Specs {
		for _, name := range s.(*ast.ValueSpec).Names {
			if name.Name != "_" {
				names = append(names, name)
			}
		}
	}
	return names
}

// fixed tells whether every variable of a declaration has its value there: a
// variable without one exists to be changed.
func fixed(d ast.Decl) bool {
	for _, s := range d.(*ast.GenDecl).Specs {
		if len(s.(*ast.ValueSpec).Values) == 0 {
			return false
		}
	}
	return true
}

// assigned are the places where a file changes one of its package's globals.
func assigned(f file, names map[string]bool) []finding {
	var found []finding
	check := func(target ast.Expr) {
		if name := base(target); name != nil && names[name.Name] && f.global(name) {
			found = append(found, f.at(target, name.Name+" is changed"))
		}
	}
	ast.Inspect(f.tree, func(n ast.Node) bool {
		switch s := n.(type) {
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				for _, target := range s.Lhs {
					check(target)
				}
			}
		case *ast.IncDecStmt:
			check(s.X)
		case *ast.UnaryExpr:
			if s.Op == token.AND {
				check(s.X)
			}
		}
		return true
	})
	return found
}

// base is the variable that an expression such as x.y[3] belongs to.
func base(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}

// global tells whether a name is that of the package: the parser leaves it
// unresolved, or resolves it to a declaration at the top of the file.
func (f file) global(name *ast.Ident) bool {
	if name.Obj == nil {
		return true
	}
	for _, d := range f.tree.Decls {
		for _, own := range globals(d) {
			if own.Obj == name.Obj {
				return true
			}
		}
	}
	return false
}
