// What Marionette's scripts in the browser's own context know: the body of a
// function that is called once in a session. Tabs are named by their panel, since
// a navigation may give them another browsing context.
const windows = () => [...Services.wm.getEnumerator("navigator:browser")]; // the oldest first
const [win] = windows();
const tabs = () => windows().flatMap((w) => w.gBrowser?.tabs ?? []);
const system = Services.scriptSecurityManager.getSystemPrincipal();

const rest = () => new Promise((go) => win.setTimeout(go, 10));
const PATIENCE = 180_000; // ms, on a machine with other work
const until = async (what, test) => {
  for (const begun = Date.now(); Date.now() - begun < PATIENCE; await rest()) {
    const got = test();
    if (got) return got;
  }
  throw new Error(`waited in vain for ${what}`);
};

// within fails when work takes longer than so many milliseconds; 0 is for ever.
const within = (limit, work) => {
  if (!limit) return work;
  const late = new Promise((_, fail) => win.setTimeout(() => fail(new Error(`no answer after ${limit} ms`)), limit));
  return Promise.race([work, late]);
};

const extension = (id) => WebExtensionPolicy.getByID(id).extension;
const view = (id, kind) => [...extension(id).views].find((v) => v.viewType === kind)?.xulBrowser;

// page is the <browser> of a tab, or of the popup.
const page = (id, panel) => {
  const found = panel ? tabs().find((t) => t.linkedPanel === panel)?.linkedBrowser : view(id, "popup");
  if (!found?.browsingContext) throw new Error("this page has closed");
  return found;
};
const pages = (id) => [
  ...tabs().map((t) => t.linkedBrowser.currentURI.spec),
  ...[...extension(id).views].filter((v) => v.viewType === "popup").map((v) => v.xulBrowser.currentURI.spec),
];

const settled = (browser) => !browser.webProgress.isLoadingDocument && browser.currentURI.spec !== "about:blank";
const open = async (address, { gBrowser } = win) => {
  const tab = gBrowser.addTab(address, { triggeringPrincipal: system, inBackground: false });
  gBrowser.selectedTab = tab;
  await until(`${address} to load`, () => settled(tab.linkedBrowser));
  return tab.linkedPanel;
};
const openPrivately = async (address) => {
  const { BrowserWindowTracker } = ChromeUtils.importESModule("resource:///modules/BrowserWindowTracker.sys.mjs");
  return open(address, await BrowserWindowTracker.promiseOpenWindow({ private: true }));
};
const navigate = async (browser, address) => {
  const before = browser.browsingContext.currentWindowGlobal?.innerWindowId;
  browser.loadURI(Services.io.newURI(address), { triggeringPrincipal: system });
  await until(`${address} to load`, () =>
    (browser.browsingContext.currentWindowGlobal?.innerWindowId !== before || browser.currentURI.spec === address) &&
    settled(browser));
};
const tabOf = (browser) => tabs().find((t) => t.linkedBrowser === browser);
const front = (browser) => {
  const tab = tabOf(browser);
  tab.ownerDocument.defaultView.gBrowser.selectedTab = tab;
};
// existing is the tab that shows an address of that beginning, in any window.
const existing = (beginning) => until(beginning, () =>
  tabs().find((t) => t.linkedBrowser.currentURI.spec.startsWith(beginning) && settled(t.linkedBrowser))?.linkedPanel);
const close = (browser) => {
  const tab = tabOf(browser);
  if (tab) tab.ownerDocument.defaultView.gBrowser.removeTab(tab, { skipPermitUnload: true });
  else browser.closest("panel").hidePopup();
};

// admit lets an extension into private windows before it is put in. Marionette
// does so afterwards and loads the extension anew, in the middle of the event
// that tells it that it was installed, which may then reach nobody.
const admit = (id) => {
  const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
  return ExtensionPermissions.add(id, { permissions: ["internal:privateBrowsingAllowed"], origins: [] });
};

// pin puts the extension's button into the toolbar.
const pin = (id) => {
  const widget = id.toLowerCase().replace(/[^a-z0-9_-]/g, "_") + "-browser-action";
  if (win.CustomizableUI.getWidget(widget)) win.CustomizableUI.addWidgetToArea(widget, "nav-bar");
};
const popup = async (id, panel) => {
  const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
  ExtensionParent.apiManager.global.browserActionFor(extension(id)).triggerAction(tabs().find((t) => t.linkedPanel === panel).ownerDocument.defaultView);
  const shown = await until("the popup", () => view(id, "popup"));
  await until("the popup's page", () => shown.browsingContext?.currentWindowGlobal?.documentURI.scheme === "moz-extension");
};
const background = async (id) => {
  await extension(id).wakeupBackground?.();
  return until("a background", () => view(id, "background"));
};

/** Presses an answer to the question for a permission. */
const answer = async (yes) => {
  const asked = await until("the question", () => win.document.querySelector("#notification-popup popupnotification:not([hidden])"));
  asked[yes ? "button" : "secondaryButton"].click();
  await until("the question to close", () => !win.PopupNotifications.isPanelOpen);
};

// suggestions types into the address bar and reads the rows it shows: what the
// extension describes, and where a row leads. The extension's rows come a
// moment after the browser's own, at the latest when the query is complete.
const suggestions = async (text) => {
  win.gURLBar.focus();
  win.gURLBar.search(text);
  // Rows of the last text stay in view, marked stale, until others take their places.
  const rows = () => [...win.gURLBar.view.panel.querySelectorAll(".urlbarView-row:not([stale])")].map((row) => row.result).filter(Boolean);
  const fresh = () => rows()[0]?.payload.content === text; // else they are of the last text
  const ours = () => rows().filter((r) => fresh() && r.payload.keyword !== undefined && !r.heuristic);
  for (let begun = Date.now(), asked = begun; ours().length === 0 && Date.now() - begun < PATIENCE; await rest()) {
    if (Date.now() - asked < 4000) continue;
    asked = Date.now(); // by now Firefox waits no longer for an extension that was asleep
    win.gURLBar.search(text);
  }
  return ours().map((r) => r.payload.title);
};

const actor = (browser) => {
  const there = browser.browsingContext?.currentWindowGlobal;
  if (!there) throw new Error("this page has closed");
  return there.getActor("MarionetteCommands");
};
// An actor whose page goes away while it works answers with an AbortError.
const perform = async (work) => {
  try {
    return await work();
  } catch (e) {
    if (e?.name === "AbortError" || /Actor .* destroyed/.test(String(e))) throw new Error("this page has closed");
    throw e;
  }
};

const evaluate = (browser, expression) => perform(async () => {
  const script = `const done = arguments[arguments.length - 1];
    (async () => ${expression})().then(
      (v) => done(JSON.stringify({v})), (e) => done(JSON.stringify({e: String(e)})));`;
  const options = { timeout: 86_400_000, sandboxName: null, newSandbox: false, async: true };
  return JSON.parse(await actor(browser).executeScript(script, [], options));
});
const press = (browser, eventData) => perform(async () => {
  for (const kind of ["synthesizeKeyDown", "synthesizeKeyUp"]) await actor(browser).dispatchEvent(kind, { eventData });
});
const click = (browser, x, y) => perform(async () => {
  for (const type of ["mousemove", "mousedown", "mouseup"]) {
    const eventData = { type, button: 0, buttons: type === "mousedown" ? 1 : 0, clickCount: type === "mousemove" ? 0 : 1 };
    await actor(browser).dispatchEvent("synthesizeMouseAtPoint", { x, y, eventData });
  }
});

const resize = (browser, width, height) => {
  const style = { flex: "none", width, height, "min-width": width, "max-width": width, "min-height": height, "max-height": height };
  for (const [name, value] of Object.entries(style)) {
    browser.style.setProperty(name, typeof value === "number" ? `${value}px` : value, "important");
  }
};
const set = (preferences) => {
  for (const [name, value] of Object.entries(preferences)) {
    Services.prefs[typeof value === "number" ? "setIntPref" : "setStringPref"](name, value);
  }
};
const COLORS = "browser.display.document_color_use";
const MOTION = "ui.prefersReducedMotion";
const POINTERS = ["ui.primaryPointerCapabilities", "ui.allPointerCapabilities"];
/** What a page knows of the person's eyes and hands. Firefox has most of it as settings of the whole browser. */
const media = (browser, { dark, forcedColors, lessMotion, touch }) => {
  browser.browsingContext.top.prefersColorSchemeOverride = dark ? "dark" : "light";
  set({ [COLORS]: forcedColors ? 2 : 1, [MOTION]: lessMotion ? 1 : 0 });
  for (const name of POINTERS) set({ [name]: touch ? 1 : 6 });
};

// empty leaves one window with one blank tab, no extension, and nothing that
// pages have kept, as in a browser that has just started on a new profile. What
// an extension has kept stays under its address, which is not used again.
const empty = async () => {
  const before = tabs();
  win.gBrowser.selectedTab = win.gBrowser.addTab("about:blank", { triggeringPrincipal: system });
  for (const tab of before) tab.ownerDocument.defaultView.gBrowser.removeTab(tab, { skipPermitUnload: true });
  for (const other of windows().slice(1)) other.close();
  await until("one window", () => windows().length === 1);
  const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
  const { PlacesUtils } = ChromeUtils.importESModule("resource://gre/modules/PlacesUtils.sys.mjs");
  for (const addon of await AddonManager.getAddonsByTypes(["extension"])) {
    if (addon.temporarilyInstalled) await addon.uninstall();
  }
  Services.io.offline = false;
  for (const name of [COLORS, MOTION, ...POINTERS]) Services.prefs.clearUserPref(name);
  await PlacesUtils.bookmarks.eraseEverything();
  await new Promise((go, no) => Services.clearData.deleteData(Ci.nsIClearDataService.CLEAR_ALL, {
    onDataDeleted: (failed) => (failed ? no(new Error(`not everything could be forgotten: ${failed}`)) : go()),
  }));
  Services.console.reset();
};
const picture = async (browser) => {
  const bitmap = await browser.browsingContext.currentWindowGlobal.drawSnapshot(null, 1, "white");
  const canvas = win.document.createElementNS("http://www.w3.org/1999/xhtml", "canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  return canvas.toDataURL("image/png");
};

// offline holds for the pages that are open now; Firefox' own switch lets
// connections to this machine through.
const offline = (id, off) => {
  Services.io.offline = off;
  const browsers = [...tabs().map((t) => t.linkedBrowser), ...[...extension(id).views].map((v) => v.xulBrowser)];
  for (const browser of browsers) browser.browsingContext.top.forceOffline = off;
};

// complaints are the errors, not the warnings, of pages that did not come over
// the network.
const complaints = () => Services.console.getMessageArray().filter((m) => {
  try {
    m.QueryInterface(Ci.nsIScriptError);
  } catch {
    return false;
  }
  return (m.flags & Ci.nsIScriptError.warningFlag) === 0 &&
    (m.category === "content javascript" || m.category.startsWith("CSP_")) && !/^https?:/.test(m.sourceName);
}).map((m) => `${m.errorMessage} ${m.sourceName}`);

return {
  admit, answer, background, click, close, complaints, empty, evaluate, existing, extension, front, media, navigate,
  offline, open, openPrivately, page, pages, picture, pin, popup, press, resize, set,
  suggestions, within,
};
