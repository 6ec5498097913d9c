// Package e2e tests the real extension in a real Chromium and a real Firefox,
// with real keys in the real popup. Nothing in it is mocked; a browser that is
// missing is a failure. The tests poll what they wait for and never sleep.
package e2e
