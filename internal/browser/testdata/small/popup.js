const api = globalThis.browser ?? chrome;
// Firefox now and then forgets the autofocus of a popup that it shows early.
addEventListener("focus", () => document.querySelector("#field").focus(), { once: true });
document.querySelector("#press").addEventListener("click", (e) => {
  document.querySelector("#pressed").textContent = `${e.isTrusted} ${navigator.userActivation?.isActive}`;
});
document.querySelector("#field").addEventListener("keydown", (e) => {
  document.querySelector("#field").dataset.last = `${e.key} ${e.code} ${e.keyCode} ${e.isTrusted} ${e.ctrlKey}`;
  if (e.key === "Enter") window.close();
});
(async () => {
  const [tab] = await api.tabs.query({ active: true, currentWindow: true });
  document.querySelector("#tab").textContent = tab?.url ?? "";
})();
